"""Keys pressed while a message is spoken, and digits typed in a call: each does what its message was sent for.

The message is found by its key, at a provider that was asked to carry it; its own code is used, the one that is spoken
in it. Who was erased has no message any more.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from dossier.base import now
from dossier.identity import TooManyTries
from dossier.lifecycle import ActKind, SpaceUnknown, StateRefused, Way, find_letter, opt_out
from dossier.mandates import Outcome, key_in, revoke_if_known, take_call
from dossier.outbox import Posted, hear, keep_answer, tried_by
from dossier.recovery import stop_by_code
from dossier.store import Store, Unit

from .keypad import Answer, answer_of
from .replies import NOTHING, Reply, Said
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
    """Hand over what she typed while she speaks with the desk, once for each event; return what is said to her alone,
    the same when it is told again.

    Raises `StoreSilent`: then the provider must tell it again.
    """
    with store.writing() as unit:
        at = clock()
        posted = _spoken(unit, typed)
        if posted is None or posted.message.kind != _CALL:
            return NOTHING
        call = posted.message.parameters["call"]
        return _once(unit, typed, posted, at, lambda: _TYPED.get(key_in(unit, call, typed.digits, at), "impossible"))


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
    return "not-now" if stopped == "unknown" else "case-stopped"


def _say_no(unit: Unit, posted: Posted, at: datetime) -> Said:
    """Say no with the notice's own code, as on the telephone (CSP R1111-28)."""
    network = f"keypad {posted.message_id.hex()}"
    try:
        letter = find_letter(unit, posted.message.parameters["code"], network, at)
        if letter.acting is None:
            return "not-now"
        receipt = opt_out(unit, letter.acting, Way.PHONE, at)
    except (TooManyTries, StateRefused, SpaceUnknown):
        return "not-now"
    return "closed" if receipt.kind is ActKind.CLOSURE_REQUEST else "said-no"


_ACTS: dict[Answer, Callable[[Unit, Posted, datetime], Said]] = {
    "take": _take,
    "stop-mandate": _stop_mandate,
    "not-me": _not_me,
    "say-no": _say_no,
}
