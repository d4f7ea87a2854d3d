"""Opening a case: by an agent for a caller found by her exact identity, or by whoever types one on the pages."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.identity import (
    TypedIdentity,
    check_wait,
    count_failure,
    has_credentials,
    patient_by_ins,
    person_of,
    throttle_key,
    traits_are_hers,
)
from dossier.journal import Audience, Event, append, hold
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from . import rules
from .channels import channels_of, in_her_hand
from .decoys import birth_mark, decoy_seed, new_seed
from .keeping import NOBODY, Held, held_by_digest, keep_new
from .limits import LIMITS
from .notices import tell_all
from .queries import Standing, shown
from .quotas import TooManyCases, bar_of_patient, check_agent, check_not_barred
from .shapes import Case, CaseRefused, CaseState, Lost

_FREE_OPENINGS = 5


class NothingToRecover(Refused):
    """This person never had credentials: she activates her record instead."""

    code: ClassVar[str] = "recovery-nothing-to-recover"


def _stranger(patient_id: bytes) -> Acting:
    return Acting(Role.STRANGER, patient_id)


def find_exact(
    unit: Unit,
    typed: TypedIdentity,
    domains: Collection[int],
    now: datetime,
    as_whom: Callable[[bytes], Acting] = _stranger,
) -> bytes | None:
    """Return the patient who has credentials and is exactly this person, or None: no list, no nearly.

    `as_whom` says who looks, for the entry in her journal (`recovery:person:sought`).
    """
    found = filter(None, (patient_by_ins(unit, typed.ins, domain) for domain in sorted(domains)))
    patient_id = next(found, None)
    if patient_id is None or not has_credentials(unit, patient_id):
        return None
    witness = append(unit, as_whom(patient_id), Event.RECOVERY_PERSON_SOUGHT, now, audience=Audience.NOT_PATIENT)
    return patient_id if traits_are_hers(person_of(unit, patient_id, witness), typed) else None


def open_case(unit: Unit, acting: Acting, lost: Lost, now: datetime, *, call_reference: str = "") -> Standing:
    """Open a case for a known patient; a notice goes to every channel.

    Raises `NotPermitted`, `TooManyCases`, `AgentBarred`, `NothingToRecover`, and `CaseRefused` after a dispute.
    """
    require(acting, Action.RECOVERY_CASE_OPEN)
    check_agent(unit, acting, now)
    hold(unit, acting.patient_id)
    check_not_barred(unit, acting, now)
    if not has_credentials(unit, acting.patient_id):
        raise NothingToRecover
    bar = bar_of_patient(unit, acting, now)
    if bar == "quota":
        raise TooManyCases(whose="patient")
    if bar == "frozen":
        raise CaseRefused(state=CaseState.FROZEN)
    return shown(unit, _open(unit, acting, lost, now, call_reference), acting.role)


def open_for_caller(
    unit: Unit,
    typed: TypedIdentity,
    domains: Collection[int],
    lost: Lost,
    now: datetime,
    agent: Callable[[bytes], Acting],
    *,
    call_reference: str = "",
) -> Standing:
    """Open a case for a caller, found by her exact identity; for nobody, a decoy that looks the same to the agent.

    Raises as `open_case`.
    """
    patient_id = find_exact(unit, typed, domains, now, agent)
    acting = agent(patient_id or NOBODY)
    if patient_id is not None:
        return open_case(unit, acting, lost, now, call_reference=call_reference)
    require(acting, Action.RECOVERY_CASE_OPEN)
    check_agent(unit, acting, now)
    return shown(unit, _decoy(unit, acting, typed, lost, now, call_reference), acting.role)


def open_online(
    unit: Unit, typed: TypedIdentity, domains: Collection[int], lost: Lost, network: str, now: datetime
) -> Standing:
    """Open a case for whoever typed this identity. Unknown, barred or over the limits: a decoy, which looks the same.

    Every opening counts for the network. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-open", b"", network)
    check_wait(unit, throttle, now)
    count_failure(unit, throttle, now, free=_FREE_OPENINGS)
    patient_id = find_exact(unit, typed, domains, now)
    acting = _stranger(patient_id or NOBODY)
    if patient_id is None or bar_of_patient(unit, acting, now):
        return shown(unit, _decoy(unit, _stranger(NOBODY), typed, lost, now, ""), Role.STRANGER)
    return shown(unit, _open(unit, acting, lost, now, ""), Role.STRANGER)


def _open(unit: Unit, acting: Acting, lost: Lost, now: datetime, call_reference: str) -> Held:
    facts = {"lost": str(lost), "call": call_reference}
    witness = append(unit, acting, Event.RECOVERY_CASE_OPENED, now, facts)
    channels = channels_of(unit, acting.patient_id, witness, now)
    usable = [(one.proof, one.mark) for one in channels if not one.why_not]
    usable += [(proof, str(proof)) for proof in in_her_hand(unit, acting.patient_id, witness)]
    case = rules.opened(lost, usable, now)
    if acting.role is Role.STRANGER and case.state is CaseState.DESK_REQUIRED:
        case = Case(lost, CaseState.OPEN, now, now + LIMITS.case_life)  # a page must not tell what is on file
    columns = _columns(unit, acting, call_reference) | {
        "patient_id": acting.patient_id,
        "entry_sequence": witness.sequence,
        "seed": new_seed(),
    }
    digest, _ = keep_new(unit, case, columns)
    tell_all(unit, acting, channels, "case", digest, "opened", now)
    return held_by_digest(unit, digest, now)


def _decoy(unit: Unit, acting: Acting, typed: TypedIdentity, lost: Lost, now: datetime, call_reference: str) -> Held:
    seed = decoy_seed(unit, typed)
    born = birth_mark(unit, seed, typed.birth_on)
    case = Case(lost, CaseState.OPEN, now, now + LIMITS.case_life, born=born)
    columns = _columns(unit, acting, call_reference) | {"patient_id": None, "entry_sequence": 0, "seed": seed}
    digest, _ = keep_new(unit, case, columns)
    return held_by_digest(unit, digest, now)


def _columns(unit: Unit, acting: Acting, call_reference: str) -> dict[str, object]:
    reference = call_reference.strip()
    return {
        "by_role": str(acting.role),
        "staff_id": acting.actor_id,
        "call_digest": unit.holder.digest("recovery-call", reference.encode()) if reference else None,
    }
