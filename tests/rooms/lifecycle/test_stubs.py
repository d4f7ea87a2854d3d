"""A no on paper that comes back with its letter's code: the postmark's day decides, and the paper counts once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dossier.base import SignCodeMistyped, new_sign_code
from dossier.journal import verify_chain
from dossier.lifecycle import (
    ActKind,
    Purpose,
    State,
    Way,
    change_mind,
    make_letter_code,
    move_space,
    opt_out,
    opt_out_by_stub,
    state_of,
)
from tests.kit.house import SENT_AT, announced, events_of, letter_holder, operator, person, together

ARRIVES = datetime(2026, 4, 16, 9, tzinfo=UTC)
"""After the window, on a Thursday."""
IN_TIME, TOO_LATE = date(2026, 4, 3), date(2026, 4, 4)
EARLIER = date(2026, 2, 20)
"""A letter of this day takes a no until 3 April; its code was made on 2 March and lives until 13 April."""


@pytest.mark.parametrize(
    ("stamped_on", "kind", "state"),
    [(IN_TIME, ActKind.OPT_OUT, State.OPPOSED), (TOO_LATE, ActKind.CLOSURE_REQUEST, State.CLOSED)],
)
def test_the_postmarks_day_decides_whatever_day_it_arrives(writing, stamped_on, kind, state):
    patient, code = announced(writing, sent_on=EARLIER)
    stub = opt_out_by_stub(writing, code.lower(), stamped_on, ARRIVES)
    assert (stub.outcome, stub.receipt.kind, stub.receipt.way) == ("done", kind, Way.PAPER)
    assert stub.receipt.made_at == ARRIVES
    assert state_of(writing, patient) is state
    assert "lifecycle:act:done" in events_of(writing, patient)
    assert verify_chain(writing, patient) == []


def test_a_record_opened_while_the_paper_was_on_its_way_is_opposed(writing):
    patient, code = announced(writing, sent_on=EARLIER)
    move_space(writing, operator(patient), State.OPENED, ARRIVES - timedelta(days=1))
    assert opt_out_by_stub(writing, code, IN_TIME, ARRIVES).receipt.kind is ActKind.OPT_OUT


def test_the_same_paper_again_changes_nothing_even_after_she_changed_her_mind(writing):
    patient, code = announced(writing)
    day = date(2026, 3, 10)
    first = opt_out_by_stub(writing, code, day, ARRIVES)
    assert first.outcome == "done"
    change_mind(writing, letter_holder(patient), Way.LETTER, ARRIVES + timedelta(hours=1))
    assert opt_out_by_stub(writing, code, day, ARRIVES + timedelta(days=1)).outcome == "known"
    assert state_of(writing, patient) is State.OPENED
    assert events_of(writing, patient).count("lifecycle:act:done") == 2


def test_a_paper_older_than_her_change_of_mind_is_left_to_somebody_and_a_newer_one_counts(writing):
    patient, code = announced(writing)
    said_on = datetime(2026, 3, 10, 9, tzinfo=UTC)
    opt_out(writing, letter_holder(patient), Way.LETTER, said_on)
    change_mind(writing, letter_holder(patient), Way.LETTER, said_on + timedelta(days=2))
    for day in (date(2026, 3, 9), date(2026, 3, 12)):
        assert opt_out_by_stub(writing, code, day, ARRIVES).outcome == "overtaken"
    assert state_of(writing, patient) is State.ANNOUNCED
    assert opt_out_by_stub(writing, code, date(2026, 3, 13), ARRIVES).outcome == "done"


def test_who_said_no_online_before_is_told_that_it_was_done(writing):
    patient, code = announced(writing)
    online = opt_out(writing, letter_holder(patient), Way.LETTER, datetime(2026, 3, 10, 9, tzinfo=UTC))
    stub = opt_out_by_stub(writing, code, date(2026, 3, 9), ARRIVES)
    assert (stub.outcome, stub.receipt.number) == ("known", online.number)
    assert events_of(writing, patient).count("lifecycle:act:done") == 1


def test_what_no_paper_can_say_is_told_apart(writing):
    patient, code = announced(writing)
    other = make_letter_code(writing, patient, person(), Purpose.ACTIVATION, SENT_AT)
    assert opt_out_by_stub(writing, code, date(2026, 3, 1), ARRIVES).outcome == "early"
    assert opt_out_by_stub(writing, code, date(2026, 4, 14), ARRIVES).outcome == "expired"
    for unknown in (new_sign_code(), other):
        assert opt_out_by_stub(writing, unknown, date(2026, 3, 5), ARRIVES).outcome == "unknown"
    with pytest.raises(SignCodeMistyped):
        opt_out_by_stub(writing, code[:-1], date(2026, 3, 5), ARRIVES)
    assert state_of(writing, patient) is State.ANNOUNCED


def test_a_paper_later_than_its_code_closes_a_record_that_opened_as_long_as_the_code_is_kept(writing):
    patient, code = announced(writing, sent_on=EARLIER)
    move_space(writing, operator(patient), State.OPENED, ARRIVES)
    late = date(2026, 4, 15)
    stub = opt_out_by_stub(writing, code, late, ARRIVES + timedelta(days=1))
    assert (stub.outcome, stub.receipt.kind) == ("done", ActKind.CLOSURE_REQUEST)
    assert state_of(writing, patient) is State.CLOSED
    assert opt_out_by_stub(writing, code, late, ARRIVES + timedelta(days=2)).outcome == "known"


def test_a_record_that_is_in_use_is_not_closed_by_a_stub(writing):
    patient, code = announced(writing)
    for state in (State.OPENED, State.ACTIVATED):
        move_space(writing, operator(patient), state, SENT_AT)
    assert opt_out_by_stub(writing, code, date(2026, 3, 5), ARRIVES).outcome == "activated"
    assert state_of(writing, patient) is State.ACTIVATED


def test_of_two_mail_rooms_that_type_one_paper_at_once_one_does_it(store):
    with store.writing() as unit:
        patient, code = announced(unit)

    def typed():
        with store.writing() as unit:
            return opt_out_by_stub(unit, code, date(2026, 3, 5), ARRIVES).outcome

    assert sorted(together(typed, typed)) == ["done", "known"]
    with store.reading() as unit:
        assert events_of(unit, patient).count("lifecycle:act:done") == 1
