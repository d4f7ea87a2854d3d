"""Pages of the patient's turn at a desk, in every state, and of a summary that is taken away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from assisted_desk.advisor.summary_pages import GoingPage, LetterHindrance, SummaryOnPaperPage
from assisted_desk.advisor.summary_pages import SummaryPage as SummaryChoice
from assisted_desk.sign_in.pages import LockedPage
from assisted_desk.ui import PAGES as DESK
from assisted_desk.ui import Badge, DeskFrame, menu_of
from dossier.access import Topic
from dossier.identity import FactorKind
from dossier.policy import Role
from i18n import LOCALES
from portal.federation.pages import LeavingPage
from portal.sign_in.pages import CodePage, IdentifierPage, PasswordPage
from portal.since import SinceGroup, SincePage
from portal.summary import PrintPage, SealedPage
from portal.turn.pages import (
    Answered,
    AnswerPage,
    DonePage,
    SummaryLine,
    SummaryPage,
    SummarySection,
    TicketPage,
)
from portal.ui import typeset
from printouts import SinceLine
from tests.kit.samples_of_mandates import TEXTS
from tests.kit.samples_of_visits import VISIT

_ADVISOR = "Inès Laurent"
_GROUPS = ("4711", "0815", "0042", "1234")
SEALED = SealedPage("/imprimer/fichier", "/imprimer", 18, "".join(_GROUPS), _GROUPS)
_LINES = (
    SummaryLine("Pénicilline", "Gonflement du visage. Ne jamais en reprendre.", "1987"),
    SummaryLine("Noix et noisettes", on="juin 2003", author="Docteur Yann Le Goff"),
    SummaryLine("Pollen"),
)
_SINCE_ALONE = SinceLine("Vous pouvez dire non jusqu’au 4 avril 2026.")
_SINCE_LINE = SinceLine(
    typeset("Mandat donné : imprimer votre résumé. Inès Laurent, France Services du Puy."), "Le 3 mars 2026."
)
SINCE = SincePage(
    beginning="Depuis votre visite du 3 février 2026",
    groups=tuple(SinceGroup(topic, (_SINCE_LINE, _SINCE_ALONE)) for topic in Topic),
    paper="/depuis-ma-derniere-visite/papier",
    back="/mon-dossier",
    history="/historique",
    more=True,
)
_FULL = SummaryPage(
    (
        SummarySection("allergies", "listed", _LINES),
        SummarySection("problems", "declared_none", none_on="3 mars 2026"),
        SummarySection("treatments", "listed", _LINES[:1] * 12),
        SummarySection("vaccinations", "not_filled_in"),
        SummarySection("results", "listed", _LINES),
        SummarySection("documents", "listed", _LINES * 2),
    ),
)


def turn_pages() -> Iterator[tuple[str, str, object, bool]]:
    """Each with its name, its template, and whether it is shown inside her turn."""
    site = "France Services de Saint-Julien-Chapteuil"
    yield "turn-ticket", "turn/ticket.html", TicketPage("/tour/" + "a" * 32, _ADVISOR, site), False
    asked = TicketPage("/tour/" + "a" * 32, _ADVISOR, site, to_answer=True)
    yield "turn-ticket-to-answer", "turn/ticket.html", asked, False
    yield "turn-ticket-over", "turn/ticket.html", TicketPage(), False
    identifier = IdentifierPage(providers=("franceconnect-plus",), at_desk=True)
    yield "turn-identifier", "sign_in/identifier.html", identifier, False
    yield "turn-leaving-provider", "federation/leaving.html", LeavingPage(at_desk=True), False
    yield "turn-password", "sign_in/password.html", PasswordPage(""), False
    yield "turn-password-wrong", "sign_in/password.html", PasswordPage("", error="wrong"), False
    yield "turn-code", "sign_in/code.html", CodePage(FactorKind.CARD, 8, card_number=17, at_desk=True), False
    yield "turn-summary", "turn/summary.html", _FULL, True
    yield "turn-summary-none", "turn/summary.html", SummaryPage(), True
    yield "turn-print", "summary/print.html", PrintPage("/tour/imprimer", "/tour/resume"), True
    hers = replace(SINCE, paper="/tour/depuis/papier", back="/tour/resume", history="")
    yield "turn-since", "since/since.html", hers, True
    turned = SealedPage("/tour/imprimer/fichier", "/tour/imprimer", 24, SEALED.code, SEALED.groups)
    yield "turn-sealed", "summary/sealed.html", turned, True
    for text in TEXTS:
        others = tuple(one for one in LOCALES if one.code != text.language)
        yield f"turn-answer-{text.language.replace('@', '-')}", "turn/answer.html", AnswerPage(text, others), True
    yield "turn-answer-over", "turn/answer.html", AnswerPage(None), True
    for answered in get_args(Answered)[1:]:
        yield f"turn-done-{answered}", "turn/done.html", DonePage(answered=answered), False
    yield "turn-done", "turn/done.html", DonePage(), False
    yield "turn-done-by-clock", "turn/done.html", DonePage(by_clock=True), False
    yield "turn-done-rien-by-clock", "turn/done.html", DonePage(by_clock=True, answered="rien"), False


def desk_pages() -> Iterator[tuple[str, str, object]]:
    """The desk's own pages of a summary, in every state: name, template, page."""
    page = SummaryChoice(VISIT)
    yield "summary", "summary/choose.html", page
    yield "summary-posted", "summary/choose.html", replace(page, posted=True)
    weak = SummaryOnPaperPage(replace(VISIT, is_weak=True))
    yield "summary-weak", "summary/on_paper.html", weak
    yield "summary-weak-asked", "summary/on_paper.html", replace(weak, asked=True)
    yield "summary-far", "summary/choose.html", replace(page, visit=replace(VISIT, is_remote=True))
    for hindrance in get_args(LetterHindrance)[1:]:
        yield f"summary-{hindrance}", "summary/choose.html", replace(page, hindrance=hindrance)
        yield f"summary-{hindrance}-refused", "summary/choose.html", replace(page, hindrance=hindrance, refused=True)
    yield "summary-going", "summary/going.html", GoingPage()
    yield "locked-turn", "sign_in/locked.html", LockedPage("Inès", has_turn=True)


def desk_pages_drawn() -> Iterator[tuple[str, str]]:
    """Each of them as HTML, by its name."""
    badge = Badge("Inès Laurent", "Guichet", "France Services du Puy", "8 h 30", "18 h 30")
    frame = DeskFrame("jeton", badge, menu="visit", pages=menu_of(Role.ADVISOR), htmx="/scripts/htmx.js")
    for name, template, page in desk_pages():
        locked = template in ("summary/going.html", "sign_in/locked.html")
        shown = DeskFrame("jeton", locked=True, htmx=frame.htmx) if locked else frame
        yield name, DESK.render(template, page, shown)
