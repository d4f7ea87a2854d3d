"""The supervisor's own people: invited on paper, suspended at once, given new means; nobody else's, not herself."""

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine

from dossier.base import now
from dossier.identity import add_site, add_staff, staff_member_of, suspend_staff
from dossier.identity.staff import bound, row_of_identifier
from dossier.mandates import MandateDead, MandateState, mandates_of_advisor
from dossier.policy import Role, Scope
from tests.kit.desk import INES, NADIA, PASSWORDS, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.mandates import acted, given, somebody
from tests.kit.mandates import desk_of as session_of
from tests.kit.oversight import helpless, seen
from tests.kit.portal import House
from tests.kit.visitor import Answer
from tests.printouts.reading import words as paper_words

TEAM, SUSPEND, RESET = "/equipe", "/equipe/suspendre", "/equipe/reinitialiser"
INVITE, INVITATION = "/equipe/inviter", "/equipe/invitation"
ELSEWHERE = "France Services de Brioude"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def nadia(desk: Desk) -> AtDesk:
    return desk.signed_in(NADIA)


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def add(desk: Desk, identifier: str, role: Role = Role.ADVISOR, team: str = "Auvergne", site: str = "") -> str:
    with desk.house.store.writing() as unit:
        if site == ELSEWHERE:
            add_site(unit, ELSEWHERE, "2 rue du Pont, 43100 Brioude", now())
        return add_staff(unit, identifier, "Rita", "Costa", role, team, now(), site=site)


def key_of(desk: Desk, identifier: str) -> str:
    with desk.house.store.reading() as unit:
        return staff_member_of(unit, identifier).staff_id.hex()


def change(who: AtDesk, to: str, member: str) -> Answer:
    """Choose somebody and press a button; return the question, or the refusal."""
    return who.post_form(who.get(TEAM), to=TEAM, member=member, **{to.rpartition("/")[2]: ""})


def sure(who: AtDesk, page: Answer, to: str, **fields: str) -> Answer:
    return who.post_form(page, to=to, **fields)


def is_at_work(desk: Desk, who: AtDesk) -> bool:
    return who.get("/").status == 200


def test_a_sites_supervisor_sees_her_own_site_and_nobody_else(desk: Desk, nadia: AtDesk) -> None:
    add(desk, "costa.rita", site=ELSEWHERE)
    page = nadia.get(TEAM)
    assert page.heading == "Équipe : France Services de Schiltigheim"
    assert "Inès Laurent · laurent.ines Guichet, peut ouvrir un poste" in page.words
    assert "Nadia Perrin · vous" in page.words
    for other in ("Rita Costa", "Paul Mercier", "Sarah Dufour"):
        assert other not in page.words


def test_a_supervisor_without_a_site_sees_her_own_team_and_no_site(desk: Desk) -> None:
    add(desk, "costa.rita", Role.CALL_AGENT, "Direction")
    page = desk.signed_in(SARAH).get(TEAM)
    assert page.heading == "Équipe : Direction"
    assert "Rita Costa · costa.rita Téléconseil, invitation donnée" in page.words
    for other in ("Inès Laurent", "Paul Mercier"):
        assert other not in page.words


def test_a_large_team_is_shown_twenty_at_a_time_each_once_and_a_refusal_stays_on_its_page(
    desk: Desk, nadia: AtDesk
) -> None:
    for number in range(43):
        add(desk, f"costa.rita{number:02d}", site="France Services de Schiltigheim")
    page, known = nadia.get(TEAM), []
    for lines in (20, 20, 5):
        found = re.findall(r"(costa\.rita\d\d|laurent\.ines|Nadia Perrin · vous)", page.words)
        assert len(found) == lines
        known += found
        page = nadia.get(page.link("Page suivante")) if lines == 20 and len(known) < 45 else page
    assert len(set(known)) == 45
    assert "Page suivante" not in page.words
    refused = nadia.post_form(page, to=f"{TEAM}?page=3", suspendre="")
    assert refused.link("Page précédente") == f"{TEAM}?page=2"
    for odd in ("0", "-1", "99999999", "x", "²"):
        assert nadia.get(f"{TEAM}?page={odd}").status == 200
    assert nadia.get(f"{TEAM}?page=999").words == nadia.get(f"{TEAM}?page=3").words


