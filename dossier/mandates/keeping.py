"""Mandates as rows: found by their number, held for the length of a unit, and written back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.base import SignCodeMistyped, canonical_sign_code, new_sign_code
from dossier.identity import StaffSession, free_card_line
from dossier.journal import Event, append, hold, witness_of
from dossier.policy import Acting, NotPermitted, Role, Scope
from dossier.store import Unit
from dossier.vault import Place, Witness, canonical, has_key, keep_key, key_of, wrapped_key_of

from . import rules
from .bodies import columns_of, mandate_from, scopes_text
from .fitness import unfit
from .shapes import AgreedText, Mandate, MandateDead, MandateRefused, MandateState, Unfit
from .tables import mandate as table

NOBODY = bytes(16)
"""In the place of a patient, where there is none."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a mandate names its two sides: the patient as the advisor typed her, the advisor as she is known."""

    patient: str
    advisor: str


@dataclass(frozen=True, slots=True)
class Held:
    """One mandate, its patient's turn taken until the unit ends."""

    digest: bytes
    reference: str
    patient_id: bytes | None
    """None for a decoy."""
    giver_id: bytes | None
    entry_sequence: int
    giver_sequence: int
    staff_id: bytes
    site: str
    mandate: Mandate
    text: AgreedText
    seed: bytes
    renews: bytes | None
    scan_digest: bytes | None
    head: str
    signature: bytes | None
    names: Names

    @property
    def giver(self) -> bytes:
        """Return who is asked for proofs; of a decoy, nobody."""
        return self.giver_id or NOBODY

    @property
    def giver_witness(self) -> Witness:
        """The entry under which the contacts of whoever agrees are read."""
        return witness_of(self.giver, self.giver_sequence)

    def unfit(self, unit: Unit, now: datetime) -> Unfit | None:
        """Return why whoever agrees can't, of somebody who is here."""
        assert self.patient_id is not None
        return unfit(unit, witness_of(self.patient_id, self.entry_sequence), self.giver_witness, now)

    def by_advisor(self, whose: bytes | None = None) -> Acting:
        """Return the advisor acting for the patient, or in the journal of whoever agrees; no right comes of it."""
        return Acting(Role.ADVISOR, whose or self.patient_id or NOBODY, self.staff_id, self.names.advisor)

    def by_giver(self, name: str = "") -> Acting:
        """Return whoever agrees, acting in the patient's record."""
        assert self.patient_id is not None
        role = Role.PATIENT if self.giver_id == self.patient_id else Role.LEGAL_REPRESENTATIVE
        return Acting(role, self.patient_id, self.giver_id, name)


def number_digest(unit: Unit, number: str) -> bytes:
    """Return the look-up digest of a number as it was typed; of nothing when it isn't one."""
    try:
        return unit.holder.digest("mandate-number", canonical_sign_code(number).encode())
    except SignCodeMistyped:
        return NOBODY


def code_digest(unit: Unit, found: Held, scope: Scope | None, code: str) -> str:
    """Return the keyed digest of a code, bound to what is agreed: it is wrong for any other draft, act or text."""
    mandate = found.mandate
    told = (
        found.text.digest,
        scopes_text(mandate.scopes).encode(),
        mandate.duration.encode(),
        found.staff_id,
        found.site.encode(),
        (scope or "").encode(),
        code.encode(),
    )
    return unit.holder.digest("mandate-code", canonical(found.digest, *told)).hex()


def call_digest(unit: Unit, digest: bytes, mark: str) -> str:
    """Return the keyed digest of what the telephone provider gives back of a call, good for one mandate alone."""
    return unit.holder.digest("mandate-call", canonical(digest, mark.encode())).hex()


def check_advisor(staff: StaffSession) -> None:
    """Raise `NotPermitted` for whoever isn't an advisor, `MandateRefused` (site) for one without a site."""
    if staff.role is not Role.ADVISOR:
        raise NotPermitted(action="mandates:mandate:draft", role=staff.role)
    if not staff.site:
        raise MandateRefused(why="site")


def held(unit: Unit, reference: str, now: datetime) -> Held:
    """Return a mandate by its number, once its patient's turn is taken. Raises `MandateDead`."""
    return held_by_digest(unit, number_digest(unit, reference), now)


def held_by_digest(unit: Unit, digest: bytes, now: datetime) -> Held:
    """Do the same for the digest of a number."""
    wanted = sa.select(table, wrapped_key_of(table.c.patient_id).label("wrapped"))
    wanted = wanted.where(table.c.number_digest == digest)
    row = unit.once("mandate", digest, lambda: unit.first(wanted))
    if row is not None and unit.writes:
        for person in dict.fromkeys(filter(None, (row.patient_id, row.giver_id))):
            hold(unit, person)
        row = unit.first(wanted.with_for_update(of=table))  # read anew once it can't change any more
    if row is None:
        raise MandateDead
    if row.wrapped is not None and row.patient_id not in unit.kept:  # with it a decoy takes as many statements
        keep_key(unit, row.patient_id, row.wrapped)
    return _ended_if_unfit(unit, opened_row(unit, row, now), now)


