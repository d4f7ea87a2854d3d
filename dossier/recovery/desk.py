"""What takes an identity paper seen at a desk and two persons: a frozen case, a case without any channel."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from dossier.journal import Event, append
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from . import rules
from .channels import has_settled
from .decoys import new_seed
from .keeping import Held, held_by_digest, keep, keep_new, owned, secret_digest
from .notices import tell_all
from .queries import Standing, shown
from .quotas import check_not_barred
from .shapes import SecondPersonMissing

_HANDED_DIGITS = 12
_REOPENED = "reopened"
"""In the row of a frozen case that another one replaced: it bars nothing any more."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A granted case, and the code given to her on paper: with it her visit may finish, for twenty-four hours."""

    standing: Standing
    code: str


def reopen_frozen(unit: Unit, acting: Acting, approver: Acting, number: str, now: datetime) -> Standing:
    """Go on with a frozen case under a new number, with the identity seen at the desk as its first proof.

    `acting` saw the paper, `approver` is the second person; none of them opened it or changed her contacts lately.
    Raises `NotPermitted`, `CaseUnknown`, `CaseRefused`, `SecondPersonMissing`, `AgentBarred`.
    """
    found, two = _two_persons(unit, acting, approver, number, now)
    frozen, again = rules.reopened(found.case, two, _hex(found.staff_id), now)
    keep(unit, found, frozen, state=_REOPENED)
    witness = append(unit, acting, Event.RECOVERY_CASE_REOPENED, now, {"second": approver.actor_name})
    columns = {
        "patient_id": found.patient_id,
        "entry_sequence": witness.sequence,
        "by_role": str(acting.role),
        "staff_id": acting.actor_id,
        "call_digest": None,
        "seed": new_seed(),
    }
    digest, _ = keep_new(unit, again, columns)
    tell_all(unit, acting, found.channels, "case", digest, "reopened", now)
    return shown(unit, held_by_digest(unit, digest, now), acting.role)


def grant_at_desk(unit: Unit, acting: Acting, approver: Acting, number: str, now: datetime) -> HandOver:
    """Grant a case that no channel can prove, to somebody whose paper was seen, by two persons.

    Raises as `reopen_frozen`; `SecondPersonMissing` (changed) when a contact changed in the last seven days.
    """
    found, two = _two_persons(unit, acting, approver, number, now)
    if not has_settled(unit, acting.patient_id, now):
        raise SecondPersonMissing(why="changed")
    code = f"{secrets.randbelow(10**_HANDED_DIGITS):0{_HANDED_DIGITS}d}"
    case = rules.granted_at_desk(found.case, two, _hex(found.staff_id), secret_digest(unit, found.digest, code), now)
    append(unit, acting, Event.RECOVERY_CASE_GRANTED, now, {"second": approver.actor_name})
    after = keep(unit, found, case)
    tell_all(unit, acting, found.channels, "case", found.digest, "granted", now)
    return HandOver(shown(unit, after, acting.role), code)


def _two_persons(
    unit: Unit, acting: Acting, approver: Acting, number: str, now: datetime
) -> tuple[Held, tuple[str, str]]:
    require(acting, Action.RECOVERY_IDENTITY_CHECK)
    require(approver, Action.RECOVERY_CASE_REOPEN)
    for one in (acting, approver):
        check_not_barred(unit, one, now)
    found = owned(unit, acting, number, now)
    if approver.patient_id != acting.patient_id:
        raise SecondPersonMissing(why="same")
    return found, (_hex(acting.actor_id), _hex(approver.actor_id))


def _hex(staff_id: bytes | None) -> str:
    return staff_id.hex() if staff_id else ""
