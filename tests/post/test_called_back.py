"""What gateways call back at /post/<provider>: believed by its signature alone, kept before it is said so."""

import json
import secrets
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask

from back_office.post import arrivals
from back_office.post.providers.callbacks import LARGEST, WINDOW
from back_office.post.running import post_once, post_running
from dossier.base import Settings
from dossier.lifecycle import State, state_of
from dossier.mandates import Duration, MandateState, Wanted, call_back, draft_mandate, mandate_of, send_consent_code
from dossier.outbox import LIMITS, sweep_heard
from dossier.outbox.tables import message
from dossier.policy import Scope
from dossier.store import StoreSilent
from operations import create_operations
from operations.callbacks import callbacks
from tests.kit import gateway
from tests.kit.gateway import GatewayServer, gateway_server
from tests.kit.house import NOW, raw
from tests.kit.mandates import DOMAINS, LE_PUY, TEXT, given, newest_code, somebody, staff
from tests.kit.message_center import MessageCenter, message_center
from tests.post.test_pressing import AT, BORN, announced_by_voice

KEYS = {"sms-http": "sms-callback-key", "voice": "voice-callback-key"}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def settings(port=9, **more):
    told = {
        "STAGE": "development",
        "SMS_HTTP_URL": f"http://127.0.0.1:{port}/sms",
        "SMS_HTTP_TOKEN": "a-token-for-tests",
        "SMS_HTTP_CALLBACK_KEY": KEYS["sms-http"],
        "SMS_HTTP_SENDER": "36000",
        "VOICE_URL": f"http://127.0.0.1:{port}/calls",
        "VOICE_TOKEN": "a-token-for-tests",
        "VOICE_CALLBACK_KEY": KEYS["voice"],
        "VOICE_SENDER": "36000",
    }
    return Settings.read(told | more)


class Gateway:
    """A provider that calls back, at an instant that moves."""

    def __init__(self, store):
        app = Flask("operations")
        self.at = NOW
        app.register_blueprint(callbacks(settings(), store, lambda: self.at))
        self.client = app.test_client()

    def send(self, provider, signed, body):
        return self.client.post(f"/post/{provider}", data=body, headers={"X-Signature": signed})

    def tell(self, provider, **told):
        return self.send(provider, *gateway.called_back(KEYS[provider], self.at, **told))

    def stop(self, address):
        return self.tell("sms-http", event="inbound", id=secrets.token_hex(8), text="STOP", **{"from": address})


@pytest.fixture
def gate(empty):
    return Gateway(empty)


@pytest.fixture
def mandate(empty):
    """A mandate that was told by SMS to a number of its own."""
    mobile = f"+336{secrets.randbelow(10**8):08d}"
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit, mobile=mobile)
        return paul, mobile, given(unit, paul, her)


def state(store, mandate):
    with store.reading() as unit:
        return mandate_of(unit, mandate[0], mandate[2], NOW).state


def heard(store):
    with store.reading() as unit:
        return raw(unit, "SELECT count(*) FROM outbox_heard").scalar_one()


def test_a_signed_callback_is_done_and_answered_in_json_without_a_cookie(empty, gate, mandate):
    answer = gate.stop(mandate[1])
    assert (answer.status_code, answer.get_json()) == (200, {"lines": [], "join": False, "gather": 0})
    assert "Set-Cookie" not in answer.headers
    assert state(empty, mandate) is MandateState.REVOKED


@pytest.mark.parametrize(
    ("provider", "key", "status"),
    [
        ("sms-http", "another-callback-key", 401),
        ("sms-http", KEYS["voice"], 401),
        ("sms-http-second", KEYS["sms-http"], 404),
        ("smpp", "", 404),
        ("nobody", KEYS["sms-http"], 404),
    ],
)
def test_whoever_is_not_believed_is_told_nothing_and_changes_nothing(empty, gate, mandate, provider, key, status):
    told = {"event": "inbound", "id": "1", "text": "STOP", "from": mandate[1]}
    answer = gate.send(provider, *gateway.called_back(key, NOW, **told))
    assert (answer.status_code, answer.data) == (status, b"")
    assert state(empty, mandate) is MandateState.ACTIVE
    assert heard(empty) == 0


