"""Coming back to a case from the pages, by its number and the birth date: the same answers for a decoy."""

from datetime import date, timedelta

import pytest

from dossier.identity import TooManyTries
from dossier.recovery import (
    CaseState,
    Lost,
    Proof,
    Standing,
    choose_channel_online,
    finish,
    give_card_line,
    give_code,
    open_online,
    resume_online,
)
from dossier.store import Unit
from tests.kit.house import CODES, NOW
from tests.kit.recovery import AFTER, DOMAINS, identity_of, new_hash, newest_code, nobody, roux

BORN = date(1942, 5, 12)


def _opened(unit: Unit, *, known: bool, network: str) -> Standing:
    typed = identity_of(unit, roux(unit)) if known else nobody()
    return open_online(unit, typed, DOMAINS, Lost.PASSWORD, network, NOW)


@pytest.mark.parametrize("known", [True, False])
def test_a_case_is_found_with_the_birth_date_that_was_typed_and_no_other(writing: Unit, known: bool) -> None:
    case = _opened(writing, known=known, network=f"birth-{known}")
    found = resume_online(writing, case.number, BORN, f"birth-{known}", NOW)
    assert found is not None
    assert (found.number, found.state) == (case.number, CaseState.OPEN)
    assert resume_online(writing, case.number, BORN + timedelta(days=1), f"birth-{known}", NOW) is None


@pytest.mark.parametrize("known", [True, False])
def test_wrong_birth_dates_wait_and_so_do_numbers_of_no_case(writing: Unit, known: bool) -> None:
    network = f"guess-{known}-{writing.connection.dialect.name}"
    case = _opened(writing, known=known, network=network)
    for number in [case.number, "2" * 12] * 5:
        assert resume_online(writing, number, date(1950, 1, 1), network, NOW) is None
    with pytest.raises(TooManyTries):
        resume_online(writing, case.number, BORN, network, NOW)


def test_the_end_hands_out_the_name_that_stands_on_the_card(writing: Unit) -> None:
    patient_id = roux(writing)
    number = open_online(
        writing, identity_of(writing, patient_id), DOMAINS, Lost.PASSWORD, "name", NOW
    ).number  # fmt: skip
    choose_channel_online(writing, number, Proof.SMS, NOW)
    give_code(writing, number, newest_code(writing, patient_id), NOW, visit="v")
    give_card_line(writing, number, CODES[0], NOW + AFTER, visit="v")
    ended = finish(writing, number, "v", new_hash(writing), "printed-card", NOW + AFTER)
    assert (ended.name, len(ended.codes)) == ("JEANNE ROUX", 50)
