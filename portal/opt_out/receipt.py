"""The receipt of what was just done: on the screen and on paper, without an account."""

from portal.ui import Answer, Ask, Guard, Shown, Work, receipt_file, receipt_lines

from .answers import BEGIN_AGAIN, receipt_of_visit
from .entry import room
from .pages import ReceiptPage


@room.page("/opposition/recepisse", guard=Guard.PUBLIC)
def show_receipt(ask: Ask) -> Answer:
    """Show the receipt, what comes next, and how to undo it."""
    found = receipt_of_visit(ask.unit, ask)
    return Shown("opt_out/receipt.html", ReceiptPage(receipt_lines(found))) if found else BEGIN_AGAIN


@room.page("/opposition/recepisse/papier", guard=Guard.PUBLIC, work=Work.OWN)
def print_receipt(ask: Ask) -> Answer:
    """Hand out the receipt as a PDF. It is laid out after the transaction."""
    with ask.store.reading() as unit:
        found = receipt_of_visit(unit, ask)
    return receipt_file(found, ask.settings, ask.request.args.get("taille", "")) if found else BEGIN_AGAIN
