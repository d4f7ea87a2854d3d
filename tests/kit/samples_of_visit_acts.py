"""Pages of the acts of a visit in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

from assisted_desk.advisor import act_pages as pages
from assisted_desk.advisor.visit import Visit
from assisted_desk.ui import PAGES, Badge, DeskFrame, menu_of
from dossier.identity import ContactKind
from dossier.lifecycle import ActKind, Sent, Status
from dossier.mandates import MandateState
from dossier.papers import Legibility, PaperMistake
from dossier.policy import Role, Scope
from dossier.recovery import CaseState, Lost, Proof
from portal.ui import Standing

_UNTIL = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_DAY, _LAST = date(2026, 11, 2), date(2026, 12, 14)
_NUMBER = "7KQM-4HTX-9DFR"
_VISIT = Visit(
    reference="7KQM4HTX9DFR",
    number=_NUMBER,
    path="/visite/7KQM4HTX9DFR",
    person="Jeanne Blanchard",
    state=MandateState.ACTIVE,
    scopes=tuple(Scope),
    fresh=frozenset(Scope),
    is_weak=False,
    until=_UNTIL,
    minutes=42,
)
_WEAK = replace(_VISIT, is_weak=True, scopes=(Scope.OPT_OUT,))
_SITE = "dossier-clair.example"


def visit_act_pages() -> list[tuple[str, str, object]]:
    """All of them, in the order of the visit's page."""
    return [*_say_no(), *_others_letter(), *_hand_over(), *_activate(), *_recover(), *_contact(), *_paper(), *_close()]


def acts_drawn() -> Iterator[tuple[str, object, str]]:
    """Each of them as HTML, by its name."""
    badge = Badge("Inès Laurent", "Guichet", "France Services de Schiltigheim", "8 h 30", "18 h 30")
    frame = DeskFrame("jeton", badge, menu="visit", pages=menu_of(Role.ADVISOR), htmx="/scripts/htmx.js")
    for name, template, page in visit_act_pages():
        yield name, page, PAGES.render(f"acts/{template}.html", page, frame)


def _say_no() -> Iterator[tuple[str, str, object]]:
    page = pages.SayNoPage(_VISIT, "announced", _DAY, _DAY, date(2026, 12, 2), _LAST, may_close=True)
    for standing in (*get_args(Standing), None):
        for receipt in (False, True):
            yield f"no-{standing}-{receipt}", "say_no", replace(page, standing=standing, has_receipt=receipt)
    yield "no-today", "say_no", replace(page, last_day=None)
    yield "no-undated", "say_no", pages.SayNoPage(_VISIT, "announced", _DAY)
    yield "no-blocked", "say_no", replace(page, is_blocked=True)
    yield "no-other-scope", "say_no", replace(page, standing="activated", may_close=False)
    yield "no-changed", "say_no", replace(page, changed=True)
    for asked in (False, True):
        yield f"no-on-paper-{asked}", "no_on_paper", pages.NoOnPaperPage(_WEAK, asked)


def _others_letter() -> Iterator[tuple[str, str, object]]:
    page = pages.OthersLetterPage(_VISIT, _NUMBER)
    yield "letter", "others_letter", pages.OthersLetterPage(_VISIT)
    for error in ("missing", "short", "long", "sign", "unknown", "expired", "settled", "hers", "wait"):
        yield f"letter-{error}", "others_letter", replace(page, error=error, off_by=2, wait_minutes=7)
    yield "letter-told", "others_letter_told", pages.OthersLetterToldPage(_VISIT, _NUMBER)


def _hand_over() -> Iterator[tuple[str, str, object]]:
    papers = f"{_VISIT.path}/dire-non/recepisse/papier"
    page = pages.HandOverPage(_VISIT, papers, ActKind.OPT_OUT, _NUMBER, _UNTIL, Status.DEPOSITED)
    for kind in (ActKind.OPT_OUT, ActKind.CLOSURE_REQUEST, ActKind.CLOSURE, ActKind.CHANGE_OF_MIND, ActKind.NOT_FOR_ME):
        yield f"receipt-{kind}", "hand_over", replace(page, kind=kind)
    for status in Status:
        yield f"receipt-{status}", "hand_over", replace(page, status=status)