@pytest.mark.parametrize("identifier", [PAUL, INES])
def test_these_pages_are_the_supervisors_alone(desk: Desk, identifier: str) -> None:
    other = desk.signed_in(identifier)
    token = other.get("/").form("/quitter").untouched["jeton"]
    for path in (TEAM, INVITE, INVITATION, "/site", "/journal-des-actes", "/journal-des-actes/export"):
        assert other.get(path).status == 403
    for path in (SUSPEND, RESET, INVITE, INVITATION, f"{INVITATION}/remise"):
        assert other.post(path, {"jeton": token, "member": key_of(desk, SARAH)}).status == 403
    assert not {TEAM, "/site", "/journal-des-actes"} & set(other.get("/").links)


def test_a_suspension_is_asked_twice_and_ends_desk_and_mandates_with_the_next_request(
    desk: Desk, nadia: AtDesk
) -> None:
    ines = desk.signed_in(INES)
    with desk.house.store.writing() as unit:
        advisor = session_of(unit, INES, now())
        number = given(unit, advisor, somebody(unit), now=now())
    ines = desk.signed_in(INES)
    page = change(nadia, SUSPEND, key_of(desk, INES))
    assert page.heading == "Suspendre Inès Laurent ?"
    assert is_at_work(desk, ines)
    done = nadia.follow(sure(nadia, page, SUSPEND))
    assert "La personne est suspendue." in done.words
    assert "Inès Laurent · laurent.ines Guichet, accès suspendu" in done.words
    assert ines.get("/").location == "/session-terminee"
    assert ines.send(ines.get("/connexion"), identifier=INES, password=PASSWORDS[INES]).status == 422
    with desk.house.store.writing() as unit:
        assert [one.state for one in mandates_of_advisor(unit, advisor, now())] == [MandateState.ENDED]
        with pytest.raises(MandateDead):
            acted(unit, advisor, number, Scope.OPT_OUT, now())


def test_new_means_end_the_desk_and_are_handed_over_on_paper(desk: Desk, nadia: AtDesk) -> None:
    ines = desk.signed_in(INES)
    page = change(nadia, RESET, key_of(desk, INES))
    assert page.heading == "Donner de nouveaux moyens à Inès Laurent ?"
    page = nadia.follow(sure(nadia, page, RESET))
    assert (page.path, page.heading) == (INVITATION, "Une invitation à remettre")
    assert ines.get("/").location == "/session-terminee"
    assert ines.send(ines.get("/connexion"), identifier=INES, password=PASSWORDS[INES]).status == 422
    code = next(one.text for one in page.tree.iter("code"))
    paper = nadia.post_form(page, to=INVITATION)
    assert paper.headers["Content-Type"] == "application/pdf"
    told = paper_words(paper.content)
    for said in ("Inès Laurent", "laurent.ines", code, "France Services de Schiltigheim", "/premiere-fois"):
        assert said in told
    assert enroll(desk, INES, code).path == "/"


def test_what_was_put_away_is_shown_no_more(desk: Desk, nadia: AtDesk) -> None:
    page = nadia.follow(sure(nadia, change(nadia, RESET, key_of(desk, INES)), RESET))
    code = next(one.text for one in page.tree.iter("code"))
    page = nadia.send(page, to=f"{INVITATION}/remise")
    assert "L’invitation n’est plus montrée ici." in page.words
    assert nadia.get(INVITATION).location == TEAM
    assert code not in nadia.get(TEAM).html


def test_a_code_that_was_used_is_shown_no_more(desk: Desk, nadia: AtDesk) -> None:
    page = nadia.follow(sure(nadia, change(nadia, RESET, key_of(desk, INES)), RESET))
    enroll(desk, INES, next(one.text for one in page.tree.iter("code")))
    assert nadia.get(INVITATION).location == TEAM


def test_nobody_changes_herself_a_stranger_to_her_place_or_nobody(desk: Desk, nadia: AtDesk) -> None:
    add(desk, "costa.rita", site=ELSEWHERE)
    for to in (SUSPEND, RESET):
        for member, said in (
            (key_of(desk, NADIA), "Ce n’est pas fait : c’est vous."),
            (key_of(desk, "costa.rita"), "Ce n’est pas fait : cette personne n’est pas ici."),
            (key_of(desk, PAUL), "Ce n’est pas fait : cette personne n’est pas ici."),
            ("0" * 32, "Ce n’est pas fait : cette personne n’est pas ici."),
            ("n’importe quoi", "Ce n’est pas fait : cette personne n’est pas ici."),
            ("", "Personne n’est choisi."),
        ):
            token = nadia.get(TEAM).form(TEAM).untouched["jeton"]
            answer = nadia.post(to, {"jeton": token, "member": member})
            assert (answer.status, said in answer.words) == (422, True)
    assert nadia.get("/").status == 200


