"""Cases as rows: found by their number, held for the length of a unit, and written back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa

from dossier.base import Refused, SignCodeMistyped, canonical_sign_code, new_sign_code
from dossier.journal import hold, witness_of
from dossier.policy import Acting, Role, Scope
from dossier.store import Unit
from dossier.vault import Witness, canonical

from . import rules
from .bodies import case_from, to_text
from .channels import Channel, channels_of
from .decoys import decoy_contacts
from .limits import LIMITS
from .shapes import NOWHERE, SENT, Case, CaseState, Proof
from .tables import case as table

REOPENED = "reopened"
"""In the row of a frozen case that another one replaced: it bars nothing any more."""
NOBODY = bytes(16)
"""In the place of a patient, where there is none: her id in the `Acting` of a decoy."""


class CaseUnknown(Refused):
    """No case has this number, or not of this person."""

    code: ClassVar[str] = "recovery-case-unknown"


@dataclass(frozen=True, slots=True)
class Held:
    """One case, its turn taken until the unit ends, and what its owner can be reached by now."""

    digest: bytes
    number: str
    patient_id: bytes | None
    """None for a decoy: whoever asked isn't known, and sees the same."""
    entry_sequence: int
    by_role: Role
    staff_id: bytes | None
    """Who opened it, None on the pages."""
    held_by: bytes | None
    seen_by: bytes | None
    due_at: datetime | None
    seed: bytes
    case: Case
    channels: tuple[Channel, ...]

    @property
    def person(self) -> bytes:
        """Whose case it is; for a decoy whom it stands for, an id that no patient has."""
        return self.patient_id or persona(self.seed)

    @property
    def opener(self) -> str:
        """Id of the member of the staff who opened it, as the rules write it; empty on the pages."""
        return self.staff_id.hex() if self.staff_id else ""

    @property
    def usable(self) -> list[tuple[Proof, str]]:
        """Her contacts to which a code may go now, as the rules want them."""
        return [(one.proof, one.mark) for one in self.channels if not one.why_not]

    @property
    def acting(self) -> Acting:
        """Somebody with the number, who has proved nothing else."""
        return Acting(Role.STRANGER, self.patient_id or NOBODY)

    @property
    def witness(self) -> Witness:
        """The entry that tells of the opening: what the case needs of her is read under it."""
        return witness_of(self.patient_id or NOBODY, self.entry_sequence)

    @property
    def marks(self) -> dict[Proof, str]:
        """Of the channels that count now."""
        return {one.proof: one.mark for one in self.channels if not one.why_not}

    def channel(self, proof: Proof) -> Channel | None:
        """Return one of her channels."""
        return next((one for one in self.channels if one.proof is proof), None)


def number_digest(unit: Unit, number: str) -> bytes:
    """Return the look-up digest of a number as it was typed; of nothing when it isn't one."""
    try:
        return unit.holder.digest("recovery-number", canonical_sign_code(number).encode())
    except SignCodeMistyped:
        return NOBODY


def secret_digest(unit: Unit, subject: bytes, code: str) -> str:
    """Return the keyed digest of a code, good for one case or change alone."""
    return unit.holder.digest("recovery-code", canonical(subject, code.encode())).hex()


def visit_digest(unit: Unit, visit: str) -> str:
    """Return the keyed digest of a web visit, empty for the keypad of a telephone, which has none."""
    return unit.holder.digest("recovery-visit", visit.encode()).hex() if visit else ""


def persona(seed: bytes) -> bytes:
    """Return whom a decoy stands for: what is drawn for one identity is always drawn from the same id."""
    return seed[:16]


def number_of(unit: Unit, digest: bytes) -> str:
    """Return the number that has this digest, empty when the case is gone."""
    return numbers_of(unit, {digest}).get(digest, "")


def numbers_of(unit: Unit, digests: Collection[bytes]) -> dict[bytes, str]:
    """Return the numbers that have these digests, in one statement; of cases that are gone, none."""
    if not digests:
        return {}
    wanted = sa.select(table.c.number_digest, table.c.number_sealed)
    rows = unit.all(wanted.where(unit.among(table.c.number_digest, sorted(digests))))
    return {digest: unit.holder.unwrap(sealed, b"recovery" + digest).decode() for digest, sealed in rows}


def screen_digest(unit: Unit, subject: bytes, code: str) -> str:
    """Return the keyed digest of a code on a screen, which is no code of the case."""
    return unit.holder.digest("recovery-screen", canonical(subject, code.encode())).hex()


def held(unit: Unit, number: str, now: datetime) -> Held:
    """Return a case by its number, once its owner's turn is taken. Raises `CaseUnknown`."""
    return held_by_digest(unit, number_digest(unit, number), now)


def held_by_digest(unit: Unit, digest: bytes, now: datetime) -> Held:
    """Return a case, settled for this instant; codes and proofs of contacts that changed are dead in it."""
    wanted = sa.select(table).where(table.c.number_digest == digest)
    row = unit.first(wanted)
    if row is None:
        raise CaseUnknown
    if unit.writes and row.patient_id is not None:
        hold(unit, row.patient_id)
    if unit.writes:
        row = unit.first(wanted.with_for_update())  # read anew once it can't change any more
    return opened_row(unit, row, now)


