"""Messages are claimed by one worker, handed over, settled, told of later; what failed goes on to the next channel."""

from datetime import timedelta
from threading import Barrier

import pytest

from dossier.journal import verify_chain
from dossier.outbox import (
    Carrier,
    Delivery,
    Result,
    claim,
    ended_badly,
    expire,
    is_work,
    lost_claims,
    mark_listed,
    note_delivery,
    pass_on,
    queue,
    queues,
    settle,
    settle_accepted,
    silent,
    unreached,
    waiting_messages,
)
from dossier.vault import SealBroken, shred
from tests.kit.house import NOW, enrolled, events_of, on_postgresql, operator, raw, rows_of, together

GATE, CENTER = Carrier("gate", keeps_keys=True), Carrier("center", keeps_keys=False)
SOON = NOW + timedelta(seconds=5)
LOST = NOW + timedelta(minutes=3)
ENVELOPE = "JEANNE ROUX\n43000 LE PUY-EN-VELAY"


class Ways:
    def __init__(self, **on_file):
        self.ways = on_file

    def on_file(self, unit, posted):
        return self.ways

    def arrived(self, unit, patient_id, kind, channel, now):
        """No window hangs on it here."""

    def anew(self, unit, posted, now):
        raise AssertionError("nothing here is written anew")


NOWHERE = Ways()


@pytest.fixture
def empty(store):
    """The store with nothing in the outbox: claims take whatever is due."""
    with store.writing() as unit:
        raw(unit, "DELETE FROM outbox_message")
        raw(unit, "DELETE FROM outbox_attempt")
    return store


def queued(unit, patient, kind="receipt", channel="email", at=NOW, life=timedelta(days=90), **more):
    queue(
        unit,
        operator(patient),
        at,
        kind=kind,
        channel=channel,
        language="fr",
        address="jeanne.roux@example.org",
        parameters={"number": "7KQM4HTX9DFR"},
        not_after=at + life,
        **more,
    )


def with_one(store, **told):
    with store.writing() as unit:
        patient = enrolled(unit)
        queued(unit, patient, **told)
    return patient


def claimed(store, route=(GATE,), channel="email", at=SOON, limit=10):
    with store.writing() as unit:
        return claim(unit, channel, route, at, limit)


def settled(store, one, result, route=(GATE,), ways=NOWHERE, at=SOON):
    with store.writing() as unit:
        settle(unit, one, result, route, ways, at)


def accepted(store, one, reference="ref-1", at=SOON):
    with store.writing() as unit:
        settle_accepted(unit, [(one, Result("accepted", reference=reference))], at)


def told(store, outcome, ways=NOWHERE, at=SOON, **named):
    with store.writing() as unit:
        return note_delivery(unit, Delivery("gate", outcome, "mailbox-unknown", **named), ways, at)


def states(store, patient):
    with store.reading() as unit:
        rows = rows_of(unit, "outbox_message", patient)
    return sorted((row["channel"], row["state"]) for row in rows)


def tries(store, patient):
    with store.reading() as unit:
        rows = rows_of(unit, "outbox_attempt", patient)
    return sorted((row["number"], row["provider"], row["outcome"]) for row in rows)


def test_a_claim_opens_the_message_and_is_written_down_before_anything_leaves(empty):
    patient = with_one(empty)
    [one] = claimed(empty)
    assert (one.posted.patient_id, one.posted.message.address) == (patient, "jeanne.roux@example.org")
    assert (one.number, one.provider, len(one.key)) == (1, "gate", 32)
    assert tries(empty, patient) == [(1, "gate", "")]
    assert states(empty, patient) == [("email", "sending")]
    assert claimed(empty) == []
    accepted(empty, one)
    assert states(empty, patient) == [("email", "handed")]
    assert tries(empty, patient) == [(1, "gate", "accepted")]


def test_codes_go_before_whatever_waits_longer(empty):
    with_one(empty, kind="receipt", channel="sms")
    with_one(empty, kind="sign-in-code", channel="sms", at=NOW + timedelta(seconds=1), life=timedelta(minutes=10))
    [first] = claimed(empty, channel="sms", limit=1)
    assert first.posted.message.kind == "sign-in-code"


def test_nothing_leaves_before_its_time_nor_after_it(empty):
    later = with_one(empty, not_before=NOW + timedelta(hours=1))
    code = with_one(empty, kind="sign-in-code", life=timedelta(seconds=1))
    with empty.reading() as unit:
        assert is_work(unit, "email", SOON)
    assert claimed(empty) == []
    with empty.writing() as unit:
        assert expire(unit, SOON) == 1
        assert not is_work(unit, "email", SOON)
    assert states(empty, code) == [("email", "expired")]
    assert len(claimed(empty, at=NOW + timedelta(hours=1))) == 1
    assert states(empty, later) == [("email", "sending")]