def test_another_supervisor_may_be_suspended_but_is_given_new_means_by_the_operator_alone(
    desk: Desk, nadia: AtDesk
) -> None:
    add(desk, "costa.rita", Role.SUPERVISOR, "Alsace", "France Services de Schiltigheim")
    answer = change(nadia, RESET, key_of(desk, "costa.rita"))
    assert (answer.status, "Seul l’exploitant lui donne de nouveaux moyens." in answer.words) == (422, True)
    assert change(nadia, SUSPEND, key_of(desk, "costa.rita")).heading == "Suspendre Rita Costa ?"


def test_an_old_code_is_asked_for_again_and_the_choice_isnt_lost(
    desk: Desk, nadia: AtDesk, clock: time_machine.Traveller
) -> None:
    nadia = desk.signed_in(NADIA)
    ines = desk.signed_in(INES)
    page = change(nadia, SUSPEND, key_of(desk, INES))
    clock.shift(timedelta(minutes=11))
    ines.get("/")
    page = sure(nadia, page, SUSPEND)
    assert (page.status, page.title.startswith("Erreur : Suspendre Inès Laurent")) == (422, True)
    page = sure(nadia, page, SUSPEND, code="000000")
    assert (page.status, "Ce n’est pas le bon code." in page.words) == (422, True)
    assert ines.get("/").status == 200
    assert sure(nadia, page, SUSPEND, code=desk.code(NADIA)).location == f"{TEAM}?fait=suspendu"
    assert ines.get("/").location == "/session-terminee"


def test_an_invited_advisor_stands_at_her_supervisors_site(desk: Desk, nadia: AtDesk) -> None:
    page = nadia.get(nadia.get(TEAM).link("Inviter quelqu’un"))
    page = nadia.send(page, to=INVITE, first_name="Chloé", name="Petit", identifier="Petit.Chloe")
    assert (page.path, "petit.chloe" in page.words) == (INVITATION, True)
    code = next(one.text for one in page.tree.iter("code"))
    assert "Chloé Petit · petit.chloe Guichet, invitation donnée" in nadia.get(TEAM).words
    with desk.house.store.reading() as unit:
        member = staff_member_of(unit, "petit.chloe")
    assert (member.role, member.site) == (Role.ADVISOR, "France Services de Schiltigheim")
    assert enroll(desk, "petit.chloe", code).heading == "Votre guichet"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Une case est vide."),
        ({"identifier": "court"}, "Cet identifiant ne va pas."),
        ({"identifier": PAUL}, "Cet identifiant est déjà pris."),
    ],
)
def test_what_doesnt_fit_is_said_and_nothing_typed_is_lost(nadia: AtDesk, fields: dict[str, str], said: str) -> None:
    typed = {"first_name": "Chloé", "name": "Petit", "identifier": "petit.chloe"} | fields
    page = nadia.post_form(nadia.get(INVITE), to=INVITE, **typed)
    assert (page.status, said in page.words) == (422, True)
    assert {name: page.form(INVITE).untouched[name] for name in typed} == typed


def test_an_invitation_too_old_says_so(desk: Desk, clock: time_machine.Traveller) -> None:
    add(desk, "costa.rita", site="France Services de Schiltigheim")
    clock.shift(timedelta(days=4))
    assert "Rita Costa · costa.rita Guichet, invitation trop ancienne" in desk.signed_in(NADIA).get(TEAM).words


def test_a_supervisor_who_is_suspended_meanwhile_changes_nothing(desk: Desk, nadia: AtDesk) -> None:
    ines = desk.signed_in(INES)
    page = change(nadia, SUSPEND, key_of(desk, INES))
    with desk.house.store.writing() as unit:
        suspend_staff(unit, NADIA, now())
    assert sure(nadia, page, SUSPEND).location == "/session-terminee"
    assert ines.get("/").status == 200


def test_no_address_carries_anybody(nadia: AtDesk, desk: Desk) -> None:
    page = nadia.get(TEAM)
    links = "".join(re.findall('(?:href|action)="[^"]*"', page.html))
    assert key_of(desk, INES) not in links
    assert "laurent" not in links.lower()


def enroll(desk: Desk, identifier: str, code: str) -> Answer:
    """Walk through the first time with an invitation; return the first page of the open desk."""
    new: AtDesk = desk.visitor()
    page = new.send(new.get("/premiere-fois"), identifier=identifier, enrollment_code=code)
    page = new.send(page, password="quatre mots bien à moi")
    secret = next(one.text for one in page.tree.iter("code")).replace(" ", "")
    return new.send(page, code=pyotp.TOTP(secret).at(now()))


