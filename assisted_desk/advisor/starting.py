"""A visit begins: whom for, for which acts, for how long. Known or not, the same page follows."""

from dataclasses import dataclass, replace
from datetime import timedelta

from assisted_desk.ui import DeskAsk, DeskGuard, Leaf, PersonMistakes, TypedPerson, read_person
from dossier.base import in_groups
from dossier.identity import TypedIdentity
from dossier.mandates import (
    LONG,
    AgreedText,
    Duration,
    MandateLine,
    MandateRefused,
    MandateState,
    TooManyDrafts,
    Wanted,
    draft_mandate,
    mandates_of_advisor,
)
from dossier.policy import Scope
from portal.ui import Answer, SeeOther, Shown, Work, day_of, read_text

from .acts import ACTS
from .views import room
from .visit import PATH
from .visit_pages import NO_PERSON_MISTAKES, StartPage, VisitLine, VisitsPage

_LATELY = timedelta(hours=16)
_MOST_SHOWN = 3
_LINES = 30
_Read = TypedIdentity | PersonMistakes
_LIVING = (MandateState.DRAFT, MandateState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was ticked: the scopes, how long, from where, and which language is read beside the French."""

    scopes: frozenset[Scope]
    duration: Duration
    express: bool
    language: str
    remote: bool

    @classmethod
    def read(cls, ask: DeskAsk) -> "Asked":
        """Read the ticks of a form; what is none of them counts for nothing."""
        ticked = ask.request.form.getlist("scope")
        duration = next((one for one in Duration if one == ask.typed("duration")), Duration.VISIT)
        scopes = frozenset(scope for scope in Scope if scope in ticked)
        ticks = (bool(ask.pressed("express")), ask.written("language"), bool(ask.pressed("remote")))
        return cls(scopes, duration, *ticks)

    @property
    def not_express(self) -> bool:
        """Tell whether a long duration was chosen without its tick."""
        return self.duration in LONG and not self.express

    @property
    def wanted(self) -> Wanted:
        """Return it as the heart takes it."""
        return Wanted(self.scopes, self.duration, is_explicit=self.express, remote=self.remote)

    def text(self, ask: DeskAsk, person: str) -> AgreedText:
        """Return what will be read aloud to agree to it."""
        staff = ask.staff
        advisor = f"{staff.first_name} {staff.name}"
        return read_text(person, advisor, staff.site, self.scopes, self.duration, self.language)


@room.page(PATH, guard=DeskGuard.ADVISOR, menu="visit")
def start(ask: DeskAsk) -> Answer:
    """Ask whom a visit is for, and list the advisor's own of today."""
    is_child = ask.asked("enfant") == "1"
    return _page(ask, StartPage(child=is_child, unknown=ask.asked("inconnu") == "1"))


@room.page(PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def draft(ask: DeskAsk) -> Answer:
    """Draft a mandate for whoever has exactly this identity; for nobody, something that looks the same."""
    page, asked, person, parent = _read(ask)
    if page.mistaken or isinstance(person, PersonMistakes) or isinstance(parent, PersonMistakes):
        return _page(ask, page, 422)
    text = asked.text(ask, f"{person.first_name} {person.birth_name}".strip())
    domains, wanted = ask.settings.ins_domains, asked.wanted
    try:
        line = draft_mandate(ask.unit, ask.staff, person, domains, wanted, text, ask.now, given_by=parent)
    except TooManyDrafts:
        return _page(ask, replace(page, refusal="many"), 422)
    except MandateRefused as refused:
        if refused.facts["why"] == "site":
            return _page(ask, replace(page, refusal="site"), 422)
        if refused.facts["why"] == "distance":
            return _page(ask, replace(page, too_far=True), 422)
        return _page(ask, replace(page, no_scope=True), 422)
    return SeeOther(f"{PATH}/{line.reference}/accord")


@room.page("/visites", guard=DeskGuard.ADVISOR, menu="visit")
def visits(ask: DeskAsk) -> Answer:
    """List the advisor's own mandates: the living ones, and those over for less than 31 days."""
    hers = _own(ask)
    leaf = Leaf.asked(ask, "/visites", _LINES, hers)
    return Shown("visit/visits.html", VisitsPage(tuple(_line(one) for one in leaf.of(hers)), leaf))


def _read(
    ask: DeskAsk,
) -> tuple[StartPage, Asked, TypedIdentity | PersonMistakes, TypedIdentity | PersonMistakes | None]:
    """Return what was typed as the page shows it again, with its mistakes; and as it was understood."""
    is_child, today = ask.pressed("enfant") != "", day_of(ask.now)
    typed, typed_parent = TypedPerson.read(ask), TypedPerson.read(ask, "parent_")
    person = read_person(typed, today)
    parent = read_person(typed_parent, today) if is_child else None
    asked = Asked.read(ask)
    page = StartPage(
        typed=typed,
        parent=typed_parent,
        child=is_child,
        scopes=tuple(str(scope) for scope in asked.scopes),
        duration=asked.duration,
        express=asked.express,
        language=asked.language,
        remote=asked.remote,
        wrong=person if isinstance(person, PersonMistakes) else NO_PERSON_MISTAKES,
        parent_wrong=parent if isinstance(parent, PersonMistakes) else NO_PERSON_MISTAKES,
        no_scope=not asked.scopes,
        not_express=asked.not_express,
    )
    return page, asked, person, parent


def _page(ask: DeskAsk, page: StartPage, status: int = 200) -> Answer:
    acts = tuple(act for act in ACTS if act.scope is Scope.OPT_OUT or not page.child)
    if not ask.staff.site:
        return Shown("visit/start.html", replace(page, refusal="site", acts=acts), status)
    today = [one for one in _own(ask) if one.state in _LIVING or ask.now - one.drafted_at < _LATELY]
    lines = tuple(_line(one) for one in today[:_MOST_SHOWN])
    return Shown("visit/start.html", replace(page, acts=acts, visits=lines), status)


def _own(ask: DeskAsk) -> list[MandateLine]:
    return mandates_of_advisor(ask.unit, ask.staff, ask.now) if ask.staff.site else []


def _line(one: MandateLine) -> VisitLine:
    return VisitLine(f"{PATH}/{one.reference}", in_groups(one.reference), one.person, one.state, one.until_at)
