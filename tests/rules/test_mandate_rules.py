"""The machine of a mandate, transition by transition."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dossier.mandates import (
    LENGTHS,
    Duration,
    MandateDead,
    MandateRefused,
    MandateState,
    ProofKind,
    ProofTooOld,
    QuestionTooSoon,
    Wanted,
    rules,
)
from dossier.mandates.bodies import scopes_from, scopes_text
from dossier.policy import Scope

NOW = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def wanted(*scopes, duration=Duration.VISIT, is_explicit=False):
    return Wanted(frozenset(scopes), duration, is_explicit)


def a_draft(*scopes, duration=Duration.VISIT, now=NOW):
    return rules.drafted(wanted(*(scopes or (Scope.OPT_OUT,)), duration=duration, is_explicit=True), now)


def a_mandate(*scopes, duration=Duration.VISIT, proof=ProofKind.SMS, now=NOW):
    return rules.given(a_draft(*scopes, duration=duration, now=now), proof, now)


def why(act, *arguments, **more):
    with pytest.raises((MandateRefused, MandateDead, QuestionTooSoon)) as refusal:
        act(*arguments, **more)
    return str(refusal.value.facts["why"])


def test_the_shortest_length_is_the_one_proposed_and_none_passes_a_year():
    assert Wanted(frozenset({Scope.OPT_OUT})).duration is Duration.VISIT
    assert [LENGTHS[one] for one in Duration] == [60 * MINUTE, DAY, 31 * DAY, 182 * DAY, 365 * DAY]


@pytest.mark.parametrize("duration", [Duration.HALF_YEAR, Duration.YEAR])
def test_a_long_mandate_is_chosen_expressly(duration):
    assert why(rules.drafted, wanted(Scope.OPT_OUT, duration=duration), NOW) == "duration"
    assert rules.drafted(wanted(Scope.OPT_OUT, duration=duration, is_explicit=True), NOW).duration is duration


def test_a_mandate_has_scopes_and_a_childs_has_the_opt_out_alone():
    assert why(rules.drafted, wanted(), NOW) == "scopes"
    assert why(rules.drafted, wanted(Scope.OPT_OUT, Scope.CLOSURE), NOW, for_child=True) == "scopes"
    assert rules.drafted(wanted(Scope.OPT_OUT), NOW, for_child=True).scopes == (Scope.OPT_OUT,)


def test_nothing_may_be_done_under_a_draft():
    assert why(rules.check_act, a_draft(), Scope.OPT_OUT, NOW) == "draft"


def test_a_draft_is_void_after_an_hour_and_cannot_be_agreed_to_any_more():
    draft = a_draft()
    assert rules.settle(draft, NOW + 60 * MINUTE - SECOND).state is MandateState.DRAFT
    late = rules.settle(draft, NOW + 60 * MINUTE)
    assert (late.state, late.why, late.ended_at) == (MandateState.VOID, "time", NOW + 60 * MINUTE)
    assert why(rules.given, draft, ProofKind.SMS, NOW + 60 * MINUTE) == "void"


def test_a_mandate_lasts_from_the_consent_and_not_from_the_draft():
    draft = a_draft(duration=Duration.DAY)
    mandate = rules.given(draft, ProofKind.CARD, NOW + 50 * MINUTE)
    assert mandate.until_at == NOW + 50 * MINUTE + DAY
    assert rules.settle(mandate, mandate.until_at - SECOND).state is MandateState.ACTIVE
    assert rules.settle(mandate, mandate.until_at).state is MandateState.EXPIRED


def test_the_right_code_gives_a_mandate_whose_acts_may_follow_for_ten_minutes():
    asked = rules.asked(a_draft(Scope.OPT_OUT, Scope.CLOSURE, duration=Duration.DAY), "sms", None, NOW, digest="a")
    outcome, mandate = rules.answered(asked, "a", NOW + MINUTE)
    assert (outcome, mandate.state, mandate.proof) == ("right", MandateState.ACTIVE, ProofKind.SMS)
    for scope in mandate.scopes:
        rules.check_act(mandate, scope, NOW + 11 * MINUTE)
        with pytest.raises(ProofTooOld):
            rules.check_act(mandate, scope, NOW + 11 * MINUTE + SECOND)
    assert why(rules.check_act, mandate, Scope.RECOVERY, NOW + MINUTE) == "scope"


def test_a_fresh_proof_is_good_for_the_scope_it_was_asked_for_alone():
    later = NOW + 30 * MINUTE
    mandate = rules.asked(a_mandate(Scope.OPT_OUT, Scope.CLOSURE), "sms", Scope.CLOSURE, later, digest="b")
    outcome, mandate = rules.answered(mandate, "b", later)
    assert outcome == "right"
    rules.check_act(mandate, Scope.CLOSURE, later + 10 * MINUTE)
    with pytest.raises(ProofTooOld):
        rules.check_act(mandate, Scope.OPT_OUT, later)


def test_a_code_serves_once_and_dies_after_ten_minutes_or_with_a_newer_one():
    asked = rules.asked(a_draft(), "sms", None, NOW, digest="a")
    assert rules.answered(asked, "a", NOW + 10 * MINUTE)[0] == "expired"
    _, mandate = rules.answered(asked, "a", NOW)
    assert rules.answered(mandate, "a", NOW)[0] == "expired"
    newer = rules.asked(asked, "voice", None, NOW + MINUTE, digest="b")
    assert rules.answered(newer, "a", NOW + MINUTE)[0] == "wrong"


def test_five_wrong_answers_in_a_row_void_a_draft_however_often_a_code_is_sent_anew():
    draft = a_draft()
    for attempt in range(5):
        draft = rules.asked(draft, "sms", None, NOW + attempt * MINUTE, digest="a")
        outcome, draft = rules.answered(draft, "z", NOW + attempt * MINUTE)
        assert outcome == ("wrong" if attempt < 4 else "locked")
    assert (draft.state, draft.why) == (MandateState.VOID, "wrong")
    assert rules.answered(draft, "a", NOW + 5 * MINUTE)[0] == "locked"


def test_five_wrong_answers_end_a_mandate_and_a_right_one_begins_the_count_anew():
    mandate = a_mandate(duration=Duration.MONTH)
    for attempt in range(4):
        mandate = rules.asked(mandate, "card", Scope.OPT_OUT, NOW)
        assert rules.answered(mandate, "", NOW)[0] == "wrong", attempt
        _, mandate = rules.answered(mandate, "", NOW)
    _, mandate = rules.answered(mandate, "", NOW, line_is_right=True)
    assert mandate.failures == 0
    for _ in range(5):
        mandate = rules.asked(mandate, "card", Scope.OPT_OUT, NOW)
        _, mandate = rules.answered(mandate, "", NOW)
    assert (mandate.state, mandate.why) == (MandateState.ENDED, "wrong")


def test_codes_leave_half_a_minute_apart_and_five_in_a_row():
    draft = rules.asked(a_draft(), "sms", None, NOW, digest="a")
    assert why(rules.asked, draft, "voice", None, NOW + 29 * SECOND, digest="b") == "pause"
    for minute in range(1, 5):
        draft = rules.asked(draft, "sms", None, NOW + minute * MINUTE, digest="a")
    assert why(rules.asked, draft, "sms", None, NOW + 5 * MINUTE, digest="a") == "many"


def test_an_act_is_not_asked_for_before_the_consent_nor_a_consent_after_it():
    assert why(rules.asked, a_draft(), "sms", Scope.OPT_OUT, NOW, digest="a") == "draft"
    assert why(rules.asked, a_mandate(), "sms", None, NOW, digest="a") == "active"
    assert why(rules.asked, a_mandate(), "sms", Scope.CLOSURE, NOW, digest="a") == "scope"


@pytest.mark.parametrize(
    ("scopes", "duration", "enough"),
    [
        ((Scope.OPT_OUT,), Duration.VISIT, True),
        ((Scope.OPT_OUT, Scope.PRINT_SUMMARY), Duration.DAY, True),
        ((Scope.OPT_OUT, Scope.RECOVERY), Duration.VISIT, False),
        ((Scope.CLOSURE,), Duration.VISIT, False),
        ((Scope.OPT_OUT,), Duration.MONTH, False),
        ((Scope.OPT_OUT,), Duration.YEAR, False),
    ],
)
def test_a_paper_opens_the_opt_out_and_a_letter_for_a_day_at_most(scopes, duration, enough):
    draft = a_draft(*scopes, duration=duration)
    if enough:
        assert rules.given(draft, ProofKind.PAPER, NOW).is_weak
    else:
        assert why(rules.given, draft, ProofKind.PAPER, NOW) == "paper"
    assert not rules.given(draft, ProofKind.SMS, NOW).is_weak


def test_a_renewal_is_a_draft_and_never_wider():
    mandate = a_mandate(Scope.OPT_OUT, Scope.RECOVERY)
    assert rules.renewed(mandate, wanted(), NOW).scopes == mandate.scopes
    assert rules.renewed(mandate, wanted(Scope.RECOVERY), NOW).state is MandateState.DRAFT
    assert why(rules.renewed, mandate, wanted(Scope.RECOVERY, Scope.CLOSURE), NOW) == "wider"
    assert why(rules.renewed, mandate, wanted(duration=Duration.YEAR), NOW) == "duration"


@pytest.mark.parametrize("state", [MandateState.REVOKED, MandateState.ENDED])
def test_what_was_stopped_is_not_renewed_and_what_expired_is_for_a_month(state):
    assert why(rules.renewed, rules.over(a_mandate(), state, "patient", NOW), wanted(), NOW) == str(state)
    assert why(rules.renewed, a_draft(), wanted(), NOW) == "draft"
    end = a_mandate().until_at
    assert rules.renewed(a_mandate(), wanted(), end + 31 * DAY - SECOND).scopes
    assert why(rules.renewed, a_mandate(), wanted(), end + 31 * DAY) == "expired"


def test_what_is_over_stays_as_it_ended():
    revoked = rules.over(a_mandate(), MandateState.REVOKED, "patient", NOW + MINUTE)
    assert rules.over(revoked, MandateState.ENDED, "advisor", NOW + 2 * MINUTE) == revoked
    assert rules.settle(revoked, NOW + 400 * DAY) == revoked
    assert why(rules.check_act, revoked, Scope.OPT_OUT, NOW + MINUTE) == "revoked"
    assert rules.over(a_draft(), MandateState.REVOKED, "patient", NOW).state is MandateState.VOID


def test_scopes_are_kept_in_one_order_and_read_back():
    draft = a_draft(*reversed(Scope))
    assert draft.scopes == tuple(Scope)
    assert scopes_from(scopes_text(draft.scopes)) == draft.scopes
    assert replace(draft, scopes=()).scopes == scopes_from("")


@pytest.mark.parametrize(("born", "minor"), [(date(2008, 3, 28), True), (date(2008, 3, 27), False)])
def test_somebody_is_a_minor_until_the_day_she_is_eighteen(born, minor):
    assert rules.is_minor(born, NOW.date()) is minor
