"""At the telephone: who holds a case, calls that a letter announces, appointments; and a decoy that looks alike."""

import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dossier.identity import ContactKind, TooManyTries
from dossier.journal import verify_chain
from dossier.policy import NotPermitted
from dossier.recovery import (
    AgentBarred,
    CallbackRefused,
    CaseRefused,
    CaseState,
    CaseUnknown,
    ChannelRefused,
    CodeTooSoon,
    Lost,
    Proof,
    SecondPersonMissing,
    TooManyCases,
    approve_contact_change,
    ask_contact_change,
    callback_slots,
    callbacks_due,
    cases_of_agent,
    changes_waiting,
    choose_channel,
    confirm_contact_change,
    contacts_to_confirm,
    dispute,
    open_for_caller,
    open_online,
    patient_of_case,
    patient_of_change,
    plan_callback,
    resume_for_caller,
    ring_back,
    send_appointment,
    send_due_contact_code,
    standing_of,
    sweep_recoveries,
)
from dossier.recovery.changing import reference_digest
from tests.kit.house import NOW, events_of
from tests.kit.recovery import (
    AFTER,
    CONTACTS,
    DOMAINS,
    KARIM,
    NEW,
    agent,
    dispute_codes,
    holder,
    identity_of,
    messages,
    newest_code,
    nobody,
    opened,
    roux,
    see,
    supervisor,
)

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LOST = Lost.PASSWORD


def somebody():
    """Return an agent's id that nobody else has: her cases of an hour are counted."""
    return b"agent---" + secrets.token_bytes(8)


def as_who(staff_id):
    return lambda one: agent(one, staff_id)


def case_of(unit, typed, staff_id, lost=LOST, now=NOW):
    return open_for_caller(unit, typed, DOMAINS, lost, now, as_who(staff_id), call_reference="A-1")


def acting_on(unit, number, staff_id):
    return agent(patient_of_case(unit, number), staff_id)


def known_and_decoy(unit, lost=LOST, now=NOW):
    """A caller who is known and one who isn't, each with an agent of her own."""
    for typed in (identity_of(unit, roux(unit)), nobody()):
        who = somebody()
        yield case_of(unit, typed, who, lost, now), typed, who


def _acts(unit, acting, number):
    yield lambda: standing_of(unit, acting, number, NOW)
    yield lambda: choose_channel(unit, acting, number, Proof.LETTER, NOW)
    yield lambda: plan_callback(unit, acting, number, callback_slots(NOW)[0], NOW)
    yield lambda: ring_back(unit, acting, number, NOW)
    yield lambda: send_appointment(unit, acting, number, NOW)


# Who holds a case.


def test_only_the_agent_who_holds_a_case_sees_it_and_acts_in_it(writing):
    for case, typed, who in known_and_decoy(writing):
        other = acting_on(writing, case.number, somebody())
        for act in _acts(writing, other, case.number):
            with pytest.raises(CaseUnknown):
                act()
        assert [one.number for one in cases_of_agent(writing, who, NOW)] == [case.number]
        taken = resume_for_caller(writing, typed, DOMAINS, case.number, NOW, as_who(other.actor_id))
        assert taken.number == case.number
        with pytest.raises(CaseUnknown):
            standing_of(writing, acting_on(writing, case.number, who), case.number, NOW)
        assert [one.number for one in cases_of_agent(writing, other.actor_id, NOW)] == [case.number]
        assert cases_of_agent(writing, who, NOW) == []


def test_a_case_is_taken_up_with_its_number_and_the_exact_identity_and_no_miss_says_more(writing):
    cases = list(known_and_decoy(writing))
    online_typed = identity_of(writing, roux(writing))
    online = open_online(writing, online_typed, DOMAINS, LOST, f"net {online_typed.ins}", NOW)
    assert resume_for_caller(writing, online_typed, DOMAINS, online.number, NOW, as_who(somebody())).channels
    (one, ones, _), (other, others, _) = cases
    misses = [(one.number, others), (other.number, ones), ("2" * 12, ones), ("2" * 12, others), ("?", nobody())]
    for number, typed in misses:
        with pytest.raises(CaseUnknown) as refused:
            resume_for_caller(writing, typed, DOMAINS, number, NOW, as_who(somebody()))
        assert refused.value.facts == {}


