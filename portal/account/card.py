"""A new card of codes: printed at once, or sent by letter. The old one is dead from that moment."""

from dossier.identity import draft, drop_draft, keep_draft, person_of, replace_card
from dossier.store import Unit
from portal.ui import Answer, Ask, File, Guard, SeeOther, Shown, Work, as_written, day_of
from printouts import SIZES, CodeCardSheet, render_code_card

from .pages import CardReadyPage, NewCardPage
from .views import own_session, room

_READY = "/mon-compte/carte"
_DRAFT = "account-card"


def new_card_page(ask: Ask) -> Answer:
    """Ask how she wants her new card."""
    session = own_session(ask)
    address = person_of(ask.unit, session.patient_id, session.witness).address
    return Shown("account/new_card.html", NewCardPage(as_written(address[-1]) if address else ""))


def take_new_card(ask: Ask) -> Answer:
    """Make it. One to print stays here until she says that she has it."""
    by_letter = bool(ask.pressed("poste"))
    codes = replace_card(ask.unit, own_session(ask), ask.visit, ask.now, by_letter=by_letter)
    if by_letter:
        return SeeOther("/mon-compte/moyens?fait=ajoute")
    keep_draft(ask.unit, ask.visit, _DRAFT, {"codes": " ".join(codes)}, ask.now)
    return SeeOther(_READY)


@room.page(_READY, guard=Guard.SIGNED_IN, menu="account")
def card_ready(ask: Ask) -> Answer:
    """Offer the card to print."""
    if not _codes(ask, ask.unit):
        return SeeOther("/mon-compte/moyens/carte")
    return Shown("account/card_ready.html", CardReadyPage())


@room.page(_READY, "POST", guard=Guard.SIGNED_IN, work=Work.OWN, menu="account")
def print_card(ask: Ask) -> Answer:
    """Hand out the card, the same each time; it is laid out after the transaction."""
    session = own_session(ask)
    with ask.store.reading() as unit:
        codes = _codes(ask, unit)
        person = person_of(unit, session.patient_id, session.witness)
    size = next((size for size in SIZES if str(size) == ask.typed("size")), None)
    if not codes:
        return SeeOther("/mon-compte/moyens/carte")
    if size is None:
        return Shown("account/card_ready.html", CardReadyPage("missing"), 422)
    sheet = CodeCardSheet(
        person=as_written(f"{person.first_names[0]} {person.name}"),
        codes=codes,
        made_on=day_of(ask.now),
        phone=ask.settings.help_phone,
        hours=ask.settings.help_hours,
    )
    return File(render_code_card(sheet, size), "application/pdf", "ma-carte-de-codes.pdf", shown=True)


@room.page(f"{_READY}/rangee", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def forget_card(ask: Ask) -> Answer:
    """Forget the codes: the paper is in her hands."""
    own_session(ask)
    drop_draft(ask.unit, ask.visit, _DRAFT)
    return SeeOther("/mon-compte/moyens?fait=ajoute")


def _codes(ask: Ask, unit: Unit) -> tuple[str, ...]:
    own_session(ask)
    return tuple(draft(unit, ask.visit, _DRAFT, ask.now).get("codes", "").split())
