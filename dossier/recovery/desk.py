"""An identity paper seen at a desk: two persons of the staff, each in her own session, and the patient's own visit.

Nobody is handed a code that opens anything: what is granted belongs to the visit that stood at the desk.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from dossier.identity import (
    TypedIdentity,
    canonical_code,
    check_wait,
    count_failure,
    handed_means_lately,
    throttle_key,
)
from dossier.journal import Event, append
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from . import desk_rules, rules
from .barred import made_hers, owners
from .channels import has_settled, in_her_hand
from .decoys import new_seed
from .finding import find_exact
from .keeping import (
    NOBODY,
    Held,
    held,
    keep,
    keep_new,
    number_of,
    owned,
    owner_of,
    screen_digest,
    visit_digest,
)
from .limits import LIMITS
from .notices import tell_all
from .queries import Standing, shown
from .quotas import check_not_barred
from .shapes import Case, CaseState, IdentityUnseen, Proof, SecondPersonMissing
from .steps import moved

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class DeskCode:
    """What the patient's screen shows to whoever looks at her paper, and until when."""

    code: str
    until: datetime


def show_desk_code(unit: Unit, number: str, visit: str, now: datetime) -> DeskCode:
    """Make the code that tells a desk which visit is hers; an older one, on whatever screen, is dead.

    It proves nothing. Made for any case, decoys too. Raises `CaseUnknown`, `CaseRefused` when the case is over.
    """
    found = held(unit, number, now)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    digest = screen_digest(unit, found.digest, code)
    keep(unit, found, desk_rules.code_shown(found.case, digest, visit_digest(unit, visit), now))
    return DeskCode(code, now + LIMITS.screen_code)


def see_identity(
    unit: Unit,
    number: str,
    typed: TypedIdentity,
    domains: Collection[int],
    desk_code: str,
    now: datetime,
    agent: Callable[[bytes], Acting],
) -> Standing:
    """Note that an advisor saw the paper of whoever stands before the screen that shows this code.

    A case for the desk, or a frozen one, waits for a second person; in any other it counts as one proof at once. She is
    told on every channel. A case beyond what she may open becomes hers here. `IdentityUnseen` counts for the advisor:
    catch it inside the unit, or the count is lost.

    Raises `NotPermitted`, `TooManyTries`, `IdentityUnseen`, `AgentBarred`, `SecondPersonMissing` (opener),
    `CaseRefused`, `ChannelRefused`.
    """
    who = agent(NOBODY)
    require(who, Action.RECOVERY_IDENTITY_CHECK)
    throttle = throttle_key(unit, "recovery-desk", who.actor_id or NOBODY, "")
    check_wait(unit, throttle, now)
    matched = _matched(unit, number, typed, domains, desk_code, now, agent)
    if matched is None:
        count_failure(unit, throttle, now, free=LIMITS.unseen_an_advisor)
        raise IdentityUnseen
    patient_id, found, visit = matched
    acting = agent(patient_id)
    check_not_barred(unit, acting, now)
    if found.patient_id is None:
        found = made_hers(unit, found, patient_id, now)
    return _noted(unit, acting, found, visit, now)


def confirm_seen(unit: Unit, acting: Acting, number: str, now: datetime, *, shown_at: datetime) -> Standing:
    """Agree, as the second person, to what an advisor saw: the case is granted, or a frozen one goes on in another.

    Either way it is the visit that stood at the desk that goes on. `shown_at` is when the paper was seen that the
    second person read of: she answers for no later one. Raises `NotPermitted`, `CaseUnknown`,
    `CaseRefused`, `AgentBarred`, `SecondPersonMissing` (same, opener, late, changed, another, means).
    """
    require(acting, Action.RECOVERY_CASE_REOPEN)
    check_not_barred(unit, acting, now)
    found, settled = owned(unit, acting, number, now), has_settled(unit, acting.patient_id, now)
    _check_two_people(unit, acting, found, now)
    if found.case.state is CaseState.FROZEN:
        return shown(unit, _reopen(unit, acting, found, shown_at, now, settled=settled), acting.role)
    if not settled:
        raise SecondPersonMissing(why="changed")
    case = desk_rules.granted(found.case, _hex(acting), found.opener, shown_at, now)
    append(unit, acting, Event.RECOVERY_CASE_GRANTED, now)
    after = keep(unit, found, case)
    tell_all(unit, acting, found.channels, "case", found.digest, "granted", now)
    return shown(unit, after, acting.role)