def test_an_agent_who_guesses_numbers_has_to_wait(writing):
    [(case, typed, _), _] = known_and_decoy(writing)
    who = somebody()
    for _ in range(10):
        with pytest.raises(CaseUnknown):
            resume_for_caller(writing, typed, DOMAINS, "2" * 12, NOW, as_who(who))
    with pytest.raises(TooManyTries):
        resume_for_caller(writing, typed, DOMAINS, case.number, NOW, as_who(who))


def test_an_agent_of_a_change_of_contact_takes_nothing_up(writing):
    for case, typed, who in known_and_decoy(writing):
        acting = acting_on(writing, case.number, who)
        ask_contact_change(writing, acting, ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
        with pytest.raises(AgentBarred):
            resume_for_caller(writing, typed, DOMAINS, case.number, NOW, as_who(who))
        with pytest.raises(AgentBarred):
            case_of(writing, typed, who)


# A miss looks like a hit.


def test_an_e_mail_an_application_or_a_large_town_tells_nothing(writing):
    standings = [case_of(writing, nobody(), somebody()) for _ in range(60)]
    ways = [{one.proof: one.hint for one in standing.channels} for standing in standings]
    for proof in (Proof.EMAIL, Proof.TOTP):
        assert 0 < sum(proof in one for one in ways) < 60
    emails = {one[Proof.EMAIL] for one in ways if Proof.EMAIL in one}
    assert len(emails) > 5
    assert all(re.fullmatch(r"[a-z]…@[a-z]…", one) for one in emails)
    assert len({one[Proof.LETTER] for one in ways}) > 16


def test_the_limits_of_a_person_are_those_of_a_decoy(writing):
    for _, typed, _ in known_and_decoy(writing):
        case_of(writing, typed, somebody())
        case_of(writing, typed, somebody())
        with pytest.raises(TooManyCases) as refused:
            case_of(writing, typed, somebody())
        assert refused.value.facts == {"whose": "patient"}


def test_another_way_of_writing_a_name_tells_nobody_from_somebody(writing):
    """Accents, capitals, hyphens and spaces don't count for who is known: nor for who isn't."""
    for case, typed, who in known_and_decoy(writing):
        other = replace(typed, birth_name=" -".join(typed.birth_name.lower()), first_name=typed.first_name.title())
        assert [one.hint for one in case_of(writing, other, who).channels] == [one.hint for one in case.channels]
        assert resume_for_caller(writing, other, DOMAINS, case.number, NOW, as_who(who)).number == case.number
        case_of(writing, other, who)
        with pytest.raises(TooManyCases):
            case_of(writing, typed, who)


def test_a_case_of_the_pages_beyond_her_limit_is_taken_up_as_nobodys_is(writing):
    for known, typed in enumerate((identity_of(writing, roux(writing)), replace(nobody(), first_name="ZOÉ"))):
        network = f"limit-{known}-{secrets.token_hex(4)}"
        for _ in range(4):
            number = open_online(writing, typed, DOMAINS, LOST, network, NOW).number
        assert resume_for_caller(writing, typed, DOMAINS, number, NOW, as_who(somebody())).number == number


def test_a_call_planned_twice_for_the_same_hour_is_planned_once(writing):
    for case, _, who in known_and_decoy(writing):
        acting, at = acting_on(writing, case.number, who), callback_slots(NOW)[0]
        first = plan_callback(writing, acting, case.number, at, NOW)
        assert plan_callback(writing, acting, case.number, at, NOW) == first
        assert len(messages(writing, acting.patient_id, "call-back-letter")) <= 1


def test_a_decoy_without_two_ways_is_one_for_the_desk_too(writing):
    for _ in range(30):
        typed = nobody()
        who = somebody()
        case = case_of(writing, typed, who, Lost.EVERYTHING)
        usable = [one for one in case.channels if one.usable]
        assert (case.state is CaseState.DESK_REQUIRED) == (len(usable) < 2)
        if case.state is CaseState.DESK_REQUIRED:
            sent = send_appointment(writing, acting_on(writing, case.number, who), case.number, NOW)
            assert (sent.appointment_posted, sent.appointment_until) == (True, NOW + 12 * DAY)
            return
    pytest.fail("thirty decoys, and none for the desk")


def test_a_change_of_contact_goes_its_way_for_a_decoy_and_nothing_comes_of_it(writing):
    for case, typed, who in known_and_decoy(writing):
        acting = acting_on(writing, case.number, who)
        asked = ask_contact_change(writing, acting, ContactKind.ADDRESS, NEW["address"], "Lyon", NOW)
        assert (asked.new_hint, bool(asked.old_hint)) == ("LYON", True)
        person = patient_of_change(writing, asked.reference)
        assert person == acting.patient_id
        second = agent(person, somebody())
        assert asked.reference in [one.reference for one in changes_waiting(writing, second, NOW)]
        with pytest.raises(SecondPersonMissing):
            approve_contact_change(writing, second, asked.reference, "Lyon", NOW)
        approved = approve_contact_change(writing, second, asked.reference, "Brest", NOW)
        assert approved.held_until == NOW + 7 * DAY
        seen = standing_of(writing, acting, case.number, NOW)
        assert [one.why_not for one in seen.channels if one.proof is Proof.LETTER] == ["held"]
        third = acting_on(writing, case.number, somebody())
        resume_for_caller(writing, typed, DOMAINS, case.number, NOW, as_who(third.actor_id))
        with pytest.raises(ChannelRefused):
            choose_channel(writing, third, case.number, Proof.LETTER, NOW)
        assert confirm_contact_change(writing, asked.reference, "12345678", NOW) == "wrong"


# Calls that a letter announces.


def test_a_call_is_announced_by_letter_and_rung_by_the_provider(writing):
    her = roux(writing)
    number = opened(writing, her).number
    at = callback_slots(NOW)[3]
    planned = plan_callback(writing, holder(writing, number), number, at, NOW)
    assert planned.callback_at == at
    [letter] = messages(writing, her, "call-back-letter")
    assert (letter.channel, letter.parameters, letter.not_after) == ("letter", {"at": at.isoformat()}, at)
    ring_back(writing, holder(writing, number), number, at)
    [call] = messages(writing, her, "call-back")
    assert (call.channel, call.address, call.parameters) == ("voice", CONTACTS["landline"], {})
    told = [event for event in events_of(writing, her) if "callback" in event]
    assert told == ["recovery:callback:planned", "recovery:callback:rung"]
    assert verify_chain(writing, her) == []


def test_she_is_rung_within_half_an_hour_of_the_announced_minute_three_times_at_most(writing):
    for case, _, who in known_and_decoy(writing):
        acting = acting_on(writing, case.number, who)
        with pytest.raises(CallbackRefused):
            ring_back(writing, acting, case.number, NOW)
        at = callback_slots(NOW)[0]
        plan_callback(writing, acting, case.number, at, NOW)
        why = []
        for when in (at - 31 * MINUTE, at - 30 * MINUTE, at, at + 29 * MINUTE, at + 30 * MINUTE, at + 31 * MINUTE):
            try:
                ring_back(writing, acting, case.number, when)
            except CallbackRefused as refused:
                why.append(refused.facts["why"])
            else:
                why.append("")
        assert why == ["early", "", "", "", "rung", "late"]


def test_a_button_pressed_twice_rings_once(writing):
    for case, _, who in known_and_decoy(writing):
        acting, at = acting_on(writing, case.number, who), callback_slots(NOW)[0]
        plan_callback(writing, acting, case.number, at, NOW)
        first = ring_back(writing, acting, case.number, at)
        assert ring_back(writing, acting, case.number, at + timedelta(seconds=1)) == first
        assert len(messages(writing, acting.patient_id, "call-back")) <= 1
        with pytest.raises(CaseUnknown):  # a colleague doesn't take her over within the half minute
            ring_back(writing, acting_on(writing, case.number, somebody()), case.number, at + timedelta(seconds=1))
        for _ in range(2):
            at += AFTER
            ring_back(writing, acting, case.number, at)
        with pytest.raises(CallbackRefused):
            ring_back(writing, acting, case.number, at + AFTER)


def test_any_agent_rings_who_is_due_today_and_holds_the_case_from_then_on(writing):
    at = callback_slots(NOW)[0]
    for case, _, who in known_and_decoy(writing):
        plan_callback(writing, acting_on(writing, case.number, who), case.number, at, NOW)
        other = acting_on(writing, case.number, somebody())
        [due] = [one for one in callbacks_due(writing, other, at) if one.number == case.number]
        assert (due.callback_at, due.channels) == (at, ())
        assert case.number not in [one.number for one in callbacks_due(writing, other, at - DAY)]
        with pytest.raises(CaseUnknown):  # not now, and she doesn't hold it: she learns nothing
            ring_back(writing, other, case.number, at - DAY)
        assert ring_back(writing, other, case.number, at).channels
        assert standing_of(writing, other, case.number, at).number == case.number
    with pytest.raises(NotPermitted):
        callbacks_due(writing, supervisor(b"x" * 16), at)


@pytest.mark.parametrize(
    ("contacts", "why"),
    [
        ({"email": "j@example.org", "address": CONTACTS["address"]}, "phone"),
        ({"mobile": CONTACTS["mobile"], "email": "j@example.org"}, "address"),
    ],
)
def test_nobody_is_called_back_without_a_telephone_and_an_address_on_file(writing, contacts, why):
    her = roux(writing, **contacts)
    number = opened(writing, her).number
    with pytest.raises(CallbackRefused) as refused:
        plan_callback(writing, holder(writing, number), number, callback_slots(NOW)[0], NOW)
    assert refused.value.facts["why"] == why


def test_a_lost_telephone_is_not_rung_and_one_that_changes_neither(writing):
    her = roux(writing, mobile=CONTACTS["mobile"], address=CONTACTS["address"])
    lost = opened(writing, her, Lost.PHONE).number
    with pytest.raises(CallbackRefused) as refused:
        plan_callback(writing, holder(writing, lost), lost, callback_slots(NOW)[0], NOW)
    assert refused.value.facts["why"] == "phone"
    number = opened(writing, her).number
    at = callback_slots(NOW)[0]
    plan_callback(writing, holder(writing, number), number, at, NOW)
    asked = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", at - DAY)
    approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", at - DAY)
    with pytest.raises(CallbackRefused) as held:
        ring_back(writing, holder(writing, number), number, at)
    assert held.value.facts["why"] == "phone"


def test_a_slot_that_no_letter_can_reach_or_outside_the_hours_is_refused_and_so_is_a_second_letter(writing):
    for case, _, who in known_and_decoy(writing):
        acting = acting_on(writing, case.number, who)
        slots = callback_slots(NOW)
        wrong = (NOW, slots[0] - DAY, slots[0] + MINUTE, slots[-1] + 30 * MINUTE)
        for at in wrong:
            with pytest.raises(CallbackRefused) as refused:
                plan_callback(writing, acting, case.number, at, NOW)
            assert refused.value.facts["why"] == "slot"
        plan_callback(writing, acting, case.number, slots[0], NOW)
        with pytest.raises(CallbackRefused) as again:
            plan_callback(writing, acting, case.number, slots[1], NOW + AFTER)
        assert again.value.facts["why"] == "letter"


def test_a_dispute_stops_the_call(writing):
    her = roux(writing)
    number = opened(writing, her).number
    acting, at = holder(writing, number), callback_slots(NOW)[0]
    plan_callback(writing, acting, number, at, NOW)
    dispute(writing, dispute_codes(writing, her)[0], "page", NOW)
    assert number not in [one.number for one in callbacks_due(writing, acting, at)]
    with pytest.raises(CallbackRefused):
        ring_back(writing, acting, number, at)


# Appointments.


def test_an_appointment_is_posted_and_the_case_lives_as_long(writing):
    her = roux(writing, card=False, address=CONTACTS["address"])
    number = opened(writing, her, Lost.EVERYTHING).number
    acting = holder(writing, number)
    sent = send_appointment(writing, acting, number, NOW)
    until = NOW + 12 * DAY
    assert (sent.state, sent.appointment_until, sent.appointment_posted) == (CaseState.DESK_REQUIRED, until, True)
    [letter] = messages(writing, her, "appointment")
    assert letter.parameters == {"number": number, "until": until.isoformat()}
    assert "recovery:appointment:sent" in events_of(writing, her)
    assert standing_of(writing, acting, number, until - AFTER).state is CaseState.DESK_REQUIRED
    assert standing_of(writing, acting, number, until).state is CaseState.EXPIRED
    assert send_appointment(writing, acting, number, NOW + DAY - AFTER) == sent  # the same day: that one stands
    assert len(messages(writing, her, "appointment")) == 1
    for days in (10, 20):
        last = send_appointment(writing, acting, number, NOW + days * DAY).appointment_until
    assert last == NOW + 30 * DAY  # no case outlives this
    assert see(writing, her, number, "her visit", NOW + 29 * DAY).seen_at


def test_after_another_letter_of_the_day_an_appointment_waits(writing):
    her = roux(writing)
    number = opened(writing, her).number
    acting = holder(writing, number)
    plan_callback(writing, acting, number, callback_slots(NOW)[0], NOW)
    dispute(writing, dispute_codes(writing, her)[0], "page", NOW)
    with pytest.raises(CodeTooSoon):
        send_appointment(writing, acting, number, NOW + DAY - AFTER)


def test_without_an_address_to_trust_an_appointment_is_told_and_not_posted(writing):
    her = roux(writing, card=False, email="j@example.org")
    number = opened(writing, her, Lost.EVERYTHING).number
    sent = send_appointment(writing, holder(writing, number), number, NOW)
    assert (sent.appointment_until, sent.appointment_posted) == (NOW + 7 * DAY, False)
    assert messages(writing, her, "appointment") == []


def test_an_appointment_is_for_whom_only_a_desk_helps(writing):
    her = roux(writing)
    number = opened(writing, her).number
    acting = holder(writing, number)
    with pytest.raises(CaseRefused):
        send_appointment(writing, acting, number, NOW)
    dispute(writing, dispute_codes(writing, her)[0], "page", NOW)
    assert send_appointment(writing, acting, number, NOW).appointment_posted


# What the clock does.


def test_the_clock_sends_the_code_of_a_change_when_its_week_is_over(writing):
    her = roux(writing)
    asked = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
    approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", NOW)
    digest, at = reference_digest(writing, asked.reference), NOW + 7 * DAY
    assert digest not in contacts_to_confirm(writing, at - AFTER, 9999)
    assert digest in contacts_to_confirm(writing, at, 9999)
    assert send_due_contact_code(writing, digest, at)
    assert digest not in contacts_to_confirm(writing, at, 9999)
    [code] = messages(writing, her, "contact-code")
    assert (code.address, code.parameters["reference"]) == (NEW["mobile"], asked.reference)
    assert confirm_contact_change(writing, asked.reference, newest_code(writing, her, "contact-code"), at) == "right"


def test_the_clock_sends_such_a_code_by_day_and_it_lives_a_day(writing):
    """Nobody waits for it: a voice rings no telephone at night, and an SMS may be read in the evening."""
    approved_at = NOW.replace(hour=1)
    for kind, life in ((ContactKind.LANDLINE, DAY), (ContactKind.MOBILE, DAY), (ContactKind.ADDRESS, 21 * DAY)):
        her = roux(writing)
        asked = ask_contact_change(writing, agent(her), kind, NEW[kind], "Lyon", approved_at)
        approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", approved_at)
        digest, night = reference_digest(writing, asked.reference), approved_at + 7 * DAY
        assert digest not in contacts_to_confirm(writing, night, 9999)
        assert digest not in contacts_to_confirm(writing, night.replace(hour=18), 9999)  # 20 h in Paris
        at = night.replace(hour=6, minute=0)  # 8 h in Paris
        assert digest in contacts_to_confirm(writing, at, 9999)
        send_due_contact_code(writing, digest, at)
        assert messages(writing, her, "contact-code")[0].not_after == at + life
        right = newest_code(writing, her, "contact-code")
        typed_at = min(at + life, night + 21 * DAY) - AFTER
        assert confirm_contact_change(writing, asked.reference, right, typed_at) == "right"


def test_the_clock_sends_nothing_for_a_change_that_was_stopped(writing):
    her = roux(writing)
    asked = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
    approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", NOW)
    dispute(writing, dispute_codes(writing, her, "contact-approved")[0], "page", NOW + DAY)
    digest = reference_digest(writing, asked.reference)
    assert not send_due_contact_code(writing, digest, NOW + 7 * DAY)
    assert digest not in contacts_to_confirm(writing, NOW + 7 * DAY, 9999)
    assert messages(writing, her, "contact-code") == []


def test_what_was_typed_for_a_decoy_is_gone_after_a_year(writing):
    _, (case, _, who) = known_and_decoy(writing)
    acting = acting_on(writing, case.number, who)
    asked = ask_contact_change(writing, acting, ContactKind.EMAIL, NEW["email"], "Lyon", NOW)
    sweep_recoveries(writing, NOW + 365 * DAY)
    assert patient_of_change(writing, asked.reference)
    sweep_recoveries(writing, NOW + 366 * DAY)
    assert patient_of_change(writing, asked.reference) is None
    with pytest.raises(CaseUnknown):
        patient_of_case(writing, case.number)


def test_the_first_day_of_calls_is_five_open_days_away():
    friday = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)  # half past eleven in Paris
    slots = callback_slots(friday)
    assert (slots[0].isoformat(), slots[-1].isoformat()) == ("2026-04-03T08:30:00+02:00", "2026-04-13T17:00:00+02:00")
    assert len(slots) == 6 * 18
