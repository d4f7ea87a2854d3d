"""A recovery from its opening to a new password, on both databases; what each step tells, and to whom."""

import secrets
from datetime import timedelta

import pytest

from dossier.identity import (
    has_credentials,
    keep_sim_changes,
    kept_password_hash,
    next_line,
    password_is_right,
    sessions_of,
)
from dossier.journal import verify_chain
from dossier.policy import NotPermitted
from dossier.recovery import (
    CallbackRefused,
    CaseRefused,
    CaseState,
    CaseUnknown,
    ChannelRefused,
    CodeTooSoon,
    Lost,
    Proof,
    TooManyCases,
    callback_slots,
    choose_channel,
    choose_channel_online,
    dispute,
    finish,
    finish_identifier,
    frozen_cases,
    give_card_line,
    give_code,
    give_password,
    open_case,
    open_for_caller,
    open_online,
    patient_of_case,
    plan_callback,
    recoveries_to_tell,
    ring_back,
    standing_of,
    standing_online,
    tell_recovery,
)
from dossier.recovery.keeping import number_digest
from tests.kit.house import CODES, NOW, PASSWORD, enrolled, events_of, herself, raw, raw_bytes, rows_of, signed_in
from tests.kit.recovery import (
    AFTER,
    CONTACTS,
    DOMAINS,
    agent,
    dispute_codes,
    holder,
    identity_of,
    messages,
    new_hash,
    newest_code,
    nobody,
    opened,
    prove,
    roux,
    supervisor,
)

VISIT = "a visit"
DAY = timedelta(days=1)


def test_a_lost_password_with_a_card_is_set_anew_at_once(writing):
    her = roux(writing)
    signed_in(writing, her)
    case = opened(writing, her)
    assert prove(writing, her, case.number, Proof.SMS, NOW) == "right"
    assert give_card_line(writing, case.number, CODES[0], NOW, visit=VISIT) == "right"
    standing = standing_of(writing, holder(writing, case.number), case.number, NOW)
    assert standing.state is CaseState.GRANTED
    assert standing.granted_until == NOW + DAY
    done = finish(writing, case.number, VISIT, new_hash(writing), "printed-card", NOW)
    assert len(done.codes) == 50
    assert sessions_of(writing, her) == ()
    assert not password_is_right(writing.holder, kept_password_hash(writing, her), PASSWORD)
    assert standing_of(writing, holder(writing, case.number), case.number, NOW).state is CaseState.DONE
    told = [event for event in events_of(writing, her) if event.startswith("recovery:")]
    assert told == [
        "recovery:case:opened",
        "recovery:code:sent",
        "recovery:proof:given",
        "recovery:proof:given",
        "recovery:case:granted",
        "recovery:case:done",
    ]
    assert verify_chain(writing, her) == []


def test_without_a_live_factor_three_days_pass_and_she_is_told_each_time(writing):
    her = roux(writing, card=False)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW, VISIT)
    prove(writing, her, case.number, Proof.LETTER, NOW + AFTER, VISIT)
    start = NOW + AFTER
    standing = standing_of(writing, holder(writing, case.number), case.number, start)
    assert (standing.state, standing.cooling_until) == (CaseState.COOLING, start + 3 * DAY)
    with pytest.raises(CaseRefused):
        finish(writing, case.number, VISIT, new_hash(writing), "printed-card", start + 3 * DAY - AFTER)
    told = []
    for days in (1, 2, 3, 4):
        at = start + days * DAY
        due = number_digest(writing, case.number) in recoveries_to_tell(writing, at, 9999)
        told.append(due and tell_recovery(writing, number_digest(writing, case.number), at))
    assert told == ["told", False, "told", "expired"]
    notices = [one.parameters["what"] for one in messages(writing, her, "recovery-notice")]
    assert {what: notices.count(what) for what in set(notices)} == {"opened": 4, "cooling": 8, "granted": 4}
    assert standing_of(writing, supervisor(her), case.number, start + 4 * DAY).state is CaseState.EXPIRED


def test_a_telephone_as_new_factor_brings_a_card_by_letter(writing):
    her = roux(writing, card=False)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW, VISIT)
    prove(writing, her, case.number, Proof.LETTER, NOW + AFTER, VISIT)
    finish(writing, case.number, VISIT, new_hash(writing), "phone", NOW + AFTER + 3 * DAY)
    assert next_line(writing, her) == 1  # a card follows by letter


def test_three_days_late_a_grant_is_over(writing):
    her = roux(writing)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW, VISIT)
    give_card_line(writing, case.number, CODES[0], NOW, visit=VISIT)
    with pytest.raises(CaseRefused):
        finish(writing, case.number, VISIT, new_hash(writing), "printed-card", NOW + DAY)


