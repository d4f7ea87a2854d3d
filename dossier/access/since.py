"""What happened since her last visit at a desk, told in few lines: for whoever gets no e-mail. No title is in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from dossier.identity import Person, person_of
from dossier.journal import Audience, Entry, Event, append, entries_before
from dossier.lifecycle import PARIS, State, Status, case_of, receipts_of, window_open
from dossier.outbox import letters_handed
from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import Witness

SinceWay = Literal["screen", "paper", "letter"]
Beginning = Literal["visit", "month", "beginning"]
MONTH = timedelta(days=31)
"""How far back one looks for somebody who never was at a desk."""
MOST = 500
"""Entries that are looked at: the newest ones."""
_DESK_ENTRIES = 40
_AT_A_DESK = frozenset(
    {
        Event.MANDATES_MANDATE_GIVEN,
        Event.MANDATES_MANDATE_RENEWED,
        Event.MANDATES_MANDATE_USED,
        Event.RECOVERY_IDENTITY_SEEN,
    }
)
"""What tells that she was at a desk; a mandate at a distance doesn't."""


class Topic(StrEnum):
    """What a line is about, in the order in which they are told."""

    RECORD = "record"
    READING = "reading"
    MANDATES = "mandates"
    ACCESS = "access"
    LETTERS = "letters"


_TOPICS: dict[Event, Topic] = {
    Event.LIFECYCLE_SPACE_MOVED: Topic.RECORD,
    Event.LIFECYCLE_WINDOW_SET: Topic.RECORD,
    Event.LIFECYCLE_ACT_DONE: Topic.RECORD,
    Event.DOCUMENTS_DOCUMENT_DEPOSITED: Topic.RECORD,
    Event.ACCESS_RECORD_OPENED: Topic.READING,
    Event.DOCUMENTS_DOCUMENT_OPENED: Topic.READING,
    Event.DOCUMENTS_PART_DOWNLOADED: Topic.READING,
    Event.DOCUMENTS_SUMMARY_PRINTED: Topic.READING,
    Event.DOCUMENTS_SUMMARY_SHOWN: Topic.READING,
    Event.MANDATES_MANDATE_GIVEN: Topic.MANDATES,
    Event.MANDATES_MANDATE_RENEWED: Topic.MANDATES,
    Event.MANDATES_MANDATE_USED: Topic.MANDATES,
    Event.MANDATES_MANDATE_ENDED: Topic.MANDATES,
    Event.MANDATES_MANDATE_REVOKED: Topic.MANDATES,
    Event.MANDATES_MANDATE_REFUSED: Topic.MANDATES,
    Event.MANDATES_PERSON_SOUGHT: Topic.MANDATES,
    Event.MANDATES_PROOF_REFUSED: Topic.MANDATES,
    Event.IDENTITY_CARD_ISSUED: Topic.ACCESS,
    Event.IDENTITY_CONTACT_CHANGED: Topic.ACCESS,
    Event.IDENTITY_CREDENTIALS_SET: Topic.ACCESS,
    Event.IDENTITY_FACTOR_ADDED: Topic.ACCESS,
    Event.IDENTITY_FACTOR_REMOVED: Topic.ACCESS,
    Event.IDENTITY_FACTOR_REPLACED: Topic.ACCESS,
    Event.IDENTITY_FEDERATED_IDENTITY_LINKED: Topic.ACCESS,
    Event.IDENTITY_REPRESENTATIVE_ADDED: Topic.ACCESS,
    Event.IDENTITY_SESSION_OPENED: Topic.ACCESS,
    Event.IDENTITY_SIGN_IN_REFUSED: Topic.ACCESS,
    Event.RECOVERY_CASE_OPENED: Topic.ACCESS,
    Event.RECOVERY_CASE_GRANTED: Topic.ACCESS,
    Event.RECOVERY_CASE_DONE: Topic.ACCESS,
    Event.RECOVERY_CASE_DISPUTED: Topic.ACCESS,
    Event.RECOVERY_CONTACT_ASKED: Topic.ACCESS,
    Event.RECOVERY_CONTACT_CONFIRMED: Topic.ACCESS,
    Event.RECOVERY_CONTACT_DISPUTED: Topic.ACCESS,
    Event.RECOVERY_IDENTITY_SEEN: Topic.ACCESS,
    Event.RECOVERY_IDENTITY_REFUSED: Topic.ACCESS,
}
SINCE_EVENTS = frozenset(str(event) for event in _TOPICS)
"""The events that are told; what isn't one of them stays in the history."""
_DETAILS = ("state", "kind", "contact", "scope", "scopes", "detail", "advisor", "factor")
"""Facts that keep two entries of one event apart."""