def refuse_seen(unit: Unit, acting: Acting, number: str, now: datetime, *, shown_at: datetime) -> None:
    """Say no as the second person: what the advisor saw counts for nothing; she is told on every channel.

    Raises `NotPermitted`, `CaseUnknown`, `SecondPersonMissing` (late: nothing waits; another, as `confirm_seen`).
    """
    require(acting, Action.RECOVERY_CASE_REOPEN)
    found = owned(unit, acting, number, now)
    case = desk_rules.refused(found.case, shown_at, now)
    append(unit, acting, Event.RECOVERY_IDENTITY_REFUSED, now)
    keep(unit, found, case)
    tell_all(unit, acting, found.channels, "case", found.digest, "seen-refused", now)


def next_of(unit: Unit, number: str, visit: str, now: datetime) -> str:
    """Return the number under which a frozen case goes on, to the visit that stood at the desk alone; else nothing.

    Raises `CaseUnknown`.
    """
    case = held(unit, number, now).case
    if not case.next_case or not visit or case.next_visit != visit_digest(unit, visit):
        return ""
    return number_of(unit, bytes.fromhex(case.next_case))


def _matched(
    unit: Unit,
    number: str,
    typed: TypedIdentity,
    domains: Collection[int],
    desk_code: str,
    now: datetime,
    agent: Callable[[bytes], Acting],
) -> tuple[bytes, Held, str] | None:
    """Return her, the case and the visit, when number, identity and code go together."""
    patient_id = find_exact(unit, typed, domains, now, agent)
    owner = owner_of(unit, number)
    if patient_id is None or owner not in owners(unit, typed, patient_id):  # before somebody else's turn is taken
        return None
    found = held(unit, number, now)
    visit = desk_rules.visit_showing(found.case, screen_digest(unit, found.digest, canonical_code(desk_code)), now)
    return (patient_id, found, visit) if visit else None


def _noted(unit: Unit, acting: Acting, found: Held, visit: str, now: datetime) -> Standing:
    settled = has_settled(unit, found.person, now)
    ways = [*found.usable, *((one, str(one)) for one in in_her_hand(unit, found.person, found.witness))]
    provable = rules.could_be_enough(found.case.lost, ways)
    case = desk_rules.seen(found.case, _hex(acting), found.opener, visit, now, settled=settled, provable=provable)
    append(unit, acting, Event.RECOVERY_IDENTITY_SEEN, now)
    if len(case.proofs) > len(found.case.proofs):
        append(unit, acting, Event.RECOVERY_PROOF_GIVEN, now, {"proof": str(Proof.DESK)})
    after = replace(keep(unit, found, case, seen_by=acting.actor_id, seen_at=now), seen_by=acting.actor_id)
    tell_all(unit, acting, found.channels, "case", found.digest, "seen", now)
    moved(unit, found, case, now)
    return shown(unit, after, acting.role)


def _reopen(unit: Unit, acting: Acting, found: Held, shown_at: datetime, now: datetime, *, settled: bool) -> Held:
    frozen, again = desk_rules.reopened(found.case, _hex(acting), found.opener, shown_at, now, settled=settled)
    witness = append(unit, acting, Event.RECOVERY_CASE_REOPENED, now)
    digest = _keep_again(unit, found, again, witness.sequence, now)
    tell_all(unit, acting, found.channels, "case", digest, "reopened", now)
    return keep(unit, found, replace(frozen, next_case=digest.hex()))


def _keep_again(unit: Unit, found: Held, again: Case, sequence: int, now: datetime) -> bytes:
    """Write the case in which a frozen one goes on: opened by the advisor who saw the paper."""
    columns = {
        "patient_id": found.patient_id,
        "entry_sequence": sequence,
        "by_role": str(Role.ADVISOR),
        "staff_id": found.seen_by,
        "seen_by": found.seen_by,
        "seen_at": now,
        "call_digest": None,
        "seed": new_seed(),
    }
    return keep_new(unit, again, columns)[0]


def _check_two_people(unit: Unit, acting: Acting, found: Held, now: datetime) -> None:
    """Refuse a second person who invited or reset the first one lately: she could be signed in as both."""
    by, first = acting.actor_id, found.seen_by
    if by and first and handed_means_lately(unit, by, first, now - LIMITS.means_bar):
        raise SecondPersonMissing(why="means")


def _hex(acting: Acting) -> str:
    return acting.actor_id.hex() if acting.actor_id else ""
