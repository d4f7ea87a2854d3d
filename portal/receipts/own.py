"""For a reader who is signed in: the receipts of the record that is open."""

from dossier.base import from_text, to_text
from dossier.lifecycle import Receipt, receipts_of
from dossier.store import Unit
from portal.ui import Answer, Ask, Guard, Shown, Work, error_page, receipt_file, receipt_lines

from .pages import OwnReceipt, OwnReceiptPage, OwnReceiptsPage
from .views import room


@room.page("/recepisses", guard=Guard.SIGNED_IN)
def list_own(ask: Ask) -> Answer:
    """List what was done over this record, newest first."""
    found = receipts_of(ask.unit, ask.acting.patient_id)
    lines = tuple(OwnReceipt(to_text(one.act_id), receipt_lines(one)) for one in found)
    return Shown("receipts/own.html", OwnReceiptsPage(lines))


@room.page("/recepisses/<key>", guard=Guard.SIGNED_IN)
def show_own(ask: Ask, key: str) -> Answer:
    """Show one of them again."""
    found = _own(ask.unit, ask, key)
    return Shown("receipts/receipt.html", OwnReceiptPage(key, receipt_lines(found))) if found else error_page(404)


@room.page("/recepisses/<key>/papier", guard=Guard.SIGNED_IN, work=Work.OWN)
def print_own(ask: Ask, key: str) -> Answer:
    """Hand it out as a PDF. It is laid out after the transaction."""
    with ask.store.reading() as unit:
        found = _own(unit, ask, key)
    return receipt_file(found, ask.settings, ask.request.args.get("taille", "")) if found else error_page(404)


def _own(unit: Unit, ask: Ask, key: str) -> Receipt | None:
    """Return a receipt of the record that is open; another record's is no receipt."""
    act_id = from_text(key)
    return next((one for one in receipts_of(unit, ask.acting.patient_id) if one.act_id == act_id), None)
