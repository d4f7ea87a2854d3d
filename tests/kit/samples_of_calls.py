"""Pages of the call center in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from assisted_desk.call_center import pages
from assisted_desk.ui import PAGES, Badge, CodeAsked, DeskFrame, Leaf, PersonMistakes, TypedPerson, menu_of
from dossier.identity import ContactKind
from dossier.policy import Role
from dossier.recovery import CaseState, ChangeState, Lost, Proof
from portal.ui import TypedDate

Named = tuple[str, str, object]
_TOKEN = "mV3k9QfZ0s1X-7aJpYt2LwHcB8uRnEoG5dKiTvM4bZqWxS6yFhCjNlUeIgDrPaO"
_CASE = "7KQM-4HTX-9DFR"
_PATH = "/appels/7KQM4HTX9DFR"
_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_SLOT = "jeudi 3 décembre 2026 à 14\u00a0h\u00a030"
_CODE = CodeAsked("", "missing")
_WAYS = (
    pages.WayLine(Proof.SMS, "42", ""),
    pages.WayLine(Proof.VOICE, "17", "changed"),
    pages.WayLine(Proof.LETTER, "Le Puy-en-Velay", ""),
    pages.WayLine(Proof.EMAIL, "j…@e…", "held"),
)
_IN_HAND = (
    pages.WayLine(Proof.CARD, "", ""),
    pages.WayLine(Proof.TOTP, "", "lost"),
    pages.WayLine(Proof.PASSWORD, "", "lost"),
)
_SENDING = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.GRANTED)
_TYPED = TypedPerson("Roux", "Jeanne", TypedDate("12", "mai", "1942"), "2 42 05 43 157 012 34")


def drawn_calls() -> Iterator[tuple[str, object, str]]:
    """Each of them, and its HTML."""
    badge = Badge("Paul Mercier", "Téléconseil", "Nord", "8 h 30", "18 h 30")
    lines = menu_of(Role.CALL_AGENT)
    for name, template, page in call_pages():
        frame = DeskFrame(_TOKEN, badge, menu="calls", pages=lines, htmx="/scripts/h.js", key_script="/scripts/c.js")
        yield name, page, PAGES.render(f"call_center/{template}.html", page, frame)


def call_pages() -> list[Named]:
    """All of them, in the order of a call."""
    return [*_lists(), *_new_calls(), *_cases(), *_callbacks(), *_contacts(), *_changes()]


def _lists() -> Iterator[Named]:
    cases = tuple(
        pages.CaseLine(_CASE, _PATH, lost, state, _AT - timedelta(minutes=40 * n))
        for n, (lost, state) in enumerate(zip(Lost, (*_SENDING, CaseState.FROZEN), strict=True))
    )
    busy = pages.CallsPage(True, "", cases, (pages.CallbackLine(_CASE, _PATH, _AT),), 2)
    opens = "lundi 30 novembre 2026 à 8\u00a0h\u00a030"
    yield "calls", "calls", busy
    yield "calls-leaf", "calls", replace(busy, leaf=Leaf("/appels", 8, 2, 3))
    yield "calls-empty", "calls", pages.CallsPage(True, "", (), (), 0, unknown=True)
    yield "calls-closed", "calls", pages.CallsPage(False, opens, cases[:1], busy.callbacks, 1)
    yield "calls-closed-for-good", "calls", pages.CallsPage(False, "", (), (), 0)
    yield "phrases", "phrases", pages.PhrasesPage()
    yield "stop", "stop", pages.StopPage()
    for error in get_args(pages.StopMistake)[1:]:
        yield f"stop-{error}", "stop", pages.StopPage("4821 9930 7716", "letter", error, wait_minutes=4)
    for done in get_args(pages.Stopped)[1:]:
        yield f"stop-done-{done}", "stop", pages.StopPage(done=done)
    yield "closed", "closed", pages.ClosedPage(opens)
    yield "closed-for-good", "closed", pages.ClosedPage("")


def _new_calls() -> Iterator[Named]:
    yield "new", "new_call", pages.NewCallPage()
    empty = PersonMistakes(birth_name=True, first_name=True, born="missing", ins="missing")
    yield "new-missing", "new_call", pages.NewCallPage(wrong=empty, error="lost")
    for error in get_args(pages.NewCallMistake)[1:]:
        yield f"new-{error}", "new_call", pages.NewCallPage(_TYPED, "password", "A-1207", _CASE, error=error)
    for refusal in get_args(pages.Refusal)[1:]:
        yield f"new-refused-{refusal}", "new_call", pages.NewCallPage(_TYPED, "phone", refusal=refusal, wait_minutes=4)
    yield "new-code", "new_call", pages.NewCallPage(_TYPED, "card", code=_CODE)


def case_page(state: CaseState = CaseState.CODE_SENT, **more: object) -> pages.CasePage:
    """Return a case in a state."""
    waits = (CaseState.LOCKED, CaseState.COOLING, CaseState.GRANTED)
    about: dict[str, object] = {
        "until": _AT + timedelta(days=3) if state in waits else None,
        "sent_by": Proof.SMS if state is CaseState.CODE_SENT else None,
        "proofs": () if state in (CaseState.OPEN, CaseState.CODE_SENT) else (Proof.CARD,),
        "ways": _WAYS,
        "in_hand": _IN_HAND,
        "may_send": state in _SENDING,
        "may_meet": state in (CaseState.DESK_REQUIRED, CaseState.FROZEN),
        "may_call": state in (*_SENDING[:3], CaseState.LOCKED, CaseState.DESK_REQUIRED),
    }
    place = "dossier-clair.example/acces-perdu/suivi"
    return pages.CasePage(_CASE, _PATH, place, Lost.PASSWORD, state, _AT, **(about | more))  # type: ignore[arg-type]


def _cases() -> Iterator[Named]:
    for state in CaseState:
        yield f"case-{state}", "case", case_page(state)
    for told in get_args(pages.Told)[1:]:
        yield f"case-told-{told}", "case", case_page(told=told)
    unsent = tuple(
        pages.WayLine(one.proof, one.hint, why)
        for one, why in zip(_WAYS, ("unsent", "lost", "given", "again"), strict=True)
    )
    yield "case-no-way", "case", case_page(ways=unsent)
    yield "case-nothing", "case", case_page(ways=(), in_hand=())
    met = {"appointment_until": _AT + timedelta(days=12), "callback": _SLOT}
    yield "case-met", "case", case_page(CaseState.DESK_REQUIRED, appointment_posted=True, **met)
    yield "case-met-no-sheet", "case", case_page(CaseState.FROZEN, **met)
    steps = ((ChangeState.ASKED, None, False), (ChangeState.HELD, _AT, False), (ChangeState.HELD, _AT, True))
    changes = tuple(
        pages.UnderWay("9DFR-7KQM-4HTX", kind, hint, *step)
        for kind, hint, step in zip(ContactKind, ("99", "99", "j…@e…"), steps, strict=False)
    )
    yield "case-changes", "case", case_page(changes=changes)


def _callbacks() -> Iterator[Named]:
    days = tuple((f"2026-12-{day:02d}", f"jeudi {day} décembre 2026") for day in (3, 4, 7, 8, 9, 10))
    hours = tuple((f"{n // 2}{30 * (n % 2):02d}", f"{n // 2}\u00a0h\u00a0{30 * (n % 2):02d}") for n in range(17, 35))
    page = pages.CallbackPage(_CASE, _PATH, days, hours)
    yield "callback", "callback", page
    for error in get_args(pages.CallbackMistake)[1:]:
        yield (
            f"callback-{error}",
            "callback",
            pages.CallbackPage(_CASE, _PATH, days, hours, "2026-12-03", "1430", error),
        )


def _contacts() -> Iterator[Named]:
    yield "contact", "contact", pages.ContactPage(_CASE, _PATH)
    typed = {
        "mobile": (ContactKind.MOBILE, {"value": "06 39 98 01 99"}),
        "fixe": (ContactKind.LANDLINE, {"value": "04 71 09 01 99"}),
        "mail": (ContactKind.EMAIL, {"value": "jeanne"}),
        "adresse": (ContactKind.ADDRESS, {"street": "3 rue Neuve", "more": "Bâtiment B", "town": "69001 Lyon"}),
    }
    for slug, (kind, fields) in typed.items():
        yield f"contact-{slug}", "contact", pages.ContactPage(_CASE, _PATH, slug, kind)
        yield f"contact-{slug}-unfit", "contact", pages.ContactPage(_CASE, _PATH, slug, kind, **fields, error="unfit")
    for error in ("missing", "one-already", "barred"):
        yield f"contact-{error}", "contact", pages.ContactPage(_CASE, _PATH, "mobile", ContactKind.MOBILE, error=error)
    yield "contact-code", "contact", pages.ContactPage(_CASE, _PATH, "mobile", ContactKind.MOBILE, "06", code=_CODE)
    for kind, hint in zip(ContactKind, ("99", "99", "j…@e…", "Lyon"), strict=True):
        yield f"contact-asked-{kind}", "contact_asked", pages.ContactAskedPage("9DFR-7KQM-4HTX", kind, hint)


def _changes() -> Iterator[Named]:
    address = "/changements/9DFR7KQM4HTX/accord"
    lines = tuple(
        pages.ChangeLine("9DFR-7KQM-4HTX", address, kind, old, new, _AT)
        for kind, old, new in zip(
            ContactKind, ("42", "", "j…@e…", "Le Puy-en-Velay"), ("99", "17", "j…@w…", "Lyon"), strict=True
        )
    )
    yield "changes", "changes", pages.ChangesPage(lines)
    yield "changes-done", "changes", pages.ChangesPage((), done=True)
    yield "changes-unknown", "changes", pages.ChangesPage(lines[:1], unknown=True)
    yield "agree-code", "agree", pages.AgreePage(lines[0], _CODE)
    for error in get_args(pages.AgreeMistake)[1:]:
        yield f"agree-{error}", "agree", pages.AgreePage(lines[1], error=error)
