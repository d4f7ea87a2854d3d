"""A change of contact: asked by one agent, agreed to by another of another team, and nobody is hurried."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
import time_machine

from dossier.base import now
from dossier.identity import ContactKind, add_staff, contact_value, enroll_staff, hash_password, person_of
from dossier.journal import witness_of
from dossier.outbox import waiting_messages
from dossier.policy import Role
from dossier.recovery import LIMITS, contacts_to_confirm, dispute, send_due_contact_code
from tests.kit.activating import NOON
from tests.kit.calling import NOBODY, take_call
from tests.kit.desk import LEILA, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.house import PASSWORD
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import CONTACTS, dispute_codes, messages
from tests.kit.visitor import Answer

NEW_MOBILE = "06 39 98 01 99"
PAGE = "/changements"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(house: House, clock: time_machine.Traveller) -> Desk:
    return desk_of(house)


@pytest.fixture
def paul(desk: Desk) -> AtDesk:
    return desk.signed_in(PAUL)


def asked(agent: AtDesk, sort: str = "mobile", path: str = "", **typed: str) -> Answer:
    """Ask for a change in a case, or in a new call; return what the agent is told."""
    path = path or take_call(agent).path
    return agent.send(agent.get(f"{path}/contact?sorte={sort}"), to=f"{path}/contact", **typed)


def agreed(colleague: AtDesk) -> Answer:
    """Agree to the first change that waits."""
    return colleague.send(colleague.get(PAGE), saying="Donner mon accord")


def test_a_change_is_asked_agreed_to_by_another_team_held_and_confirmed(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    page = asked(paul, value=NEW_MOBILE, call="A-1208")
    assert page.heading == "Le changement est demandé"
    assert "un numéro qui finit par 99" in page.words
    assert "Une autre équipe répond sous 24 heures." in page.words
    assert "Aucun changement n’attend d’accord." in paul.get(PAGE).words
    leila = desk.signed_in(LEILA)
    assert "1 changement attend un accord" in leila.get("/appels").words
    page = leila.get(PAGE)
    assert "Avant : un numéro qui finit par 42" in page.words.replace("\u00a0", " ")
    assert "Après : un numéro qui finit par 99" in page.words.replace("\u00a0", " ")
    page = agreed(leila)
    assert "Votre accord est noté." in page.words
    assert "Aucun changement n’attend d’accord." in page.words
    with house.store.reading() as unit:
        told = {one.address for one in messages(unit, patient_id, "recovery-notice")}
    numbers = {"".join(sign for sign in address if sign.isdigit())[-9:] for address in told}
    assert {"639980142", "639980199"} <= numbers, "the old contact and the new one are told"


def test_the_two_agents_of_a_change_cant_help_that_person_for_thirty_days(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    known(house)
    case = take_call(paul)
    asked(paul, value=NEW_MOBILE)
    leila = desk.signed_in(LEILA)
    agreed(leila)
    for agent in (paul, leila):
        page = take_call(agent)
        assert (page.status, "Vous avez pris part à un changement de contact." in page.words) == (422, True)
        assert page.form("/appels/nouveau").untouched["birth_name"] == "Delmas"
    page = paul.get(case.path)
    page = paul.post(f"{case.path}/code", {**page.form().untouched, "proof": "letter"})
    assert (page.status, "Pendant 30 jours, un collègue aide cette personne." in page.words) == (422, True)
    clock.shift(LIMITS.agents_barred + timedelta(days=8))
    paul.sign_in(PAUL)
    assert take_call(paul).path.startswith("/appels/")


def test_nobody_agrees_to_her_own_asking_nor_to_one_of_her_team(house: House, desk: Desk, paul: AtDesk) -> None:
    known(house)
    page = asked(paul, value=NEW_MOBILE)
    reference = page.words.partition("Référence du changement ")[2][:14].replace("-", "")
    own = paul.follow(paul.post(f"{PAGE}/{reference}/accord", paul.page.forms[0].untouched))
    assert (own.path, "Ce changement n’attend pas votre accord." in own.words) == (f"{PAGE}?inconnu=1", True)
    neighbor = of_pauls_team(desk)
    page = agreed(neighbor)
    assert (page.status, "Il vient de votre équipe." in page.words) == (422, True)
    assert "Une personne d’une autre équipe doit le lire." in page.words
    assert "Votre accord est noté." in agreed(desk.signed_in(SARAH)).words, "a supervisor is of another team"


def of_pauls_team(desk: Desk) -> AtDesk:
    """Somebody of the team that asked."""
    house, identifier, secret = desk.house, "petit.anne", pyotp.random_base32()
    with house.store.writing() as unit:
        add_staff(unit, identifier, "Anne", "Petit", Role.CALL_AGENT, "Nord", NOON)
        enroll_staff(unit, identifier, hash_password(unit.holder, PASSWORD), secret)
    anne = desk.visitor()
    page = anne.send(anne.get("/connexion"), identifier=identifier, password=PASSWORD)
    assert anne.send(page, code=desk.code(identifier)).path == "/"
    return anne


def test_an_agreement_that_comes_too_late_finds_nothing(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    known(house)
    asked(paul, value=NEW_MOBILE)
    leila = desk.signed_in(LEILA)
    form = leila.get(PAGE)
    clock.shift(LIMITS.approval)
    leila.sign_in(LEILA)
    assert "Aucun changement n’attend d’accord." in leila.get(PAGE).words
    late = leila.follow(leila.post(form.form(saying="Donner").action, leila.page.forms[0].untouched))
    assert "Ce changement n’attend pas votre accord." in late.words


def test_an_old_code_is_asked_anew_in_the_form_and_nothing_typed_is_lost(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    known(house)
    case = take_call(paul)
    form = paul.get(f"{case.path}/contact?sorte=adresse")
    clock.shift(timedelta(minutes=11))
    typed = {"street": "3 rue Neuve", "more": "Bâtiment B", "town": "69001 Lyon", "call": "A-9"}
    page = paul.send(form, to=f"{case.path}/contact", **typed)
    assert page.status == 422
    assert "Écrivez le code à 6 chiffres de votre application." in page.words
    kept = page.form(f"{case.path}/contact").untouched
    assert {name: kept[name] for name in typed} == typed
    page = paul.send(page, to=f"{case.path}/contact", code=desk.code(PAUL))
    assert "une adresse à Lyon" in page.words
    leila = desk.signed_in(LEILA)
    waiting = leila.get(PAGE)
    clock.shift(timedelta(minutes=11))
    page = leila.send(waiting, saying="Donner mon accord")
    assert (page.status, page.heading) == (422, "Donner un accord")
    assert "Votre accord est noté." in leila.send(page, saying="Donner mon accord", code=desk.code(LEILA)).words


@pytest.mark.parametrize(
    ("sort", "typed", "told"),
    [
        ("mobile", {"value": ""}, "Le nouveau contact manque."),
        ("mobile", {"value": "06 12"}, "Ce contact ne peut pas exister."),
        ("fixe", {"value": "pas de fixe"}, "Ce contact ne peut pas exister."),
        ("mail", {"value": "jeanne.roux"}, "Il faut le signe @, puis un point."),
        ("adresse", {"street": "3 rue Neuve", "town": ""}, "Le nouveau contact manque."),
        ("adresse", {"street": "3 rue " + "très " * 12, "town": "Lyon"}, "38 signes par ligne"),
    ],
)
def test_a_contact_that_cant_be_is_told_and_kept(
    house: House, paul: AtDesk, sort: str, typed: dict[str, str], told: str
) -> None:
    known(house)
    page = asked(paul, sort, **typed)
    assert (page.status, told in page.words) == (422, True)
    assert page.title.startswith("Erreur")
    kept = next(form.untouched for form in page.forms if form.action.endswith("/contact"))
    assert {name: kept[name] for name in typed} == {name: value.strip() for name, value in typed.items()}


def test_which_contact_is_asked_first_and_one_change_at_a_time(house: House, desk: Desk, paul: AtDesk) -> None:
    known(house)
    case = take_call(paul)
    page = paul.get(f"{case.path}/contact")
    sorts = [link.partition("?sorte=")[2] for link in page.links if "?sorte=" in link]
    assert sorts == ["mobile", "fixe", "mail", "adresse"]
    assert "Après, vous n’aidez plus cette personne pendant 30 jours." in page.words
    leila = desk.signed_in(LEILA)
    asked(leila, value=NEW_MOBILE)
    page = asked(paul, path=case.path, value="06 39 98 01 98")
    assert "Un changement de ce contact est déjà en cours." in page.words
    assert asked(paul, "fixe", case.path, value="04 71 09 01 99").heading == "Le changement est demandé"


def test_a_change_for_nobody_seems_to_go_on_and_writes_to_nobody(house: House, desk: Desk, paul: AtDesk) -> None:
    known(house)
    with house.store.reading() as unit:
        before = waiting_messages(unit, limit=500)
    page = asked(paul, path=take_call(paul, **NOBODY).path, value=NEW_MOBILE)
    assert page.heading == "Le changement est demandé"
    assert "Votre accord est noté." in agreed(desk.signed_in(LEILA)).words
    with house.store.reading() as unit:
        assert waiting_messages(unit, limit=500) == before


def test_two_agents_who_agree_between_themselves_are_stopped_by_one_message(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    asked(paul, value=NEW_MOBILE)
    agreed(desk.signed_in(LEILA))
    with house.store.writing() as unit:
        code = dispute_codes(unit, patient_id, "contact-approved")[0]
        assert dispute(unit, code, "letter", NOON + timedelta(days=1)) == "stopped"
    clock.shift(LIMITS.hold + timedelta(days=1))
    with house.store.reading() as unit:
        witness = witness_of(patient_id, 1)
        assert contact_value(person_of(unit, patient_id, witness), ContactKind.MOBILE) == CONTACTS["mobile"]


def test_a_code_that_grew_old_is_sent_again_by_whoever_holds_a_case_of_hers(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    """The clock's code lives a day, and the page where she types it says to call."""
    patient_id, _ = known(house)
    case = asked(paul, value=NEW_MOBILE).path.removesuffix("/contact")
    page = paul.get(case)
    assert "Une autre équipe doit dire oui." in page.words
    agreed(desk.signed_in(LEILA))
    page = paul.get(case)
    assert "Un code y part après le" in page.words
    assert f"{case}/contact/code" not in page.html
    clock.shift(LIMITS.hold + timedelta(minutes=1))
    with house.store.writing() as unit:
        assert [send_due_contact_code(unit, due, now()) for due in contacts_to_confirm(unit, now(), 9)] == [True]
        first = messages(unit, patient_id, "contact-code")
    clock.shift(timedelta(minutes=11))
    anne = of_pauls_team(desk)
    case = take_call(anne).path
    page = anne.send(anne.get(case), to=f"{case}/contact/code")
    assert page.path == case
    with house.store.reading() as unit:
        second = messages(unit, patient_id, "contact-code")
    assert len(second) == len(first) + 1
    assert second[0].address.endswith("99")
    assert second[0].parameters["code"] not in page.html
    page = anne.send(page, to=f"{case}/contact/code")
    assert (page.status, "Attendez 30 secondes" in page.words) == (422, True)
    told = second[0].parameters
    visitor = house.visitor()
    page = visitor.send(visitor.get("/confirmer-un-contact"), number=told["reference"], code=told["code"])
    assert page.path == "/confirmer-un-contact/fait"
    assert "Changement de contact" not in anne.get(case).words
