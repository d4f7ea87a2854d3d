"""Keys pressed while a message is spoken, and digits typed in a call: each does what its message was sent for.

The message is found by its key, at a provider that was asked to carry it; its own code is used, the one that is spoken
in it. Who was erased has no message any more.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from dossier.base import now
from dossier.identity import TooManyTries
from dossier.lifecycle import NOTICE
from dossier.mandates import Outcome, key_in, revoke_if_known, take_call
from dossier.outbox import Posted, hear, keep_answer, tried_by
from dossier.recovery import stop_by_code
from dossier.store import Store, Unit

from .keypad import Answer, answer_of
from .replies import NOTHING, Reply, Said
from .saying_no import ask_birth, say_no
from .slips import Pressed, Typed

_CALL = "mandate-call"
_TYPED: dict[Outcome, Said] = {"right": "right", "wrong": "wrong", "locked": "locked", "expired": "stale"}


def take_pressed(store: Store, pressed: Pressed, clock: Callable[[], datetime] = now) -> Reply:
    """Do what a key stands for, once for each event; return what is said to her, the same when it is told again.

    Raises `StoreSilent`: then the provider must tell it again.
    """
    with store.writing() as unit:
        at = clock()
        posted = _spoken(unit, pressed)
        asked = None if posted is None else answer_of(posted.message.kind, pressed.digit)
        if posted is None or asked == "repeat":
            return NOTHING
        if asked is None:
            return Reply("no-key", posted.message.language)
        act = _ACTS[asked]
        return _once(unit, pressed, posted, at, lambda: act(unit, posted, at))


def take_typed(store: Store, typed: Typed, clock: Callable[[], datetime] = now) -> Reply:
    """Take what she typed, her answer to the desk or a birth date, once for each event; return what is said to her
    alone, the same when it is told again.

    Raises `StoreSilent`: then the provider must tell it again.
    """
    with store.writing() as unit:
        at = clock()
        posted = _spoken(unit, typed)
        take = None if posted is None else _TAKEN.get(posted.message.kind)
        if posted is None or take is None:
            return NOTHING
        return _once(unit, typed, posted, at, lambda: take(unit, posted, typed.digits, at))


def _spoken(unit: Unit, told: Pressed | Typed) -> Posted | None:
    """Open the message that is spoken in this call; None when that provider never had it."""
    posted = tried_by(unit, told.provider, told.key)
    return posted if posted is not None and posted.message.channel == "voice" else None


def _once(unit: Unit, told: Pressed | Typed, posted: Posted, at: datetime, act: Callable[[], Said]) -> Reply:
    """Act on an event that is new, and note it in the same transaction; of one told again, say what was said."""
    event = f"{told.provider} {type(told).__name__} {told.event}"
    said = cast("Said | None", hear(unit, event, at))
    if said is None:
        said = act()
        keep_answer(unit, event, said)
    return Reply(said, posted.message.language, joins=said == "joined")


def _key_in(unit: Unit, posted: Posted, digits: str, at: datetime) -> Said:
    return _TYPED.get(key_in(unit, posted.message.parameters["call"], digits, at), "impossible")


def _take(unit: Unit, posted: Posted, at: datetime) -> Said:
    return "joined" if take_call(unit, posted.message.parameters["call"], at) else "missed"


def _stop_mandate(unit: Unit, posted: Posted, at: datetime) -> Said:
    stopped = revoke_if_known(unit, posted.message.parameters["stop"], "keypad", at)
    return "mandate-stopped" if stopped == "revoked" else "not-now"


def _not_me(unit: Unit, posted: Posted, at: datetime) -> Said:
    """A code that was used, or is too old, counts against this message's own call: it keeps nobody else waiting."""
    code, network = posted.message.parameters["dispute"], f"keypad {posted.message_id.hex()}"
    try:
        stopped = stop_by_code(unit, code, "keypad", at, network=network)
    except TooManyTries:
        return "not-now"
    if stopped == "unknown":
        return "not-now"
    return "contact-held" if stopped == "held" else "case-stopped"


_ACTS: dict[Answer, Callable[[Unit, Posted, datetime], Said]] = {
    "take": _take,
    "stop-mandate": _stop_mandate,
    "not-me": _not_me,
    "say-no": ask_birth,
}
_TAKEN: dict[str, Callable[[Unit, Posted, str, datetime], Said]] = {_CALL: _key_in, NOTICE: say_no}
