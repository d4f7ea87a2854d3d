"""The worker: words, hand-over, what follows, the breaker; stopped at any moment; nothing personal in its log."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest

from back_office.post import composer, running, take_slip
from back_office.post import worker as post_worker
from back_office.post.port import Accepted, Later, Refused, Unsure
from back_office.post.slips import Slip
from back_office.post.worker import Worker
from dossier.base import Settings
from dossier.lifecycle import State, Way, ask_erasure, case_of, open_due, opt_out, reopen, state_of
from dossier.outbox import provider_states, queue, waiting_messages
from dossier.store import StoreSilent
from tests.kit.house import NOW, enrolled, events_of, herself, letter_holder, operator, raw, rows_of
from tests.rooms.lifecycle.test_campaigns import ADDRESS, announced, email

SETTINGS = Settings.read({"DEMO": "1"})
MARCH = datetime(2026, 3, 9, 8, tzinfo=UTC)


class Killed(BaseException):
    """The end of a worker, in the middle of its work."""


class Told:
    """A provider that answers what it was told to, the last answer for ever; it keeps what it was given."""

    keeps_keys = True

    def __init__(self, *answers, name="told", channel="email"):
        self.name, self.channel, self.answers, self.parcels = name, channel, list(answers) or [Accepted("r")], []

    def send(self, parcel):
        self.parcels.append(parcel)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self):
        """Nothing is open."""


class Clock:
    def __init__(self, at=NOW):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def empty(store):
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "outbox_provider"):
            raw(unit, f"DELETE FROM {table}")
    return store


def worker(store, *providers, clock=None, stopping=None):
    routes = {}
    for one in providers:
        routes.setdefault(one.channel, []).append(one)
    return Worker(store, composer(SETTINGS), routes, stopping or threading.Event(), clock or Clock())


def with_code(store, channel="sms", at=NOW, code="314159"):
    with store.writing() as unit:
        patient = enrolled(unit)
        queue(
            unit,
            operator(patient),
            at,
            kind="sign-in-code",
            channel=channel,
            language="fr",
            address="+33639980103",
            parameters={
                "code": code, "purpose": "sign-in", "until": (at + timedelta(minutes=10)).isoformat(), "sex": "F",
            },
            not_after=at + timedelta(minutes=10),
        )  # fmt: skip
    return patient


def state(store, patient, channel):
    with store.reading() as unit:
        return [row["state"] for row in rows_of(unit, "outbox_message", patient) if row["channel"] == channel]


def test_a_code_leaves_in_words_under_its_key_and_is_handed_over(empty):
    patient, gate = with_code(empty), Told(channel="sms")
    post = worker(empty, gate)
    assert post.turn() == 1
    [parcel] = gate.parcels
    assert "votre code est 314159" in parcel.text
    assert (parcel.address, parcel.channel, len(parcel.key)) == ("+33639980103", "sms", 32)
    assert (parcel.subject, parcel.spoken, parcel.keypad) == ("", (), ())
    assert state(empty, patient, "sms") == ["handed"]
    assert post.turn() == 0
    assert post.counted["accepted"] == 1


def test_a_voice_gets_phrases_and_the_keys_that_make_sense(empty):
    with_code(empty, channel="voice")
    caller = Told(channel="voice")
    worker(empty, caller).turn()
    [parcel] = caller.parcels
    assert "3, 1. 4, 1. 5, 9." in parcel.spoken
    assert parcel.keypad == ("repeat",)


@pytest.mark.parametrize("answer", [Later("down"), Unsure("reset"), RuntimeError("+33639980103 is busy")])
def test_whatever_goes_wrong_it_is_tried_again_in_seconds(empty, answer):
    patient, clock = with_code(empty), Clock()
    gate = Told(answer, Accepted("r"), channel="sms")
    post = worker(empty, gate, clock=clock)
    post.turn()
    assert state(empty, patient, "sms") == ["waiting"]
    assert post.turn() == 0
    clock.at += timedelta(seconds=1)
    assert post.turn() == 1
    assert state(empty, patient, "sms") == ["handed"]
    assert len({parcel.key for parcel in gate.parcels}) == 1


def test_the_second_provider_is_asked_at_once_when_nothing_left(empty):
    with_code(empty)
    first, second = Told(Later("down"), name="first", channel="sms"), Told(name="second", channel="sms")
    worker(empty, first, second).drain()
    assert (len(first.parcels), len(second.parcels)) == (1, 1)


def test_a_code_that_came_too_late_is_not_sent(empty):
    patient, gate = with_code(empty), Told(channel="sms")
    post = worker(empty, gate, clock=Clock(NOW + timedelta(minutes=10)))
    post.drain()
    assert gate.parcels == []
    assert state(empty, patient, "sms") == ["expired"]


def test_after_five_failures_a_provider_is_left_alone_then_tried_with_one_message(empty):
    for _ in range(12):
        with_code(empty)
    clock, gate = Clock(), Told(Later("down"), channel="sms")
    post = worker(empty, gate, clock=clock)
    for _ in range(4):
        post.turn()
        clock.at += timedelta(seconds=1)
    asked = len(gate.parcels)
    assert 5 <= asked <= 12
    with empty.reading() as unit:
        assert provider_states(unit)["told"].failures == asked
    clock.at += timedelta(seconds=30)
    post.turn()
    assert len(gate.parcels) == asked + 1
    gate.answers = [Accepted("r")]
    clock.at += timedelta(seconds=30)
    post.drain()
    with empty.reading() as unit:
        assert provider_states(unit)["told"].failures == 0
        waiting = raw(unit, "SELECT count(*) FROM outbox_message WHERE state <> 'handed'").scalar_one()
    assert waiting == 0


def test_an_emailed_notice_begins_its_window_the_day_it_is_accepted_and_not_before(empty):
    patient, mail = announced(empty, email=email()), Told()
    accepted_at = datetime(2026, 3, 9, 8, tzinfo=UTC)
    with empty.reading() as unit:
        assert case_of(unit, patient).due_at is None
    worker(empty, mail, clock=Clock(accepted_at)).drain()
    with empty.writing() as unit:
        case = case_of(unit, patient)
        assert (str(case.sent_on), str(case.displayed_on)) == ("2026-03-09", "2026-04-09")
        assert case.due_at == case.accepted_until + timedelta(minutes=10)
    assert state(empty, patient, "email") == ["handed"]
    assert mail.parcels[0].subject == "Dossier Clair : un message pour vous"


def test_an_emailed_notice_that_leaves_weeks_late_tells_the_last_day_of_the_window_that_it_begins(empty):
    patient, mail = announced(empty, email=email()), Told()
    worker(empty, mail, clock=Clock(datetime(2026, 4, 7, 8, tzinfo=UTC))).drain()
    with empty.reading() as unit:
        assert str(case_of(unit, patient).displayed_on) == "2026-05-07"
    said = mail.parcels[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert ("dire non jusqu’au 7 mai 2026." in said, "avril" in said) == (True, False)


def telling(store, provider, outcome, clock):
    """Have a provider tell of each message before its answer is known to us."""
    send = provider.send

    def send_and_tell(parcel):
        answer = send(parcel)
        take_slip(store, Slip(provider.name, outcome, "5.1.1", key=parcel.key), clock)
        return answer

    provider.send = send_and_tell


@pytest.mark.parametrize("where", [ADDRESS, ()])
def test_a_notice_that_came_back_before_we_knew_that_it_had_left_begins_no_window(empty, where):
    patient, mail, clock = announced(empty, email=email(), address=where), Told(), Clock(MARCH)
    telling(empty, mail, "bounced", clock)
    worker(empty, mail, clock=clock).drain()
    with empty.reading() as unit:
        case = case_of(unit, patient)
    assert (state(empty, patient, "email")[0] in ("bounced", "unreached"), case.due_at) == (True, None)
    assert case.accepted_until is None, "a window runs for somebody whom nothing reached"
    with empty.gathering() as unit:
        open_due(unit, MARCH + timedelta(days=400), 1000)
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED


def test_a_notice_that_arrived_begins_its_window_even_if_its_worker_was_killed(empty):
    patient, clock = announced(empty, email=email()), Clock(MARCH)
    mail = Told(Killed())
    with pytest.raises(Killed):
        worker(empty, mail, clock=clock).turn()
    slip = Slip("told", "delivered", key=mail.parcels[0].key)
    assert [take_slip(empty, slip, clock) for _ in range(2)] == ["noted", "known"]
    with empty.reading() as unit:
        case = case_of(unit, patient)
    assert (str(case.sent_on), case.due_at) == ("2026-03-09", case.accepted_until + timedelta(minutes=10))


def test_a_notice_that_is_said_to_have_arrived_days_later_keeps_the_window_of_its_first_day(empty):
    patient, mail, clock = announced(empty, email=email()), Told(), Clock(MARCH)
    worker(empty, mail, clock=clock).drain()
    clock.at += timedelta(days=3)
    take_slip(empty, Slip("told", "delivered", key=mail.parcels[0].key), clock)
    with empty.reading() as unit:
        assert str(case_of(unit, patient).sent_on) == "2026-03-09"
    assert state(empty, patient, "email") == ["delivered"]


def test_a_breaker_that_opens_stops_the_messages_in_hand_and_the_second_provider_gets_them(empty):
    for _ in range(12):
        with_code(empty)
    first, second = Told(Later("down"), name="first", channel="sms"), Told(name="second", channel="sms")
    worker(empty, first, second).drain()
    assert (len(first.parcels), len(second.parcels)) == (5, 12)


def test_a_code_leaves_while_a_mail_server_takes_its_time(empty, monkeypatch):
    patient, stopping, gone, gate = with_code(empty), threading.Event(), threading.Event(), Told(channel="sms")
    with empty.writing() as unit:
        ask_erasure(unit, herself(enrolled(unit, email=email())), Way.SIGNED_IN, NOW)
    mail, send = Told(), gate.send
    mail.send = lambda parcel: Accepted("r") if gone.wait(30) else Unsure("nothing else left meanwhile")
    gate.send = lambda parcel: (gone.set(), send(parcel))[1]
    monkeypatch.setattr(running, "routes_of", lambda *_: {"email": [mail], "sms": [gate]})
    with running.post_running(empty, SETTINGS, 1, stopping, Clock()):
        assert gone.wait(20), "the code waits behind mail"
    assert (state(empty, patient, "sms"), len(gate.parcels)) == (["handed"], 1)


def test_what_a_killed_worker_never_asked_for_is_asked_for_where_no_keys_are_kept(empty):
    patients, clock = [with_code(empty) for _ in range(3)], Clock()
    center = Told(Killed(), Accepted("r"), channel="sms")
    center.keeps_keys = False
    with pytest.raises(Killed):
        worker(empty, center, clock=clock).turn()
    clock.at += timedelta(minutes=3)
    worker(empty, center, clock=clock).drain()
    clock.at += timedelta(minutes=2)
    worker(empty, center, clock=clock).drain()
    assert sorted(state(empty, one, "sms")[0] for one in patients) == ["failed", "handed", "handed"]
    assert len({one.key for one in center.parcels}) == 3


def test_a_message_that_cannot_be_settled_stops_nobody_elses(empty, monkeypatch):
    patients, gate = [with_code(empty) for _ in range(2)], Told(Later("down"), channel="sms")
    kept = post_worker.settle

    def settle(unit, one, *told):
        if one.posted.patient_id == broken:
            raise ValueError
        kept(unit, one, *told)

    broken = patients[0]
    monkeypatch.setattr(post_worker, "settle", settle)
    worker(empty, gate).turn()
    assert [state(empty, one, "sms") for one in patients] == [["sending"], ["waiting"]]


def test_codes_do_not_stay_with_a_provider_that_never_answers_while_another_one_is_well(empty):
    clock, a, b = Clock(), Told(Unsure("http-500"), name="a", channel="sms"), Told(name="b", channel="sms")
    post, patients, waited = worker(empty, a, b, clock=clock), [], []
    for second in range(0, 420, 5):
        if second % 20 == 0 and second < 300:
            patients.append(with_code(empty, at=clock.at))
        post.turn()
        waited.append(sum(state(empty, one, "sms") != ["handed"] for one in patients))
        clock.at += timedelta(seconds=5)
    assert len({one.key for one in b.parcels}) == len(patients) == 15
    assert (max(waited), waited[-1]) == (2, 0), "new codes try out a provider that is ill"
    assert len({one.key for one in a.parcels}) == 2, "asked once its breaker had opened"


def test_a_trial_is_made_with_what_nobody_waits_for(empty):
    clock, a, b = Clock(), Told(Later("down"), name="a", channel="sms"), Told(name="b", channel="sms")
    for _ in range(5):
        with_code(empty)
    post = worker(empty, a, b, clock=clock)
    post.drain()
    clock.at += timedelta(seconds=30)
    asked = len(a.parcels)
    with_code(empty, at=clock.at)
    with empty.writing() as unit:
        queue(
            unit, operator(enrolled(unit)), clock.at, kind="factor-changed", channel="sms", language="fr",
            address="+33639980104", parameters={"change": "added", "factor": "sms", "at": NOW.isoformat()},
            not_after=NOW + timedelta(days=9),
        )  # fmt: skip
    post.turn()
    [tried] = a.parcels[asked:]
    assert "votre code est" not in tried.text


@pytest.mark.parametrize("by", ["slip", "refusal"])
def test_a_notice_that_comes_back_becomes_a_letter_with_a_new_code(empty, by):
    patient = announced(empty, email=email())
    clock = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    mail = Told(Refused("no-such-user") if by == "refusal" else Accepted("r"))
    worker(empty, mail, clock=clock).drain()
    if by == "slip":
        slip = Slip("told", "bounced", "5.1.1", key=mail.parcels[0].key)
        assert [take_slip(empty, slip, clock) for _ in range(3)] == ["noted", "known", "known"]
    came_back = "bounced" if by == "slip" else "failed"
    assert (state(empty, patient, "email"), state(empty, patient, "letter")) == ([came_back], ["waiting"])
    with empty.reading() as unit:
        codes = {one.channel: one.parameters["code"] for one in waiting_messages(unit, limit=5, patient_id=patient)}
        assert codes["email"] != codes["letter"]
        assert case_of(unit, patient).due_at is None


def test_a_notice_that_comes_back_to_somebody_without_an_address_is_told_by_hand(empty):
    patient = announced(empty, email=email(), address=())
    worker(empty, Told(Refused("no-such-user")), clock=Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))).drain()
    assert state(empty, patient, "email") == ["unreached"]


def test_whoever_said_no_meanwhile_gets_no_notice_of_it_any_more(empty):
    patient, mail = announced(empty, email=email()), Told()
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    with empty.writing() as unit:
        opt_out(unit, letter_holder(patient), Way.LETTER, at)
    worker(empty, mail, clock=Clock(at)).drain()
    with empty.reading() as unit:
        kinds = {row["kind"]: row["state"] for row in rows_of(unit, "outbox_message", patient)}
    assert kinds == {"opt-out-notice": "dropped", "receipt": "handed"}
    assert len(mail.parcels) == 1


def test_a_receipt_that_no_mailbox_takes_goes_by_letter_and_is_journaled(empty):
    with empty.writing() as unit:
        patient = enrolled(unit, email=email(), address=ADDRESS)
        ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)
    worker(empty, Told(Refused("no-such-user"))).drain()
    assert (state(empty, patient, "email"), state(empty, patient, "letter")) == (["failed"] * 2, ["waiting"] * 2)
    with empty.reading() as unit:
        assert events_of(unit, patient).count("outbox:message:undelivered") == 2  # she closed it, and has it erased
        letters = [one for one in waiting_messages(unit, limit=5, patient_id=patient) if one.channel == "letter"]
    assert letters[0].address.splitlines() == ["JEANNE ROUX", *ADDRESS]


def test_words_that_fail_stop_nobody_else_and_no_provider_is_blamed(empty):
    with empty.writing() as unit:
        broken = enrolled(unit)
        queue(
            unit, operator(broken), NOW, kind="factor-changed", channel="sms", language="fr", address="+33639980104",
            parameters={}, not_after=NOW + timedelta(days=9),
        )  # fmt: skip
    whole, gate = with_code(empty, at=NOW + timedelta(seconds=1)), Told(channel="sms")
    worker(empty, gate, clock=Clock(NOW + timedelta(seconds=2))).turn()
    assert len(gate.parcels) == 1
    assert (state(empty, broken, "sms"), state(empty, whole, "sms")) == (["waiting"], ["handed"])
    with empty.reading() as unit:
        assert provider_states(unit)["told"].failures == 0


def test_asked_to_stop_it_settles_what_it_has_in_hand_and_leaves_the_rest(empty):
    for _ in range(6):
        with_code(empty)
    stopping, gate = threading.Event(), Told(channel="sms")
    send = gate.send

    def send_and_stop(parcel):
        if len(gate.parcels) == 1:
            stopping.set()
        return send(parcel)

    gate.send = send_and_stop
    worker(empty, gate, stopping=stopping).run()
    with empty.reading() as unit:
        rows = raw(unit, "SELECT state, count(*) FROM outbox_message GROUP BY state").all()
    assert dict(map(tuple, rows)) == {"handed": 2, "waiting": 4}


def test_a_silent_database_is_waited_for(empty, monkeypatch):
    stopping = threading.Event()
    post = worker(empty, Told(), stopping=stopping)
    turns = []

    def turn():
        turns.append(1)
        if len(turns) > 1:
            stopping.set()
            return 0
        raise StoreSilent

    monkeypatch.setattr(post, "turn", turn)
    monkeypatch.setattr("back_office.post.worker._SILENT", 0.01)
    post.run()
    assert len(turns) == 2


def test_the_log_has_no_personal_word(empty, caplog):
    caplog.set_level(logging.DEBUG)
    with_code(empty, code="271828")
    clock = Clock()
    gate = Told(Later("down"), Unsure("reset"), RuntimeError("271828 to +33639980103"), Refused("x"), channel="sms")
    post = worker(empty, gate, clock=clock)
    for _ in range(8):
        post.turn()
        clock.at += timedelta(seconds=20)
    told = caplog.text
    lines = [one.msg for one in caplog.records]
    assert any((one["event"], one.get("outcome"), one.get("why")) == ("not-accepted", "later", "down") for one in lines)
    assert any(one["event"] == "provider-broken" and one["faults"][0]["type"] == "RuntimeError" for one in lines)
    for word in ("271828", "39980103", "Dossier Clair", "ROUX"):
        assert word not in told


def test_a_record_opened_again_cancels_the_notice_of_its_erasure(empty):
    with empty.writing() as unit:
        patient = enrolled(unit, email=email())
        ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)
        queue(
            unit, operator(patient), NOW, kind="erasure-soon", channel="email", language="fr", address="a@b.example",
            parameters={"number": "7KQM4HTX9DFR", "erased_on": "2026-05-28", "sex": "F"},
            not_after=NOW + timedelta(days=9),
        )  # fmt: skip
        reopen(unit, herself(patient), Way.SIGNED_IN, NOW)
        assert case_of(unit, patient).state is not State.CLOSED
    worker(empty, Told()).drain()
    with empty.reading() as unit:
        kinds = [(row["kind"], row["state"]) for row in rows_of(unit, "outbox_message", patient)]
    assert ("erasure-soon", "dropped") in kinds
