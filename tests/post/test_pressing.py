"""Keys pressed while a notice is spoken: each does what its own notice was sent for, once, and nothing else."""

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from back_office.post.replies import NOTHING, Reply, lines_of
from dossier.identity import ContactKind
from dossier.lifecycle import Purpose, State, Way, change_mind, make_letter_code, move_space, receipts_of, state_of
from dossier.mandates import MandateState, end_mandate, give_consent, mandate_of, send_consent_code
from dossier.outbox import Carrier, claim, queue
from dossier.recovery import (
    CaseState,
    ChangeRefused,
    approve_contact_change,
    ask_contact_change,
    send_contact_code,
    standing_online,
)
from tests.kit.answering import SETTINGS, VOICE, Carries, left, press, rung, type_in
from tests.kit.house import NOW, announced, enrolled, events_of, herself, operator, person, raw, rows_of, together
from tests.kit.mandates import NETWORK, drafted, given, newest_code, somebody, staff
from tests.kit.parcels import parcel
from tests.kit.recovery import KARIM, NEW, agent, changed, opened, roux
from tests.kit.turns import told_in

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AT = datetime(2026, 3, 16, 9, tzinfo=UTC)
"""Within the window of `announced`."""
BORN = "12051942"
"""Her birth date, as it is typed."""


@pytest.fixture
def mandate(empty):
    """A mandate whose notice is spoken: its advisor, its giver, its number, and the call."""
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit, mobile="", email="", address=())
        reference = given_by_voice(unit, paul, her)
    [_, call] = rung(empty, NOW)
    return paul, her, reference, call


def given_by_voice(unit, paul, her):
    """Have her agree by a code that is spoken: for whoever has a landline alone."""
    reference = drafted(unit, paul, her).reference
    send_consent_code(unit, paul, reference, "voice", NOW)
    assert give_consent(unit, reference, newest_code(unit, her.id), NETWORK, NOW) == "right"
    return reference


def announced_by_voice(store):
    """Announce a record to somebody whose notice is a call; return her id."""
    with store.writing() as unit:
        patient, code = announced(unit, landline="+33471090142")
        spoken(unit, patient, code, AT)
    return patient


def spoken(unit, patient, code, at):
    """Queue her notice as a call."""
    queue(
        unit, operator(patient), at, kind="opt-out-notice", channel="voice", language="fr", address="+33471090142",
        parameters={"code": code, "about": "", "last_day": "2026-04-02"}, not_after=at + 30 * DAY,
    )  # fmt: skip


def state(store, paul, reference):
    with store.reading() as unit:
        return mandate_of(unit, paul, reference, NOW).state


def test_3_ends_the_mandate_that_the_call_tells_of(empty, mandate):
    paul, her, reference, call = mandate
    assert call.keypad == ("repeat", "stop-mandate")
    assert press(empty, call, "3", NOW + MINUTE) == Reply("mandate-stopped", "fr")
    assert state(empty, paul, reference) is MandateState.REVOKED
    with empty.reading() as unit:
        [facts] = [facts for event, facts in told_in(unit, her.id) if event == "mandates:mandate:revoked"]
    assert facts["way"] == "keypad"


def test_pressed_twice_told_twice_or_after_its_end_it_changes_nothing_more(empty, mandate):
    _, her, _, call = mandate
    event = secrets.token_hex(8)
    said = [press(empty, call, "3", NOW + minute * MINUTE, event=event).said for minute in (1, 2)]
    said.append(press(empty, call, "3", NOW + 3 * MINUTE).said)
    assert said == ["mandate-stopped", "mandate-stopped", "not-now"], "told again, it has the same answer"
    with empty.reading() as unit:
        assert events_of(unit, her.id).count("mandates:mandate:revoked") == 1


def test_told_twice_at_once_it_is_done_once_and_both_have_the_same_answer(empty, mandate):
    _, her, _, call = mandate
    event = secrets.token_hex(8)
    tells = [partial(press, empty, call, "3", NOW + MINUTE, event=event) for _ in range(3)]
    assert together(*tells) == [Reply("mandate-stopped", "fr")] * 3
    with empty.reading() as unit:
        assert events_of(unit, her.id).count("mandates:mandate:revoked") == 1


