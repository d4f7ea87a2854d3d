"""When no code reaches her now: a call that a letter announces, and an appointment at a desk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine

from assisted_desk import create_desk
from dossier.base import Stage
from tests.kit.activating import NOON
from tests.kit.calling import number_on, sent, take_call
from tests.kit.desk import LEILA, PAUL, AtDesk, Desk, desk_of
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import CONTACTS, messages
from tests.kit.visitor import Answer

SLOT = {"day": "2026-12-01", "hour": "1430"}
RUNG_AT = datetime.fromisoformat("2026-12-01T14:30:00+01:00")


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


def planned(agent: AtDesk, path: str, **slot: str) -> Answer:
    """Plan a call; return the page after it."""
    return agent.send(agent.get(f"{path}/rappel"), to=f"{path}/rappel", **slot)


def test_a_call_is_planned_announced_by_letter_and_made_by_whoever_is_free(
    house: House, desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    case = take_call(paul)
    page = paul.get(f"{case.path}/rappel")
    offered = page.form(f"{case.path}/rappel").offered
    assert sorted(offered["day"]) == [f"2026-{day}" for day in ("11-30", "12-01", "12-02", "12-03", "12-04", "12-07")]
    assert (len(offered["hour"]), "mardi 1er décembre 2026" in page.words.replace("\u00a0", " ")) == (18, True)
    page = planned(paul, case.path, **SLOT)
    assert "Nous l’appelons le mardi 1er décembre 2026 à 14 h 30" in page.words.replace("\u00a0", " ")
    assert sent(house, patient_id, "call-back-letter", "at") == RUNG_AT.isoformat()
    assert "Personne n’attend notre appel aujourd’hui." in paul.get("/appels").words
    clock.move_to(RUNG_AT - timedelta(minutes=10))
    leila = desk.signed_in(LEILA)
    page = leila.send(leila.get("/appels"), saying="Appeler pour")
    assert page.path == case.path, "whoever rings holds the case"
    with house.store.reading() as unit:
        (rung,) = messages(unit, patient_id, "call-back")
    assert (rung.channel, rung.address) == ("voice", CONTACTS["landline"])
    assert CONTACTS["landline"][-8:] not in page.html


def test_a_call_out_of_its_time_isnt_made_and_says_why(
    house: House, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    known(house)
    case = take_call(paul)
    planned(paul, case.path, **SLOT)
    for at, told in (
        (NOON + timedelta(hours=1), "Ce n’est pas encore l’heure de l’appel."),
        (RUNG_AT + timedelta(hours=1), "L’heure de l’appel est passée."),
    ):
        clock.move_to(at)
        paul.sign_in(PAUL)
        page = paul.send(paul.get(case.path), to=f"{case.path}/appeler")
        assert (page.status, told in page.words) == (422, True)


def test_what_is_chosen_stays_when_a_call_cant_be_planned(house: House, paul: AtDesk) -> None:
    known(house)
    case = take_call(paul)
    page = planned(paul, case.path, day="2026-12-01")
    assert (page.status, "Il manque le jour ou l’heure." in page.words) == (422, True)
    assert page.form(f"{case.path}/rappel").untouched["day"] == "2026-12-01"
    token = page.form().untouched
    page = paul.post(f"{case.path}/rappel", {**token, "day": "2026-12-05", "hour": "1430"})
    assert "Ce moment n’est plus possible." in page.words
    assert planned(paul, case.path, **SLOT).path == case.path
    assert planned(paul, case.path, **SLOT).path == case.path, "pressed twice, it is planned once"
    page = planned(paul, case.path, **{**SLOT, "hour": "930"})
    assert "Une lettre est déjà partie aujourd’hui." in page.words


@pytest.mark.parametrize(
    ("contacts", "told"),
    [
        ({"address": CONTACTS["address"], "mobile": "", "landline": ""}, "Aucun téléphone ne peut servir."),
        ({"mobile": CONTACTS["mobile"], "address": ()}, "Aucune adresse ne peut servir"),
    ],
)
def test_without_telephone_or_address_no_call_is_planned(
    house: House, paul: AtDesk, contacts: dict[str, object], told: str
) -> None:
    known(house, **contacts)
    case = take_call(paul)
    page = planned(paul, case.path, **SLOT)
    assert (page.status, told in page.words) == (422, True)


def test_an_appointment_is_sent_to_the_address_on_file(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house, card=False, address=CONTACTS["address"], mobile="")
    case = take_call(paul, lost="everything")
    assert "Il faut aller à un guichet." in case.words
    assert not [form for form in case.forms if "proof" in form.untouched]
    page = paul.send(case, to=f"{case.path}/rendez-vous")
    assert "La feuille part par lettre." in page.words
    assert "Jusqu’au 5 décembre 2026" in page.words.replace("\u00a0", " ")
    assert sent(house, patient_id, "appointment", "number") == number_on(case)
    again = paul.post(f"{case.path}/rendez-vous", page.forms[0].untouched)
    assert (again.status, again.location) == (303, case.path), "pressed twice, it leaves once"
    with house.store.reading() as unit:
        assert len(messages(unit, patient_id, "appointment")) == 1


def test_without_an_address_the_number_of_the_case_is_enough(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house, card=False, email=CONTACTS["email"], address=())
    case = take_call(paul, lost="everything")
    page = paul.send(case, to=f"{case.path}/rendez-vous")
    assert "Pas de feuille : dites le numéro de la demande." in page.words.replace("\u00a0", " ")
    with house.store.reading() as unit:
        assert messages(unit, patient_id, "appointment") == []


def test_a_case_that_isnt_for_a_desk_gets_no_appointment(house: House, paul: AtDesk) -> None:
    known(house)
    case = take_call(paul)
    page = paul.post(f"{case.path}/rendez-vous", case.form().untouched)
    assert (page.status, "Ce n’est plus possible à cette étape." in page.words) == (422, True)


def test_a_house_that_sends_no_sms_offers_none(house: House, clock: time_machine.Traveller) -> None:
    known(house)
    real = replace(house.settings, stage=Stage.DEVELOPMENT)
    paul = Desk(house, create_desk(real, house.store)).signed_in(PAUL)
    case = take_call(paul)
    assert [form.untouched["proof"] for form in case.forms if "proof" in form.untouched] == ["letter", "email"]
    assert "Le site n’envoie pas encore par là." in case.words
    page = paul.post(f"{case.path}/code", {**case.forms[0].untouched, "proof": "sms"})
    assert (page.status, "Le site n’envoie pas encore de codes par là." in page.words) == (422, True)
