"""What was answered so far, kept for this visit: nothing is asked twice, nothing typed is lost."""

from datetime import date
from enum import StrEnum

from dossier.base import from_text, to_text
from dossier.identity import TooManyTries, draft, drop_draft, keep_draft
from dossier.lifecycle import Receipt, receipts_of
from dossier.store import Unit
from portal.ui import Ask, SeeOther, Shown, wait_of

from .pages import TooManyTriesPage

BEGIN_AGAIN = SeeOther("/opposition?recommencer=1")
"""Where one comes whose answers aren't kept any more."""


class Kept(StrEnum):
    """What the answers are for."""

    OPT_OUT = "opt-out"
    NEW_CODE = "opt-out-new-code"
    NOT_FOR_ME = "opt-out-not-for-me"
    DONE = "opt-out-done"
    """Which act was done in this visit: its receipt shows without an account."""


def answers(ask: Ask, kept: Kept) -> dict[str, str]:
    """Return what was answered."""
    return draft(ask.unit, ask.visit, kept, ask.now)


def keep(ask: Ask, kept: Kept, **fields: str) -> None:
    """Keep more answers beside those that are there."""
    keep_draft(ask.unit, ask.visit, kept, {**answers(ask, kept), **fields}, ask.now)


def forget(ask: Ask, kept: Kept) -> None:
    """Forget what was answered."""
    drop_draft(ask.unit, ask.visit, kept)


def born_on(told: dict[str, str]) -> date | None:
    """Return the birth date among the answers."""
    return date.fromisoformat(told["born_on"]) if "born_on" in told else None


def remember(ask: Ask, receipt: Receipt) -> SeeOther:
    """Keep which act was done, and go on to its receipt."""
    keep(ask, Kept.DONE, patient=to_text(receipt.patient_id), act=to_text(receipt.act_id))
    return SeeOther("/opposition/recepisse")


def receipt_of_visit(unit: Unit, ask: Ask) -> Receipt | None:
    """Return the receipt of the last act of this visit; None when there was none, or it is long ago."""
    done = draft(unit, ask.visit, Kept.DONE, ask.now)
    patient_id, act_id = from_text(done.get("patient", "")), from_text(done.get("act", ""))
    if patient_id is None:
        return None
    return next((one for one in receipts_of(unit, patient_id) if one.act_id == act_id), None)


def too_many_tries(refused: TooManyTries) -> Shown:
    """Return the page that says how long this device and its neighborhood wait, and what needs no wait."""
    wait = wait_of(refused)
    return Shown("opt_out/too_many_tries.html", TooManyTriesPage(-(-wait // 60)), 429, wait)
