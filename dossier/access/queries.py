"""The access history: who, when, what, on what ground (CSP L1111-19, R1111-43)."""

from dataclasses import dataclass
from datetime import datetime

from dossier.journal import Audience, Entry, Event, append, entries_before
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

PAGE = 20
_NOT_SHOWN = {
    Event.IDENTITY_CODE_ASKED,
    Event.IDENTITY_FEDERATED_IDENTITY_RECOGNIZED,
    Event.IDENTITY_PASSWORD_ACCEPTED,
    Event.IDENTITY_PERSON_PROVED,
    Event.LIFECYCLE_ACT_ANSWERED,
    Event.LIFECYCLE_CODE_MADE,
    Event.LIFECYCLE_RECORD_ERASED,
    Event.OUTBOX_MESSAGE_DELIVERED,
    Event.OUTBOX_MESSAGE_QUEUED,
    Event.OUTBOX_MESSAGE_UNDELIVERED,
    Event.RECOVERY_CASE_TOLD,
    Event.RECOVERY_PERSON_SOUGHT,
}
_SHOWN = frozenset(str(event) for event in Event if event not in _NOT_SHOWN)
"""Sending, codes asked for and the steps inside one sign-in or activation say nothing that the act itself doesn't."""


@dataclass(frozen=True, slots=True)
class History:
    """Up to twenty entries, newest first; `older_than` continues the list, None at its end."""

    entries: tuple[Entry, ...]
    older_than: int | None


def history(
    unit: Unit, acting: Acting, now: datetime, before: int | None = None, *, of_others: bool = False
) -> History:
    """Return who has been in the record. This reading is itself journaled.

    `of_others` leaves out what the patient did herself, so that a professional's reading doesn't drown in it.
    Entries about documents the reader may not see aren't there. Raises `NotPermitted`.
    """
    ground = require(acting, Action.HISTORY_READ)
    witness = append(unit, acting, Event.ACCESS_HISTORY_READ, now, {"ground": str(ground)})
    audiences = {Audience.ALL}
    if acting.role is Role.PATIENT:
        audiences.add(Audience.NOT_REPRESENTATIVES)
    not_by = Role.PATIENT if of_others else None
    found = entries_before(unit, witness, audiences, set(_SHOWN), before, PAGE + 1, not_by)
    more = len(found) > PAGE
    return History(tuple(found[:PAGE]), found[PAGE - 1].sequence if more else None)
