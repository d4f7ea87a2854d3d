"""Pages of the supervisor and of the advisor in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from assisted_desk.advisor import pages as advisor
from assisted_desk.supervisor import pages as supervisor
from assisted_desk.ui import (
    PAGES,
    Badge,
    CodeAsked,
    DeskFrame,
    Leaf,
    PersonMistakes,
    ProofMistake,
    TypedPerson,
    menu_of,
)
from dossier.mandates import SiteAlarmKind
from dossier.policy import Role
from dossier.recovery import AlarmKind, Lost
from portal.ui import CodeMistake, TypedDate

_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_UNTIL = _AT + timedelta(days=1)
_CASE, _NUMBER = "7KQM-4HTX-9DFR", "7KQM4HTX9DFR"
_PERSON = TypedPerson("Blanchard", "Jeanne", TypedDate("12", "mai", "1942"), "2 42 05 43 157 012 34")
_TYPED = advisor.Typed(_CASE, _PERSON, "481 516")
_SEEN = supervisor.SeenLine(
    _CASE, f"/a-confirmer/{_NUMBER}", Lost.EVERYTHING, False, "Inès Laurent", "France Services", _AT, _UNTIL
)


def oversight_pages() -> list[tuple[str, str, object]]:
    """All of them, in the order in which one meets them."""
    return [*_alarms(), *_waiting(), *_confirm(), *_see(), *_progress()]


def drawn() -> Iterator[tuple[str, str]]:
    """Each of them as HTML, by its name."""
    badge = Badge("Sarah Dufour", "Responsable", "Direction", "8 h 30", "18 h 30")
    for name, template, page in oversight_pages():
        role = Role.ADVISOR if template.startswith("advisor/") else Role.SUPERVISOR
        frame = DeskFrame("jeton", badge, pages=menu_of(role), htmx="/scripts/htmx.js", key_script="/scripts/cle.js")
        yield name, PAGES.render(f"{template}.html", page, frame)


def _alarms() -> Iterator[tuple[str, str, object]]:
    lines = tuple(supervisor.AlarmLine(kind, "Paul Mercier", "Nord", 7) for kind in AlarmKind)
    shared = supervisor.AlarmLine(AlarmKind.SHARED_CONTACT, "", "", 1)
    gone = supervisor.AlarmLine(AlarmKind.NO_CALL, "", "", 1)
    visits = (*SiteAlarmKind, supervisor.SHARED_BY_ONE)
    site = tuple(supervisor.AlarmLine(kind, "Inès Laurent", "Alsace", 2) for kind in visits)
    ones = tuple(replace(line, count=1) for line in site)
    yield "alarms-site", "supervisor/alarms", supervisor.AlarmsPage(site, _AT, "France Services de Schiltigheim")
    yield "alarms-site-ones", "supervisor/alarms", supervisor.AlarmsPage(ones, _AT, "France Services du Puy")
    told = (*(one for one in lines if one.kind is not AlarmKind.SHARED_CONTACT), gone, shared)
    yield "alarms", "supervisor/alarms", supervisor.AlarmsPage(told, _AT)
    yield "alarms-none", "supervisor/alarms", supervisor.AlarmsPage((), _AT)


def _waiting() -> Iterator[tuple[str, str, object]]:
    frozen = (supervisor.FrozenLine("9DFR-7KQM-4HTX", _AT),)
    page = supervisor.WaitingPage((_SEEN, replace(_SEEN, who="", team="", frozen=True)), frozen)
    yield "waiting-none", "supervisor/waiting", supervisor.WaitingPage((), ())
    asked = tuple(supervisor.AskedLine(who, _AT, _UNTIL) for who in ("Inès Laurent", "Karim Benali"))
    yield "waiting-changes", "supervisor/waiting", replace(page, to_agree=2, asked=asked)
    yield "waiting-change", "supervisor/waiting", supervisor.WaitingPage((), (), 1, asked[:1])
    full = replace(page, seen=(_SEEN,) * 8, frozen=frozen * 8, asked=asked[:1] * 8, leaf=Leaf("/a-confirmer", 8, 2, 3))
    yield "waiting-full", "supervisor/waiting", full
    for told in get_args(supervisor.Told):
        yield f"waiting-{told}", "supervisor/waiting", replace(page, told=told)


def _confirm() -> Iterator[tuple[str, str, object]]:
    page = supervisor.ConfirmPage(_SEEN)
    yield "confirm", "supervisor/confirm", page
    yield "confirm-frozen", "supervisor/confirm", replace(page, seen=replace(_SEEN, frozen=True))
    yield "confirm-gone", "supervisor/confirm", replace(page, seen=replace(_SEEN, who="", team=""))
    for lost in Lost:
        yield f"confirm-{lost}", "supervisor/confirm", replace(page, seen=replace(_SEEN, lost=lost))
    for error in get_args(ProofMistake):
        yield f"confirm-{error}", "supervisor/confirm", replace(page, answer="oui", code=CodeAsked("", error))
    yield "confirm-key", "supervisor/confirm", replace(page, answer="non", code=CodeAsked("{}", "missing"))


def _see() -> Iterator[tuple[str, str, object]]:
    page = advisor.SeePage(_TYPED)
    yield "see", "advisor/see", advisor.SeePage()
    seen = tuple(advisor.SeenLine(_CASE, f"/guichet/{_NUMBER}", one) for one in get_args(advisor.Progress))
    yield "see-seen", "advisor/see", advisor.SeePage(seen=seen)
    nothing = PersonMistakes(birth_name=True, first_name=True, born="missing", ins="missing")
    yield "see-missing", "advisor/see", replace(page, wrong=advisor.Mistakes("missing", 0, nothing, "missing"))
    for number in get_args(CodeMistake):
        yield f"see-number-{number}", "advisor/see", replace(page, wrong=advisor.Mistakes(number, 2))
    for ins in ("malformed", "key"):
        wrong = advisor.Mistakes(person=PersonMistakes(ins=ins), screen_code="incomplete")
        yield f"see-ins-{ins}", "advisor/see", replace(page, wrong=wrong)
    for refusal in get_args(advisor.Refusal):
        yield f"see-{refusal}", "advisor/see", replace(page, refusal=refusal, wait_minutes=5 * (refusal == "wait"))
    yield "see-wait-1", "advisor/see", replace(page, refusal="wait", wait_minutes=1)
    yield "see-code", "advisor/see", replace(page, code=CodeAsked("{}", "wrong"))


def _progress() -> Iterator[tuple[str, str, object]]:
    for progress in get_args(advisor.Progress):
        following = "9DFR-7KQM-4HTX" if progress == "reopened" else ""
        seen_at = None if progress == "taken-back" else _AT
        page = advisor.SeenPage(_CASE, f"/guichet/{_NUMBER}", progress, seen_at, _UNTIL, following)
        yield f"seen-{progress}", "advisor/seen", page