# Two people in one


def test_who_gave_a_colleague_her_means_is_not_the_second_person_for_what_that_one_sees(
    desk: Desk, nadia: AtDesk
) -> None:
    page = nadia.follow(sure(nadia, change(nadia, RESET, key_of(desk, INES)), RESET))
    enroll(desk, INES, next(one.text for one in page.tree.iter("code")))
    patient_id, number = helpless(desk.house)
    seen(desk.house, patient_id, number, bytes.fromhex(key_of(desk, INES)))
    page = nadia.get(f"/a-confirmer/{number}")
    answer = nadia.post_form(page, to=f"/a-confirmer/{number}/oui")
    assert answer.status == 422
    assert "Ce n’est pas fait : vous avez donné ses accès au guichet." in answer.words
    sarah = desk.signed_in(SARAH)
    page = sarah.get(f"/a-confirmer/{number}")
    assert sarah.post_form(page, to=f"/a-confirmer/{number}/oui").location == "/a-confirmer?fait=oui"


# Without a telephone


def test_ten_rescue_codes_are_made_printed_put_away_and_used_once(desk: Desk) -> None:
    ines = desk.signed_in(INES)
    page = ines.get(ines.get("/cles").link("Mes codes de secours"))
    assert "Vous n’avez aucun code de secours." in page.words
    page = ines.send(page, to="/codes-de-secours")
    codes = [one.text for one in page.tree.iter("code")]
    assert len(codes) == 10
    told = paper_words(ines.post_form(page, to="/codes-de-secours/feuille").content)
    assert "Inès Laurent" in told
    assert all(code in told for code in codes)
    assert ines.send(page, to="/codes-de-secours/rangee").path == "/cles"
    page = ines.get("/codes-de-secours")
    assert "Il vous reste 10 codes." in page.words
    assert not [code for code in codes if code in page.html]
    assert ines.post_form(ines.get("/codes-de-secours"), to="/quitter").status == 303
    again: AtDesk = desk.visitor()
    page = again.send(again.give_password(INES), code=codes[4])
    assert page.path == "/"
    other: AtDesk = desk.visitor()
    assert "Ce n’est pas le bon code." in other.send(other.give_password(INES), code=codes[4]).words
    assert "Il vous reste 9 codes." in again.get("/codes-de-secours").words


def test_rescue_codes_ask_for_a_fresh_code_first(desk: Desk, clock: time_machine.Traveller) -> None:
    ines = desk.signed_in(INES)
    page = ines.get("/codes-de-secours")
    clock.shift(timedelta(minutes=11))
    assert ines.post_form(page, to="/codes-de-secours").location == "/code?suite=/codes-de-secours"
    assert ines.get("/codes-de-secours").location == "/code?suite=/codes-de-secours"
    ines.send(ines.get("/code?suite=/codes-de-secours"), to="/code?suite=/codes-de-secours", code=desk.code(INES))
    assert "Vous n’avez aucun code de secours." in ines.get("/codes-de-secours").words


def test_an_app_that_is_late_opens_the_desk_with_two_codes_and_then_with_one(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    ines: AtDesk = desk.visitor()
    page = ines.give_password(INES)
    app = app_of(desk, INES)
    late = now() - timedelta(minutes=20)
    page = ines.send(page, code=app.at(late))
    assert page.status == 422
    page = ines.get(page.link("pas à l’heure"))
    assert page.heading == "Remettre l’application à l’heure"
    assert "Une case est vide." in ines.post_form(page, code=app.at(late)).words
    wrong = ines.post_form(page, code=app.at(late), next_code=app.at(late))
    assert (wrong.status, "Ces deux codes ne se suivent pas." in wrong.words) == (422, True)
    page = ines.send(page, code=app.at(late), next_code=app.at(late + timedelta(seconds=30)))
    assert page.heading == "Votre guichet"
    clock.shift(timedelta(minutes=2))
    again: AtDesk = desk.visitor()
    assert again.send(again.give_password(INES), code=app.at(now() - timedelta(minutes=20))).path == "/"


def test_two_codes_without_a_password_before_them_open_nothing(desk: Desk) -> None:
    stranger: AtDesk = desk.visitor()
    assert stranger.get("/connexion/deux-codes").location == "/connexion?debut=1"


def app_of(desk: Desk, identifier: str) -> pyotp.TOTP:
    """Return somebody's app."""
    with desk.house.store.reading() as unit:
        row = row_of_identifier(unit, identifier)
        return pyotp.TOTP(unit.holder.unwrap(row.totp_sealed, bound("totp", row.staff_id)).decode())