def test_what_the_advisor_ended_stays_as_it_ended(empty, mandate):
    paul, _, reference, call = mandate
    with empty.writing() as unit:
        end_mandate(unit, paul, reference, NOW)
    assert press(empty, call, "3", NOW + 40 * DAY) == Reply("not-now", "fr")
    assert state(empty, paul, reference) is MandateState.ENDED


@pytest.mark.parametrize(
    ("digit", "reply"), [("1", NOTHING), ("5", Reply("no-key")), ("9", Reply("no-key")), ("", Reply("no-key"))]
)
def test_any_other_key_ends_nothing(empty, mandate, digit, reply):
    paul, _, reference, call = mandate
    assert press(empty, call, digit, NOW + MINUTE) == reply
    assert state(empty, paul, reference) is MandateState.ACTIVE


@pytest.mark.parametrize(
    "told",
    [{"provider": "voice-second"}, {"provider": "sms-http"}, {"key": "ab" * 16}, {"key": "ab"}, {"key": "zz" * 16}],
)
def test_whoever_never_had_the_call_and_a_key_of_nobody_are_not_believed(empty, mandate, told):
    paul, _, reference, call = mandate
    assert press(empty, call, "3", NOW + MINUTE, **told) == NOTHING
    assert state(empty, paul, reference) is MandateState.ACTIVE


def test_what_left_as_an_sms_has_no_keys(empty):
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit, landline="", email="", address=())
        reference = given(unit, paul, her)
    gate = Carries("sms-http", "sms")
    notice = left(empty, NOW, gate)[-1]
    assert press(empty, notice, "3", NOW + MINUTE, provider="sms-http") == NOTHING
    assert state(empty, paul, reference) is MandateState.ACTIVE


def test_a_key_pressed_before_we_know_that_the_call_left_counts(empty):
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit, mobile="", email="", address=())
        reference = given_by_voice(unit, paul, her)
    said = []
    early = Carries("voice", "voice", lambda call: said.append(press(empty, call, "3", NOW).said))
    left(empty, NOW, early)
    assert said == ["no-key", "mandate-stopped"]
    assert state(empty, paul, reference) is MandateState.REVOKED
    with empty.reading() as unit:
        assert {row["state"] for row in rows_of(unit, "outbox_message", her.id)} == {"handed"}


def test_who_was_erased_has_no_call_any_more(empty, mandate):
    _, her, _, call = mandate
    with empty.writing() as unit:
        unit.forget(her.id)
    assert press(empty, call, "3", NOW + MINUTE) == NOTHING


def test_9_freezes_the_recovery_that_the_call_tells_of_and_once_is_enough(empty):
    with empty.writing() as unit:
        her = roux(unit, landline="+33471090142")
        case = opened(unit, her).number
    [call] = rung(empty, NOW)
    assert call.keypad == ("repeat", "not-me")
    assert press(empty, call, "9", NOW + MINUTE) == Reply("case-stopped", "fr")
    with empty.reading() as unit:
        assert standing_online(unit, case, NOW).state is CaseState.FROZEN
    said = [press(empty, call, "9", NOW + 2 * MINUTE).said for _ in range(12)]
    assert set(said) == {"not-now"}
    with empty.reading() as unit:
        assert events_of(unit, her).count("recovery:case:disputed") == 1


def test_9_stops_a_change_of_contact(empty):
    with empty.writing() as unit:
        her = roux(unit, landline="+33471090142")
        change = ask_contact_change(unit, agent(her), ContactKind.LANDLINE, NEW["landline"], "Lyon", NOW)
        approve_contact_change(unit, agent(her, KARIM), change.reference, "Brest", NOW)
    call = next(one for one in rung(empty, NOW) if one.address == "+33471090142")
    assert press(empty, call, "9", NOW + MINUTE).said == "case-stopped"
    with empty.writing() as unit, pytest.raises(ChangeRefused):
        send_contact_code(unit, agent(her), change.reference, NOW + 7 * DAY)


def test_9_after_a_contact_has_changed_sends_her_to_a_desk(empty):
    with empty.writing() as unit:
        her = roux(unit, landline="+33471090142", email="", address=())
        at = changed(unit, her, ContactKind.LANDLINE)
    calls = [one for one in rung(empty, at) if "a changé" in one.text]
    assert calls, "nobody was told"
    assert not any("Tout s’arrête" in one.text for one in calls)
    assert press(empty, calls[0], "9", at + MINUTE).said == "contact-held"


