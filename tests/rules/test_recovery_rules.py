"""The table of a recovery, transition by transition, and the hours of the call center."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dossier.recovery import (
    LIMITS,
    CaseRefused,
    CaseState,
    ChannelRefused,
    Lost,
    Proof,
    SecondPersonMissing,
    callback_slots,
    desk_rules,
    is_open,
    next_opening,
    rules,
)
from dossier.recovery import contact_rules as changes
from dossier.recovery.bodies import case_from, change_from, to_text
from dossier.recovery.contact_rules import Change, ChangeRefused, ChangeState
from dossier.recovery.hours import PARIS, Hours, is_daytime
from dossier.recovery.shapes import Case

NOW = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MARKS = {Proof.SMS: "a", Proof.VOICE: "b", Proof.LETTER: "c", Proof.EMAIL: "d"}


def a_case(lost=Lost.PASSWORD, state=CaseState.OPEN):
    return Case(lost, state, NOW, NOW + LIMITS.case_life)


def given(case, proof, now=NOW, visit="hers"):
    if proof in MARKS:
        sent = rules.code_sent(case, proof, MARKS[proof], str(proof), now)
        outcome, after = rules.code_answered(sent, str(proof), MARKS, visit, now)
    else:
        outcome, after = rules.proof_answered(case, proof, True, visit, now)
    assert outcome == "right"
    return after


@pytest.mark.parametrize(
    ("lost", "usable", "state"),
    [
        (Lost.PASSWORD, [(Proof.SMS, "a"), (Proof.LETTER, "c")], CaseState.OPEN),
        (Lost.PASSWORD, [(Proof.SMS, "a"), (Proof.VOICE, "a")], CaseState.DESK_REQUIRED),
        (Lost.PASSWORD, [(Proof.SMS, "a"), (Proof.PASSWORD, "password")], CaseState.DESK_REQUIRED),
        (Lost.PHONE, [(Proof.LETTER, "c"), (Proof.PASSWORD, "password")], CaseState.OPEN),
        (Lost.EVERYTHING, [(Proof.CARD, "card"), (Proof.LETTER, "c")], CaseState.DESK_REQUIRED),
        (Lost.IDENTIFIER, [(Proof.LETTER, "c")], CaseState.OPEN),
        (Lost.IDENTIFIER, [(Proof.EMAIL, "d")], CaseState.DESK_REQUIRED),
        (Lost.CARD, [], CaseState.DESK_REQUIRED),
    ],
)
def test_a_case_begins_where_two_proofs_are_possible_else_at_the_desk(lost, usable, state):
    assert rules.opened(lost, usable, NOW).state is state


@pytest.mark.parametrize(
    ("proofs", "state"),
    [
        ((Proof.SMS,), CaseState.PROVED_ONCE),
        ((Proof.SMS, Proof.LETTER), CaseState.COOLING),
        ((Proof.EMAIL, Proof.VOICE), CaseState.COOLING),
        ((Proof.EMAIL, Proof.CARD), CaseState.GRANTED),
        ((Proof.TOTP, Proof.SMS), CaseState.GRANTED),
    ],
)
def test_two_proofs_cool_for_three_days_unless_one_is_in_her_hand(proofs, state):
    case = a_case()
    for proof in proofs:
        case = given(case, proof, NOW + timedelta(minutes=len(case.proofs)))
    assert case.state is state


def test_a_cooling_ends_in_a_grant_of_one_day():
    case = given(given(a_case(), Proof.SMS), Proof.LETTER, NOW + timedelta(minutes=1))
    end = case.cooling_until
    assert end == NOW + timedelta(minutes=1) + 3 * DAY
    assert rules.settle(case, end - timedelta(seconds=1)).state is CaseState.COOLING
    assert rules.settle(case, end).state is CaseState.GRANTED
    assert rules.settle(case, end + DAY - timedelta(seconds=1)).state is CaseState.GRANTED
    assert rules.settle(case, end + DAY).state is CaseState.EXPIRED


def test_locks_last_one_day_then_two_then_four_and_seven_at_most():
    case, now, lasted = a_case(), NOW, []
    for _ in range(5):
        for _ in range(LIMITS.failures):
            _, case = rules.code_answered(case, "guess", MARKS, "", now)
        assert case.state is CaseState.LOCKED
        lasted.append(case.locked_until - now)
        now = case.locked_until
    assert lasted == [DAY, 2 * DAY, 4 * DAY, 7 * DAY, 7 * DAY]


def test_an_unfinished_case_is_over_after_thirty_days():
    assert rules.settle(a_case(), NOW + 30 * DAY).state is CaseState.EXPIRED


def seen(case, by="marc", now=NOW, opener="lucie", **how):
    return desk_rules.seen(case, by, opener, "hers", now, **{"settled": True, **how})


def test_the_desk_counts_like_a_live_factor_when_no_contact_changed_this_week():
    case = given(a_case(), Proof.SMS)
    assert seen(case).state is CaseState.GRANTED
    assert seen(case, settled=False).state is CaseState.COOLING


@pytest.mark.parametrize("half", [Proof.EMAIL, Proof.PASSWORD])
def test_the_desk_beside_a_half_cools_for_three_days(half):
    case = given(a_case(Lost.CARD), half)
    assert seen(case).state is CaseState.COOLING


@pytest.mark.parametrize(
    "state", [CaseState.LOCKED, CaseState.COOLING, CaseState.GRANTED, CaseState.DONE, CaseState.EXPIRED]
)
def test_a_paper_counts_for_nothing_where_no_proof_is_taken(state):
    case = replace(a_case(state=state), locked_until=NOW + DAY, cooling_until=NOW + DAY, granted_until=NOW + DAY)
    with pytest.raises(CaseRefused):
        seen(case)


def test_a_grant_is_claimed_by_a_proof_that_was_given_and_by_no_other():
    case = given(given(a_case(), Proof.SMS, visit=""), Proof.CARD, visit="")
    with pytest.raises(CaseRefused):
        rules.done(case, "hers", NOW)
    with pytest.raises(ChannelRefused):
        rules.code_sent(case, Proof.LETTER, "c", "x", NOW + timedelta(minutes=1))
    case = given(case, Proof.SMS, NOW + timedelta(minutes=1))
    assert rules.done(case, "hers", NOW + timedelta(minutes=1)).state is CaseState.DONE


def test_a_contact_that_changes_takes_its_proof_and_the_cooling_with_it():
    case = given(given(a_case(), Proof.SMS), Proof.LETTER, NOW + timedelta(minutes=1))
    assert rules.contact_moved(case, Proof.SMS, proofs_too=False).state is CaseState.COOLING
    moved = rules.contact_moved(case, Proof.SMS, proofs_too=True)
    assert moved.state is CaseState.PROVED_ONCE
    assert [one.proof for one in moved.proofs] == [Proof.LETTER]


@pytest.mark.parametrize(
    ("state", "step"), [(CaseState.FROZEN, desk_rules.reopened), (CaseState.DESK_REQUIRED, desk_rules.granted)]
)
def test_a_desk_takes_two_persons_who_had_no_hand_in_the_case(state, step):
    case = replace(a_case(state=state), checked_by=("nadia",))
    for first in ("lucie", "nadia", ""):
        with pytest.raises(SecondPersonMissing):
            seen(case, first)
    waiting = seen(case)
    assert waiting.state is state
    for second in ("marc", "lucie", "nadia", ""):
        with pytest.raises(SecondPersonMissing):
            step(waiting, second, "lucie", NOW, NOW)
    with pytest.raises(SecondPersonMissing):
        step(case, "ines", "lucie", NOW, NOW)
    with pytest.raises(SecondPersonMissing):
        step(waiting, "ines", "lucie", NOW, NOW + DAY)
    assert step(waiting, "ines", "lucie", NOW, NOW + DAY - timedelta(seconds=1))
    with pytest.raises(SecondPersonMissing) as later:  # she read of an older paper
        step(waiting, "ines", "lucie", NOW - timedelta(seconds=1), NOW)
    assert later.value.facts["why"] == "another"


def test_what_two_persons_agreed_to_belongs_to_the_visit_that_stood_there():
    granted = desk_rules.granted(seen(a_case(state=CaseState.DESK_REQUIRED)), "ines", "lucie", NOW, NOW)
    assert (granted.state, granted.claim, granted.checked_by) == (CaseState.GRANTED, "hers", ("marc", "ines"))
    before, again = desk_rules.reopened(seen(a_case(state=CaseState.FROZEN)), "ines", "lucie", NOW, NOW)
    assert (before.state, before.next_visit) == (CaseState.FROZEN, "hers")
    assert (again.state, again.claim, again.checked_by) == (CaseState.PROVED_ONCE, "hers", ("marc", "ines"))


def test_a_dispute_takes_a_seeing_back_and_bars_who_saw():
    after = rules.disputed(seen(a_case(state=CaseState.DESK_REQUIRED)), NOW)
    assert (after.state, after.seen, after.checked_by) == (CaseState.FROZEN, None, ("marc",))


def test_the_newest_screen_alone_tells_whose_visit_it_is_for_half_an_hour():
    case = desk_rules.code_shown(a_case(), "first", "a thief's", NOW)
    case = desk_rules.code_shown(case, "second", "hers", NOW)
    last = NOW + timedelta(minutes=30)
    assert desk_rules.visit_showing(case, "first", NOW) == ""
    assert desk_rules.visit_showing(case, "second", last - timedelta(seconds=1)) == "hers"
    assert desk_rules.visit_showing(case, "second", last) == ""
    assert seen(case).screen is None


def test_a_case_and_a_change_are_kept_as_they_are():
    case = given(given(a_case(), Proof.SMS), Proof.LETTER, NOW + timedelta(minutes=1))
    sent = rules.code_sent(a_case(), Proof.SMS, "a", "digest", NOW)
    shown = desk_rules.code_shown(seen(a_case(state=CaseState.FROZEN)), "digest", "hers", NOW)
    called = replace(case, callback_at=NOW, appointment_until=NOW, appointment_posted=True)
    for one in (case, sent, shown, called, rules.disputed(case, NOW)):
        assert case_from(to_text(one)) == one
    change = changes.approved(Change(ChangeState.ASKED, "lucie", "Lyon", NOW), "karim", "Brest", NOW)
    assert change_from(to_text(change)) == change


@pytest.mark.parametrize(
    ("who", "team", "later", "refusal"),
    [
        ("lucie", "Brest", DAY / 2, SecondPersonMissing),
        ("karim", "Lyon", DAY / 2, SecondPersonMissing),
        ("karim", "", DAY / 2, SecondPersonMissing),
        ("karim", "Brest", DAY, ChangeRefused),
    ],
)
def test_a_change_is_approved_by_another_of_another_team_within_a_day(who, team, later, refusal):
    with pytest.raises(refusal):
        changes.approved(Change(ChangeState.ASKED, "lucie", "Lyon", NOW), who, team, NOW + later)


def test_the_two_agents_of_a_change_are_barred_for_thirty_days_after_its_last_step():
    change = changes.approved(Change(ChangeState.ASKED, "lucie", "Lyon", NOW), "karim", "Brest", NOW + DAY / 2)
    for who in ("lucie", "karim"):
        assert changes.bars(change, who, NOW + 30 * DAY)
        assert not changes.bars(change, who, NOW + 30.5 * DAY)
    assert not changes.bars(change, "ines", NOW + DAY)


FRIDAY = date(2026, 3, 27)


def paris(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), PARIS)


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        (paris(FRIDAY, 8, 29), False),
        (paris(FRIDAY, 8, 30), True),
        (paris(FRIDAY, 17, 29), True),
        (paris(FRIDAY, 17, 30), False),
        (paris(FRIDAY + DAY, 10), False),
    ],
)
def test_the_call_center_answers_on_working_days_in_its_hours(at, answer):
    assert is_open(at.astimezone(UTC)) is answer


def test_outside_its_hours_it_says_when_it_opens_across_the_change_of_clocks():
    monday = FRIDAY + 3 * DAY
    assert next_opening(paris(FRIDAY, 18)) == paris(monday, 8, 30)
    assert next_opening(paris(FRIDAY, 18)).astimezone(UTC).hour == 6
    assert next_opening(paris(FRIDAY, 7)) == paris(FRIDAY, 8, 30)
    assert next_opening(paris(FRIDAY, 9)) == paris(FRIDAY, 9)
    assert next_opening(paris(FRIDAY, 18), closed=frozenset({monday})) == paris(monday + DAY, 8, 30)
    assert next_opening(paris(FRIDAY, 9), hours=()) is None


@pytest.mark.parametrize("day", [date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25), date(2027, 1, 1)])
def test_on_a_public_holiday_nobody_answers_and_nobody_is_called_back(day):
    before = day - 10 * DAY
    assert not is_open(paris(day, 10))
    assert day not in [slot.date() for slot in callback_slots(paris(before, 10))]
    assert next_opening(paris(day, 10)).date() > day


def test_a_telephone_that_nobody_waits_by_rings_from_eight_to_eight():
    hours = [hour for hour in range(24) if is_daytime(paris(FRIDAY, hour, 59))]
    assert hours == list(range(8, 20))


def test_hours_that_change_are_a_new_line_with_its_day():
    usual = Hours(date(2022, 1, 1), frozenset({1, 2, 3, 4, 5}), time(8, 30), time(17, 30))
    shorter = Hours(FRIDAY, frozenset({5}), time(9), time(12))
    assert not is_open(paris(FRIDAY, 13), (usual, shorter))
    assert is_open(paris(FRIDAY - DAY, 13), (usual, shorter))


def test_calls_are_planned_for_the_fifth_to_the_tenth_open_day_each_half_hour():
    slots = callback_slots(paris(FRIDAY, 10))
    assert (slots[0], slots[-1]) == (paris(FRIDAY + 7 * DAY, 8, 30), paris(FRIDAY + 17 * DAY, 17))
    assert len(slots) == 6 * 18
    closed = frozenset({FRIDAY + 3 * DAY, FRIDAY + 10 * DAY})
    days = [slot.date() for slot in callback_slots(paris(FRIDAY, 10), closed=closed)]
    assert (days[0], days[-1]) == (FRIDAY + 10 * DAY + DAY, FRIDAY + 18 * DAY)
    assert callback_slots(paris(FRIDAY, 10), hours=()) == ()
