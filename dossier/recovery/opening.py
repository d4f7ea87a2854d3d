"""Opening a case: by an agent for a caller found by her exact identity, or by whoever types one on the pages."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.identity import TypedIdentity, check_wait, count_failure, has_credentials, throttle_key
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from . import rules
from .barred import seed_of_barred
from .channels import channels_of, in_her_hand
from .decoys import birth_mark, decoy_channels, decoy_in_hand, decoy_seed, new_seed
from .finding import find_exact, stranger
from .keeping import NOBODY, Held, held_by_digest, keep_new, persona
from .limits import LIMITS
from .notices import tell_all
from .queries import Standing, shown, shown_to
from .quotas import TooManyCases, bar_of_patient, check_agent, check_not_barred, had_too_many
from .shapes import Case, CaseRefused, CaseState, Lost, Proof
from .tables import case as table

_FREE_OPENINGS = 5


class NothingToRecover(Refused):
    """This person never had credentials: she activates her record instead."""

    code: ClassVar[str] = "recovery-nothing-to-recover"


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
    return shown_to(unit, _open(unit, acting, lost, now, call_reference), acting)


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

    Raises as `open_case`, for a decoy too what depends on the agent: she learns nothing from being refused.
    """
    patient_id = find_exact(unit, typed, domains, now, agent)
    if patient_id is not None:
        return open_case(unit, agent(patient_id), lost, now, call_reference=call_reference)
    seed = decoy_seed(unit, typed)
    acting = agent(persona(seed))
    require(acting, Action.RECOVERY_CASE_OPEN)
    check_agent(unit, acting, now)
    check_not_barred(unit, acting, now)
    if had_too_many(unit, table.c.seed == seed, acting, now):
        raise TooManyCases(whose="patient")
    return shown(unit, _decoy(unit, acting, seed, typed.birth_on, lost, now, call_reference), acting.role)


def open_online(
    unit: Unit, typed: TypedIdentity, domains: Collection[int], lost: Lost, network: str, now: datetime
) -> Standing:
    """Open a case for whoever typed this identity. Unknown, barred or over the limits: a decoy, which looks the same.

    Of somebody known a desk makes it hers (`see_identity`). Every opening counts for the network. Raises
    `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-open", b"", network)
    check_wait(unit, throttle, now)
    count_failure(unit, throttle, now, free=_FREE_OPENINGS)
    patient_id = find_exact(unit, typed, domains, now)
    acting = stranger(patient_id or NOBODY)
    if patient_id is None or bar_of_patient(unit, acting, now):
        seed = seed_of_barred(unit, patient_id) if patient_id else decoy_seed(unit, typed)
        return shown(unit, _decoy(unit, stranger(NOBODY), seed, typed.birth_on, lost, now, ""), Role.STRANGER)
    return shown(unit, _open(unit, acting, lost, now, ""), Role.STRANGER)


def _open(unit: Unit, acting: Acting, lost: Lost, now: datetime, call_reference: str) -> Held:
    facts = {"lost": str(lost), "call": call_reference}
    witness = append(unit, acting, Event.RECOVERY_CASE_OPENED, now, facts)
    channels = channels_of(unit, acting.patient_id, witness, now)
    usable = [(one.proof, one.mark) for one in channels if not one.why_not]
    usable += [(proof, str(proof)) for proof in in_her_hand(unit, acting.patient_id, witness)]
    case = _begun(acting, lost, usable, now)
    columns = _columns(unit, acting, call_reference, now) | {
        "patient_id": acting.patient_id,
        "entry_sequence": witness.sequence,
        "seed": new_seed(),
    }
    digest, _ = keep_new(unit, case, columns)
    tell_all(unit, acting, channels, "case", digest, "opened", now)
    return held_by_digest(unit, digest, now)


def _decoy(
    unit: Unit, acting: Acting, seed: bytes, born_on: date, lost: Lost, now: datetime, call_reference: str
) -> Held:
    usable = [(one, hint) for one, hint in decoy_channels(unit, persona(seed))]
    usable += [(one, str(one)) for one in decoy_in_hand(unit, persona(seed))]
    case = replace(_begun(acting, lost, usable, now), born=birth_mark(unit, seed, born_on))
    columns = _columns(unit, acting, call_reference, now) | {"patient_id": None, "entry_sequence": 0, "seed": seed}
    digest, _ = keep_new(unit, case, columns)
    return held_by_digest(unit, digest, now)


def _begun(acting: Acting, lost: Lost, usable: Iterable[tuple[Proof, str]], now: datetime) -> Case:
    if acting.role is Role.STRANGER:
        return Case(lost, CaseState.OPEN, now, now + LIMITS.case_life)  # a page must not tell what is on file
    return rules.opened(lost, usable, now)


def _columns(unit: Unit, acting: Acting, call_reference: str, now: datetime) -> dict[str, object]:
    reference = call_reference.strip()
    return {
        "by_role": str(acting.role),
        "staff_id": acting.actor_id,
        "held_by": acting.actor_id,
        "held_at": now if acting.actor_id else None,
        "call_digest": unit.holder.digest("recovery-call", reference.encode()) if reference else None,
    }
