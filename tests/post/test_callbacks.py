"""What gateways tell us: believed when it is signed, fresh and new; read without surprise."""

import json
from datetime import timedelta

import pytest

from back_office.post.providers.callbacks import LARGEST, CallbackRefused, read_callback
from back_office.post.slips import Heard, Pressed, Slip, Typed
from dossier.base import now
from tests.kit.gateway import called_back

KEY = "callback-key-0123"
MESSAGE = "0123456789abcdef" * 2
AT = now()


def read(signed, body, *, key=KEY, at=AT):
    return read_callback("sms-http", key, signed, body, at)


def told(**facts):
    return read(*called_back(KEY, AT, **facts))


def why(signed, body, **more):
    with pytest.raises(CallbackRefused) as refusal:
        read(signed, body, **more)
    return refusal.value.facts["why"]


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        ("delivered", "delivered", ""),
        ("answered", "delivered", ""),
        ("undelivered", "failed", "undelivered-11"),
        ("no-answer", "failed", "no-answer-11"),
        ("machine", "failed", "machine-11"),
        ("unknown-number", "bounced", "unknown-number-11"),
    ],
)
def test_what_became_of_a_message(status, outcome, reason):
    slip = told(event="delivery", key=MESSAGE, id="gw-1", status=status, error=11)
    assert slip == Slip("sms-http", outcome, reason, MESSAGE, "gw-1")


@pytest.mark.parametrize(("error", "why"), [("11", "failed-11"), ("E-42.b", "failed-e-42.b"), (7, "failed-7")])
def test_a_code_for_a_fault_is_kept(error, why):
    assert told(event="delivery", key=MESSAGE, id="gw-1", status="failed", error=error).why == why


@pytest.mark.parametrize(
    "error", ["Abonne +33639980142 Mme Roux absent", "33639980142", "mme roux", "jeanne@example.org", ["11"], None]
)
def test_the_words_of_a_gateway_are_not_kept(error):
    assert told(event="delivery", key=MESSAGE, id="gw-1", status="failed", error=error).why == "failed"


def test_an_sms_on_its_way_is_no_news():
    assert told(event="delivery", key=MESSAGE, status="sent") is None


def test_a_message_may_be_named_by_its_key_or_its_reference_alone():
    assert told(event="delivery", key=MESSAGE, status="delivered") == Slip("sms-http", "delivered", key=MESSAGE)
    assert told(event="delivery", id="gw-1", status="delivered") == Slip("sms-http", "delivered", reference="gw-1")


def test_a_text_that_somebody_sent():
    heard = told(event="inbound", id="in-7", **{"from": "+33639980142"}, text="STOP")
    assert heard == Heard("sms-http", "in-7", "+33639980142", "STOP")
    assert "+336" not in repr(heard)


@pytest.mark.parametrize(
    ("digit", "pressed"), [("1", "1"), ("3", "3"), (9, "9"), ("#", ""), ("55", ""), ("٣", ""), (None, ""), ("", "")]
)
def test_a_key_that_was_pressed(digit, pressed):
    assert told(event="keypad", id="k-1", key=MESSAGE, digit=digit) == Pressed("sms-http", "k-1", MESSAGE, pressed)


def test_digits_that_were_typed_in_a_call():
    typed = told(event="typed", id="k-2", key=MESSAGE, digits="481203")
    assert typed == Typed("sms-http", "k-2", MESSAGE, "481203")
    assert "481203" not in repr(typed)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"event": "delivery", "status": "delivered"},
        {"event": "delivery", "key": MESSAGE.upper(), "status": "delivered"},
        {"event": "delivery", "key": MESSAGE, "status": ["delivered"]},
        {"event": "delivery", "id": "a b", "status": "delivered"},
        {"event": "inbound", "from": "+33639980142", "text": "STOP"},
        {"event": "inbound", "id": "1", "from": "0639980142", "text": "STOP"},
        {"event": "inbound", "id": "1", "from": "+33639980142", "text": 7},
        {"event": "keypad", "id": "1", "digit": "1"},
        {"event": "keypad", "key": MESSAGE, "digit": "1"},
        {"event": "typed", "id": "1", "key": MESSAGE},
        {"event": "typed", "id": "1", "key": MESSAGE, "digits": ""},
        {"event": "typed", "id": "1", "key": MESSAGE, "digits": 481203},
        {"event": "typed", "id": "1", "key": MESSAGE, "digits": "48 12"},
        {"event": "typed", "id": "1", "key": MESSAGE, "digits": "1" * 17},
        {"event": "typed", "id": "1", "digits": "1"},
        {"event": "typed", "key": MESSAGE, "digits": "1"},
        {"event": "dance", "id": "1", "key": MESSAGE},
    ],
)
def test_what_has_another_shape_is_refused(facts):
    assert why(*called_back(KEY, AT, **facts)) == "shape"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 10_000, b"null"])
def test_what_is_no_object_is_refused(body):
    from back_office.post.providers.lines import signature

    assert why(signature(KEY, AT, body), body) == "shape"


def test_nothing_is_believed_without_the_right_signature():
    signed, body = called_back(KEY, AT, event="delivery", key=MESSAGE, status="delivered")
    assert why(signed, body, key="another-key-01234") == "signature"
    assert why(signed, body + b" ") == "signature"
    assert why(signed.replace("t=1", "t=2", 1), body) == "signature"
    for nothing in ("", "t=1", signed.upper(), f"{signed},v1=0", signed.replace("t=", "t=0")):
        assert why(nothing, body) in ("unsigned", "signature")
    assert why(called_back(KEY, AT, text="x" * LARGEST)[0], json.dumps({"text": "x" * LARGEST}).encode()) == "unsigned"


@pytest.mark.parametrize(("apart", "is_late"), [(299, False), (-299, False), (301, True), (-301, True)])
def test_a_signature_is_good_for_five_minutes_either_way(apart, is_late):
    signed, body = called_back(KEY, AT, event="delivery", key=MESSAGE, status="delivered")
    at = AT.replace(microsecond=0) + timedelta(seconds=apart)
    if is_late:
        assert why(signed, body, at=at) == "late"
    else:
        assert isinstance(read(signed, body, at=at), Slip)
