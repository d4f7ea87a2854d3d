"""What gateways tell us by themselves: their signature, checked before a byte is read, then what it says. Pure.

A callback is a JSON object, signed as we sign (`X-Signature: t=SECOND,v1=HMAC-SHA256 of "SECOND.BODY"`).
"""

import hmac
import json
import re
from datetime import datetime, timedelta
from typing import Any, ClassVar

from back_office.post.slips import (
    KEY,
    Arrival,
    Fate,
    Heard,
    Pressed,
    Slip,
    Typed,
    clean_reference,
    fault_code,
    short_why,
)
from dossier.base import Refused

from .lines import signature

WINDOW = timedelta(minutes=5)
"""How old or early a signature may be. Events are known for longer than that, so a copy of one does nothing."""
LARGEST = 16 * 1024
_SIGNATURE = re.compile(r"t=([0-9]{1,10}),v1=([0-9a-f]{64})")
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_DIGITS = re.compile(r"[0-9]{1,16}")
_LONGEST_TEXT = 1000
_FATES: dict[str, Fate] = {
    "delivered": "delivered",
    "answered": "delivered",
    "unknown-number": "bounced",
    "undelivered": "failed",
    "failed": "failed",
    "expired": "failed",
    "rejected": "failed",
    "busy": "failed",
    "no-answer": "failed",
    "machine": "failed",
}


class CallbackRefused(Refused):
    """Not to be believed, or not understood. Facts: why (`provider`, `unsigned`, `signature`, `late`, `shape`)."""

    code: ClassVar[str] = "callback-refused"


def read_callback(provider: str, key: str, signed: str, body: bytes, now: datetime) -> Arrival | None:
    """Return what a callback tells; None for what is no news (an SMS on its way).

    `key`: the provider's callback key. `signed`: the header. Raises `CallbackRefused`.
    """
    check_signature(key, signed, body, now)
    return _read(provider, _object(body))


def check_signature(key: str, signed: str, body: bytes, now: datetime) -> None:
    """Check who speaks, and when. Raises `CallbackRefused`."""
    found = _SIGNATURE.fullmatch(signed)
    if not found or len(body) > LARGEST:
        raise CallbackRefused(why="unsigned")
    at = datetime.fromtimestamp(int(found[1]), now.tzinfo)
    if not hmac.compare_digest(signature(key, at, body), signed):
        raise CallbackRefused(why="signature")
    if abs(now - at) > WINDOW:
        raise CallbackRefused(why="late")


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise CallbackRefused(why="shape")
    return told


def _read(provider: str, told: dict[str, Any]) -> Arrival | None:
    event = clean_reference(told.get("id"))
    match told.get("event"):
        case "delivery":
            return _slip(provider, told)
        case "inbound" if event:
            address, text = told.get("from"), told.get("text")
            if isinstance(address, str) and _NUMBER.fullmatch(address) and isinstance(text, str):
                return Heard(provider, event, address, text[:_LONGEST_TEXT])
        case "keypad" if event and (key := _key(told)):
            digit = str(told.get("digit"))
            return Pressed(provider, event, key, digit if len(digit) == 1 and _DIGITS.fullmatch(digit) else "")
        case "typed" if event and (key := _key(told)):
            digits = told.get("digits")
            if isinstance(digits, str) and _DIGITS.fullmatch(digits):
                return Typed(provider, event, key, digits)
    raise CallbackRefused(why="shape")


def _slip(provider: str, told: dict[str, Any]) -> Slip | None:
    key, reference, status = _key(told), clean_reference(told.get("id")), told.get("status")
    if not (key or reference) or not isinstance(status, str):
        raise CallbackRefused(why="shape")
    if status not in _FATES:
        return None
    outcome = _FATES[status]
    why = "" if outcome == "delivered" else short_why(status, fault_code(told.get("error")))
    return Slip(provider, outcome, why, key, reference)


def _key(told: dict[str, Any]) -> str:
    key = told.get("key")
    return key if isinstance(key, str) and KEY.fullmatch(key) else ""
