"""A change of contact from its asking to its first code, and what two colluding agents meet on their way."""

from datetime import timedelta

import pytest

from dossier.identity import ContactKind, person_of
from dossier.journal import Event, append
from dossier.policy import NotPermitted
from dossier.recovery import (
    AgentBarred,
    AlarmKind,
    CaseState,
    ChangeRefused,
    ChangeState,
    ChannelRefused,
    ContactUnfit,
    Lost,
    Proof,
    SecondPersonMissing,
    alarms,
    approve_contact_change,
    ask_contact_change,
    changes_of,
    changes_waiting,
    choose_channel,
    confirm_contact_change,
    contacts_to_confirm,
    dispute,
    give_code,
    open_case,
    open_for_caller,
    patient_of_case,
    send_contact_code,
    send_due_contact_code,
    standing_of,
)
from dossier.recovery.changing import reference_digest
from tests.kit.house import NOW, events_of, herself, operator, raw_bytes, rows_of
from tests.kit.recovery import (
    AFTER,
    CONTACTS,
    DOMAINS,
    KARIM,
    LUCIE,
    NEW,
    agent,
    changed,
    dispute_codes,
    holder,
    messages,
    newest_code,
    nobody,
    opened,
    prove,
    roux,
    supervisor,
)

DAY = timedelta(days=1)
PAULE = b"paule-----------"
"""A third agent."""


def asked(unit, her, kind=ContactKind.MOBILE, now=NOW, who=LUCIE):
    return ask_contact_change(unit, agent(her, who), kind, NEW[kind], "Lyon", now, call_reference="B-1")


def approved(unit, her, kind=ContactKind.MOBILE, now=NOW):
    return approve_contact_change(unit, agent(her, KARIM), asked(unit, her, kind, now).reference, "Brest", now)


def on_file(unit, her):
    witness = append(unit, operator(her), Event.RECOVERY_PERSON_SOUGHT, NOW)
    return person_of(unit, her, witness)


@pytest.mark.parametrize("kind", list(ContactKind))
def test_a_contact_changes_after_two_agents_a_week_and_a_code_sent_to_it(writing, kind):
    her = roux(writing)
    changed(writing, her, kind)
    value = getattr(on_file(writing, her), kind)
    assert value == (tuple(NEW[kind].splitlines()) if kind is ContactKind.ADDRESS else NEW[kind])
    told = [event for event in events_of(writing, her) if "contact" in event]
    assert told == [
        "recovery:contact:asked",
        "recovery:contact:approved",
        "recovery:contact:confirmed",
        "identity:contact:changed",
    ]
    assert [one.state for one in changes_of(writing, agent(her), NOW)] == [ChangeState.EFFECTIVE]


def test_the_old_and_the_new_contact_are_told_at_once(writing):
    her = roux(writing)
    approved(writing, her)
    told = {one.address.splitlines()[-1] for one in messages(writing, her, "recovery-notice")}
    assert told == {CONTACTS["mobile"], NEW["mobile"], CONTACTS["landline"], CONTACTS["email"], "43000 LE PUY-EN-VELAY"}


def test_nothing_is_sent_to_the_new_contact_before_the_week_is_over(writing):
    her = roux(writing)
    change = approved(writing, her)
    with pytest.raises(ChangeRefused) as refused:
        send_contact_code(writing, agent(her), change.reference, NOW + 7 * DAY - AFTER)
    assert refused.value.facts["why"] == "hold"


def test_during_the_hold_and_a_week_after_the_change_no_recovery_code_goes_there(writing):
    her = roux(writing)
    case = opened(writing, her)
    effective = changed(writing, her)
    for at, why in ((NOW + DAY, "held"), (effective + 7 * DAY - AFTER, "changed")):
        with pytest.raises(ChannelRefused) as refused:
            choose_channel(
                writing,
                holder(writing, case.number),
                case.number,
                Proof.SMS,
                min(at, effective) if why == "held" else at,
            )
        assert refused.value.facts["why"] in (why, "changed")
    assert choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, effective + 7 * DAY)


