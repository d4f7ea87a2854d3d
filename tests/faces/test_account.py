"""My account: means of signing in, visits, preferences; walked through as a person does."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from dossier.outbox import waiting_messages
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX, CLAIRE = "roux.jeanne", "martin.claire"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def change(house: House, visitor: Visitor, who: str, means: str, verb: str) -> Answer:
    """Begin a change and give a code of the card before it; return the page of the change."""
    page = visitor.send(visitor.get(f"/mon-compte/moyens/{means}"), **{verb: ""})
    assert page.path == "/mon-compte/preuve"
    if "de votre carte" not in page.words:
        page = visitor.send(page, carte="")
    return visitor.send(page, code=house.code(who))


def outbox(visitor: Visitor) -> str:
    return visitor.get("/demo/outbox").words


def test_the_menu_leads_to_the_account_and_the_account_to_all_its_pages(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(visitor.page.link("Mon compte"))
    assert page.heading == "Mon compte"
    for words, heading in (
        ("Mes moyens d’entrer", "Mes moyens d’entrer"),
        ("Mes visites ouvertes", "Mes visites ouvertes"),
        ("Mes préférences", "Mes préférences"),
    ):
        assert visitor.get(page.link(words)).heading == heading


def test_her_means_are_listed_with_their_ends_only(house: House) -> None:
    page = house.signed_in(CLAIRE).get("/mon-compte/moyens")
    assert "Au téléphone qui finit par 04." in page.words
    assert "codes." in page.words
    assert "33639980104" not in page.html


def test_a_means_is_taken_out_and_no_longer_offered(house: House, clock: object) -> None:
    visitor = house.signed_in(CLAIRE)
    page = change(house, visitor, CLAIRE, "sms", "retirer")
    assert page.heading == "Retirer ce moyen : SMS"
    page = visitor.send(page)
    assert page.path == "/mon-compte/moyens?fait=retire"
    assert "Nous vous prévenons aussi." in page.words
    told = outbox(visitor)
    assert "un moyen d'entrer a été retiré, le 23 novembre 2026 : SMS." in told
    assert "Ce n'est pas vous ? Appelez vite le 3422" in told
    page = house.visitor().give_password(CLAIRE)
    assert page.heading.startswith("Le code numéro")
    assert "sms" not in page.form().offered


def test_no_page_of_a_change_is_reached_without_a_fresh_code(house: House, clock: object) -> None:
    visitor = house.signed_in(CLAIRE)
    for path in ("sms/retirer", "sms/ajouter", "carte/ajouter", "application/ajouter", "lettre/ajouter"):
        assert visitor.get(f"/mon-compte/moyens/{path}").location == "/mon-compte/moyens", path
    page = change(house, visitor, CLAIRE, "sms", "retirer")
    assert visitor.get("/mon-compte/moyens/carte/ajouter").location == "/mon-compte/moyens"
    clock.shift(timedelta(minutes=10, seconds=1))
    visitor.get("/mon-compte")
    page = visitor.get("/mon-compte/moyens/sms/retirer")
    assert page.status == 303


def test_a_wrong_code_changes_nothing_and_says_so(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.send(visitor.get("/mon-compte/moyens/carte"), ajouter="")
    assert "La case est vide." in visitor.post_form(page, code="").words
    assert "Ce code n’est pas complet." in visitor.post_form(page, code="12").words
    wrong = visitor.post_form(page, code="00000000")
    assert (wrong.status, "Ce n’est pas le bon code." in wrong.words) == (422, True)


def test_a_proof_code_typed_too_late_is_sent_anew_and_the_page_says_so(house: House, clock: object) -> None:
    visitor = house.visitor()
    page = visitor.give_password(CLAIRE)
    visitor.send(page, code=house.code(CLAIRE), own_computer="yes")
    page = visitor.send(visitor.get("/mon-compte/moyens/carte"), ajouter="")
    clock.shift(timedelta(minutes=1))
    page = visitor.send(page, sms="")
    code = re.search(r"votre code est (\d{6})", outbox(visitor))[1]
    assert "pour changer vos moyens d'entrer" in outbox(visitor)
    clock.shift(timedelta(minutes=11))
    late = visitor.post_form(page, code=code)
    assert "Ce code a attendu trop longtemps." in late.words
    assert "nous venons de l’envoyer" in late.words
    fresh = re.search(r"votre code est (\d{6})", outbox(visitor))[1]
    assert fresh != code
    assert visitor.send(late, code=fresh).heading == "Une nouvelle carte de codes"


def test_a_new_card_is_printed_the_same_each_time_until_it_is_put_away(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.send(change(house, visitor, ROUX, "carte", "ajouter"), imprimer="")
    assert page.heading == "Votre nouvelle carte est prête"
    for _ in range(2):
        paper = visitor.post_form(page, to="/mon-compte/carte", size="18")
        assert (paper.status, paper.content[:5]) == (200, b"%PDF-")
    assert visitor.send(page, to="/mon-compte/carte/rangee").path == "/mon-compte/moyens?fait=ajoute"
    assert visitor.get("/mon-compte/carte").location == "/mon-compte/moyens/carte"


def test_a_new_card_goes_by_the_post(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.send(change(house, visitor, ROUX, "carte", "ajouter"), poste="")
    assert page.path == "/mon-compte/moyens?fait=ajoute"
    with house.store.reading() as unit:
        sent = [one.kind for one in waiting_messages(unit, limit=9, patient_id=house.patient_id(ROUX))]
    assert "code-card" in sent


def test_a_telephone_is_added_with_the_code_it_received(house: House, clock: object) -> None:
    visitor = house.signed_in(ROUX)
    page = change(house, visitor, ROUX, "sms", "ajouter")
    assert page.heading == "Le numéro de votre portable"
    assert "Un SMS va vers un numéro en 06 ou 07." in visitor.post_form(page, number="02 61 91 01 42").words
    page = visitor.send(page, number="06 39 98 01 55")
    assert page.heading == "Le code reçu à ce nouveau numéro"
    assert "Ce n’est pas le bon code." in visitor.post_form(page, code="000000").words
    told = outbox(visitor)
    assert "+33639980155" in told
    code = re.search(r"votre code est (\d{6})", told)[1]
    assert visitor.send(page, code=code).path == "/mon-compte/moyens?fait=ajoute"
    assert "Au téléphone qui finit par 55." in visitor.get("/mon-compte/moyens").words


def test_a_voice_says_its_code_twice_digit_by_digit(house: House, clock: object) -> None:
    visitor = house.signed_in(ROUX)
    page = change(house, visitor, ROUX, "appel", "ajouter")
    visitor.send(page, number="02 61 91 01 42")
    told = outbox(visitor)
    spoken = re.findall(r"(?:\d, \d\. ){2}\d, \d\.", told)
    assert len(spoken) == 2
    assert spoken[0] == spoken[1]
    assert "Je répète, lentement." in told


def test_an_application_is_linked_and_opens_the_next_visit(house: House, clock: object) -> None:
    visitor = house.signed_in(ROUX)
    page = change(house, visitor, ROUX, "application", "ajouter")
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.words)[0].replace(" ", "")
    assert "Vérifiez l’heure" in visitor.post_form(page, code="000000").words
    app = pyotp.TOTP(secret)
    assert visitor.send(page, code=app.at(NOON)).path == "/mon-compte/moyens?fait=ajoute"
    visitor.leave()
    clock.shift(timedelta(minutes=1))
    page = house_visit = house.visitor().give_password(ROUX)
    assert house_visit.heading == "Le code de votre application"
    other = house.visitor()
    page = other.give_password(ROUX)
    assert other.post_form(page, code=app.at(NOON)).status == 422, "a step used already"
    code = app.at(NOON + timedelta(minutes=1))
    assert other.send(page, code=f"{code[:3]} {code[3:]}").path == "/mon-dossier"


def test_the_last_means_cannot_be_taken_out(house: House) -> None:
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO factor (patient_id, kind, is_on, entry_sequence, last_step, changed_at) "
            "VALUES (?, 'letter', 0, 1, 0, '2026-01-01 00:00:00')",
            (house.patient_id(ROUX),),
        )
    page = house.signed_in(ROUX).get("/mon-compte/moyens/carte")
    assert "C’est votre seul moyen." in page.words
    assert "retirer" not in page.form().offered


def test_a_card_that_runs_out_invites_a_new_one_where_she_begins(house: House) -> None:
    assert "bientôt finie" not in house.signed_in(ROUX).page.words
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE code_card_line SET used_at = '2026-01-01 00:00:00' WHERE line < 40")
    visitor = house.signed_in(ROUX)
    assert "Votre carte de codes est bientôt finie. Il reste 10 codes." in visitor.page.words
    assert visitor.page.link("Prendre une nouvelle carte") == "/mon-compte/moyens/carte"
    assert "Il reste 10 codes." in visitor.get("/mon-compte").words


def test_all_visits_are_listed_and_closed_at_once(house: House) -> None:
    elsewhere, here = house.signed_in(ROUX), house.signed_in(ROUX)
    page = here.get("/mon-compte/visites")
    assert (page.words.count("Cette visite, ici"), page.words.count("Une autre visite")) == (1, 1)
    assert here.send(page, to="/mon-compte/visites").path == "/au-revoir"
    assert elsewhere.get("/mon-dossier").location.startswith("/session-terminee")
    assert "Toutes les visites fermées" in house.signed_in(ROUX).get("/historique").words


def test_preferences_are_kept_and_the_text_size_shown_at_once(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    page = visitor.send(visitor.get("/mon-compte/preferences"), size="28", channel="sms")
    assert "Vos préférences sont gardées." in page.words
    assert '<body class="s28">' in page.html
    form = visitor.get("/mon-compte/preferences").form()
    assert (form.untouched["size"], form.untouched["channel"]) == ("28", "sms")
    assert visitor.post("/mon-compte/preferences", {**form.untouched, "channel": "pigeon"}).status == 422


def test_with_anothers_record_open_the_account_waits_behind_ones_own(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Léo")
    for path in ("", "/moyens", "/visites", "/preferences", "/preuve", "/carte"):
        assert visitor.get(f"/mon-compte{path}").location == "/dossiers", path


def test_unknown_means_are_no_page(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("pigeon", "pigeon/retirer", "pigeon/ajouter", "CARTE"):
        assert visitor.get(f"/mon-compte/moyens/{path}").status == 404
