"""Asking the patient for a proof: a code sent to her, or a line of her card, for one mandate and one act alone."""

import secrets
from collections.abc import Collection
from datetime import datetime

from dossier.identity import CHANNELS, Channel, StaffSession, language_of, reserve_card_line
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Scope
from dossier.store import Unit

from . import rules
from .bodies import scopes_text
from .keeping import Held, code_digest, held_of_advisor, keep
from .shapes import Mandate, MandateRefused, Way
from .ways import address_of, decoy_line, ways_of

_DIGITS = 6


def send_consent_code(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    channel: Channel,
    now: datetime,
    *,
    channels: Collection[Channel] = CHANNELS,
) -> None:
    """Send her a code for this draft, good for ten minutes; its message names scopes, site and duration.

    An older code of the draft dies, its wrong answers stay. For a decoy a code only seems to leave. `channels` as in
    `consent_ways`. Raises `NotPermitted`, `MandateDead`, `MandateRefused` (way), `QuestionTooSoon`.
    """
    way: Way = "voice" if channel == "voice" else "sms"
    if channel == "letter":
        raise MandateRefused(why="way")
    _ask(unit, staff, reference, None, way, now, channels)


def ask_card_line(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> int:
    """Keep one line of her card apart for this draft, and return its number; asked again, it is the same line.

    No other act takes its code, and another draft gets another line; it goes back to the card when the draft is over.
    Raises `NotPermitted`, `MandateDead`, `MandateRefused` (way).
    """
    return _ask(unit, staff, reference, None, "card", now, ())


def ask_fresh_proof(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    scope: Scope,
    way: Way,
    now: datetime,
    *,
    channels: Collection[Channel] = CHANNELS,
) -> int:
    """Ask for a proof before one act under a given mandate: good for this mandate and this scope alone.

    Return the line of her card, 0 when a code was sent. Raises as `send_consent_code` and `ask_card_line`.
    """
    return _ask(unit, staff, reference, scope, way, now, channels)


def _ask(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    scope: Scope | None,
    way: Way,
    now: datetime,
    channels: Collection[Channel],
) -> int:
    found = held_of_advisor(unit, staff, reference, now)
    rules.asked(found.mandate, way, scope, now)  # before anything is looked at, kept apart or sent
    if way not in {one.kind for one in ways_of(unit, found, now, channels)} and not _has_line(found, way):
        raise MandateRefused(why="way")
    if way == "card":
        return _ask_line(unit, found, scope, now)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    mandate = rules.asked(found.mandate, way, scope, now, digest=code_digest(unit, found, scope, code))
    keep(unit, found, mandate)
    if found.giver_id is not None:
        _send(unit, found, mandate, code, now)
    return 0


def _has_line(found: Held, way: Way) -> bool:
    """Tell whether a line is kept for it already: her card may have no other one left."""
    return way == "card" and found.mandate.question is not None and found.mandate.question.way == "card"


def _ask_line(unit: Unit, found: Held, scope: Scope | None, now: datetime) -> int:
    if found.giver_id is None:
        line = decoy_line(unit, found)
    else:
        line = reserve_card_line(unit, found.giver_id, found.digest) or 0
    if not line:
        raise MandateRefused(why="way")
    keep(unit, found, rules.asked(found.mandate, "card", scope, now, line=line))
    return line


def _send(unit: Unit, found: Held, mandate: Mandate, code: str, now: datetime) -> None:
    question = mandate.question
    assert question is not None
    assert question.way != "card"
    acting = found.by_advisor(found.giver)
    append(unit, acting, Event.IDENTITY_CODE_SENT, now, {"channel": question.way, "site": found.site})
    queue(
        unit,
        acting,
        now,
        kind="consent-code",
        channel=question.way,
        language=language_of(unit, found.giver),
        address=address_of(unit, found, question.way),
        parameters={
            "code": code,
            "until": question.expires_at.isoformat(),
            "act": str(question.scope or ""),
            "scopes": scopes_text(mandate.scopes),
            "duration": str(mandate.duration),
            "site": found.site,
            "advisor": found.names.advisor,
        },
        not_after=question.expires_at,
    )
