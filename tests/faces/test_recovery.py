"""Getting one's access back alone, from what was lost to the first visit after."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.recovery import Lost
from tests.kit.activating import NOON, identifier_on
from tests.kit.house import CODES, PASSWORD
from tests.kit.portal import House
from tests.kit.recovering import NEW_PASSWORD, ask, case_on, code_sent, dispute_code, known, prove
from tests.kit.recovery import CONTACTS, changed, dispute_codes
from tests.kit.visitor import Answer, Visitor

AFTER_A_PAUSE = timedelta(seconds=31)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def enter(house: House, identifier: str, password: str = NEW_PASSWORD, code: str = "") -> Answer:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=identifier)
    page = visitor.send(page, password=password)
    return visitor.send(page, code=code) if code and page.path == "/connexion/code" else page


def granted_by_sms_and_card(house: House, visitor: Visitor, lost: Lost = Lost.PASSWORD) -> tuple[bytes, str, Answer]:
    patient_id, identifier = known(house)
    page = prove(house, visitor, ask(visitor, lost), patient_id, "sms")
    page = visitor.send(page, proof="carte")
    return patient_id, identifier, visitor.send(page, code=f"{CODES[0][:4]} {CODES[0][4:]}")


def test_a_lost_password_is_replaced_with_an_sms_and_the_card(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.visitor()
    _, identifier, page = granted_by_sms_and_card(house, visitor)
    assert page.path == "/acces-perdu/mot-de-passe"
    shown = visitor.post_form(page, password="le chat d’Anna", afficher="")
    assert (shown.status, shown.form().untouched["password"]) == (200, "le chat d’Anna")
    page = visitor.send(page, password=NEW_PASSWORD)
    page = visitor.send(page, factor="printed-card")
    assert page.heading == "C’est fait : vous avez retrouvé votre accès"
    assert "Toutes les visites ouvertes sont fermées." in page.words
    pdf = visitor.post_form(page, size="18")
    assert (pdf.content[:5], pdf.headers["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert visitor.post_form(page, size="18").content[:5] == b"%PDF-"
    page = visitor.send(page, to="/acces-perdu/fini/range")
    assert "Ouvrir ma carte" not in page.words
    assert enter(house, identifier).path == "/connexion/code"
    assert enter(house, identifier, PASSWORD).path == "/connexion/mot-de-passe"
    assert enter(house, identifier, code=CODES[1]).path == "/connexion/code"


def test_the_last_form_sent_twice_ends_on_the_same_page(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.visitor()
    page = visitor.send(granted_by_sms_and_card(house, visitor)[2], password=NEW_PASSWORD)
    again = page.form("/acces-perdu/second-code").untouched | {"factor": "phone"}
    assert visitor.post(page.path, again).location == "/acces-perdu/fini"
    assert visitor.post(page.path, again).location == "/acces-perdu/fini"


def test_open_visits_end_and_old_card_codes_die(house: House, clock: time_machine.Traveller) -> None:
    patient_id, identifier = known(house)
    inside = house.visitor()
    page = inside.send(inside.send(inside.get("/connexion"), identifier=identifier), password=PASSWORD)
    assert inside.send(page, code=CODES[0]).path == "/mon-dossier"
    visitor = house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.PASSWORD), patient_id, "sms")
    page = visitor.send(visitor.send(page, proof="carte"), code=CODES[1])
    visitor.send(visitor.send(page, password=NEW_PASSWORD), factor="mailed-card")
    assert inside.get("/mon-dossier").status == 303
    assert enter(house, identifier, code=CODES[2]).path == "/connexion/code"


def test_a_lost_phone_is_proved_around_with_the_password_and_the_card(
    house: House, clock: time_machine.Traveller
) -> None:
    _, identifier = known(house)
    visitor = house.visitor()
    page = ask(visitor, Lost.PHONE)
    assert page.form().offered["proof"] == {"appel", "lettre", "mail", "carte", "mot-de-passe"}
    page = visitor.send(page, proof="mot-de-passe")
    assert visitor.post_form(page, password="pas celui-là").status == 422
    assert visitor.post_form(page, password="").status == 422
    page = visitor.send(page, password=PASSWORD)
    assert page.heading == "Accès perdu : une deuxième preuve"
    page = visitor.send(visitor.send(page, proof="carte"), code=CODES[0])
    page = visitor.send(page, password=NEW_PASSWORD)
    assert page.form().offered["factor"] == {"printed-card", "mailed-card"}
    assert visitor.post_form(page).status == 422
    visitor.send(page, factor="mailed-card")
    assert enter(house, identifier).path == "/connexion/code"


def test_without_a_live_factor_it_waits_three_days_then_one_proof_again(
    house: House, clock: time_machine.Traveller
) -> None:
    patient_id, identifier = known(house, card=False)
    visitor = house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.PASSWORD), patient_id, "sms")
    assert "42" in page.words
    assert "Le Puy-En-Velay" in page.words
    clock.shift(AFTER_A_PAUSE)
    page = prove(house, visitor, page, patient_id, "mail")
    assert page.heading == "Votre demande est acceptée : il faut attendre"
    assert "26 novembre 2026 à 13" in page.words.replace("\u00a0", " ")
    assert visitor.get("/acces-perdu/mot-de-passe").location == "/acces-perdu/etat"
    number = case_on(page)
    clock.shift(timedelta(hours=72, minutes=1))
    other = house.visitor()
    page = follow(other, number)
    assert page.heading == "Accès perdu : encore une preuve, pour finir"
    assert page.form().offered["proof"] == {"sms", "mail"}
    page = prove(house, other, page, patient_id, "sms")
    page = other.send(page, password=NEW_PASSWORD)
    other.send(page, factor="phone")
    assert enter(house, identifier).path == "/connexion/code"
    assert follow(visitor, number).heading == "Votre demande est finie"


def follow(visitor: Visitor, number: str, year: str = "1969") -> Answer:
    page = visitor.get("/acces-perdu/suivi")
    return visitor.send(page, number=number.lower().replace("-", " "), day="28", month="mai", year=year)


def test_a_lost_identifier_takes_one_proof_and_changes_nothing_else(
    house: House, clock: time_machine.Traveller
) -> None:
    patient_id, before = known(house)
    visitor = house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.IDENTIFIER), patient_id, "sms")
    assert page.path == "/acces-perdu/identifiant"
    assert visitor.post_form(page, identifier="é").status == 422
    assert visitor.post_form(page, identifier=before).status == 422
    page = visitor.send(visitor.send(page, autre=""))
    assert page.path == "/acces-perdu/fini"
    assert "Votre mot de passe et vos codes sont les mêmes." in page.words
    assert enter(house, identifier_on(page), PASSWORD, CODES[0]).path == "/mon-dossier"
    assert enter(house, before, PASSWORD).path == "/connexion/mot-de-passe"


def test_everything_lost_gives_a_new_identifier_and_password(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house)
    visitor = house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.EVERYTHING), patient_id, "appel")
    clock.shift(AFTER_A_PAUSE)
    page = prove(house, visitor, page, patient_id, "lettre")
    number = case_on(page)
    clock.shift(timedelta(hours=73))
    page = visitor.follow(visitor.get("/acces-perdu/etat"))
    assert page.path == "/acces-perdu?debut=1"  # twenty hours is how long a visit's answers are kept
    page = follow(visitor, number)
    assert page.path == "/acces-perdu/identifiant"
    page = visitor.send(page)
    page = visitor.send(page, password=NEW_PASSWORD)
    page = visitor.send(page, factor="printed-card")
    assert enter(house, identifier_on(page)).path == "/connexion/code"


def test_an_old_code_is_replaced_and_the_page_says_so(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house)
    visitor = house.visitor()
    page = visitor.send(ask(visitor, Lost.PASSWORD), proof="sms")
    old = code_sent(house, patient_id)
    clock.shift(timedelta(minutes=11))
    page = visitor.send(page, code=old)
    assert (page.status, "Un nouveau code vient de partir" in page.words) == (422, True)
    assert code_sent(house, patient_id) != old
    code = code_sent(house, patient_id)
    page = visitor.send(page, code=f" {code[:2]}-{code[2:4]} {code[4:]} ")
    assert page.heading == "Accès perdu : une deuxième preuve"


def test_another_code_waits_half_a_minute_and_kills_the_first(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house)
    visitor = house.visitor()
    page = visitor.send(ask(visitor, Lost.PASSWORD), proof="sms")
    first = code_sent(house, patient_id)
    assert "Attendez une minute" in visitor.send(page, renvoyer="").words
    clock.shift(AFTER_A_PAUSE)
    assert "L’ancien ne marche plus." in visitor.send(page, renvoyer="").words
    assert "Ce n’est pas le bon code." in visitor.send(page, code=first).words


def test_five_wrong_codes_lock_for_a_day_with_the_other_ways(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house)
    visitor = house.visitor()
    page = visitor.send(ask(visitor, Lost.PASSWORD), proof="sms")
    code = code_sent(house, patient_id)
    for _ in range(5):
        locked = visitor.send(page, code="000000" if code != "000000" else "111111")
    assert locked.heading == "Votre demande est en pause"
    assert "24 novembre 2026 à 13" in locked.words.replace("\u00a0", " ")
    assert "/acces-perdu/guichet" in locked.links
    assert visitor.send(page, code=code).path == "/acces-perdu/etat"
    clock.shift(timedelta(hours=1))
    assert visitor.get("/acces-perdu/preuve").location == "/acces-perdu/etat"


def test_who_has_one_way_only_is_led_to_a_person(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house, card=False, mobile=CONTACTS["mobile"])
    visitor = house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.PASSWORD), patient_id, "sms")
    assert page.heading == "Accès perdu : avec une personne"
    for told in ("une pièce d’identité", "votre carte Vitale", "le numéro de votre demande", "3422"):
        assert told in page.words


def test_this_was_not_me_freezes_from_a_notice_and_says_whom_to_call(
    house: House, clock: time_machine.Traveller
) -> None:
    claimant, owner = house.visitor(), house.visitor()
    patient_id, identifier, page = granted_by_sms_and_card(house, claimant)
    code = dispute_code(house, patient_id)
    check = owner.send(owner.get("/ce-n-est-pas-moi"), code=f"{code[:4]} {code[4:8]}-{code[8:]}")
    assert check.heading == "Ce n’est pas moi : vous êtes sûr ?"
    done = owner.send(check)
    assert done.heading == "C’est fait : tout est arrêté"
    assert "3422" in done.words
    assert owner.send(check).heading == done.heading
    assert claimant.send(page, password=NEW_PASSWORD).heading == "Votre demande est arrêtée"
    assert enter(house, identifier, PASSWORD, CODES[1]).path == "/mon-dossier"


def test_a_contact_that_has_changed_is_not_said_to_be_stopped(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        at = changed(unit, patient_id, now=NOON)
        code = dispute_codes(unit, patient_id, "contact-changed")[0]
    clock.move_to(at)
    visitor = house.visitor()
    done = visitor.send(visitor.send(visitor.get("/ce-n-est-pas-moi"), code=code))
    assert done.heading == "Ce changement est déjà fait"
    assert "allez à un guichet" in done.words
    assert "arrêté" not in done.words


def test_a_code_that_served_and_one_that_never_was_are_answered_alike(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.visitor()
    patient_id, _, _ = granted_by_sms_and_card(house, visitor)
    code = dispute_code(house, patient_id)
    pages = []
    for typed in (code, code, "123456789012"):
        owner = house.visitor()
        pages.append(owner.send(owner.send(owner.get("/ce-n-est-pas-moi"), code=typed)))
    assert pages[0].words != pages[1].words
    assert pages[1].words == pages[2].words
    assert visitor.post_form(visitor.get("/ce-n-est-pas-moi"), code="12 34").status == 422
    assert visitor.post_form(visitor.get("/ce-n-est-pas-moi"), code="").status == 422
    for path in ("confirmer", "fait"):
        assert house.visitor().get(f"/ce-n-est-pas-moi/{path}").location == "/ce-n-est-pas-moi"


def test_every_step_without_its_answers_goes_kindly_back_to_the_start(house: House) -> None:
    visitor = house.visitor()
    for path in ("nom", "naissance", "numero", "preuve", "code/sms", "mot-de-passe-actuel", "etat", "identifiant",
                 "mot-de-passe", "second-code", "fini"):  # fmt: skip
        page = visitor.follow(visitor.get(f"/acces-perdu/{path}"))
        assert (page.heading, "Recommencez ici." in page.words) == ("Qu’avez-vous perdu ?", True), path


def test_the_ways_in_lead_here(house: House) -> None:
    visitor = house.visitor()
    for path in ("/", "/connexion", "/aide", "/plan-du-site"):
        assert "/acces-perdu" in visitor.get(path).links, path
    assert "/ce-n-est-pas-moi" in visitor.get("/aide").links
    assert visitor.get("/acces-perdu/code/autre").status == 404


def test_each_message_of_a_recovery_shows_its_code_in_the_demonstrations_outbox(
    house: House, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    visitor = house.visitor()
    page = ask(visitor, Lost.PASSWORD)
    for way in ("appel", "lettre", "mail", "sms"):
        visitor.send(page, proof=way)
        clock.shift(AFTER_A_PAUSE)
    told = "".join(sign for sign in visitor.get("/demo/outbox").words if sign.isalnum())
    assert code_sent(house, patient_id) in told
    assert dispute_code(house, patient_id) in told