@pytest.mark.parametrize("apart", [301, -301])
def test_what_is_too_old_or_too_early_is_not_believed(empty, gate, mandate, apart):
    told = {"event": "inbound", "id": "1", "text": "STOP", "from": mandate[1]}
    signed, body = gateway.called_back(KEYS["sms-http"], NOW, **told)
    gate.at = NOW.replace(microsecond=0) + apart * SECOND
    assert gate.send("sms-http", signed, body).status_code == 401
    assert gate.send("sms-http", "", body).status_code == 401
    assert state(empty, mandate) is MandateState.ACTIVE


def test_what_is_signed_and_not_understood_is_our_quarrel_with_them(gate):
    assert gate.tell("sms-http", event="dance").status_code == 400


def test_a_large_body_is_not_read(gate):
    signed, body = gateway.called_back(KEYS["sms-http"], NOW, text="x" * LARGEST)
    assert gate.send("sms-http", signed, body).status_code == 413


def test_one_that_hides_its_length_is_read_no_further_than_it_may_be_long(gate):
    read = []

    class Endless:
        def read(self, size=-1):
            read.append(size)
            return b"x" * size if size > 0 else pytest.fail("everything was read")

    answer = gate.client.post(
        "/post/sms-http",
        environ_overrides={"wsgi.input": Endless(), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 413
    assert sum(read) <= LARGEST + 1


def test_the_very_same_callback_again_is_answered_and_changes_nothing(empty, gate, mandate):
    paul, mobile, _ = mandate
    first = gateway.called_back(KEYS["sms-http"], NOW, event="inbound", id="1", text="STOP", **{"from": mobile})
    assert gate.send("sms-http", *first).status_code == 200
    with empty.writing() as unit:
        raw(unit, "UPDATE mandate SET state = 'active' WHERE staff_id = ?", paul.staff_id)  # as if it were given since
    gate.at = NOW + 4 * MINUTE
    assert gate.send("sms-http", *first).status_code == 200
    assert state(empty, mandate) is MandateState.ACTIVE


def test_events_are_known_for_longer_than_any_signature_is_believed():
    assert LIMITS.retold > 2 * WINDOW


def test_nothing_is_said_to_be_kept_that_is_not_and_told_again_it_is_done(empty, gate, mandate, monkeypatch):
    told = {"event": "inbound", "id": "1", "text": "STOP", "from": mandate[1]}
    first = gateway.called_back(KEYS["sms-http"], NOW, **told)
    with monkeypatch.context() as patched:
        patched.setattr(arrivals, "take_heard", silent)
        answer = gate.send("sms-http", *first)
    assert (answer.status_code, answer.headers["Retry-After"], answer.data) == (503, "30", b"")
    assert state(empty, mandate) is MandateState.ACTIVE
    assert gate.send("sms-http", *first).status_code == 200
    assert state(empty, mandate) is MandateState.REVOKED


def silent(*_):
    raise StoreSilent


def test_what_was_told_is_forgotten_once_nobody_could_tell_it_again(empty, gate, mandate):
    gate.stop(mandate[1])
    for at, left in ((NOW + LIMITS.retold - SECOND, 1), (NOW + LIMITS.retold, 0)):
        with empty.writing() as unit:
            sweep_heard(unit, at)
        assert heard(empty) == left


def test_a_slip_of_delivery_comes_in_by_the_same_door(empty, gate, mandate):
    with gateway_server(GatewayServer()) as server:
        post_once(empty, settings(server.port), Event(), lambda: NOW)
    notice = next(one for one in server.left if one["to"] == mandate[1] and "STOP" in one["text"])
    for status in ("sent", "delivered", "delivered"):
        assert gate.tell("sms-http", event="delivery", key=notice["key"], status=status).status_code == 200
        gate.at += SECOND
    with empty.reading() as unit:
        this = sa.select(message.c.state).where(message.c.message_id == bytes.fromhex(notice["key"]))
        assert unit.scalar(this) == "delivered"


def test_a_call_at_a_distance_from_the_ring_to_her_agreement_over_real_lines(empty, gate):
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit, email="", address=())
        wanted = Wanted(frozenset({Scope.OPT_OUT}), Duration.VISIT, remote=True)
        reference = draft_mandate(unit, paul, her.typed, DOMAINS, wanted, TEXT, NOW).reference
        call_back(unit, paul, reference, "landline", NOW)
    with gateway_server(GatewayServer()) as server:
        post_once(empty, settings(server.port), Event(), lambda: NOW)
    [call] = server.left
    assert call["script"]["join"] == LE_PUY
    key = {"key": call["key"]}
    assert gate.tell("voice", event="keypad", id="1", digit="1", **key).get_json() == {
        "lines": ["Restez en ligne."],
        "join": True,
        "gather": 0,
    }
    with empty.writing() as unit:
        send_consent_code(unit, paul, reference, "sms", NOW + SECOND)
        code = newest_code(unit, her.id)
    assert gate.tell("voice", event="typed", id="1", digits="000000", **key).get_json() == {
        "lines": ["Ce code n’est pas le bon. Tapez-le encore."],
        "join": False,
        "gather": 0,
    }
    assert gate.tell("voice", event="typed", id="2", digits=code, **key).get_json()["lines"] == ["C’est noté."]
    assert state(empty, (paul, None, reference)) is MandateState.ACTIVE


def test_a_no_in_a_call_has_eight_digits_gathered_and_is_kept_once_they_are_right(empty, gate):
    patient, gate.at = announced_by_voice(empty), AT
    with gateway_server(GatewayServer()) as server:
        post_once(empty, settings(server.port), Event(), lambda: AT)
    [call] = server.left
    asked = gate.tell("voice", event="keypad", id="1", digit="5", key=call["key"]).get_json()
    assert (asked["join"], asked["gather"], asked["lines"][0][:26]) == (False, 8, "Tapez la date de naissance")
    wrong = gate.tell("voice", event="typed", id="1", digits="01011942", key=call["key"]).get_json()
    assert (wrong["gather"], wrong["lines"][0][:10]) == (8, "Cette date")
    right = gate.tell("voice", event="typed", id="2", digits=BORN, key=call["key"]).get_json()
    assert (right["gather"], right["lines"]) == (0, ["C’est noté. Vous avez dit non : le dossier n’est pas créé."])
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.OPPOSED


@contextmanager
def bound(store):
    """Have workers run that are bound to a message center."""
    with message_center(MessageCenter()) as center:
        told = {
            "STAGE": "development",
            "SMPP_HOST": "127.0.0.1",
            "SMPP_PORT": str(center.port),
            "SMPP_TLS": "none",
            "SMPP_SYSTEM_ID": "dossier",
            "SMPP_PASSWORD": "secret",
            "SMPP_SENDER": "36000",
        }
        with post_running(store, Settings.read(told), 1, Event(), lambda: NOW):
            center.wait_for(lambda: center._bound is not None)
            yield center


def test_stop_by_a_message_center_is_acknowledged_once_it_is_done(empty, mandate):
    with bound(empty) as center:
        center.tell_text(mandate[1].removeprefix("+"), b"Stop !")
        center.wait_for(lambda: center.acknowledged == [0])
    assert state(empty, mandate) is MandateState.REVOKED


def test_this_is_the_only_address_of_its_face_that_takes_a_post(empty):
    app = create_operations(settings(), empty)
    posts = [rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    assert posts == ["/post/<provider>"]
    client = app.test_client()
    assert client.get("/post/sms-http").status_code == 405
    assert client.post("/post/sms-http", data=json.dumps({})).status_code == 401
    assert client.post("/post/nobody").status_code == 404
