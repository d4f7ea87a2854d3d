"""Where a case stands, as far as the one who asks may know: never a code, never a whole address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from . import rules
from .channels import in_her_hand
from .decoys import decoy_channels
from .keeping import NOBODY, CaseUnknown, Held, held, number_digest, opened_row, owned, visit_digest
from .shapes import SENT, CaseState, Lost, Proof
from .tables import case as table

_LISTED = timedelta(days=1)
_PROVED = frozenset({CaseState.COOLING, CaseState.GRANTED, CaseState.DONE, CaseState.FROZEN})


@dataclass(frozen=True, slots=True)
class MaskedChannel:
    """One way to prove, as an agent may see it."""

    proof: Proof
    hint: str
    """Two digits, two letters of an e-mail, a town; empty for what has no address, and on the pages before a proof."""
    usable: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be seen of a case."""

    number: str
    lost: Lost
    state: CaseState
    channels: tuple[MaskedChannel, ...]
    proofs_given: tuple[Proof, ...]
    opened_at: datetime
    cooling_until: datetime | None
    granted_until: datetime | None
    locked_until: datetime | None
    code_sent_by: Proof | None
    """How the code that is alive left, None without one."""
    claimed: bool
    """Whether a visit gave the last proof: it alone may finish."""
    by: Role


def standing_of(unit: Unit, acting: Acting, number: str, now: datetime) -> Standing:
    """Return where a case stands. Whoever calls without proof learns nothing of the person, not even that she exists.

    Raises `NotPermitted`, `CaseUnknown`.
    """
    require(acting, Action.RECOVERY_CASE_READ)
    return shown(unit, owned(unit, acting, number, now), acting.role)


def standing_online(unit: Unit, number: str, now: datetime) -> Standing:
    """Return the same for the pages, where the number is all that is known. Raises `CaseUnknown`."""
    return shown(unit, held(unit, number, now), Role.STRANGER)


def is_claimed_by(unit: Unit, number: str, visit: str, now: datetime) -> bool:
    """Tell whether this visit gave the last proof of a case. Raises `CaseUnknown`."""
    claim = held(unit, number, now).case.claim
    return bool(claim) and claim == visit_digest(unit, visit)


def patient_of_case(unit: Unit, number: str) -> bytes:
    """Return whose case this is, to act on it; sixteen zero bytes for a decoy. Raises `CaseUnknown`."""
    wanted = sa.select(table.c.patient_id).where(table.c.number_digest == number_digest(unit, number))
    row = unit.first(wanted)
    if row is None:
        raise CaseUnknown
    return row.patient_id or NOBODY


def cases_of_agent(unit: Unit, staff_id: bytes, now: datetime) -> list[Standing]:
    """Return the cases this agent opened in the last day, the newest first: her queue."""
    hers = sa.and_(table.c.staff_id == staff_id, table.c.opened_at > now - _LISTED)
    rows = unit.all(sa.select(table).where(hers).order_by(table.c.opened_at.desc()))
    return [shown(unit, opened_row(unit, row, now), Role.CALL_AGENT) for row in rows]


def frozen_cases(unit: Unit, acting: Acting, now: datetime) -> list[Standing]:
    """Return the cases that wait, frozen, for a desk and a second person. Raises `NotPermitted`."""
    if acting.role is not Role.SUPERVISOR:
        raise NotPermitted(action=Action.RECOVERY_CASE_READ, role=acting.role)
    require(acting, Action.RECOVERY_CASE_READ)
    frozen = sa.select(table).where(table.c.state == str(CaseState.FROZEN)).order_by(table.c.disputed_at)
    return [shown(unit, opened_row(unit, row, now), acting.role) for row in unit.all(frozen.limit(200))]


def shown(unit: Unit, found: Held, to: Role) -> Standing:
    """Return a case as this role may see it."""
    case = found.case
    unproved = to is Role.STRANGER and not case.proofs and case.state not in _PROVED
    live = case.code if case.code is not None and case.code.proof in SENT else None
    return Standing(
        number=found.number,
        lost=case.lost,
        state=_told_state(found) if unproved else case.state,
        channels=_all_ways(found) if unproved else _her_ways(unit, found),
        proofs_given=tuple(one.proof for one in case.proofs),
        opened_at=case.opened_at,
        cooling_until=case.cooling_until,
        granted_until=case.granted_until,
        locked_until=case.locked_until,
        code_sent_by=live.proof if live else None,
        claimed=bool(case.claim),
        by=found.by_role,
    )


def _told_state(found: Held) -> CaseState:
    """Return a state that depends only on what the caller did himself."""
    case = found.case
    if case.state in (CaseState.LOCKED, CaseState.EXPIRED):
        return case.state
    return CaseState.CODE_SENT if case.codes_sent else CaseState.OPEN


def _all_ways(found: Held) -> tuple[MaskedChannel, ...]:
    ways = (*SENT, Proof.CARD, Proof.TOTP, Proof.PASSWORD)
    hers = (one for one in ways if not rules.is_lost(found.case.lost, one))
    return tuple(MaskedChannel(one, "", usable=True, why_not="") for one in hers)


def _her_ways(unit: Unit, found: Held) -> tuple[MaskedChannel, ...]:
    if found.patient_id is None:
        sent = tuple(_masked(found, one, str(one), hint, "") for one, hint in decoy_channels(unit, found.seed))
        others: tuple[Proof, ...] = (Proof.CARD, Proof.PASSWORD)
    else:
        sent = tuple(_masked(found, one.proof, one.mark, one.hint, one.why_not) for one in found.channels)
        others = in_her_hand(unit, found.patient_id, found.witness)
    return sent + tuple(_masked(found, one, str(one), "", "") for one in others)


def _masked(found: Held, proof: Proof, mark: str, hint: str, why_not: str) -> MaskedChannel:
    why = why_not or rules.why_not(found.case, proof, mark)
    return MaskedChannel(proof, hint, usable=not why, why_not=why)
