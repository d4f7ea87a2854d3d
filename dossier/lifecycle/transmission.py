"""Acts on their way to the caisse: read to be sent, marked as sent, and what the caisse answers (DOMAIN B4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa

from dossier.identity import Person, person_of
from dossier.journal import Audience, Event, append, hold, hold_free
from dossier.policy import Acting, Role
from dossier.store import Gathering, Unit
from dossier.vault import Witness, keep_keys, key_of

from .acts import Facts, Status
from .receipts import act_place, owner_of
from .tables import act

Answered = Literal["changed", "unchanged", "unknown", "contrary"]
_FIRST = [str(Status.DEPOSITED)]
_AGAIN = [str(Status.DEPOSITED), str(Status.REJECTED)]

_ORDER = (act.c.made_at, act.c.patient_id, act.c.act_id)


class Filed(NamedTuple):
    """Which act waits to be sent, in the order in which they were made."""

    made_at: datetime
    patient_id: bytes
    act_id: bytes


@dataclass(frozen=True, slots=True)
class TransmittedAct:
    """What the caisse is told of one act: the receipt's number, what was done, and the identity it applies to."""

    filed: Filed
    person: Person
    facts: Facts


def to_transmit(unit: Unit, limit: int, after: Filed | None = None, *, again: bool = False) -> list[Filed]:
    """Return up to `limit` acts still to be sent, oldest first, past `after`; `again` takes rejected ones as well."""
    wanted = sa.select(*_ORDER).where(_waiting(again=again)).order_by(*_ORDER).limit(limit)
    if after is not None:
        last = [sa.literal(value, column.type) for value, column in zip(after, _ORDER, strict=True)]
        wanted = wanted.where(sa.tuple_(*_ORDER) > sa.tuple_(*last))
    return [Filed(*row) for row in unit.all(wanted)]


def count_to_transmit(unit: Unit, *, again: bool = False) -> int:
    """Return how many acts are to be sent."""
    found: int = unit.scalar(sa.select(sa.func.count()).select_from(act).where(_waiting(again=again)))
    return found


def read_for_transmission(unit: Gathering, waiting: Sequence[Filed], now: datetime) -> list[TransmittedAct]:
    """Open these acts, each under a journal entry of its own. Keep what is returned only once this unit has ended.

    One whose owner acts at this moment is left out, for another time.
    """
    free = hold_free(unit, sorted({one.patient_id for one in waiting}))
    keep_keys(unit, sorted(free))
    theirs = sa.select(act).where(unit.among(act.c.act_id, [one.act_id for one in waiting]))
    rows = {row.act_id: row for row in unit.all(theirs.where(unit.among(act.c.patient_id, sorted(free))))}
    return [_read(unit, one, rows[one.act_id], now) for one in waiting if one.act_id in rows]


def mark_transmitted(unit: Unit, sent: Sequence[tuple[bytes, bytes]], now: datetime) -> None:
    """Note that these acts were sent; each is named by whose it is and by its own id."""
    theirs = sa.and_(
        unit.among(act.c.patient_id, [patient_id for patient_id, _ in sent]),
        unit.among(act.c.act_id, [act_id for _, act_id in sent]),
        _waiting(again=True),
    )
    unit.execute(act.update().where(theirs).values(status=str(Status.TRANSMITTED), status_at=now, status_reason=""))


def answer(unit: Unit, number: str, status: Status, reason: str, now: datetime) -> Answered:
    """Note what the caisse answers of the act with this receipt number; the same answer twice changes nothing.

    Told in the journal, which nobody is shown: the receipt's page says it.
    `contrary`: it was acknowledged already, and is refused now. An act erased since is `unchanged`.
    """
    owner = owner_of(unit, number)
    if owner is None:
        return "unknown"
    hold(unit, owner[0])
    mine = sa.and_(act.c.patient_id == owner[0], act.c.act_id == owner[1])
    row = unit.first(sa.select(act.c.kind, act.c.status, act.c.status_reason).where(mine).with_for_update())
    if row is None or (row.status, row.status_reason) == (str(status), reason):
        return "unchanged"
    if row.status == Status.ACKNOWLEDGED:
        return "contrary"
    unit.execute(act.update().where(mine).values(status=str(status), status_at=now, status_reason=reason))
    told = {"kind": row.kind, "status": str(status), "reason": reason}
    operator = Acting(Role.OPERATOR, owner[0])
    append(unit, operator, Event.LIFECYCLE_ACT_ANSWERED, now, told, Audience.NOT_PATIENT)
    return "changed"


def _read(unit: Unit, one: Filed, row: sa.Row[tuple[object, ...]], now: datetime) -> TransmittedAct:
    acting = Acting(Role.OPERATOR, one.patient_id)
    witness = append(unit, acting, Event.LIFECYCLE_ACT_TRANSMITTED, now, {"kind": row.kind})
    return TransmittedAct(one, person_of(unit, one.patient_id, witness), _facts(unit, one, row.sealed, witness))


def _facts(unit: Unit, one: Filed, sealed: bytes, witness: Witness) -> Facts:
    return Facts(**json.loads(key_of(unit, one.patient_id).open(sealed, act_place(one.act_id), witness)))


def _waiting(*, again: bool) -> sa.ColumnElement[bool]:
    return act.c.status.in_(_AGAIN if again else _FIRST)