def test_whoever_knows_the_number_alone_finishes_nothing(writing):
    """An agent knows it: a grant belongs to the visit that gave the last proof."""
    her = roux(writing)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW)
    give_card_line(writing, case.number, CODES[0], NOW)  # on the keypad: no visit
    for visit in ("the agent's visit", ""):
        with pytest.raises(CaseRefused):
            finish(writing, case.number, visit, new_hash(writing), "printed-card", NOW)
    assert prove(writing, her, case.number, Proof.SMS, NOW + AFTER, "her own") == "right"
    finish(writing, case.number, "her own", new_hash(writing), "printed-card", NOW + AFTER)


def test_a_code_serves_once_and_an_older_one_is_dead(writing):
    her = roux(writing)
    case = opened(writing, her)
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    first = newest_code(writing, her)
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW + AFTER)
    assert give_code(writing, case.number, first, NOW + AFTER) == "wrong"
    second = newest_code(writing, her)
    assert give_code(writing, case.number, f" {second[:3]}-{second[3:]} ", NOW + AFTER) == "right"
    assert give_code(writing, case.number, second, NOW + AFTER) == "wrong"


def test_five_wrong_codes_lock_for_a_day_and_a_new_code_forgives_nothing(writing):
    her = roux(writing)
    case = opened(writing, her)
    at = NOW
    for _ in range(4):
        choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, at)
        assert give_code(writing, case.number, "0000000", at) == "wrong"
        at += AFTER
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, at)
    assert give_code(writing, case.number, "0000000", at) == "locked"
    with pytest.raises(CaseRefused):
        choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, at + DAY - AFTER)
    assert give_code(writing, case.number, newest_code(writing, her), at + AFTER) == "locked"
    assert standing_of(writing, holder(writing, case.number), case.number, at + DAY).state is CaseState.OPEN
    assert "recovery:case:locked" in events_of(writing, her)


def test_a_code_typed_too_late_is_kindly_expired(writing):
    her = roux(writing)
    case = opened(writing, her)
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    code = newest_code(writing, her)
    assert give_code(writing, case.number, code, NOW + timedelta(minutes=10)) == "expired"
    assert prove(writing, her, case.number, Proof.LETTER, NOW + DAY) == "right"


def test_one_address_is_one_proof_by_whatever_way(writing):
    number = "06 39 98 01 42"
    her = roux(writing, card=False, mobile="+33639980142", landline=number, email="j@example.org")
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW)
    for proof in (Proof.SMS, Proof.VOICE):
        with pytest.raises(ChannelRefused) as refused:
            choose_channel(writing, holder(writing, case.number), case.number, proof, NOW + AFTER)
        assert refused.value.facts["why"] == "given"


def test_a_letter_a_day_and_no_more(writing):
    her = roux(writing)
    one, two = opened(writing, her), opened(writing, her)
    choose_channel(writing, holder(writing, one.number), one.number, Proof.LETTER, NOW)
    with pytest.raises(CodeTooSoon):
        choose_channel(writing, holder(writing, two.number), two.number, Proof.LETTER, NOW + DAY - AFTER)
    choose_channel(writing, holder(writing, two.number), two.number, Proof.LETTER, NOW + DAY)


def test_a_number_whose_sim_changed_gets_no_code(writing):
    her = roux(writing, mobile="+33639980421", email=CONTACTS["email"])
    case = opened(writing, her)
    told = [("06 39 98 04 21", NOW - timedelta(days=1)), ("0639980422", NOW), ("0639980423", NOW - timedelta(days=7))]
    assert keep_sim_changes(writing, told, NOW) == 2
    assert keep_sim_changes(writing, told, NOW) == 2
    with pytest.raises(ChannelRefused) as refused:
        choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    assert refused.value.facts["why"] == "sim"
    online = open_online(writing, identity_of(writing, her), DOMAINS, Lost.PASSWORD, "sim", NOW)
    assert choose_channel_online(writing, online.number, Proof.SMS, NOW).code_sent_by is Proof.SMS  # it seems so
    assert messages(writing, her, "recovery-code") == []
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW + timedelta(days=6))


def test_a_telephone_whose_sim_changed_is_not_rung(writing):
    her = roux(writing, mobile="+33639980424", address=CONTACTS["address"])
    number, at = opened(writing, her).number, callback_slots(NOW)[0]
    plan_callback(writing, holder(writing, number), number, at, NOW)
    keep_sim_changes(writing, [("+33639980424", at - timedelta(days=1))], at)
    with pytest.raises(CallbackRefused) as refused:
        ring_back(writing, holder(writing, number), number, at)
    assert refused.value.facts["why"] == "phone"


