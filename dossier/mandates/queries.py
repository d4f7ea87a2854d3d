"""Reading mandates: the advisor's own, the patient's, and whether a deed is genuine."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from dossier.identity import StaffSession
from dossier.policy import Acting, Action, Scope, require
from dossier.store import Unit
from dossier.vault import keep_key, wrapped_key_of

from .call_rules import call_state
from .keeping import Held, check_advisor, held_of_advisor, opened_row
from .limits import LIMITS
from .shapes import AgreedText, CallState, Duration, MandateState, ProofKind, Question, UseDetail, Why
from .tables import mandate as table
from .tables import use

_MOST = 200


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One mandate, for who may see it. Of the patient it has only what the advisor typed herself."""

    reference: str
    """Its number, canonical: twelve signs (`dossier.base.in_groups` for people)."""
    state: MandateState
    why: Why
    """What ended it, empty while it lives."""
    person: str
    """The patient, as the advisor typed her; empty once her record is erased."""
    advisor: str
    site: str
    scopes: tuple[Scope, ...]
    duration: Duration
    proof: ProofKind | None
    """By which proof it was given."""
    is_weak: bool
    """Given on paper alone: the opt-out's start, and letters; never longer than a day."""
    drafted_at: datetime
    given_at: datetime | None
    until_at: datetime
    """Of a draft, until when she may agree; then, the mandate's end."""
    ended_at: datetime | None
    text: AgreedText
    question: Question | None
    """What she is asked to type now: by which way, before which act, which line; without the code's digest."""
    tries_left: int
    proved: tuple[tuple[Scope, datetime], ...]
    """When she last gave a proof that is good for each scope."""
    head: str
    """Head of the journal's chain when it was given, in short, for the deed; else empty."""
    signature: bytes | None
    """The service's own, over the deed; None before it is given."""
    remote: bool
    """She was on the telephone, not at the desk."""
    call: CallState
    """How far the call-back of this hour is."""


@dataclass(frozen=True, slots=True)
class MandateUse:
    """One act that was done under a mandate."""

    scope: Scope
    used_at: datetime
    detail: UseDetail | None = None
    """What it was, where the scope alone would mislead."""


def mandate_of(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> MandateLine:
    """Return one of the advisor's own mandates, draft or not. Raises `NotPermitted`, `MandateDead`."""
    return line_of(held_of_advisor(unit, staff, reference, now), now)


def mandates_of_advisor(unit: Unit, staff: StaffSession, now: datetime) -> list[MandateLine]:
    """Return her own mandates at her site, newest first: the living ones, and those over for less than 31 days.

    Decoys are among them. One statement, however many there are. Raises `NotPermitted`.
    """
    check_advisor(staff)
    lately = sa.func.coalesce(table.c.ended_at, table.c.until_at) > now - LIMITS.listed
    hers = sa.and_(table.c.staff_id == staff.staff_id, table.c.site == staff.site, lately)
    return [line_of(one, now) for one in _listed(unit, hers, now)]


def mandates_of_patient(unit: Unit, acting: Acting, now: datetime) -> list[MandateLine]:
    """Return the mandates over a record, and those its holder gave for a child, newest first. One statement.

    Drafts that wait for her agreement are among them. Raises `NotPermitted`.
    """
    require(acting, Action.MANDATE_READ)
    hers = sa.or_(table.c.patient_id == acting.patient_id, table.c.giver_id == acting.patient_id)
    return [line_of(one, now) for one in _listed(unit, hers, now)]


def uses_of(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> tuple[MandateUse, ...]:
    """Return what was done under one of the advisor's own mandates, oldest first; the newest two hundred.

    Raises as `mandate_of`.
    """
    found = held_of_advisor(unit, staff, reference, now)
    done = sa.select(use.c.scope, use.c.detail, use.c.used_at).where(use.c.number_digest == found.digest)
    rows = unit.all(done.order_by(use.c.used_at.desc(), use.c.use_id.desc()).limit(_MOST))
    return tuple(
        MandateUse(Scope(row.scope), row.used_at, UseDetail(row.detail) if row.detail else None)
        for row in reversed(rows)
    )


def line_of(found: Held, now: datetime) -> MandateLine:
    """Return what may be shown of a mandate; private to the room."""
    mandate = found.mandate
    return MandateLine(
        reference=found.reference,
        state=mandate.state,
        why=mandate.why,
        person=found.names.patient,
        advisor=found.names.advisor,
        site=found.site,
        scopes=mandate.scopes,
        duration=mandate.duration,
        proof=mandate.proof,
        is_weak=mandate.is_weak,
        drafted_at=mandate.drafted_at,
        given_at=mandate.given_at,
        until_at=mandate.until_at,
        ended_at=mandate.ended_at,
        text=found.text,
        question=None if mandate.question is None else replace(mandate.question, digest=""),
        tries_left=LIMITS.failures - mandate.failures,
        proved=mandate.proved,
        head=found.head,
        signature=found.signature,
        remote=mandate.remote,
        call=call_state(mandate, now),
    )


def _listed(unit: Unit, condition: sa.ColumnElement[bool], now: datetime) -> list[Held]:
    """Open rows with the keys of their patients, all in one statement."""
    wanted = sa.select(table, wrapped_key_of(table.c.patient_id).label("wrapped")).where(condition)
    rows = unit.all(wanted.order_by(table.c.drafted_at.desc(), table.c.number_digest).limit(_MOST))
    for row in rows:
        if row.wrapped is not None and row.patient_id not in unit.kept:
            keep_key(unit, row.patient_id, row.wrapped)
    return [opened_row(unit, row, now) for row in rows if row.patient_id is None or row.wrapped is not None]