def says_no(store, call, at, *, event=""):
    """Press 5 and type the right date; return what that leads to."""
    press(store, call, "5", at)
    return type_in(store, call, BORN, at, event=event).said


def test_5_asks_for_the_birth_date_and_says_no_to_nothing_yet(empty):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    assert call.keypad == ("repeat", "say-no")
    reply = press(empty, call, "5", AT + MINUTE)
    assert (reply, reply.gathers) == (Reply("birth-date", "fr"), 8)
    [line] = lines_of(reply, SETTINGS)
    assert line.startswith("Tapez la date de naissance de la personne concernée. Deux chiffres pour le jour,")
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED
        assert receipts_of(unit, patient) == []


def test_5_and_her_birth_date_say_no_by_telephone_and_a_receipt_tells_it(empty):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    press(empty, call, "5", AT + MINUTE)
    assert type_in(empty, call, "13051942", AT + MINUTE) == Reply("birth-wrong", "fr")
    reply = type_in(empty, call, BORN, AT + 2 * MINUTE)
    assert (reply, reply.gathers) == (Reply("said-no", "fr"), 0)
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.OPPOSED
        [receipt] = receipts_of(unit, patient)
    assert (receipt.way, receipt.in_time) == (Way.PHONE, True)


@pytest.mark.parametrize("wrong", ["13051942", "1205194", "120519420", "12051", "31021942", "00000000"])
def test_after_three_wrong_dates_nobody_says_no_in_that_call(empty, wrong):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    press(empty, call, "5", AT)
    replies = [type_in(empty, call, wrong, AT + MINUTE, event=f"{wrong}-{number}") for number in (1, 1, 2, 3)]
    assert [reply.said for reply in replies] == ["birth-wrong", "birth-wrong", "birth-wrong", "not-proved"]
    assert [reply.gathers for reply in replies] == [8, 8, 8, 0]
    assert says_no(empty, call, AT + 2 * MINUTE) == "not-proved"
    assert press(empty, call, "5", AT + 3 * MINUTE) == Reply("not-proved", "fr")
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED


def test_too_many_wrong_dates_elsewhere_and_the_keypad_is_not_enough_either(empty):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    with empty.writing() as unit:
        raw(unit, "UPDATE letter_code SET failures = 20 WHERE patient_id = ?", patient)
    assert says_no(empty, call, AT) == "not-proved"
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED


def test_told_again_later_it_does_not_say_no_again_after_she_changed_her_mind(empty):
    patient, event = announced_by_voice(empty), secrets.token_hex(8)
    [call] = rung(empty, AT)
    says_no(empty, call, AT + MINUTE, event=event)
    with empty.writing() as unit:
        change_mind(unit, herself(patient), Way.SIGNED_IN, AT + 2 * MINUTE)
    assert type_in(empty, call, BORN, AT + 3 * MINUTE, event=event).said == "said-no"
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED
    assert says_no(empty, call, AT + 4 * MINUTE) == "said-no", "what she typed anew"


def test_too_late_to_say_no_it_closes_what_was_opened(empty):
    with empty.writing() as unit:
        patient = enrolled(unit, state=State.OPENED)
        code = make_letter_code(unit, patient, person(), Purpose.OPT_OUT, NOW)
        spoken(unit, patient, code, NOW)
    [call] = announced_calls(empty, patient)
    assert says_no(empty, call, NOW + MINUTE) == "closed"
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.CLOSED


def announced_calls(store, patient):
    """Return her notice as it was spoken: by a worker that didn't know yet that her record was opened."""
    with store.writing() as unit:
        [message_id] = raw(unit, "SELECT message_id FROM outbox_message WHERE patient_id = ?", patient).scalars()
        claim(unit, "voice", [Carrier(VOICE, keeps_keys=True)], NOW, 1)
    return [parcel("voice", key=bytes(message_id).hex())]


def test_a_code_that_is_too_old_says_no_to_nothing(empty):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    assert says_no(empty, call, AT + 400 * DAY) == "not-now"
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED


def test_whoever_uses_her_record_closes_it_herself(empty):
    patient = announced_by_voice(empty)
    [call] = rung(empty, AT)
    with empty.writing() as unit:
        for step in (State.OPENED, State.ACTIVATED):
            move_space(unit, operator(patient), step, AT)
    assert says_no(empty, call, AT + MINUTE) == "not-now"
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ACTIVATED
