"""Who may act for her: the list, and one mandate with the text that was read to her."""

from typing import cast

from dossier.base import in_groups
from dossier.mandates import LIMITS, MandateLine, MandateState, mandates_of_patient
from dossier.store import Unit
from i18n import LOCALES
from portal.ui import (
    BINDING,
    Answer,
    Ask,
    Guard,
    Room,
    Shown,
    Work,
    all_texts_of,
    as_written,
    deed_file,
    error_page,
)

from .pages import Done, MandateCard, MandatePage, MandatesPage

room = Room("mandates")
PATH = "/mandats"
ONE = f"{PATH}/<reference>"
_MOST_OVER = 10
_DONE = ("accord", "preuve", "refus", "arret", "appel")


@room.page(PATH, guard=Guard.SIGNED_IN, menu="account")
def list_mandates(ask: Ask) -> Answer:
    """Show the mandates over this record, and those that its holder gave for a child."""
    cards = [card_of(ask, line) for line in mandates_of_patient(ask.unit, ask.acting, ask.now)]
    living = (MandateState.DRAFT, MandateState.ACTIVE)
    page = MandatesPage(
        waiting=tuple(one for one in cards if one.state is MandateState.DRAFT),
        living=tuple(one for one in cards if one.state is MandateState.ACTIVE),
        over=tuple(one for one in cards if one.state not in living)[:_MOST_OVER],
    )
    return Shown("mandates/list.html", page)


@room.page(ONE, guard=Guard.SIGNED_IN, menu="account")
def show_mandate(ask: Ask, reference: str) -> Answer:
    """Show one of them."""
    line = own(ask, ask.unit, reference)
    return mandate_page(ask, line) if line else error_page(404)


@room.page(f"{ONE}/acte", guard=Guard.SIGNED_IN, work=Work.OWN)
def print_own_deed(ask: Ask, reference: str) -> Answer:
    """Hand out the deed as a PDF; of a draft, the void one. It is laid out after the transaction."""
    with ask.store.reading() as unit:
        line = own(ask, unit, reference)
    return deed_file(line, ask.settings, ask.request.args.get("taille", "")) if line else error_page(404)


def own(ask: Ask, unit: Unit, reference: str) -> MandateLine | None:
    """Return a mandate over the record that is open, or given by its holder; another's is none."""
    found = mandates_of_patient(unit, ask.acting, ask.now)
    return next((one for one in found if one.reference == reference), None)


def mandate_page(ask: Ask, line: MandateLine) -> Answer:
    """Return the page of one mandate, in the language that the address asks for."""
    known = {text.language: text for text in all_texts_of(line)}
    text = known.get(ask.request.args.get("langue", ""))
    if text is None and line.state is MandateState.DRAFT:
        text = known[BINDING]
    done = next((one for one in _DONE if one == ask.request.args.get("fait")), "")
    shown = text.language if text else ""
    others = tuple(one for one in LOCALES if one.code in known and one.code != shown)
    return Shown("mandates/mandate.html", MandatePage(card_of(ask, line), text, others, cast("Done", done)))


def card_of(ask: Ask, line: MandateLine) -> MandateCard:
    """Return what a page shows of a mandate."""
    return MandateCard(
        path=f"{PATH}/{line.reference}",
        number=in_groups(line.reference),
        advisor=line.advisor,
        site=line.site,
        person=as_written(line.person),
        scopes=line.scopes,
        duration=line.duration,
        state=line.state,
        until=line.until_at,
        proof=line.proof,
        given_at=line.given_at,
        why=line.why,
        ended_at=line.ended_at,
        fresh=frozenset(scope for scope, at in line.proved if ask.now - at <= LIMITS.proof_life),
        remote=line.remote,
    )