def test_a_message_that_a_dead_worker_had_goes_again_to_the_same_provider_with_the_same_key(empty):
    patient, other = with_one(empty), Carrier("other", keeps_keys=True)
    [first] = claimed(empty, (GATE, other))
    with empty.reading() as unit:
        assert lost_claims(unit, "email", SOON, 10) == []
        [lost] = lost_claims(unit, "email", LOST, 10)
    settled(empty, lost, Result("unsure", "lost"), (GATE, other), at=LOST)
    [again] = claimed(empty, (GATE, other), at=LOST)
    assert (again.provider, again.number, again.key) == ("gate", 2, first.key)
    accepted(empty, first)  # the worker wasn't dead: what it knows is true all the same
    assert tries(empty, patient)[0] == (1, "gate", "accepted")
    accepted(empty, again)
    assert states(empty, patient) == [("email", "handed")]


def test_a_provider_without_keys_is_waited_for_and_then_another_is_asked(empty):
    patient, route = with_one(empty, kind="sign-in-code", channel="sms", life=timedelta(minutes=10)), (CENTER, GATE)
    [one] = claimed(empty, route, "sms")
    settled(empty, one, Result("unsure", "reset"), route)
    over = SOON + timedelta(minutes=1)
    assert claimed(empty, route, "sms", at=over) == []
    with empty.reading() as unit:
        assert silent(unit, "sms", route, over - timedelta(seconds=1), 10) == []
        [lost] = silent(unit, "sms", route, over, 10)
    with empty.writing() as unit:
        pass_on(unit, lost, route, NOWHERE, over)
    [again] = claimed(empty, route, "sms", at=over)
    assert again.provider == "gate"
    assert states(empty, patient) == [("sms", "sending")]


def test_an_overdue_slip_that_comes_at_last_by_its_mark_alone_is_believed(empty):
    patient = with_one(empty, kind="sign-in-code", channel="sms", life=timedelta(minutes=10))
    [one] = claimed(empty, (CENTER,), "sms")
    settled(empty, one, Result("unsure", "reset"), (CENTER,))
    slip = Delivery("center", "delivered", mark=one.key[-4:])
    with empty.writing() as unit:
        assert note_delivery(unit, slip, NOWHERE, SOON) == "noted"
    assert states(empty, patient) == [("sms", "delivered")]


def test_what_failed_for_good_goes_on_by_letter_with_the_same_words(empty):
    patient = with_one(empty)
    [one] = claimed(empty)
    settled(empty, one, Result("refused", "unknown"), ways=Ways(email="x@example.org", letter=ENVELOPE))
    assert states(empty, patient) == [("email", "failed"), ("letter", "waiting")]
    with empty.reading() as unit:
        [letter] = [m for m in waiting_messages(unit, limit=5, patient_id=patient) if m.channel == "letter"]
        assert (letter.address, letter.parameters) == (ENVELOPE, {"number": "7KQM4HTX9DFR"})
        [row] = [r for r in rows_of(unit, "outbox_message", patient) if r["channel"] == "letter"]
        assert (bytes(row["follows"]), row["path"]) == (one.posted.message_id, "email letter")
        assert events_of(unit, patient)[-2:] == ["outbox:message:undelivered", "outbox:message:queued"]
        assert verify_chain(unit, patient) == []


def test_whom_no_channel_reaches_stands_on_the_list_once(empty):
    patient = with_one(empty)
    [one] = claimed(empty)
    settled(empty, one, Result("refused", "unknown"))
    assert states(empty, patient) == [("email", "unreached")]
    with empty.writing() as unit:
        [listed] = unreached(unit, 10)
        assert (listed.patient_id, listed.kind, listed.path) == (patient, "receipt", ("email",))
        assert ended_badly(unit, NOW)["email", "unreached"] == 1
        mark_listed(unit, [listed], "monday.csv")
        assert unreached(unit, 10) == []


def test_a_notice_sent_everywhere_is_told_by_hand_only_when_every_way_failed(empty):
    patient = with_one(empty, kind="factor-changed")
    with empty.writing() as unit:
        queued(unit, patient, kind="factor-changed", channel="sms")
    [mail], [text] = claimed(empty), claimed(empty, channel="sms")
    settled(empty, mail, Result("refused", "unknown"), ways=Ways(letter=ENVELOPE))
    assert states(empty, patient) == [("email", "failed"), ("sms", "sending")]
    settled(empty, text, Result("refused", "unknown"), ways=Ways(letter=ENVELOPE))
    assert states(empty, patient) == [("email", "failed"), ("sms", "unreached")]


def test_a_code_never_goes_on(empty):
    patient = with_one(empty, kind="sign-in-code", channel="sms", life=timedelta(minutes=10))
    [one] = claimed(empty, channel="sms")
    settled(empty, one, Result("refused", "unknown"), ways=Ways(voice="+33471000000", letter=ENVELOPE))
    assert states(empty, patient) == [("sms", "failed")]


