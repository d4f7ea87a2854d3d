"""Handing messages over: letters in named batches, e-mails that came back, messages that nobody needs any more."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.store import Unit
from dossier.vault import SealBroken, keep_keys

from .actions import sealed_body
from .batches import PRINT_SHOP, letter_reference
from .queries import Posted, open_posted
from .shapes import BOUNCED, DELIVERED, DROPPED, FAILED, HANDED, SENDING, WAITING, Channel
from .tables import attempt, message

_LIVE = (WAITING, SENDING, HANDED, DELIVERED)
_UNSENT = (WAITING, SENDING)
_SECRET_KINDS = frozenset({"code-card"})
"""Kinds whose codes stay good for long after the letter left: nobody but their owner keeps them."""


class LettersTaken(Refused):
    """Another run handed some of these letters over meanwhile: this batch must not be posted."""

    code: ClassVar[str] = "letters-taken"


def letters_waiting(unit: Unit, kinds: Collection[str], limit: int, now: datetime) -> list[Posted]:
    """Return up to `limit` letters of these kinds that wait and may leave now, the oldest first.

    One whose seal is broken can't be printed by anybody: it is said to have failed, and the others go on without it.
    """
    is_held = sa.and_(message.c.not_before > now, message.c.not_before > message.c.queued_at)
    wanted = sa.select(message).where(
        message.c.state == WAITING,
        message.c.channel == "letter",
        message.c.kind.in_(sorted(kinds)),
        sa.not_(is_held),
    )
    wanted = wanted.order_by(message.c.queued_at, message.c.message_id).limit(limit)
    while rows := _with_keys(unit, wanted):
        if letters := [one for row in rows if (one := _opened_or_failed(unit, row, now))]:
            return letters
    return []


def letters_left(unit: Unit) -> dict[str, int]:
    """Return how many letters of each kind wait."""
    counted = sa.select(message.c.kind, sa.func.count()).where(
        message.c.state == WAITING, message.c.channel == "letter"
    )
    return {row[0]: row[1] for row in unit.all(counted.group_by(message.c.kind))}


def letter_waits(unit: Unit, patient_id: bytes, kind: str) -> bool:
    """Tell whether a letter of this kind waits for this patient. Nothing is opened."""
    hers = sa.and_(message.c.patient_id == patient_id, message.c.kind == kind, message.c.channel == "letter")
    return unit.first(sa.select(message.c.message_id).where(hers, message.c.state == WAITING).limit(1)) is not None


def letters_handed(unit: Unit, patient_id: bytes, since: datetime) -> list[tuple[str, int, datetime]]:
    """Return which kinds of letters were handed to the post for this patient since then: how many, when the last.

    Nothing is opened.
    """
    its = sa.and_(message.c.patient_id == attempt.c.patient_id, message.c.message_id == attempt.c.message_id)
    handed_at = sa.func.coalesce(attempt.c.began_at, message.c.state_at)  # older ones were handed over without a try
    counted = sa.select(message.c.kind, sa.func.count(), sa.func.max(handed_at)).select_from(
        message.outerjoin(attempt, its)
    )
    hers = sa.and_(message.c.patient_id == patient_id, message.c.channel == "letter")
    counted = counted.where(hers, message.c.state.in_((HANDED, DELIVERED)), handed_at >= since)
    return [(row[0], row[1], row[2]) for row in unit.all(counted.group_by(message.c.kind).order_by(message.c.kind))]


def messages_out(unit: Unit, patient_id: bytes, kind: str, channel: Channel) -> list[Posted]:
    """Return a patient's messages of one kind on one channel that wait or left, and didn't come back."""
    return _opened(
        unit,
        sa.select(message).where(
            message.c.patient_id == patient_id,
            message.c.kind == kind,
            message.c.channel == channel,
            message.c.state.in_(_LIVE),
        ),
    )


def hand_over(unit: Unit, posted: Sequence[Posted], batch: str, now: datetime) -> None:
    """Mark waiting letters as handed over in a batch, numbered in this order: all or, with `LettersTaken`, none.

    The print shop answers for them from now on, and names each by the reference that stands on it. A letter whose
    owner was erased meanwhile is no longer there, and counts as taken. The codes of a card are gone with it: the
    outbox keeps the address alone.
    """
    told = {"state": HANDED, "state_at": now, "batch": batch, "provider": PRINT_SHOP}
    marked = unit.execute(_these(unit, posted, WAITING).values(told | {"attempts": message.c.attempts + 1}))
    if marked.rowcount != len(posted):
        raise LettersTaken(batch=batch)
    if posted:
        unit.execute(attempt.insert(), [_try(one, letter_reference(batch, n), now) for n, one in enumerate(posted, 1)])
    _forget_secrets(unit, posted)


def is_handed_over(unit: Unit, batch: str) -> bool:
    """Tell whether a batch of this name was handed over. Looks through the whole outbox: for what was interrupted."""
    return unit.first(sa.select(message.c.message_id).where(message.c.batch == batch).limit(1)) is not None


def drop(unit: Unit, posted: Sequence[Posted], now: datetime) -> None:
    """Say that nobody needs these messages any more, which wait; the codes of a card are gone with it."""
    unit.execute(_these(unit, posted, *_UNSENT).values(state=DROPPED, state_at=now))
    _forget_secrets(unit, posted)


def drop_letters(unit: Unit, patient_id: bytes, kind: str, now: datetime) -> None:
    """Say the same of a patient's letters of one kind, without opening any; not of a card's codes."""
    if kind in _SECRET_KINDS:
        raise ValueError("their codes have to be forgotten as well")
    unit.execute(_waiting_letters(patient_id, kind).values(state=DROPPED, state_at=now))


def hold_letters(unit: Unit, patient_id: bytes, kind: str, until: datetime) -> None:
    """Keep a patient's waiting letters of one kind until then: another message has to come before them."""
    unit.execute(_waiting_letters(patient_id, kind).values(not_before=until, due_at=until))


