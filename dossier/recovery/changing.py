"""Changes of contact as rows: found by their reference, held for the length of a unit, and written back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa

from dossier.base import Refused, SignCodeMistyped, canonical_sign_code
from dossier.identity import ContactKind
from dossier.journal import hold, witness_of
from dossier.store import Unit
from dossier.vault import Place, Witness, key_of

from . import contact_rules
from .bodies import change_from, to_text
from .contact_rules import Change
from .tables import change as table

_NO_REFERENCE = bytes(16)


class ChangeUnknown(Refused):
    """No change of contact has this reference, or not for this person."""

    code: ClassVar[str] = "recovery-change-unknown"


@dataclass(frozen=True, slots=True)
class HeldChange:
    """One change, its owner's turn taken until the unit ends."""

    digest: bytes
    reference: str
    patient_id: bytes
    kind: ContactKind
    value: str
    witness: Witness
    change: Change

    @property
    def is_decoy(self) -> bool:
        """Tell whether nobody is behind it; `value` is then a hint alone."""
        return self.witness.sequence == 0


def reference_digest(unit: Unit, reference: str) -> bytes:
    """Return the look-up digest of a reference as it was typed."""
    try:
        return unit.holder.digest("contact-change", canonical_sign_code(reference).encode())
    except SignCodeMistyped:
        return _NO_REFERENCE


def change_place(digest: bytes) -> Place:
    """Return the place a new contact is bound to while it waits."""
    return Place("contact-change", digest)


def held_change(unit: Unit, digest: bytes, now: datetime) -> HeldChange:
    """Return a change, settled for this instant. Raises `ChangeUnknown`."""
    wanted = sa.select(table).where(table.c.reference_digest == digest)
    row = unit.first(wanted)
    if row is None:
        raise ChangeUnknown
    if unit.writes:
        if row.entry_sequence:
            hold(unit, row.patient_id)
        row = unit.first(wanted.with_for_update())
    return opened_change(unit, row, now)


def opened_change(unit: Unit, row: Any, now: datetime) -> HeldChange:
    """Return a row as a change, opened under the entry that told of its asking."""
    witness = witness_of(row.patient_id, row.entry_sequence)
    if row.entry_sequence:
        value = key_of(unit, row.patient_id).open(row.value_sealed, change_place(row.reference_digest), witness)
    else:
        value = unit.holder.unwrap(row.value_sealed, _hint_of_decoy(row.reference_digest))
    return HeldChange(
        digest=row.reference_digest,
        reference=unit.holder.unwrap(row.reference_sealed, b"contact-change" + row.reference_digest).decode(),
        patient_id=row.patient_id,
        kind=ContactKind(row.kind),
        value=value.decode(),
        witness=witness,
        change=contact_rules.settled(change_from(row.body), now),
    )


def sealed_value(unit: Unit, digest: bytes, patient_id: bytes, value: str) -> bytes:
    """Return a new contact, sealed with its owner's key for this change alone."""
    return key_of(unit, patient_id).seal(value.encode(), change_place(digest))


def sealed_hint(unit: Unit, digest: bytes, hint: str) -> bytes:
    """Return all that is kept of a decoy's new contact: what an agent may see of it."""
    return unit.holder.wrap(hint.encode(), _hint_of_decoy(digest))


def _hint_of_decoy(digest: bytes) -> bytes:
    return b"contact-hint" + digest


def keep_change(unit: Unit, before: HeldChange, change: Change, **columns: Any) -> HeldChange:
    """Write a change back, and the columns that are asked for; return it as it is now."""
    values = {"state": str(change.state), "body": to_text(change)} | columns
    unit.execute(table.update().where(table.c.reference_digest == before.digest).values(values))
    return replace(before, change=change)
