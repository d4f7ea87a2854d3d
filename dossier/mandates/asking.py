"""Asking the patient for a proof, for one mandate and one act alone: a code sent to her, or the next one of her card.

Known or not, with a telephone or without, the same is asked; what can't leave doesn't, and nobody at the desk is told.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from dossier.identity import CHANNELS, Channel, StaffSession, language_of, reserve_card_line
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Scope
from dossier.store import Unit

from . import rules
from .bodies import facts_of_distance, scopes_text
from .bounding import count_code
from .keeping import Held, code_digest, held_of_advisor, keep
from .shapes import Mandate, MandateRefused, Way
from .ways import address_of, settled_ways, ways_of

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
    """Send her a code for this draft, if that is possible, good for ten minutes; it names scopes, site and duration.

    An older code of the draft dies, its wrong answers stay. To nobody, and to no telephone that is missing or too new,
    a code only seems to leave. `channels` as in `consent_ways`. Raises `NotPermitted`, `MandateDead`, `MandateRefused`
    (way, call), `QuestionTooSoon`.
    """
    way: Way = "voice" if channel == "voice" else "sms"
    if channel == "letter":
        raise MandateRefused(why="way")
    _ask(unit, staff, reference, None, way, now, channels)


def ask_card_line(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> None:
    """Ask for the next code of her card that isn't crossed out: it is kept apart for this draft, if she has one.

    No other act takes it meanwhile, unless another mandate asks for it later; it goes back to the card when the draft
    is over. Raises `NotPermitted`, `MandateDead`, `MandateRefused` (way, call).
    """
    _ask(unit, staff, reference, None, "card", now, ())


def ask_fresh_proof(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    scope: Scope,
    way: Way,
    now: datetime,
    *,
    channels: Collection[Channel] = CHANNELS,
) -> None:
    """Ask for a proof before one act under a given mandate: good for this mandate and this scope alone.

    Raises as `send_consent_code` and `ask_card_line`.
    """
    _ask(unit, staff, reference, scope, way, now, channels)


def _ask(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    scope: Scope | None,
    way: Way,
    now: datetime,
    channels: Collection[Channel],
) -> None:
    found = held_of_advisor(unit, staff, reference, now)
    rules.asked(found.mandate, way, scope, now)  # before anything is looked at, kept apart or sent
    if way not in ways_of(unit, found, now, channels):
        raise MandateRefused(why="way")
    if way == "card":
        keep(unit, found, rules.asked(found.mandate, way, scope, now))
        reserve_card_line(unit, found.giver, found.digest)
        return
    count_code(unit, found, now)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    mandate = rules.asked(found.mandate, way, scope, now, digest=code_digest(unit, found, scope, code))
    keep(unit, found, mandate)
    if way in settled_ways(unit, found, now, channels):
        _send(unit, found, mandate, code, now)


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
        }
        | facts_of_distance(mandate),
        not_after=question.expires_at,
    )