def mark_bounced(unit: Unit, posted: Sequence[Posted], now: datetime) -> None:
    """Say that these messages came back."""
    unit.execute(_these(unit, posted, *_LIVE).values(state=BOUNCED, state_at=now))


def _try(posted: Posted, reference: str, now: datetime) -> dict[str, object]:
    return {
        "patient_id": posted.patient_id,
        "message_id": posted.message_id,
        "number": 1,
        "provider": PRINT_SHOP,
        "began_at": now,
        "ended_at": None,
        "outcome": "",
        "why": "",
        "reference": reference,
    }


def _forget_secrets(unit: Unit, posted: Sequence[Posted]) -> None:
    secret = [one for one in posted if one.message.kind in _SECRET_KINDS]
    keep_keys(unit, sorted({one.patient_id for one in secret} - unit.kept.keys()))
    for one in secret:
        sealed = sealed_body(unit, one.patient_id, one.message_id, one.message.address, {})
        unit.execute(_these(unit, [one], HANDED, DROPPED).values(sealed=sealed))


def _waiting_letters(patient_id: bytes, kind: str) -> sa.Update:
    hers = sa.and_(message.c.patient_id == patient_id, message.c.kind == kind, message.c.channel == "letter")
    return message.update().where(hers, message.c.state == WAITING)


def _these(unit: Unit, posted: Sequence[Posted], *states: str) -> sa.Update:
    """Return the change of these messages where they are in one of these states."""
    return message.update().where(
        unit.among(message.c.patient_id, [one.patient_id for one in posted]),
        unit.among(message.c.message_id, [one.message_id for one in posted]),
        message.c.state.in_(states),
    )


def _opened(unit: Unit, wanted: sa.Select[Any]) -> list[Posted]:
    return [open_posted(unit, row) for row in _with_keys(unit, wanted)]


def _with_keys(unit: Unit, wanted: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    """Return the rows, and keep the keys of their owners for this unit."""
    rows = unit.all(wanted)
    keep_keys(unit, sorted({row.patient_id for row in rows} - unit.kept.keys()))
    return rows


def _opened_or_failed(unit: Unit, row: sa.Row[Any], now: datetime) -> Posted | None:
    try:
        return open_posted(unit, row)
    except SealBroken:
        this = message.update().where(message.c.patient_id == row.patient_id, message.c.message_id == row.message_id)
        unit.execute(this.where(message.c.state == WAITING).values(state=FAILED, state_at=now, why="sealed"))
        return None
