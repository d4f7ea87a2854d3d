"""A patient on the telephone: she is called back on a number on file first, and agrees on a screen of her own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dossier.identity import ContactKind, change_contact, find_session, keep_sim_changes, next_line
from dossier.journal import verify_chain
from dossier.mandates import (
    Duration,
    MandateDead,
    MandateRefused,
    MandateState,
    ProofKind,
    QuestionTooSoon,
    Wanted,
    acting_under,
    acts_of_site,
    ask_card_line,
    ask_fresh_proof,
    call_back,
    call_lines,
    check_deed,
    consent_by_paper,
    consent_by_session,
    consent_ways,
    draft_mandate,
    end_mandate,
    give_consent,
    give_fresh_proof,
    give_turn,
    key_in,
    mandate_of,
    prove_by_session,
    renew,
    revoke_by_code,
    send_consent_code,
    take_call,
)
from dossier.mandates.keeping import number_digest
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import CODES, NOW, events_of, operator, raw, signed_in
from tests.kit.mandates import (
    DOMAINS,
    NETWORK,
    TEXT,
    WRONG,
    acted,
    child_of,
    drafted,
    given,
    messages,
    newest_code,
    nobody,
    somebody,
    staff,
    stop_codes,
)
from tests.kit.turns import told_in

NEW_SIM = "+33639980771"
"""A number of these tests alone: what operators tell of it stays in the database."""
SAUGUES = "France Services de Saugues"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def far(*scopes, duration=Duration.VISIT):
    return Wanted(frozenset(scopes or (Scope.OPT_OUT,)), duration, remote=True)


def far_draft(unit, advisor, her, *scopes, duration=Duration.VISIT, now=NOW):
    return draft_mandate(unit, advisor, her.typed, DOMAINS, far(*scopes, duration=duration), TEXT, now).reference


def mark_of(unit, her):
    return messages(unit, her.id, "mandate-call")[0].parameters["call"]


def called(unit, advisor, her, reference, line="landline", now=NOW):
    """Ring her, and have her take the call; return its mark."""
    call_back(unit, advisor, reference, line, now)
    mark = mark_of(unit, her)
    assert take_call(unit, mark, now + SECOND)
    return mark


def agreed_far(unit, advisor, her, *scopes, duration=Duration.VISIT, now=NOW):
    """Draft, call back, send a code and have her key it in; return the number and the mark of the call."""
    reference = far_draft(unit, advisor, her, *scopes, duration=duration, now=now)
    mark = called(unit, advisor, her, reference, now=now)
    send_consent_code(unit, advisor, reference, "sms", now + MINUTE)
    assert key_in(unit, mark, newest_code(unit, her.id), now + MINUTE) == "right"
    return reference, mark


def why(refusal):
    return refusal.value.facts["why"]


def test_she_is_called_back_keys_her_code_in_and_it_is_told_everywhere_that_it_was_at_a_distance(writing, paul, her):
    reference = far_draft(writing, paul, her)
    call_back(writing, paul, reference, "landline", NOW)
    [rung] = messages(writing, her.id, "mandate-call")
    assert (rung.channel, rung.address) == ("voice", her.person.landline)
    assert mandate_of(writing, paul, reference, NOW).call == "ringing"
    assert take_call(writing, rung.parameters["call"], NOW + 20 * SECOND)
    assert mandate_of(writing, paul, reference, NOW + MINUTE).call == "taken"
    send_consent_code(writing, paul, reference, "sms", NOW + MINUTE)
    code = newest_code(writing, her.id)
    assert key_in(writing, rung.parameters["call"], code, NOW + 2 * MINUTE) == "right"
    mandate = mandate_of(writing, paul, reference, NOW + 2 * MINUTE)
    assert (mandate.state, mandate.proof, mandate.remote) == (MandateState.ACTIVE, ProofKind.SMS, True)
    deed = check_deed(writing, reference, NOW + 2 * MINUTE)
    assert deed is not None
    assert (deed.genuine, deed.remote) == (True, True)
    told = messages(writing, her.id, "mandate-given")
    assert {one.channel for one in told} == {"email", "letter", "sms", "voice"}
    assert all(one.parameters["remote"] == "yes" for one in told)
    facts = dict(told_in(writing, her.id))
    assert facts["mandates:mandate:given"]["remote"] == facts["mandates:mandate:drafted"]["remote"] == "yes"
    acting = acted(writing, paul, reference, Scope.OPT_OUT, NOW + 3 * MINUTE)
    assert acting.is_remote
    assert dict(told_in(writing, her.id))["mandates:mandate:used"]["remote"] == "yes"
    assert [one for one in events_of(writing, her.id) if one.startswith("mandates:")] == [
        "mandates:person:sought", "mandates:mandate:drafted", "mandates:call:placed", "mandates:call:taken",
        "mandates:mandate:given", "mandates:mandate:used",
    ]  # fmt: skip
    assert verify_chain(writing, her.id) == []


def test_what_is_given_at_a_desk_says_nothing_of_a_distance(writing, paul, her):
    reference = given(writing, paul, her)
    deed = check_deed(writing, reference, NOW)
    assert deed is not None
    assert (deed.genuine, deed.remote) == (True, False)
    assert "remote" not in messages(writing, her.id, "mandate-given")[0].parameters
    assert not acting_under(writing, paul, reference, Scope.OPT_OUT, NOW).is_remote
    assert all("remote" not in facts for _, facts in told_in(writing, her.id))
    with pytest.raises(MandateRefused) as refused:
        call_back(writing, paul, reference, "landline", NOW)
    assert why(refused) == "line"


def test_the_figures_of_a_site_tell_how_many_were_given_at_a_distance(writing, her):
    paul = staff(writing, site=SAUGUES)
    given(writing, paul, her)
    agreed_far(writing, paul, her)
    far_draft(writing, paul, her)
    boss = staff(writing, role=Role.SUPERVISOR, site=SAUGUES, first_name="Sophie")
    figures = acts_of_site(writing, boss, NOW - DAY, NOW + DAY)
    assert (figures.remote, sum(figures.by_proof.values()), figures.drafts) == (1, 2, 3)


# Nothing is asked of her before she has taken the call.


@pytest.mark.parametrize("step", ["none", "ringing", "missed", "too late"])
def test_no_code_no_line_and_no_session_before_she_has_taken_the_call(writing, paul, her, step):
    reference, now = far_draft(writing, paul, her), NOW
    if step != "none":
        call_back(writing, paul, reference, "mobile", NOW)
        now += {"ringing": 89 * SECOND, "missed": 90 * SECOND, "too late": 2 * MINUTE}[step]
    if step == "too late":
        assert not take_call(writing, mark_of(writing, her), now)
    for ask in (lambda: send_consent_code(writing, paul, reference, "sms", now),
                lambda: send_consent_code(writing, paul, reference, "voice", now),
                lambda: ask_card_line(writing, paul, reference, now)):  # fmt: skip
        with pytest.raises(MandateRefused) as refused:
            ask()
        assert why(refused) == "call"
    assert messages(writing, her.id) == []
    assert next_line(writing, her.id) == 1


def test_a_call_that_she_took_an_hour_ago_opens_nothing_any_more(writing, paul, her):
    reference, mark = agreed_far(writing, paul, her, duration=Duration.DAY)
    later = NOW + 61 * MINUTE
    assert mandate_of(writing, paul, reference, later).call == ""
    with pytest.raises(MandateRefused) as refused:
        ask_fresh_proof(writing, paul, reference, Scope.OPT_OUT, "sms", later)
    assert why(refused) == "call"
    newer = called(writing, paul, her, reference, now=later)
    ask_fresh_proof(writing, paul, reference, Scope.OPT_OUT, "sms", later + MINUTE)
    code = newest_code(writing, her.id)
    assert key_in(writing, mark, code, later + MINUTE) == "expired"
    assert key_in(writing, newer, code, later + MINUTE) == "right"
    acting_under(writing, paul, reference, Scope.OPT_OUT, later + 2 * MINUTE)


def test_at_the_desk_nobody_types_for_somebody_on_the_telephone_and_nothing_counts(writing, paul, her):
    reference = far_draft(writing, paul, her)
    mark = called(writing, paul, her, reference)
    send_consent_code(writing, paul, reference, "sms", NOW + MINUTE)
    code = newest_code(writing, her.id)
    for typed in (code, *[WRONG] * 6):
        assert give_consent(writing, reference, typed, NETWORK, NOW + MINUTE) == "expired"
    assert mandate_of(writing, paul, reference, NOW + MINUTE).tries_left == 5
    assert key_in(writing, mark, code, NOW + MINUTE) == "right"
    ask_fresh_proof(writing, paul, reference, Scope.OPT_OUT, "sms", NOW + 2 * MINUTE)
    newer = newest_code(writing, her.id)
    assert give_fresh_proof(writing, reference, newer, NETWORK, NOW + 2 * MINUTE) == "expired"


def test_her_own_session_agrees_and_proves_only_after_a_call_of_the_last_hour(writing, paul, her):
    visit = signed_in(writing, her.id)
    session = find_session(writing, visit)
    reference = far_draft(writing, paul, her, duration=Duration.DAY)
    with pytest.raises(MandateRefused) as refused:
        consent_by_session(writing, session, visit, reference, NOW)
    assert why(refused) == "call"
    called(writing, paul, her, reference)
    assert consent_by_session(writing, session, visit, reference, NOW + MINUTE) == "right"
    assert prove_by_session(writing, session, visit, reference, Scope.OPT_OUT, NOW + 2 * MINUTE) == "right"
    again = signed_in(writing, her.id, now=NOW + 61 * MINUTE)
    session = find_session(writing, again)
    with pytest.raises(MandateRefused) as refused:
        prove_by_session(writing, session, again, reference, Scope.OPT_OUT, NOW + 62 * MINUTE)
    assert why(refused) == "call"


def test_a_deed_whose_distance_is_hidden_is_not_genuine(writing, paul, her):
    reference, _ = agreed_far(writing, paul, her)
    digest = number_digest(writing, reference)
    raw(writing, "UPDATE mandate SET remote = ? WHERE number_digest = ?", False, digest)
    deed = check_deed(writing, reference, NOW + 2 * MINUTE)
    assert deed is not None
    assert not deed.genuine


def test_a_line_of_her_card_is_keyed_in_as_well(writing, paul):
    her = somebody(writing, mobile="")
    reference = far_draft(writing, paul, her)
    mark = called(writing, paul, her, reference)
    ask_card_line(writing, paul, reference, NOW + MINUTE)
    assert key_in(writing, mark, CODES[1], NOW + MINUTE) == "wrong"
    assert key_in(writing, mark, CODES[0], NOW + MINUTE) == "right"
    assert mandate_of(writing, paul, reference, NOW + MINUTE).proof is ProofKind.CARD


def test_five_wrong_codes_on_the_keypad_void_the_draft(writing, paul, her):
    reference = far_draft(writing, paul, her)
    mark = called(writing, paul, her, reference)
    send_consent_code(writing, paul, reference, "sms", NOW + MINUTE)
    outcomes = [key_in(writing, mark, WRONG, NOW + MINUTE) for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert key_in(writing, mark, newest_code(writing, her.id), NOW + MINUTE) == "expired"
    assert not take_call(writing, mark, NOW + MINUTE)


def test_a_mark_serves_in_its_own_call_and_mandate_alone(writing, paul, her):
    one, other = far_draft(writing, paul, her), far_draft(writing, paul, her)
    mark, another = called(writing, paul, her, one), called(writing, paul, her, other)
    send_consent_code(writing, paul, one, "sms", NOW + MINUTE)
    code = newest_code(writing, her.id)
    forged = f"{one}-{another.partition('-')[2]}"
    for wrong in (forged, one, f"{one}-", "", "x", another):
        assert key_in(writing, wrong, code, NOW + MINUTE) == "expired"
        assert not take_call(writing, wrong, NOW + MINUTE)
    assert key_in(writing, mark, code, NOW + MINUTE) == "right"


def test_a_line_that_was_cut_is_rung_again_and_what_was_asked_stays_asked(writing, paul, her):
    reference = far_draft(writing, paul, her)
    mark = called(writing, paul, her, reference)
    send_consent_code(writing, paul, reference, "sms", NOW + MINUTE)
    code = newest_code(writing, her.id)
    assert key_in(writing, mark, WRONG, NOW + MINUTE) == "wrong"
    call_back(writing, paul, reference, "landline", NOW + 2 * MINUTE)
    newer = mark_of(writing, her)
    for one in (mark, newer):
        assert key_in(writing, one, code, NOW + 2 * MINUTE) == "expired", "she hasn't taken it"
    assert take_call(writing, newer, NOW + 3 * MINUTE)
    assert key_in(writing, mark, code, NOW + 3 * MINUTE) == "expired"
    assert mandate_of(writing, paul, reference, NOW + 3 * MINUTE).tries_left == 4
    assert key_in(writing, newer, code, NOW + 3 * MINUTE) == "right"


def test_on_one_telephone_alone_she_hangs_up_hears_the_code_and_is_rung_again(writing, paul):
    her = somebody(writing, card=False, mobile="")
    reference = far_draft(writing, paul, her)
    called(writing, paul, her, reference)
    send_consent_code(writing, paul, reference, "voice", NOW + MINUTE)
    again = called(writing, paul, her, reference, now=NOW + 5 * MINUTE)
    assert key_in(writing, again, newest_code(writing, her.id), NOW + 6 * MINUTE) == "right"


# On which telephones.


def test_a_code_goes_to_another_telephone_than_the_one_she_is_called_on(writing, paul, her):
    reference = far_draft(writing, paul, her)
    assert call_lines(writing, paul, reference, NOW) == ("mobile", "landline")
    called(writing, paul, her, reference, "landline")
    assert consent_ways(writing, paul, reference, NOW + MINUTE) == ("sms", "card")
    with pytest.raises(MandateRefused) as refused:
        send_consent_code(writing, paul, reference, "voice", NOW + MINUTE)
    assert why(refused) == "way"
    called(writing, paul, her, reference, "mobile", NOW + 2 * MINUTE)
    assert consent_ways(writing, paul, reference, NOW + 3 * MINUTE) == ("voice", "card")


def test_who_has_one_telephone_gets_the_code_there(writing, paul):
    for traits, line, way in (({"landline": ""}, "mobile", "sms"), ({"mobile": ""}, "landline", "voice")):
        her = somebody(writing, card=False, ins=f"{len(line):015d}", **traits)
        reference = draft_mandate(writing, paul, her.typed, DOMAINS, far(), TEXT, NOW).reference
        called(writing, paul, her, reference, line)
        assert consent_ways(writing, paul, reference, NOW + MINUTE) == (way,)


@pytest.mark.parametrize("case", ["no telephone", "changed", "sim"])
def test_a_telephone_that_is_missing_or_too_new_only_seems_to_ring(writing, paul, case):
    her = somebody(writing, mobile="" if case == "no telephone" else NEW_SIM, landline="")
    if case == "changed":
        change_contact(writing, operator(her.id), ContactKind.MOBILE, "+33639980199", NOW - 6 * DAY)
    if case == "sim":
        keep_sim_changes(writing, [("06 39 98 07 71", NOW - DAY)], NOW)
    reference = far_draft(writing, paul, her)
    assert call_lines(writing, paul, reference, NOW) == ("mobile", "landline")
    call_back(writing, paul, reference, "mobile", NOW)
    assert mandate_of(writing, paul, reference, NOW).call == "ringing"
    assert messages(writing, her.id, "mandate-call") == []
    assert mandate_of(writing, paul, reference, NOW + 90 * SECOND).call == "missed"


def test_a_house_without_voice_rings_nobody(writing, paul, her):
    channels = ("sms", "letter")
    reference = far_draft(writing, paul, her)
    assert call_lines(writing, paul, reference, NOW, channels=channels) == ()
    with pytest.raises(MandateRefused) as refused:
        call_back(writing, paul, reference, "mobile", NOW, channels=channels)
    assert why(refused) == "line"


def test_a_new_sim_card_gets_no_code_at_a_desk_either(writing, paul):
    her = somebody(writing, mobile=NEW_SIM)
    keep_sim_changes(writing, [(NEW_SIM, NOW - DAY)], NOW)
    reference = drafted(writing, paul, her).reference
    assert consent_ways(writing, paul, reference, NOW) == ("sms", "voice", "card")
    send_consent_code(writing, paul, reference, "sms", NOW)
    assert messages(writing, her.id) == []


def test_a_button_pressed_twice_rings_once_and_after_three_missed_calls_there_is_a_pause(writing, paul, her):
    reference, now = far_draft(writing, paul, her, duration=Duration.DAY), NOW
    for _ in range(3):
        call_back(writing, paul, reference, "mobile", now)
        with pytest.raises(QuestionTooSoon) as refused:
            call_back(writing, paul, reference, "landline", now + 30 * SECOND)
        assert why(refused) == "pause"
        now += 2 * MINUTE
    with pytest.raises(QuestionTooSoon) as refused:
        call_back(writing, paul, reference, "mobile", now)
    assert why(refused) == "many"
    assert len(messages(writing, her.id, "mandate-call")) == 3


def test_a_call_is_taken_once(writing, paul, her):
    reference = far_draft(writing, paul, her)
    mark = called(writing, paul, her, reference)
    assert not take_call(writing, mark, NOW + 2 * SECOND)
    assert events_of(writing, her.id).count("mandates:call:taken") == 1


def test_who_isnt_here_looks_like_who_doesnt_answer(writing, paul, her):
    reference = far_draft(writing, paul, her)
    decoy = draft_mandate(writing, paul, nobody(), DOMAINS, far(), TEXT, NOW).reference
    assert call_lines(writing, paul, decoy, NOW) == call_lines(writing, paul, reference, NOW)
    for one, now in ((reference, NOW), (decoy, NOW)):
        call_back(writing, paul, one, "mobile", now)
        states = [mandate_of(writing, paul, one, now + age).call for age in (SECOND, 89 * SECOND, 90 * SECOND)]
        assert states == ["ringing", "ringing", "missed"]
        with pytest.raises(MandateRefused) as refused:
            send_consent_code(writing, paul, one, "voice", now + 90 * SECOND)
        assert why(refused) == "call"
    assert not take_call(writing, f"{decoy}-", NOW + SECOND)


# What isn't for somebody on the telephone.


@pytest.mark.parametrize("duration", [Duration.MONTH, Duration.HALF_YEAR, Duration.YEAR])
def test_nothing_at_a_distance_lasts_longer_than_a_day(writing, paul, her, duration):
    wanted = replace(far(duration=duration), is_explicit=True)
    with pytest.raises(MandateRefused) as refused:
        draft_mandate(writing, paul, her.typed, DOMAINS, wanted, TEXT, NOW)
    assert why(refused) == "distance"


def test_a_paper_proves_nothing_and_is_not_taken_in_at_a_distance(writing, paul, her):
    reference = far_draft(writing, paul, her)
    called(writing, paul, her, reference)
    with pytest.raises(MandateRefused) as refused:
        consent_by_paper(writing, paul, reference, b"s" * 32, 1, NOW + MINUTE)
    assert why(refused) == "paper"
    with pytest.raises(MandateRefused) as refused:
        far_draft(writing, paul, her, Scope.OPT_OUT, Scope.PAPER_IN)
    assert why(refused) == "distance"


def test_the_patients_turn_needs_the_patient(writing, paul, her):
    reference, _ = agreed_far(writing, paul, her, Scope.PRINT_SUMMARY)
    acting = acting_under(writing, paul, reference, Scope.PRINT_SUMMARY, NOW + 2 * MINUTE)
    with pytest.raises(NotPermitted):
        give_turn(writing, paul, acting, NOW + 2 * MINUTE)


def test_what_was_given_at_a_distance_is_renewed_at_a_distance_for_a_day_at_most(writing, paul, her):
    reference, _ = agreed_far(writing, paul, her)
    with pytest.raises(MandateRefused) as refused:
        renew(writing, paul, reference, Wanted(frozenset(), Duration.MONTH), TEXT, NOW + 2 * MINUTE)
    assert why(refused) == "distance"
    newer = renew(writing, paul, reference, Wanted(frozenset(), Duration.DAY), TEXT, NOW + 2 * MINUTE)
    assert (newer.remote, newer.call) == (True, "")
    at_the_desk = renew(writing, paul, given(writing, paul, her), Wanted(frozenset(), remote=True), TEXT, NOW)
    assert not at_the_desk.remote


def test_a_child_s_parent_is_called(writing, paul, her):
    child = child_of(writing, her)
    draft = draft_mandate(writing, paul, child.typed, DOMAINS, far(), TEXT, NOW, given_by=her.typed)
    mark = called(writing, paul, her, draft.reference)
    send_consent_code(writing, paul, draft.reference, "sms", NOW + MINUTE)
    assert key_in(writing, mark, newest_code(writing, her.id), NOW + MINUTE) == "right"
    assert acting_under(writing, paul, draft.reference, Scope.OPT_OUT, NOW + MINUTE).patient_id == child.id
    assert "mandates:call:taken" in events_of(writing, her.id)


def test_it_is_stopped_as_any_other_and_no_call_brings_it_back(writing, paul, her):
    reference, mark = agreed_far(writing, paul, her, duration=Duration.DAY)
    assert (
        revoke_by_code(writing, stop_codes(writing, her.id, reference)[0], "keypad", NETWORK, NOW + MINUTE) == "revoked"
    )
    assert key_in(writing, mark, WRONG, NOW + 2 * MINUTE) == "expired"
    with pytest.raises(MandateDead):
        call_back(writing, paul, reference, "mobile", NOW + 5 * MINUTE)
    with pytest.raises(MandateDead):
        acting_under(writing, paul, reference, Scope.OPT_OUT, NOW + 5 * MINUTE)


def test_a_colleague_calls_nobody_and_sees_no_line(writing, paul, her):
    reference = far_draft(writing, paul, her)
    ines = staff(writing, first_name="Inès")
    for ask in (lambda: call_back(writing, ines, reference, "mobile", NOW),
                lambda: call_lines(writing, ines, reference, NOW)):  # fmt: skip
        with pytest.raises(MandateDead):
            ask()
    end_mandate(writing, paul, reference, NOW)
    assert call_lines(writing, paul, reference, NOW) == ()