def opened_row(unit: Unit, row: Any, now: datetime) -> Held:
    """Return a row as a case, settled for this instant."""
    bound = b"recovery" + row.number_digest
    case = rules.settle(case_from(row.body), now)
    if row.patient_id is None:
        channels = decoy_contacts(unit, persona(row.seed), now)
    else:
        channels = channels_of(unit, row.patient_id, witness_of(row.patient_id, row.entry_sequence), now)
        case = _with_contacts_of_now(case, channels)
    return Held(
        digest=row.number_digest,
        number=unit.holder.unwrap(row.number_sealed, bound).decode(),
        patient_id=row.patient_id,
        entry_sequence=row.entry_sequence,
        by_role=Role(row.by_role),
        staff_id=row.staff_id,
        held_by=row.held_by,
        seen_by=row.seen_by,
        due_at=row.due_at,
        seed=row.seed,
        case=case,
        channels=channels,
    )


def _with_contacts_of_now(case: Case, channels: tuple[Channel, ...]) -> Case:
    """Return the case without what was sent to, or proved by, a contact that is held or no longer the same."""
    for proof in SENT:
        one = next((one for one in channels if one.proof is proof), None)
        known = _marks_in(case, proof) - {NOWHERE}
        elsewhere = bool(known - {one.mark if one else NOWHERE})
        if elsewhere or (one is not None and one.why_not == "held"):
            case = rules.contact_moved(case, proof, proofs_too=elsewhere)
    return case


def _marks_in(case: Case, proof: Proof) -> set[str]:
    known = {given.mark for given in case.proofs if given.proof is proof}
    return known | ({case.code.mark} if case.code is not None and case.code.proof is proof else set())


def patient_of_case(unit: Unit, number: str) -> bytes:
    """Return whose case this is, to act on it; for a decoy whom it stands for. Raises `CaseUnknown`."""
    owner = owner_of(unit, number)
    if owner == NOBODY:
        raise CaseUnknown
    return owner


def owner_of(unit: Unit, number: str) -> bytes:
    """Return the same, `NOBODY` when no case has this number."""
    wanted = sa.select(table.c.patient_id, table.c.seed).where(table.c.number_digest == number_digest(unit, number))
    row = unit.first(wanted)
    if row is None:
        return NOBODY
    owner: bytes = row.patient_id or persona(row.seed)
    return owner


def owned(unit: Unit, acting: Acting, number: str, now: datetime) -> Held:
    """Return the case of the person acted on, when whoever acts may see it.

    A call agent sees the cases she holds, an advisor those of the papers he saw, and under a mandate those he opened
    for this person. Raises `CaseUnknown`.
    """
    found = held(unit, number, now)
    if acting.patient_id != found.person or not _may_see(acting, found):
        raise CaseUnknown
    return found


def _may_see(acting: Acting, found: Held) -> bool:
    if acting.role is Role.CALL_AGENT:
        return acting.actor_id == found.held_by
    if acting.role is Role.ADVISOR and acting.scope is Scope.RECOVERY:
        return found.by_role is Role.ADVISOR and acting.actor_id == found.held_by
    if acting.role is Role.ADVISOR:
        return acting.actor_id == found.seen_by
    return True


def keep(unit: Unit, before: Held, case: Case, **columns: Any) -> Held:
    """Write a case back, and the columns that are asked for; return it as it is now."""
    values = {
        "state": REOPENED if case.next_case else str(case.state),
        "body": to_text(case),
        "disputed_at": case.disputed_at,
        "callback_at": case.callback_at,
        "due_at": before.due_at if case.state is before.case.state else due_at(case),
    }
    unit.execute(table.update().where(table.c.number_digest == before.digest).values(values | columns))
    return replace(before, case=case)


def keep_new(unit: Unit, case: Case, columns: Mapping[str, Any]) -> tuple[bytes, str]:
    """Write a new case under a new number; return its digest and the number."""
    number = new_sign_code()
    digest = number_digest(unit, number)
    row = {
        "number_digest": digest,
        "number_sealed": unit.holder.wrap(number.encode(), b"recovery" + digest),
        "lost": str(case.lost),
        "state": str(case.state),
        "opened_at": case.opened_at,
        "letter_at": None,
        "disputed_at": None,
        "held_by": None,
        "held_at": None,
        "seen_by": None,
        "seen_at": None,
        "callback_at": None,
        "due_at": due_at(case),
        "body": to_text(case),
    }
    unit.add(table, row | dict(columns))
    return digest, number


def due_at(case: Case) -> datetime | None:
    """Return when the clock first looks at a case in this state: to tell of a cooling, or to say that it is over."""
    if case.state is CaseState.COOLING and case.cooling_until is not None:
        return case.cooling_until - LIMITS.cooling + LIMITS.cooling_notices[0]
    if case.state is CaseState.GRANTED:
        return case.granted_until
    return case.expires_at if case.state in rules.UNDER_WAY else None
