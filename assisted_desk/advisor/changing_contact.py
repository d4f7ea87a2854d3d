"""A change of contact, asked for in a visit: another team agrees, both contacts are told, a week passes."""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import Refused, in_groups
from dossier.identity import ContactKind
from dossier.policy import Acting, Scope
from dossier.recovery import AgentBarred, ChangeRefused, ContactUnfit, ask_contact_change
from portal.ui import Answer, Shown, Work, as_written

from .act_pages import ChangeContactPage, ContactAskedPage, ContactMistake
from .acts import act_open, begin_act, end_act, path_of_act, typed_before
from .views import room
from .visit import Visit

_SCOPE = Scope.CONTACT_CHANGE
_BOXES = ("value", "street", "more", "town")
_KINDS = {
    "mobile": ContactKind.MOBILE,
    "fixe": ContactKind.LANDLINE,
    "mail": ContactKind.EMAIL,
    "adresse": ContactKind.ADDRESS,
}
_MISTAKES: dict[type[Refused], ContactMistake] = {
    AgentBarred: "barred",
    ChangeRefused: "one-already",
    ContactUnfit: "unfit",
}


@room.page("/visite/<reference>/contact", guard=DeskGuard.ADVISOR, menu="visit")
def ask_new_contact(ask: DeskAsk, reference: str) -> Answer:
    """Ask which contact, then for the new one; what was typed before a new proof is there again."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    before = typed_before(ask, reference, _SCOPE)
    slug = ask.asked("sorte") or before.get("sorte", "")
    page = _begun(visit, slug)
    if before.get("sorte") == page.slug:
        page = _filled(page, before)
    return Shown("acts/contact.html", page)


@room.page("/visite/<reference>/contact", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def take_new_contact(ask: DeskAsk, reference: str) -> Answer:
    """Ask for the change; nothing changes now."""
    typed = {name: ask.written(name) for name in ("sorte", *_BOXES)}
    visit = act_open(ask, reference, _SCOPE, typed)
    if not isinstance(visit, Visit):
        return visit
    page = _filled(_begun(visit, typed["sorte"]), typed)
    value = _value(page)
    if page.kind is None or not value:
        return Shown("acts/contact.html", replace(page, error="missing"), 422)
    acting = begin_act(ask, reference, _SCOPE, typed)
    if not isinstance(acting, Acting):
        return acting
    try:
        fiction = ask.settings.invented_numbers
        change = ask_contact_change(ask.unit, acting, page.kind, value, ask.staff.team, ask.now, fiction=fiction)
    except tuple(_MISTAKES) as refused:
        return Shown("acts/contact.html", replace(page, error=_MISTAKES[type(refused)]), 422)
    end_act(ask, acting)
    told = ContactAskedPage(visit, in_groups(change.reference), page.kind, as_written(change.new_hint))
    return Shown("acts/contact_asked.html", told)


def _begun(visit: Visit, slug: str) -> ChangeContactPage:
    kind = _KINDS.get(slug)
    return ChangeContactPage(visit, path_of_act(visit.reference, _SCOPE), slug if kind else "", kind)


def _filled(page: ChangeContactPage, typed: dict[str, str]) -> ChangeContactPage:
    value, street, more, town = (typed.get(name, "") for name in _BOXES)
    return replace(page, value=value, street=street, more=more, town=town)


def _value(page: ChangeContactPage) -> str:
    """Return the new contact, an address with its lines; nothing when something of it is missing."""
    if page.kind is not ContactKind.ADDRESS:
        return page.value
    return "\n".join(filter(None, (page.street, page.more, page.town))) if page.street and page.town else ""