def test_this_was_not_me_freezes_from_any_notice_and_serves_once(writing):
    her = roux(writing)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW, VISIT)
    give_card_line(writing, case.number, CODES[0], NOW, visit=VISIT)
    codes = dispute_codes(writing, her)
    assert len(codes) == len(set(codes)) == 8
    assert all(code.isdigit() and len(code) == 12 for code in codes)
    spoken = f"{codes[0][:4]} {codes[0][4:8]} {codes[0][8:]}"
    assert dispute(writing, spoken, "keypad", NOW) == "frozen"
    assert dispute(writing, codes[0], "page", NOW) == "unknown"
    with pytest.raises(CaseRefused):
        finish(writing, case.number, VISIT, new_hash(writing), "printed-card", NOW)
    with pytest.raises(CaseRefused):
        opened(writing, her)
    assert case.number in [one.number for one in frozen_cases(writing, supervisor(her), NOW)]


def test_a_dispute_after_the_end_shuts_the_door_again(writing):
    her = roux(writing)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.SMS, NOW, VISIT)
    give_card_line(writing, case.number, CODES[0], NOW, visit=VISIT)
    finish(writing, case.number, VISIT, new_hash(writing), "printed-card", NOW)
    signed_in(writing, her)
    assert dispute(writing, dispute_codes(writing, her, "done")[0], "page", NOW) == "frozen"
    assert kept_password_hash(writing, her) is None
    assert has_credentials(writing, her)
    assert sessions_of(writing, her) == ()
    assert next_line(writing, her) is None


def test_a_lost_identifier_takes_one_proof_and_changes_nothing_else(writing):
    her = roux(writing)
    case = opened(writing, her, Lost.IDENTIFIER)
    assert prove(writing, her, case.number, Proof.EMAIL, NOW, VISIT) == "right"
    assert standing_of(writing, holder(writing, case.number), case.number, NOW).state is CaseState.PROVED_ONCE
    assert prove(writing, her, case.number, Proof.VOICE, NOW + AFTER, VISIT) == "right"
    with pytest.raises(CaseRefused):
        finish(writing, case.number, VISIT, new_hash(writing), "printed-card", NOW + AFTER)
    finish_identifier(writing, case.number, VISIT, f"lune.{her.hex()[:12]}", NOW + AFTER)
    assert password_is_right(writing.holder, kept_password_hash(writing, her), PASSWORD)
    assert next_line(writing, her) == 1


def test_a_lost_phone_is_proved_by_the_password_and_a_letter(writing):
    her = roux(writing, card=False)
    case = opened(writing, her, Lost.PHONE)
    with pytest.raises(ChannelRefused):
        choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    assert give_password(writing, case.number, right=False, now=NOW) == "wrong"
    assert give_password(writing, case.number, right=True, now=NOW, visit=VISIT) == "right"
    assert prove(writing, her, case.number, Proof.LETTER, NOW, VISIT) == "right"
    assert standing_of(writing, holder(writing, case.number), case.number, NOW).state is CaseState.COOLING


def test_an_agent_sees_two_digits_a_town_and_no_more(writing):
    her = roux(writing)
    case = opened(writing, her)
    seen = {one.proof: one.hint for one in case.channels}
    assert seen == {
        Proof.SMS: "42",
        Proof.VOICE: "42",
        Proof.EMAIL: "j…@e…",
        Proof.LETTER: "LE PUY-EN-VELAY",
        Proof.CARD: "",
        Proof.PASSWORD: "",
    }
    assert {one.proof: one.why_not for one in case.channels if not one.usable} == {Proof.PASSWORD: "lost"}
    for value in ("39980142", "jeanne.roux", "TANNEURS", "43000"):
        assert value not in repr(case)


def test_another_patients_case_is_nobodys(writing):
    her, other = roux(writing), roux(writing)
    case = opened(writing, her)
    with pytest.raises(CaseUnknown):
        standing_of(writing, agent(other), case.number, NOW)
    with pytest.raises(CaseUnknown):
        choose_channel(writing, agent(other), case.number, Proof.SMS, NOW)
    with pytest.raises(NotPermitted):
        open_case(writing, herself(her), Lost.PASSWORD, NOW)


def test_a_fourth_case_by_telephone_in_a_month_is_for_the_desk(writing):
    her = roux(writing)
    for _ in range(3):
        opened(writing, her)
    with pytest.raises(TooManyCases):
        opened(writing, her)
    open_online(writing, identity_of(writing, her), DOMAINS, Lost.PASSWORD, "net", NOW)
    opened(writing, her, now=NOW + 30 * DAY)