def test_a_reference_that_is_used_again_speaks_of_the_newest_message(empty):
    patients = []
    for day in (0, 40):
        patients.append(with_one(empty, at=NOW + timedelta(days=day)))
        [one] = claimed(empty, at=SOON + timedelta(days=day))
        accepted(empty, one, reference="77", at=SOON + timedelta(days=day))
    assert told(empty, "failed", reference="77", at=SOON + timedelta(days=41)) == "noted"
    assert [states(empty, patient) for patient in patients] == [[("email", "handed")], [("email", "unreached")]]


@pytest.mark.parametrize("by_key", [True, False])
def test_a_slip_counts_once_however_often_it_is_told(empty, by_key):
    patient = with_one(empty)
    [one] = claimed(empty)
    accepted(empty, one, reference="ref-77")
    named = {"key": one.key} if by_key else {"reference": "ref-77"}
    ways = Ways(letter=ENVELOPE)
    assert [told(empty, "bounced", ways, **named) for _ in range(3)] == ["noted", "known", "known"]
    assert told(empty, "delivered", ways, **named) == "known"
    assert states(empty, patient) == [("email", "bounced"), ("letter", "waiting")]


def test_delivered_then_bounced_an_email_came_back_all_the_same(empty):
    patient = with_one(empty)
    [one] = claimed(empty)
    accepted(empty, one)
    assert told(empty, "delivered", key=one.key) == "noted"
    assert states(empty, patient) == [("email", "delivered")]
    assert told(empty, "bounced", Ways(letter=ENVELOPE), key=one.key) == "noted"
    assert states(empty, patient) == [("email", "bounced"), ("letter", "waiting")]


def test_bad_news_then_good_then_bad_again_is_one_letter(empty):
    patient, ways = with_one(empty), Ways(letter=ENVELOPE)
    [one] = claimed(empty)
    accepted(empty, one)
    told_of = [told(empty, fate, ways, key=one.key) for fate in ("failed", "delivered", "bounced")]
    assert told_of == ["noted", "known", "known"]
    assert states(empty, patient) == [("email", "failed"), ("letter", "waiting")]


@pytest.mark.parametrize("key", ["", "00" * 16, "../etc", "zz" * 16, "é" * 32])
def test_a_slip_of_nobody_changes_nothing(empty, key):
    with_one(empty)
    assert told(empty, "failed", key=key, reference="nobody") == "unknown"


def test_an_erased_person_has_nothing_to_send_and_what_was_in_hand_settles_nowhere(empty):
    waiting, in_hand = with_one(empty, channel="sms"), with_one(empty)
    [one] = claimed(empty)
    with empty.writing() as unit:
        for patient in (waiting, in_hand):
            unit.forget(patient)
            shred(unit, patient)
    accepted(empty, one)
    settled(empty, one, Result("refused", "unknown"), ways=Ways(letter=ENVELOPE))
    assert claimed(empty, channel="sms") == []
    for patient in (waiting, in_hand):
        assert states(empty, patient) == []
        assert tries(empty, patient) == []


def test_a_broken_key_stops_nobody_elses_message(empty):
    broken, whole = with_one(empty), with_one(empty)
    with empty.writing() as unit:
        shred(unit, broken)
    [one] = claimed(empty)
    assert one.posted.patient_id == whole
    assert states(empty, broken) == [("email", "failed")]
    with empty.reading() as unit, pytest.raises(SealBroken):
        waiting_messages(unit, limit=5, patient_id=broken)


def test_figures_tell_what_waits_and_what_is_late(empty):
    with_one(empty, kind="sign-in-code", channel="sms", life=timedelta(minutes=10))
    with_one(empty)
    with empty.reading() as unit:
        soon = {one.channel: (one.waiting, one.sending, one.late) for one in queues(unit, SOON)}
        in_a_minute = {one.channel: one.late for one in queues(unit, NOW + timedelta(minutes=1))}
        [oldest] = {one.oldest_due_at for one in queues(unit, SOON)}
    assert soon == {"sms": (1, 0, 0), "email": (1, 0, 0)}
    assert in_a_minute == {"sms": 1, "email": 0}
    assert oldest == NOW


def test_two_workers_at_once_never_claim_the_same_and_leave_none(empty):
    """On PostgreSQL both hold their claims open at the same moment."""
    people = 60
    with empty.writing() as unit:
        for _ in range(people):
            queued(unit, enrolled(unit))
    meet = Barrier(2, timeout=30)

    def take():
        mine = []
        while True:
            with empty.writing() as unit:
                claims = claim(unit, "email", (GATE,), SOON, 7)
                if on_postgresql(empty) and len(mine) < 14:
                    meet.wait()  # neither has committed when the other one claims
            if not claims:
                return mine
            mine += [one.key for one in claims]

    first, second = together(take, take)
    assert len(first) + len(second) == people == len({*first, *second})
    assert on_postgresql(empty) is False or (first and second)