def test_a_code_on_its_way_to_a_contact_dies_when_its_change_is_approved(writing):
    her = roux(writing)
    case = opened(writing, her)
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW)
    code = newest_code(writing, her)
    approved(writing, her)
    assert give_code(writing, case.number, code, NOW) == "wrong"


def test_a_proof_dies_with_its_contact(writing):
    her = roux(writing, card=False)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.LETTER, NOW)
    at = changed(writing, her, ContactKind.ADDRESS)
    assert standing_of(writing, supervisor(her), case.number, at).state is CaseState.OPEN


def test_who_asked_does_not_approve_nor_does_her_team(writing):
    her = roux(writing)
    change = asked(writing, her)
    for who, team in ((LUCIE, "Brest"), (KARIM, "Lyon")):
        with pytest.raises(SecondPersonMissing):
            approve_contact_change(writing, agent(her, who), change.reference, team, NOW)
    assert change.reference not in [one.reference for one in changes_waiting(writing, agent(her), NOW)]
    assert change.reference in [one.reference for one in changes_waiting(writing, agent(her, KARIM), NOW)]


def test_two_colluding_agents_are_stopped_by_one_dispute_within_the_week(writing):
    her = roux(writing)
    change = approved(writing, her)
    to_the_old = next(one for one in messages(writing, her, "recovery-notice") if one.address == CONTACTS["mobile"])
    assert dispute(writing, to_the_old.parameters["dispute"], "keypad", NOW + 6 * DAY) == "stopped"
    with pytest.raises(ChangeRefused):
        send_contact_code(writing, agent(her), change.reference, NOW + 7 * DAY)
    assert on_file(writing, her).mobile == CONTACTS["mobile"]
    case = opened(writing, her, now=NOW + 7 * DAY)  # and her own telephone serves again
    choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, NOW + 7 * DAY)


@pytest.mark.parametrize("who", [LUCIE, KARIM])
def test_the_agents_of_a_change_recover_nothing_for_her_for_thirty_days(writing, who):
    her = roux(writing)
    at = changed(writing, her)
    with pytest.raises(AgentBarred):
        open_case(writing, agent(her, who), Lost.PASSWORD, at + 30 * DAY - AFTER, call_reference="A-1")
    open_case(writing, agent(her, who), Lost.PASSWORD, at + 30 * DAY, call_reference="A-1")


def test_a_dispute_after_the_change_keeps_recovery_away_from_the_new_contact(writing):
    her = roux(writing)
    at = changed(writing, her)
    assert dispute(writing, dispute_codes(writing, her, "contact-changed")[0], "letter", at) == "held"
    assert dispute_codes(writing, her, "contact-held"), "she is told that it has changed"
    assert not dispute_codes(writing, her, "contact-stopped"), "nothing was stopped"
    case = opened(writing, her, now=at + 20 * DAY)
    with pytest.raises(ChannelRefused):
        choose_channel(writing, holder(writing, case.number), case.number, Proof.SMS, at + 20 * DAY)


