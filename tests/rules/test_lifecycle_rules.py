"""The moves of a record space: the law's, and no other (DOMAIN B4)."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from dossier.lifecycle import State, can_be_fed, can_be_read
from dossier.lifecycle.rules import archived_until, is_minor, may_move

MOVES = {
    (State.ANNOUNCED, State.OPPOSED),
    (State.ANNOUNCED, State.OPENED),
    (State.ANNOUNCED, State.CLOSED),
    (State.OPPOSED, State.OPENED),
    (State.OPPOSED, State.ANNOUNCED),
    (State.OPENED, State.ACTIVATED),
    (State.OPENED, State.CLOSED),
    (State.OPENED, State.OPPOSED),
    (State.ACTIVATED, State.CLOSED),
    (State.CLOSED, State.OPENED),
}


@pytest.mark.parametrize(("start", "end"), list(product(State, State)))
def test_every_pair_of_states(start, end):
    assert may_move(start, end) is ((start, end) in MOVES)


def test_only_an_activated_space_is_read_and_only_an_open_one_is_fed():
    assert {state for state in State if can_be_read(state)} == {State.ACTIVATED}
    assert {state for state in State if can_be_fed(state)} == {State.OPENED, State.ACTIVATED}


def test_a_record_is_archived_ten_years_to_the_day_also_from_a_leap_day():
    assert archived_until(datetime(2026, 11, 12, 14, 5, tzinfo=UTC)) == datetime(2036, 11, 12, 14, 5, tzinfo=UTC)
    assert archived_until(datetime(2028, 2, 29, 0, 0, tzinfo=UTC)) == datetime(2038, 2, 28, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), True),
        (date(2008, 3, 2), date(2026, 3, 2), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(2026, 3, 1), date(2026, 3, 2), True),
        (date(1942, 5, 12), date(2026, 3, 2), False),
    ],
)
def test_one_is_of_age_on_the_eighteenth_birthday(born, today, minor):
    assert is_minor(born, today) is minor
