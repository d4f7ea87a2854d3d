"""A change of contact, asked for by telephone. Nothing changes now: another team agrees, she is told, a week passes."""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard, fresh_by_form
from dossier.base import Refused, in_groups
from dossier.identity import ContactKind
from dossier.recovery import (
    AgentBarred,
    ChangeRefused,
    ChangeUnknown,
    ContactUnfit,
    ask_contact_change,
    send_contact_code,
    standing_of,
)
from portal.ui import Answer, SeeOther, Shown, Work, as_written, read_code

from .cases import acting_on, case_page
from .open_line import while_open
from .pages import ContactAskedPage, ContactMistake, ContactPage
from .views import path_of, room

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


@room.page("/appels/<number>/contact", guard=DeskGuard.CALL_AGENT, menu="calls", even=True)
@while_open
def ask_contact(ask: DeskAsk, number: str) -> Answer:
    """Ask which contact, then for the new one."""
    return _page(_begun(ask, number, ask.asked("sorte")))


@room.page("/appels/<number>/contact", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
@while_open
def take_contact(ask: DeskAsk, number: str) -> Answer:
    """Ask for the change; when the desk's last code is old, the form itself asks for another."""
    page = _typed(ask, _begun(ask, number, ask.typed("sorte")))
    value = _value(page)
    if page.kind is None or not value:
        return _page(replace(page, error="missing"), 422)
    if asked := fresh_by_form(ask):
        return _page(replace(page, code=asked), 422)
    return _asked(ask, number, page, page.kind, value)


@room.page(
    "/appels/<number>/contact/code", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True
)
@while_open
def send_another(ask: DeskAsk, number: str) -> Answer:
    """Send another code to the new contact, once the wait is over: the one that the clock sent may have grown old."""
    acting = acting_on(ask, number)
    standing_of(ask.unit, acting, number, ask.now)
    try:
        send_contact_code(ask.unit, acting, read_code(ask.typed("reference")).code, ask.now)
    except ChangeUnknown:
        return case_page(ask, number, "change")
    except ChangeRefused as refused:
        return case_page(ask, number, "pause" if refused.facts.get("why") == "pause" else "change")
    return SeeOther(path_of(number))


def _asked(ask: DeskAsk, number: str, page: ContactPage, kind: ContactKind, value: str) -> Answer:
    acting, team = acting_on(ask, number), ask.staff.team
    try:
        change = ask_contact_change(
            ask.unit,
            acting,
            kind,
            value,
            team,
            ask.now,
            call_reference=page.call,
            fiction=ask.settings.invented_numbers,
        )
    except (AgentBarred, ChangeRefused, ContactUnfit) as refused:
        return _page(replace(page, error=_MISTAKES[type(refused)]), 422)
    told = ContactAskedPage(in_groups(change.reference), kind, as_written(change.new_hint))
    return Shown("call_center/contact_asked.html", told)


def _begun(ask: DeskAsk, number: str, slug: str) -> ContactPage:
    standing = standing_of(ask.unit, acting_on(ask, number), number, ask.now)
    kind = _KINDS.get(slug)
    return ContactPage(in_groups(standing.number), path_of(standing.number), slug if kind else "", kind)


def _typed(ask: DeskAsk, page: ContactPage) -> ContactPage:
    return replace(
        page,
        value=ask.written("value"),
        street=ask.written("street"),
        more=ask.written("more"),
        town=ask.written("town"),
        call=ask.written("call"),
    )


def _value(page: ContactPage) -> str:
    """Return the new contact, an address with its lines; nothing when something of it is missing."""
    if page.kind is not ContactKind.ADDRESS:
        return page.value
    return "\n".join(filter(None, (page.street, page.more, page.town))) if page.street and page.town else ""


def _page(page: ContactPage, status: int = 200) -> Answer:
    return Shown("call_center/contact.html", page, status)