def held_of_advisor(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> Held:
    """Return the advisor's own mandate, at her own site. Another's doesn't exist. Raises `MandateDead`."""
    check_advisor(staff)
    found = held(unit, reference, now)
    if (found.staff_id, found.site) != (staff.staff_id, staff.site):
        raise MandateDead
    return found


def opened_row(unit: Unit, row: Any, now: datetime) -> Held:
    """Return a row as a mandate, settled for this instant."""
    return Held(
        digest=row.number_digest,
        reference=unit.holder.unwrap(row.number_sealed, _bound(row.number_digest)).decode(),
        patient_id=row.patient_id,
        giver_id=row.giver_id,
        entry_sequence=row.entry_sequence,
        giver_sequence=row.giver_sequence,
        staff_id=row.staff_id,
        site=row.site,
        mandate=rules.settle(mandate_from(row), now),
        text=AgreedText(row.text_version, tuple(row.text_languages.split()), row.text_digest),
        seed=row.seed,
        renews=row.renews,
        scan_digest=row.scan_digest,
        head=row.head,
        signature=row.signature,
        names=_names(unit, row),
    )


def keep(unit: Unit, before: Held, mandate: Mandate, **columns: Any) -> Held:
    """Write a mandate back; a line of the card that no question asks for any more goes back to the card."""
    row = columns_of(mandate) | columns
    unit.execute(table.update().where(table.c.number_digest == before.digest).values(row))
    question = mandate.question
    asked = before.mandate.question
    left = asked is not None and asked.way == "card" and (question is None or question.way != "card")
    if left or mandate.state not in rules.LIVING:  # what ended by itself meanwhile has no question any more
        free_card_line(unit, before.giver, before.digest)
    return replace(before, mandate=mandate, **columns)


def keep_new(
    unit: Unit, staff: StaffSession, mandate: Mandate, text: AgreedText, names: Names, columns: Mapping[str, Any]
) -> bytes:
    """Write a new mandate under a new number; return the number's digest. `columns` say whose it is."""
    number = new_sign_code()
    digest = number_digest(unit, number)
    row = {
        "number_digest": digest,
        "number_sealed": unit.holder.wrap(number.encode(), _bound(digest)),
        "staff_id": staff.staff_id,
        "site": staff.site,
        "text_version": text.version,
        "text_languages": " ".join(text.languages),
        "text_digest": text.digest,
        "told_sealed": _sealed(unit, columns["patient_id"], digest, names),
        "renews": None,
        "scan_digest": None,
        "head": "",
        "signature": None,
    }
    unit.add(table, row | columns_of(mandate) | dict(columns))
    return digest


def advisor_name(staff: StaffSession) -> str:
    """Return how a mandate names its advisor: it is given to one person, by her name."""
    return f"{staff.first_name} {staff.name}"


def _ended_if_unfit(unit: Unit, found: Held, now: datetime) -> Held:
    """Return a mandate as ended once nobody could give it any more. On paper alone it stays, and nothing is done."""
    mandate = found.mandate
    if found.patient_id is None or mandate.state is not MandateState.ACTIVE or mandate.is_weak:
        return found
    if found.unfit(unit, now) is None:
        return found
    over = rules.over(mandate, MandateState.ENDED, "unfit", now)
    if not unit.writes:
        return replace(found, mandate=over)
    facts = {"mandate": found.reference, "site": found.site, "why": "unfit"}
    append(unit, Acting(Role.OPERATOR, found.patient_id), Event.MANDATES_MANDATE_ENDED, now, facts)
    return keep(unit, found, over)


def _sealed(unit: Unit, patient_id: bytes | None, digest: bytes, names: Names) -> bytes:
    body = json.dumps([names.patient, names.advisor], ensure_ascii=False).encode()
    if patient_id is None:
        return unit.holder.wrap(body, _bound(digest))
    return key_of(unit, patient_id).seal(body, Place("mandate", digest))


def _names(unit: Unit, row: Any) -> Names:
    if row.patient_id is None:
        return Names(*json.loads(unit.holder.unwrap(row.told_sealed, _bound(row.number_digest))))
    if not has_key(unit, row.patient_id):
        return Names("", "")  # her record was erased
    witness = witness_of(row.patient_id, row.entry_sequence)
    key = key_of(unit, row.patient_id)
    return Names(*json.loads(key.open(row.told_sealed, Place("mandate", row.number_digest), witness)))


def _bound(digest: bytes) -> bytes:
    return b"mandate" + digest