_NEVER_TOLD = ("title", "document")
"""What a document is stays in the history: this goes to a desk's printer, and into envelopes."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: the newest entry of those that say the same, and how many they are."""

    topic: Topic
    entry: Entry
    count: int = 1


@dataclass(frozen=True, slots=True)
class CaisseAnswer:
    """What the caisse answered of an act of hers."""

    kind: str
    accepted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What happened, topic after topic, newest first; and what it is told from."""

    person: Person
    begins_at: datetime
    of: Beginning
    """From her last visit; else of the last 31 days, or since her file exists."""
    happenings: tuple[Happening, ...]
    answers: tuple[CaisseAnswer, ...]
    letters: tuple[tuple[str, int, datetime], ...]
    """Letters that were posted to her: of each kind how many, and when the last one was."""
    say_no_until: date | None
    """The day that she was told, while she may still say no."""
    is_cut: bool
    """More happened than is looked at."""


def since_last_visit(
    unit: Unit, acting: Acting, now: datetime, way: SinceWay, *, visit_at: datetime | None = None
) -> Since:
    """Return what happened since her last visit at a desk, before today's; it is journaled that this was told.

    `visit_at`: the visit at which it was asked for, when it is told later, in a letter. It is for herself alone.
    Entries about documents that are kept from her aren't there. Raises `NotPermitted`.
    """
    ground = require(acting, Action.SINCE_READ)
    witness = append(unit, acting, Event.ACCESS_SINCE_READ, now, {"ground": str(ground), "way": way})
    audiences = {Audience.ALL, Audience.NOT_REPRESENTATIVES}
    begins_at, of = _beginning(unit, witness, audiences, visit_at or now)
    found = entries_before(unit, witness, audiences, set(SINCE_EVENTS), None, MOST + 1, since=begins_at)
    case = case_of(unit, acting.patient_id)
    may_say_no = case is not None and case.state is State.ANNOUNCED and window_open(case, now)
    return Since(
        person=person_of(unit, acting.patient_id, witness),
        begins_at=begins_at,
        of=of,
        happenings=_grouped(found[:MOST]),
        answers=_answers(unit, acting.patient_id, begins_at),
        letters=tuple(letters_handed(unit, acting.patient_id, begins_at)),
        say_no_until=case.displayed_on if case is not None and may_say_no else None,
        is_cut=len(found) > MOST,
    )


def _beginning(unit: Unit, witness: Witness, audiences: set[Audience], today: datetime) -> tuple[datetime, Beginning]:
    midnight = today.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    desks = {str(event) for event in _AT_A_DESK}
    for one in entries_before(unit, witness, audiences, desks, None, _DESK_ENTRIES, until=midnight):
        if not one.facts.get("remote"):
            return one.at, "visit"
    [*_, first] = entries_before(unit, witness, set(Audience), {str(Event.IDENTITY_PATIENT_ENROLLED)}, None, 1)
    month = today - MONTH
    return (first.at, "beginning") if first.at > month else (month, "month")


def _grouped(found: Sequence[Entry]) -> tuple[Happening, ...]:
    groups: dict[tuple[str, ...], Happening] = {}
    for one in found:  # the newest first: it is the one that is told
        topic = _TOPICS[Event(one.event)]
        bare = replace(one, facts={name: told for name, told in one.facts.items() if name not in _NEVER_TOLD})
        key = _key(topic, bare)
        known = groups.get(key)
        groups[key] = Happening(topic, bare) if known is None else replace(known, count=known.count + 1)
    order = list(Topic)
    return tuple(sorted(groups.values(), key=lambda one: order.index(one.topic)))


def _key(topic: Topic, one: Entry) -> tuple[str, ...]:
    """Return what two entries have in common when one line tells both: who, and but for reading, what."""
    who = (topic, one.role, one.facts.get("actor", ""), one.facts.get("site", ""))
    if topic is Topic.READING:
        return who
    return (*who, one.event, *(one.facts.get(detail, "") for detail in _DETAILS))


def _answers(unit: Unit, patient_id: bytes, since: datetime) -> tuple[CaisseAnswer, ...]:
    told = (Status.ACKNOWLEDGED, Status.REJECTED)
    return tuple(
        CaisseAnswer(str(one.kind), one.status is Status.ACKNOWLEDGED, one.status_at)
        for one in receipts_of(unit, patient_id)
        if one.status in told and one.status_at >= since
    )