def _activate() -> Iterator[tuple[str, str, object]]:
    page = pages.ActivatePage(_VISIT, f"{_SITE}/activation")
    for sent in ("", "account", "none", *get_args(Sent)):
        yield f"activate-{sent}", "activate", replace(page, sent=sent)


def _recover() -> Iterator[tuple[str, str, object]]:
    ways = (
        pages.WayLine(Proof.SMS, "42", ""),
        pages.WayLine(Proof.VOICE, "17", "changed"),
        pages.WayLine(Proof.LETTER, "Le Puy-en-Velay", ""),
        pages.WayLine(Proof.EMAIL, "j…@e…", "given"),
        pages.WayLine(Proof.CARD, "", "lost"),
        pages.WayLine(Proof.TOTP, "", ""),
    )
    place = f"{_SITE}/acces-perdu/suivi"
    case = pages.OpenCase(_NUMBER, place, Lost.CARD, CaseState.OPEN, None, ways, may_send=True, until=None)
    yield "recover", "recover", pages.RecoverPage(_VISIT)
    yield "recover-chosen", "recover", pages.RecoverPage(_VISIT, "phone")
    for told in ("lost-missing", "nothing", "patient", "frozen", "barred"):
        yield f"recover-{told}", "recover", pages.RecoverPage(_VISIT, "phone", told=told)
    for state in CaseState:
        one = replace(case, state=state, may_send=state is CaseState.OPEN, until=_UNTIL, sent_by=Proof.SMS)
        yield f"recover-{state}", "recover", pages.RecoverPage(_VISIT, case=one)
    for told in get_args(pages.RecoveryTold):
        yield f"recover-case-{told}", "recover", pages.RecoverPage(_VISIT, case=case, told=told)


def _contact() -> Iterator[tuple[str, str, object]]:
    page = pages.ChangeContactPage(_VISIT, f"{_VISIT.path}/contact")
    yield "contact", "contact", page
    kinds = {"mobile": "mobile", "fixe": "landline", "mail": "email", "adresse": "address"}
    for slug, kind in kinds.items():
        asked = replace(page, slug=slug, kind=ContactKind(kind), value="06 39 98 01 99", street="3 rue Neuve", more="C")
        for error in get_args(pages.ContactMistake):
            yield f"contact-{slug}-{error}", "contact", replace(asked, error=error, town="69001 Lyon")
        hint = {"mail": "j…@e…", "adresse": "Lyon"}.get(slug, "99")
        asked_page = pages.ContactAskedPage(_VISIT, _NUMBER, ContactKind(kind), hint)
        yield f"contact-asked-{slug}", "contact_asked", asked_page


def _paper() -> Iterator[tuple[str, str, object]]:
    page = pages.PaperPage(_VISIT, f"{_VISIT.path}/papier")
    yield "paper", "paper", page
    yield "paper-again", "paper", replace(page, again=True)
    for error in ("missing", "many", "closed"):
        yield f"paper-{error}", "paper", replace(page, error=error)
    for mistake in (*get_args(PaperMistake), *get_args(Legibility)):
        error = "refused" if mistake in get_args(PaperMistake) else "unread"
        lines = (pages.PageLine(1, "good"), pages.PageLine(2, mistake))
        yield f"paper-{mistake}", "paper", replace(page, error=error, lines=lines)
    for number, unread, new in ((1, 0, True), (1, 1, True), (3, 0, False), (3, 2, True)):
        yield f"kept-{number}-{unread}", "paper_kept", pages.PaperKeptPage(_VISIT, number, unread, is_new=new)


def _close() -> Iterator[tuple[str, str, object]]:
    for standing in (*get_args(Standing), None):
        yield f"close-{standing}", "close", pages.ClosePage(_VISIT, standing, _DAY)
    yield "close-receipt", "close", pages.ClosePage(_VISIT, "closed", _DAY, has_receipt=True)
