"""Drafting a mandate for somebody found by her exact identity; for nobody, a decoy that looks the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from dossier.identity import (
    Basis,
    StaffSession,
    TypedIdentity,
    patient_by_ins,
    person_of,
    representatives_of,
    traits_are_hers,
)
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import Witness

from . import rules
from .bodies import facts_of_distance, scopes_text
from .bounding import check_drafts, mark_of, mark_of_ins
from .keeping import (
    Held,
    Names,
    advisor_name,
    check_advisor,
    held_by_digest,
    held_of_advisor,
    keep_new,
)
from .limits import LIMITS
from .queries import MandateLine, line_of
from .shapes import AgreedText, Mandate, TooManyDrafts, Wanted
from .tables import mandate as table


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found by her exact identity, and the entry in her journal that tells so."""

    patient_id: bytes
    witness: Witness
    birth_on: date


def draft_mandate(
    unit: Unit,
    staff: StaffSession,
    typed: TypedIdentity,
    domains: Collection[int],
    wanted: Wanted,
    text: AgreedText,
    now: datetime,
    *,
    given_by: TypedIdentity | None = None,
) -> MandateLine:
    """Draft a mandate to this advisor, at her site, for whoever has exactly this identity; return it, a draft.

    `given_by`: the parent who agrees for a child and represents it here (CSP L1111-13-1); for the opt-out alone.
    Nobody, no child, or not represented by that person: a decoy, which looks the same and which nothing ever confirms.
    `domains`: identity domains of this installation (`settings.ins_domains`).
    Raises `NotPermitted`, `MandateRefused` (site, scopes, duration, distance), `TooManyDrafts` (of this advisor, or
    waiting for whoever agrees, known or not).
    """
    check_advisor(staff)
    mandate = rules.drafted(wanted, now, for_child=given_by is not None)
    _check_quota(unit, staff, now)
    patient, giver = _both(unit, staff, typed, given_by, domains, now)
    agrees = given_by or typed
    mark = mark_of_ins(unit, agrees.ins)
    check_drafts(unit, mark, _with_ins(unit, agrees, domains), now)
    names = Names(f"{typed.first_name} {typed.birth_name}".strip(), advisor_name(staff))
    columns = _columns(mark)
    if patient is not None and giver is not None:
        columns = columns | _of_her(unit, staff, patient.patient_id, giver.patient_id, giver.witness, mandate, now)
    return _drafted(unit, staff, mandate, text, names, columns, now)


def renew(
    unit: Unit, staff: StaffSession, reference: str, wanted: Wanted, text: AgreedText, now: datetime
) -> MandateLine:
    """Draft a new mandate in the place of her own one, with the same scopes or fewer; return it, a draft.

    It needs the patient's proof like the first; until then the old one goes on, and ends when the new one is given.
    Up to 31 days after its end. Raises `NotPermitted`, `MandateDead`, `MandateRefused` (wider, duration,
    distance), `TooManyDrafts`.
    """
    before = held_of_advisor(unit, staff, reference, now)
    mandate = rules.renewed(before.mandate, wanted, now)
    _check_quota(unit, staff, now)
    check_drafts(unit, mark_of(unit, before), before.giver_id, now)
    columns = _columns(before.seed) | {"renews": before.digest}
    if before.patient_id is not None and before.giver_id is not None:
        acting = _advisor(staff, before.giver_id)
        witness = append(unit, acting, Event.MANDATES_PERSON_SOUGHT, now, {"site": staff.site})
        columns = columns | _of_her(unit, staff, before.patient_id, before.giver_id, witness, mandate, now)
    return _drafted(unit, staff, mandate, text, before.names, columns, now)


def find_exact(
    unit: Unit, staff: StaffSession, typed: TypedIdentity, domains: Collection[int], now: datetime
) -> Found | None:
    """Return who has exactly this identity, or None: no list, no nearly. Told in her journal, found or nearly."""
    patient_id = _with_ins(unit, typed, domains)
    if patient_id is None:
        return None
    hold(unit, patient_id)
    facts = {"site": staff.site}
    witness = append(unit, _advisor(staff, patient_id), Event.MANDATES_PERSON_SOUGHT, now, facts)
    person = person_of(unit, patient_id, witness)
    return Found(patient_id, witness, person.birth_on) if traits_are_hers(person, typed) else None


def _with_ins(unit: Unit, typed: TypedIdentity, domains: Collection[int]) -> bytes | None:
    """Return whoever has this INS, whatever names were typed."""
    return next(filter(None, (patient_by_ins(unit, typed.ins, domain) for domain in sorted(domains))), None)


def _both(
    unit: Unit,
    staff: StaffSession,
    typed: TypedIdentity,
    given_by: TypedIdentity | None,
    domains: Collection[int],
    now: datetime,
) -> tuple[Found | None, Found | None]:
    patient = find_exact(unit, staff, typed, domains, now)
    if given_by is None:
        return patient, patient
    giver = find_exact(unit, staff, given_by, domains, now)
    if patient is None or giver is None or not rules.is_minor(patient.birth_on, now.date()):
        return None, None
    known = representatives_of(unit, patient.patient_id)
    is_parent = any(one.representative_id == giver.patient_id and one.basis == Basis.PARENT for one in known)
    return (patient, giver) if is_parent else (None, None)


def _check_quota(unit: Unit, staff: StaffSession, now: datetime) -> None:
    limits = ((timedelta(hours=1), LIMITS.drafts_an_hour), (timedelta(days=1), LIMITS.drafts_a_day))
    for lately, most in limits:
        hers = sa.and_(table.c.staff_id == staff.staff_id, table.c.drafted_at > now - lately)
        if unit.scalar(sa.select(sa.func.count()).where(hers)) >= most:
            raise TooManyDrafts


def _columns(seed: bytes) -> dict[str, Any]:
    """Return what a row keeps of nobody: what is counted under her INS (`bounding`); of somebody nothing like it."""
    return {"patient_id": None, "giver_id": None, "entry_sequence": 0, "giver_sequence": 0, "seed": seed}


def _of_her(
    unit: Unit,
    staff: StaffSession,
    patient_id: bytes,
    giver_id: bytes,
    giver_witness: Witness,
    mandate: Mandate,
    now: datetime,
) -> dict[str, Any]:
    facts = {"scopes": scopes_text(mandate.scopes), "site": staff.site} | facts_of_distance(mandate)
    witness = append(unit, _advisor(staff, patient_id), Event.MANDATES_MANDATE_DRAFTED, now, facts)
    return {
        "patient_id": patient_id,
        "giver_id": giver_id,
        "entry_sequence": witness.sequence,
        "giver_sequence": giver_witness.sequence,
        "seed": b"",
    }


def _drafted(
    unit: Unit,
    staff: StaffSession,
    mandate: Mandate,
    text: AgreedText,
    names: Names,
    columns: dict[str, Any],
    now: datetime,
) -> MandateLine:
    found: Held = held_by_digest(unit, keep_new(unit, staff, mandate, text, names, columns), now)
    return line_of(found, now)


def _advisor(staff: StaffSession, patient_id: bytes) -> Acting:
    return Acting(Role.ADVISOR, patient_id, staff.staff_id, advisor_name(staff), site=staff.site)