def test_an_agent_opens_twelve_cases_an_hour_misses_told(writing):
    sarah = b"sarah---" + secrets.token_bytes(8)
    for _ in range(12):
        open_for_caller(writing, nobody(), DOMAINS, Lost.PASSWORD, NOW, lambda one: agent(one, sarah))
    with pytest.raises(TooManyCases):
        opened(writing, roux(writing), staff_id=sarah)
    opened(writing, roux(writing), now=NOW + timedelta(hours=1), staff_id=sarah)


def test_for_the_agent_a_miss_looks_like_a_hit(writing):
    her = roux(writing)
    as_lucie = lambda one: agent(one, b"m" * 8 + her[:8])  # noqa: E731
    hit = open_for_caller(writing, identity_of(writing, her), DOMAINS, Lost.PASSWORD, NOW, as_lucie)
    typed = nobody()
    miss = open_for_caller(writing, typed, DOMAINS, Lost.PASSWORD, NOW, as_lucie)
    again = open_for_caller(writing, typed, DOMAINS, Lost.PASSWORD, NOW, as_lucie)
    assert miss.channels == again.channels
    assert (miss.state, miss.lost, miss.by) == (hit.state, hit.lost, hit.by)
    assert {Proof.LETTER, Proof.CARD, Proof.PASSWORD} <= {one.proof for one in miss.channels}
    persona = as_lucie(patient_of_case(writing, miss.number))
    sent = choose_channel(writing, persona, miss.number, Proof.LETTER, NOW)
    assert (sent.state, sent.code_sent_by) == (CaseState.CODE_SENT, Proof.LETTER)
    with pytest.raises(CodeTooSoon) as refused:  # as it would be for anybody
        choose_channel(writing, persona, again.number, Proof.LETTER, NOW + AFTER)
    assert refused.value.facts["why"] == "letter"


@pytest.mark.parametrize("who", ["known", "unknown", "unreachable", "over the limit", "never activated"])
def test_on_the_pages_nobody_learns_who_is_known(writing, who):
    typed = _asker(writing, who)
    case = open_online(writing, typed, DOMAINS, Lost.PASSWORD, f"net {who} {typed.ins}", NOW)
    seen = [_seen(case)]
    seen.append(_seen(choose_channel_online(writing, case.number, Proof.VOICE, NOW)))
    outcomes = [give_code(writing, case.number, "000000x", NOW) for _ in range(5)]
    seen.append(_seen(standing_online(writing, case.number, NOW)))
    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert [one[0] for one in seen] == [CaseState.OPEN, CaseState.CODE_SENT, CaseState.LOCKED]
    assert len({one[1] for one in seen}) == 1
    assert all(not hint for _, channels in seen for _, hint, _, _ in channels)
    with pytest.raises(CaseRefused):
        choose_channel_online(writing, case.number, Proof.SMS, NOW + AFTER)


def _seen(case):
    return case.state, tuple((one.proof, one.hint, one.usable, one.why_not) for one in case.channels)


def _asker(unit, who):
    if who == "unknown":
        return nobody()
    if who == "never activated":
        return identity_of(unit, enrolled(unit))
    her = roux(unit, card=False, **({"email": "x@example.org"} if who == "unreachable" else CONTACTS))
    typed = identity_of(unit, her)
    if who == "over the limit":
        for _ in range(3):
            open_online(unit, typed, DOMAINS, Lost.PASSWORD, her.hex(), NOW)
    return typed


def test_nearly_the_right_name_is_nobody(writing):
    her = roux(writing)
    typed = identity_of(writing, her, first_name="JANE")
    case = open_online(writing, typed, DOMAINS, Lost.PASSWORD, f"near {typed.ins}", NOW)
    assert messages(writing, her, "recovery-notice") == []
    assert standing_online(writing, case.number, NOW).state is CaseState.OPEN


def test_no_code_and_no_address_lies_open_in_the_rows(writing):
    her = roux(writing)
    case = opened(writing, her)
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    code = newest_code(writing, her)
    disputes = dispute_codes(writing, her)
    lying = raw_bytes(rows_of(writing, "recovery_case", her) + rows_of(writing, "dispute_code", her))
    for value in (case.number, code, *disputes, "39980142", "TANNEURS", "jeanne.roux"):
        assert value.encode() not in lying


def test_an_erased_patient_leaves_no_case(writing):
    her = roux(writing)
    opened(writing, her)
    writing.forget(her)
    for table in ("recovery_case", "dispute_code"):
        assert raw(writing, f"SELECT count(*) FROM {table} WHERE patient_id = ?", her).scalar() == 0
