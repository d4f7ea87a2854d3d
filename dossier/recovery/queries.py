"""Where a case stands, as far as the one who asks may know: never a code, never a whole address."""

from dataclasses import dataclass
from datetime import datetime

from dossier.policy import Acting, Action, Role, Scope, require
from dossier.store import Unit

from . import rules
from .channels import in_her_hand
from .decoys import decoy_in_hand
from .keeping import Held, held, number_of, owned, visit_digest
from .shapes import SENT, CaseState, Lost, Proof

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
    seen_at: datetime | None = None
    """When an advisor saw a paper for which a second person is needed; None once she said no."""
    seen_until: datetime | None = None
    next_number: str = ""
    """Where a frozen case goes on: for the advisor who saw the paper. `next_of` tells the patient's own visit."""
    disputed_at: datetime | None = None
    """Since when it is frozen, or was."""
    callback_at: datetime | None = None
    appointment_until: datetime | None = None
    appointment_posted: bool = False
    """Whether the sheet left by letter; else she only knows what she was told."""


def standing_of(unit: Unit, acting: Acting, number: str, now: datetime) -> Standing:
    """Return where a case stands. Whoever calls without proof learns nothing of the person, not even that she exists.

    Raises `NotPermitted`, `CaseUnknown`.
    """
    require(acting, Action.RECOVERY_CASE_READ)
    return shown_to(unit, owned(unit, acting, number, now), acting)


def standing_online(unit: Unit, number: str, now: datetime) -> Standing:
    """Return the same for the pages, where the number is all that is known. Raises `CaseUnknown`."""
    return shown(unit, held(unit, number, now), Role.STRANGER)


def is_claimed_by(unit: Unit, number: str, visit: str, now: datetime) -> bool:
    """Tell whether this visit gave the last proof of a case. Raises `CaseUnknown`."""
    claim = held(unit, number, now).case.claim
    return bool(claim) and claim == visit_digest(unit, visit)


def shown_to(unit: Unit, found: Held, acting: Acting) -> Standing:
    """Return a case as this actor may see it: an advisor whom she lets recover her access sees the hints too."""
    return shown(unit, found, acting.role, is_let=acting.scope is Scope.RECOVERY)


def shown(unit: Unit, found: Held, to: Role, *, is_let: bool = False, listed: bool = False) -> Standing:
    """Return a case as this role may see it. `is_let`: the person herself lets an advisor see by which ways.

    `listed`: as one of many, without her channels and without where it goes on.
    """
    case = found.case
    unproved = to is Role.STRANGER and not case.proofs and case.state not in _PROVED
    live = case.code if case.code is not None and case.code.proof in SENT else None
    return Standing(
        number=found.number,
        lost=case.lost,
        state=_told_state(found) if unproved else case.state,
        channels=() if listed or (to is Role.ADVISOR and not is_let) else _ways(unit, found, unproved=unproved),
        proofs_given=tuple(one.proof for one in case.proofs),
        opened_at=case.opened_at,
        cooling_until=case.cooling_until,
        granted_until=case.granted_until,
        locked_until=case.locked_until,
        code_sent_by=live.proof if live else None,
        claimed=bool(case.claim),
        by=found.by_role,
        seen_at=case.seen.seen_at if case.seen else None,
        seen_until=case.seen.seen_until if case.seen else None,
        next_number="" if listed or to is not Role.ADVISOR else _next_number(unit, found),
        disputed_at=case.disputed_at,
        callback_at=None if unproved else case.callback_at,
        appointment_until=None if unproved else case.appointment_until,
        appointment_posted=not unproved and case.appointment_posted,
    )


def _next_number(unit: Unit, found: Held) -> str:
    return number_of(unit, bytes.fromhex(found.case.next_case)) if found.case.next_case else ""


def _told_state(found: Held) -> CaseState:
    """Return a state that depends only on what the caller did himself."""
    case = found.case
    if case.state in (CaseState.LOCKED, CaseState.EXPIRED):
        return case.state
    return CaseState.CODE_SENT if case.codes_sent else CaseState.OPEN


def _ways(unit: Unit, found: Held, *, unproved: bool) -> tuple[MaskedChannel, ...]:
    return _all_ways(found) if unproved else _her_ways(unit, found)


def _all_ways(found: Held) -> tuple[MaskedChannel, ...]:
    ways = (*SENT, Proof.CARD, Proof.TOTP, Proof.PASSWORD)
    hers = (one for one in ways if not rules.is_lost(found.case.lost, one))
    return tuple(MaskedChannel(one, "", usable=True, why_not="") for one in hers)


def _her_ways(unit: Unit, found: Held) -> tuple[MaskedChannel, ...]:
    sent = tuple(_masked(found, one.proof, one.mark, one.hint, one.why_not) for one in found.channels)
    return sent + tuple(_masked(found, one, str(one), "", "") for one in _in_hand(unit, found))


def _in_hand(unit: Unit, found: Held) -> tuple[Proof, ...]:
    if found.patient_id is None:
        return decoy_in_hand(unit, found.person)
    return in_her_hand(unit, found.patient_id, found.witness)


def _masked(found: Held, proof: Proof, mark: str, hint: str, why_not: str) -> MaskedChannel:
    why = why_not or rules.why_not(found.case, proof, mark)
    return MaskedChannel(proof, hint, usable=not why, why_not=why)