def test_five_wrong_codes_end_a_confirmation(writing):
    her = roux(writing)
    change = approved(writing, her)
    at = NOW + 7 * DAY
    send_contact_code(writing, agent(her), change.reference, at)
    outcomes = [confirm_contact_change(writing, change.reference, "1", at) for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    code = newest_code(writing, her, "contact-code")
    assert confirm_contact_change(writing, change.reference, code, at) == "locked"
    with pytest.raises(ChangeRefused):
        send_contact_code(writing, agent(her), change.reference, at + DAY)


def test_after_five_wrong_codes_another_change_may_be_asked_for_known_or_not(writing):
    her = roux(writing)
    case = open_for_caller(writing, nobody(), DOMAINS, Lost.PASSWORD, NOW, lambda who: agent(who, b"16-bytes-of-hers"))
    for who in (her, patient_of_case(writing, case.number)):
        change, at = approved(writing, who), NOW + 7 * DAY
        digest = reference_digest(writing, change.reference)
        assert digest in contacts_to_confirm(writing, at, 9999)
        assert send_due_contact_code(writing, digest, at) == (who == her)
        assert digest not in contacts_to_confirm(writing, at, 9999)
        with pytest.raises(ChangeRefused):
            asked(writing, who, now=at, who=PAULE)
        outcomes = [confirm_contact_change(writing, change.reference, "1", at) for _ in range(6)]
        assert outcomes == ["wrong"] * 4 + ["locked"] * 2
        assert [one.state for one in changes_of(writing, agent(who), at)] == [ChangeState.LAPSED]
        assert asked(writing, who, now=at, who=PAULE).state is ChangeState.ASKED


@pytest.mark.parametrize("who", [LUCIE, KARIM])
def test_the_agents_of_a_change_ask_for_no_other_of_hers_known_or_not(writing, who):
    """Else two of them change the landline, the e-mail and the address after the mobile."""
    her = roux(writing)
    case = open_for_caller(writing, nobody(), DOMAINS, Lost.PASSWORD, NOW, lambda one: agent(one, PAULE))
    for patient in (her, patient_of_case(writing, case.number)):
        approved(writing, patient)
        with pytest.raises(AgentBarred):
            asked(writing, patient, ContactKind.EMAIL, NOW + 30 * DAY - AFTER, who)
        asked(writing, patient, ContactKind.EMAIL, NOW + 30 * DAY, who)


def test_what_cannot_be_a_contact_is_refused(writing):
    her = roux(writing)
    wrong = [
        (ContactKind.MOBILE, "0639"),
        (ContactKind.MOBILE, "jeanne"),
        (ContactKind.EMAIL, "jeanne"),
        (ContactKind.ADDRESS, "une seule ligne"),
    ]
    for kind, value in wrong:
        with pytest.raises(ContactUnfit):
            ask_contact_change(writing, agent(her), kind, value, "Lyon", NOW)
    with pytest.raises(NotPermitted):
        ask_contact_change(writing, herself(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)


def test_the_new_contact_lies_sealed_and_agents_see_two_digits(writing):
    her = roux(writing)
    change = asked(writing, her)
    assert (change.old_hint, change.new_hint) == ("42", "99")
    lying = raw_bytes(rows_of(writing, "contact_request", her))
    assert NEW["mobile"].encode() not in lying
    assert change.reference.encode() not in lying


def test_a_usual_day_is_a_whole_one(writing):
    """What is left of yesterday after a day of twenty-four hours would make an agent's usual day look small."""
    who = b"steady--" + roux(writing)[:8]
    monday, hour = NOW + DAY, timedelta(hours=1)
    tuesday, wednesday = monday + DAY, monday + 2 * DAY
    opened_at = [monday] * 4 + [tuesday] + [tuesday + 3 * hour] * 3 + [wednesday] * 5
    for at in opened_at:
        open_case(writing, agent(roux(writing), who), Lost.PASSWORD, at, call_reference="A-1")
    found = alarms(writing, supervisor(roux(writing)), wednesday + 2 * hour)
    assert AlarmKind.MANY_CASES not in [one.kind for one in found if one.staff_id == who]


def test_the_supervisor_sees_what_is_odd(writing):
    busy = b"busy----" + roux(writing)[:8]
    at = NOW + 1 * timedelta(hours=3)  # a Sunday
    for _ in range(6):
        open_case(writing, agent(roux(writing), busy), Lost.PASSWORD, at)
    last = roux(writing)
    open_case(writing, agent(last, busy), Lost.PASSWORD, at, call_reference="A-1")
    dispute(writing, dispute_codes(writing, last)[0], "page", at)
    first, second = roux(writing), roux(writing)
    for her in (first, second):
        ask_contact_change(writing, agent(her), ContactKind.EMAIL, f"{busy.hex()}@example.net", "Lyon", at)
    found = alarms(writing, supervisor(last), at)
    hers = {one.kind: one.count for one in found if one.staff_id == busy}
    assert hers == {
        AlarmKind.MANY_CASES: 7,
        AlarmKind.NO_CALL: 6,
        AlarmKind.OUT_OF_HOURS: 7,
        AlarmKind.DISPUTES: 1,
    }
    assert [one.kind for one in found if one.staff_id is None] == [AlarmKind.SHARED_CONTACT]
    with pytest.raises(NotPermitted):
        alarms(writing, agent(last, busy), at)
