"""What every change of a means of signing in does: who may, what is kept of it, who is told."""

from datetime import datetime, timedelta
from typing import Literal

from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit
from dossier.vault import Witness

from . import tables
from .addresses import NoticeWay, notice_addresses
from .factor_proof import FactorProofMissing, proof_is_fresh
from .factors import FactorKind
from .person import Person
from .queries import language_of
from .sessions import Session

Change = Literal["added", "replaced", "removed"]
SENT_WITHIN = timedelta(days=90)
_EVENTS: dict[Change, Event] = {
    "added": Event.IDENTITY_FACTOR_ADDED,
    "replaced": Event.IDENTITY_FACTOR_REPLACED,
    "removed": Event.IDENTITY_FACTOR_REMOVED,
}


def act_of(change: Literal["set", "remove"], kind: FactorKind) -> str:
    """Return the name of an act, as a proof is asked for it."""
    return f"{change}:{kind}"


def herself_in(session: Session) -> Acting:
    """Return the person of this session acting for herself. Raises `NotPermitted`."""
    acting = Acting(Role.PATIENT, session.patient_id, session.patient_id)
    require(acting, Action.FACTOR_CHANGE)
    return acting


def require_proof(unit: Unit, session: Session, visit: str, kind: FactorKind, now: datetime) -> None:
    """Raise `FactorProofMissing` unless a fresh proof was given for adding this means; it isn't used up."""
    if not proof_is_fresh(unit, session, visit, act_of("set", kind), now):
        raise FactorProofMissing


def told(unit: Unit, acting: Acting, change: Change, kind: FactorKind, now: datetime) -> Witness:
    """Tell the journal of a change; return its entry."""
    return append(unit, acting, _EVENTS[change], now, {"factor": str(kind)})


def decide(
    unit: Unit,
    patient_id: bytes,
    kind: FactorKind,
    witness: Witness,
    now: datetime,
    *,
    is_on: bool,
    sealed: bytes | None = None,
    last_step: int = 0,
) -> None:
    """Keep what she decided of a means: on or off, and what an application needs."""
    row = {
        "patient_id": patient_id,
        "kind": str(kind),
        "is_on": is_on,
        "sealed": sealed,
        "entry_sequence": witness.sequence,
        "last_step": last_step,
        "changed_at": now,
    }
    unit.put(tables.factor, row)


def notify(
    unit: Unit, acting: Acting, change: Change, kind: FactorKind, person: Person, now: datetime, *others: Person
) -> None:
    """Tell her by every way on file, and by those of before when one has just changed."""
    ways: dict[tuple[NoticeWay, str], None] = dict.fromkeys(
        way for one in (person, *others) for way in notice_addresses(one)
    )
    for channel, address in ways:
        queue(
            unit,
            acting,
            now,
            kind="factor-changed",
            channel=channel,
            language=language_of(unit, acting.patient_id),
            address=address,
            parameters={"change": change, "factor": str(kind), "at": now.isoformat()},
            not_after=now + SENT_WITHIN,
        )
