"""« This was not me » by telephone or by post: the notices say that a call stops everything, and so it does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from dossier.identity import StaffAct
from dossier.mandates import MandateState
from dossier.recovery import CaseState, standing_online
from tests.kit import portal
from tests.kit.activating import NOON
from tests.kit.calling import CALLER, number_on, take_call
from tests.kit.desk import LEILA, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.house import events_of
from tests.kit.journal_of_acts import acts_of
from tests.kit.mandates import stop_codes
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import changed, dispute_codes
from tests.kit.visitor import Answer
from tests.kit.visits import advisor_at, agreed, in_front, state_of

PAGE = "/appels/arret"


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


def stop(agent: AtDesk, code: str, way: str = "phone") -> Answer:
    """Type the code of a notice."""
    return agent.send(agent.get(PAGE), to=PAGE, code=code, way=way)


@pytest.mark.parametrize("way", ["phone", "letter"])
def test_whoever_reads_her_stop_code_to_any_agent_stops_the_case(
    house: House, desk: Desk, paul: AtDesk, way: str
) -> None:
    patient_id, _ = known(house)
    number = number_on(take_call(paul))
    with house.store.reading() as unit:
        code = dispute_codes(unit, patient_id)[0]
    leila = desk.signed_in(LEILA)
    page = stop(leila, " ".join(code[start : start + 4] for start in (0, 4, 8)), way)
    assert "La demande est arrêtée. Personne ne peut la finir." in page.words
    assert number not in page.html, "she learns nothing of the case"
    with house.store.reading() as unit:
        assert standing_online(unit, number, NOON).state is CaseState.FROZEN
        assert "recovery:case:disputed" in events_of(unit, patient_id)
    assert "Arrêté" in paul.get(f"/appels/{number}").words


def test_a_contact_that_has_changed_stays_and_she_is_sent_to_a_desk(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        changed(unit, patient_id, now=NOON - timedelta(days=7))
        code = dispute_codes(unit, patient_id, "contact-changed")[0]
    assert "Le contact a déjà changé." in stop(paul, code).words


def test_a_code_serves_once_and_a_wrong_one_is_kept_to_be_read_again(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house)
    take_call(paul)
    with house.store.reading() as unit:
        code = dispute_codes(unit, patient_id)[0]
    for typed, words in (
        ("", "Le code d’arrêt manque."),
        ("4821 99", "Ce code n’est pas complet."),
        ("0" * 12, "Ce code n’arrête rien de plus."),
    ):
        page = stop(paul, typed)
        assert (page.status, words in page.words) == (422, True)
        assert page.form(PAGE).untouched["code"] == typed
    assert stop(paul, code).status == 200
    assert "Il a déjà servi, ou un chiffre est faux." in stop(paul, code).words


def test_wrong_codes_make_one_agent_wait_and_no_other(house: House, desk: Desk, paul: AtDesk) -> None:
    patient_id, _ = known(house)
    take_call(paul)
    pages = [stop(paul, f"{number:012d}") for number in range(11)]
    assert (pages[-1].status, "Passez l’appel à un collègue." in pages[-1].words) == (429, True)
    assert pages[-1].form(PAGE).untouched["code"] == f"{10:012d}"
    with house.store.reading() as unit:
        code = dispute_codes(unit, patient_id)[0]
    assert "La demande est arrêtée." in stop(desk.signed_in(LEILA), code).words


def test_stopping_is_possible_while_the_line_is_closed(planted: Path, tmp_path: Path) -> None:
    with (
        portal.copy_of(planted, tmp_path / "var", CALL_CENTER_ALWAYS_OPEN="0") as house,
        time_machine.travel(NOON, tick=False) as clock,
    ):
        patient_id, _ = known(house)
        take_call(desk_of(house).signed_in(PAUL), **CALLER)
        clock.move_to(NOON.replace(hour=17))
        with house.store.reading() as unit:
            code = dispute_codes(unit, patient_id)[0]
        assert "La demande est arrêtée." in stop(desk_of(house).signed_in(PAUL), code).words


def test_it_is_one_link_away_from_the_calls_and_from_a_case_and_for_agents_alone(desk: Desk, paul: AtDesk) -> None:
    case = take_call(paul)
    assert PAGE in case.links
    assert PAGE in paul.get("/appels").links
    assert desk.signed_in(SARAH).get(PAGE).status == 403


@pytest.mark.parametrize("way", ["phone", "letter"])
def test_a_mandate_is_stopped_at_once_and_the_advisors_next_click_says_so(
    house: House, desk: Desk, paul: AtDesk, way: str
) -> None:
    ines, her = advisor_at(desk), in_front(house)
    reference = agreed(ines, house, her, "recovery")
    page = ines.get(f"/visite/{reference}/acces")
    assert page.status == 200
    with house.store.reading() as unit:
        code, *others = stop_codes(unit, her.id, reference)
    told = stop(paul, " ".join(code[start : start + 4] for start in (0, 4, 8)), way)
    assert "Le mandat est arrêté. Le guichet ne fait plus rien pour cette personne avec lui." in told.words
    assert not [told.html for secret in (reference, her.typed.birth_name, "Inès") if secret in told.html]
    assert state_of(desk, reference) is MandateState.REVOKED
    after = ines.send(page, to=f"/visite/{reference}/acces", lost="password")
    assert (after.path, "Ce mandat est fini" in after.words) == (f"/visite/{reference}", True)
    with house.store.reading() as unit:
        events = events_of(unit, her.id)
    assert events[-1] == "mandates:mandate:revoked", "nothing was done after it"
    for late in (code, others[0]):
        assert "Ce mandat était déjà fini." in stop(paul, late, way).words


def test_a_mandate_that_was_stopped_is_a_line_of_the_journal_like_any_other_stop(
    house: House, desk: Desk, paul: AtDesk
) -> None:
    ines, her = advisor_at(desk), in_front(house)
    reference = agreed(ines, house, her, "opt-out")
    with house.store.reading() as unit:
        code = stop_codes(unit, her.id, reference)[0]
    stop(paul, "0" * 12)
    stop(paul, code)
    assert [is_done for kind, is_done in acts_of(desk, PAUL) if kind is StaffAct.REQUEST_STOPPED] == [False, True]
