"""Writing the journal of the staff: who did which kind of thing, when, at which site. No patient is in it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from dossier.base import new_id
from dossier.store import Unit

from .staff_tables import staff_act, staff_member


class StaffAct(StrEnum):
    """A kind of act. Names are for ever: old lines carry them."""

    DESK_OPENED = "desk-opened"
    DESK_LOCKED = "desk-locked"
    DESK_REOPENED = "desk-reopened"
    DESK_CLOSED = "desk-closed"
    CODE_GIVEN = "code-given"
    PAGE_REFUSED = "page-refused"
    KEY_ADDED = "key-added"
    KEY_REMOVED = "key-removed"
    RESCUE_CODES_MADE = "rescue-codes-made"
    RESCUE_CODE_USED = "rescue-code-used"
    CLOCK_SET = "clock-set"
    """Two codes in a row told by how much her app's clock is off."""
    LINKED = "linked"
    """Her desk opens by her ProConnect account from now on."""
    UNLINKED = "unlinked"
    INVITED = "invited"
    SUSPENDED = "suspended"
    RESET = "reset"
    JOURNAL_EXPORTED = "journal-exported"
    JOURNAL_SWEPT = "journal-swept"
    """Lines whose time was over are gone; the clock's own line, at no place."""
    CALL_TAKEN = "call-taken"
    CODE_SENT = "code-sent"
    CALLBACK_PLANNED = "callback-planned"
    CALLED_BACK = "called-back"
    APPOINTMENT_SENT = "appointment-sent"
    REQUEST_STOPPED = "request-stopped"
    CONTACT_ASKED = "contact-asked"
    CONTACT_AGREED = "contact-agreed"
    PAPER_SEEN = "paper-seen"
    PAPER_CONFIRMED = "paper-confirmed"
    PAPER_REFUSED = "paper-refused"
    MANDATE_DRAFTED = "mandate-drafted"
    MANDATE_ENDED = "mandate-ended"
    MANDATE_REVOKED = "mandate-revoked"
    CONSENT_ASKED = "consent-asked"
    CONSENT_ANSWERED = "consent-answered"
    PROOF_ASKED = "proof-asked"
    VISIT_STEP = "visit-step"
    OPT_OUT = "opt-out"
    ACTIVATION = "activation"
    ACCESS = "access"
    PAPER_TAKEN = "paper-taken"
    SUMMARY = "summary"
    CLOSURE = "closure"


def note_staff_act(
    unit: Unit,
    staff_id: bytes | None,
    kind: StaffAct,
    now: datetime,
    *,
    is_done: bool = True,
    about: bytes | None = None,
) -> None:
    """Write one line, in the act's own unit. `staff_id` None: the operator, at the place of whom it is about."""
    place = sa.select(staff_member.c.team, staff_member.c.site)
    here = unit.first(place.where(staff_member.c.staff_id == (staff_id or about)))
    row = {
        "act_id": new_id(),
        "done_at": now,
        "staff_id": staff_id,
        "team": here.team if here else "",
        "site": here.site if here else "",
        "kind": str(kind),
        "is_done": is_done,
        "about_id": about,
    }
    unit.add(staff_act, row)
