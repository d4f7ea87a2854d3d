"""A mandate given somewhere else is ended here: her identity, and the next code of her card that she types herself."""

from datetime import date

from assisted_desk.ui import DeskAsk, DeskGuard, PersonMistakes, TypedPerson, read_person
from dossier.identity import TooManyTries, TypedIdentity, draft, drop_draft, keep_draft
from dossier.mandates import revoke_at_desk
from portal.ui import Answer, SeeOther, Shown, Work, day_of, wait_of

from .views import room
from .visit_pages import RevokedPage, RevokePage, RevokeTurnPage

_PATH = "/revoquer"
_KEPT = "revoke"
_LONGEST_CODE = 40


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="visit")
def ask_whose(ask: DeskAsk) -> Answer:
    """Ask for her identity, and say what ends."""
    return Shown("visit/revoke.html", RevokePage())


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def take_whose(ask: DeskAsk) -> Answer:
    """Keep it, sealed, for her turn. Nobody is looked up yet."""
    typed = TypedPerson.read(ask)
    person = read_person(typed, day_of(ask.now))
    if isinstance(person, PersonMistakes):
        return Shown("visit/revoke.html", RevokePage(typed, person), 422)
    told = {
        "birth_name": person.birth_name,
        "first_name": person.first_name,
        "birth_on": person.birth_on.isoformat(),
        "ins": person.ins,
    }
    keep_draft(ask.unit, ask.visit, _KEPT, told, ask.now)
    return SeeOther(f"{_PATH}/a-vous")


@room.page(f"{_PATH}/a-vous", guard=DeskGuard.ADVISOR)
def show_revoking_turn(ask: DeskAsk) -> Answer:
    """Give her the screen: she types the next code of her card."""
    person = _kept(ask)
    return _turn(person) if person else SeeOther(_PATH)


@room.page(f"{_PATH}/a-vous", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, even=True)
def take_revoking_turn(ask: DeskAsk) -> Answer:
    """End all her mandates when the code is right. Unknown, without a card, or wrong: one answer."""
    person, typed = _kept(ask), ask.typed("code")[:_LONGEST_CODE]
    if person is None:
        return SeeOther(_PATH)
    if not typed:
        return _turn(person, RevokeTurnPage(_name(person), "missing"))
    domains = ask.settings.ins_domains
    try:
        if revoke_at_desk(ask.unit, ask.staff, person, domains, typed, ask.network, ask.now) == "wrong":
            return _turn(person, RevokeTurnPage(_name(person), "wrong"))
    except TooManyTries as refused:
        wait = wait_of(refused)
        page = RevokeTurnPage(_name(person), "wrong", -(-wait // 60))
        return Shown("visit/revoke_turn.html", page, 429, wait)
    drop_draft(ask.unit, ask.visit, _KEPT)
    return SeeOther(f"{_PATH}/fait")


@room.page(f"{_PATH}/fait", guard=DeskGuard.ADVISOR, menu="visit")
def revoked(ask: DeskAsk) -> Answer:
    """Say that all her mandates have ended."""
    return Shown("visit/revoked.html", RevokedPage())


def _turn(person: TypedIdentity, page: RevokeTurnPage | None = None) -> Answer:
    shown = page or RevokeTurnPage(_name(person))
    return Shown("visit/revoke_turn.html", shown, 422 if shown.error else 200)


def _name(person: TypedIdentity) -> str:
    return f"{person.first_name} {person.birth_name}"


def _kept(ask: DeskAsk) -> TypedIdentity | None:
    told = draft(ask.unit, ask.visit, _KEPT, ask.now)
    if not told:
        return None
    return TypedIdentity(told["birth_name"], told["first_name"], date.fromisoformat(told["birth_on"]), told["ins"])
