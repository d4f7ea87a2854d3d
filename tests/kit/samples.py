"""Every page of the portal in every state, with invented people: for tests and pictures."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from markupsafe import Markup

from portal.demo.pages import OutboxPage, SentMessage
from portal.documents.pages import DocumentIndexPage, DocumentListPage, DocumentPage, FileLink
from portal.help.pages import AccessibilityPage, HelpPage, SiteMapPage, TextSizePage
from portal.history.pages import AccessLine, HistoryPage
from portal.prints.pages import PrintPage
from portal.record.pages import (
    ChooseRecordPage,
    RecordChoice,
    RecordHomePage,
    RecordStatePage,
)
from portal.sign_in.pages import (
    BusyPage,
    CodePage,
    GoodbyePage,
    HomePage,
    IdentifierPage,
    NoMeansPage,
    PasswordPage,
    ResumePage,
    SessionEndedPage,
    TooManyTriesPage,
)
from portal.ui import CATEGORIES, DocumentLine, ErrorPage, Frame, typeset

TOKEN = "mV3k9QfZ0s1X-7aJpYt2LwHcB8uRnEoG5dKiTvM4bZqWxS6yFhCjNlUeIgDrPaO"
STRANGER = Frame(csrf_token=TOKEN, path="/", demo=True)
READER = replace(STRANGER, signed_in=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in one state. `name` is the file name of its picture."""

    name: str
    template: str
    page: object
    frame: Frame


def document_lines(number: int = 20) -> tuple[DocumentLine, ...]:
    """Documents of Mme Roux, newest first, with long and short titles and signs that need escaping."""
    kinds = cycle(
        [
            ("Prise de sang : thyroïde", "Laboratoire des Halles", "BIOLOGIE"),
            ("Ordonnance", "Docteur Yann Le Goff", "ORD_SOIN"),
            ("Compte rendu d’hospitalisation en cardiologie", "Centre hospitalier de Quimper", "CPT_REND"),
            ("Radio du genou <droit> & gauche", "Cabinet d’imagerie de l’Odet", "RADIO_SC"),
            ("Attestation de vaccination", "Pharmacie Saint-Corentin", "CAR_VAC"),
        ]
    )
    first = date(2026, 11, 12)
    return tuple(
        DocumentLine(f"{0xC0FFEE1234567890ABCDEF0987654321 + 7919**8 * n:032x}", *kind[:1],
                     first - timedelta(days=9 * n), *kind[1:])
        for n, kind in zip(range(number), kinds, strict=False)
    )  # fmt: skip


def samples() -> list[Sample]:
    """All of them, in the order of a visit."""
    return [*_sign_in(), *_record(), *_documents(), *_history_and_prints(), *_help(), *_errors()]


def _sign_in() -> list[Sample]:
    def sample(name: str, template: str, page: object) -> Sample:
        return Sample(name, f"sign_in/{template}.html", page, replace(STRANGER, path="/connexion"))

    password = PasswordPage("MR84-7KQM")
    by_card = CodePage("card", card_number=17)
    by_sms = CodePage("sms", phone_end="42")
    return [
        sample("home", "home", HomePage()),
        sample("identifier", "identifier", IdentifierPage()),
        sample("identifier-missing", "identifier", IdentifierPage(error="missing")),
        sample("password", "password", password),
        sample("password-shown", "password", replace(password, password="le chat d’Anna", shown=True)),
        sample("password-missing", "password", replace(password, error="missing")),
        sample("password-wrong", "password", replace(password, error="wrong")),
        sample("code-card", "code", by_card),
        sample("code-card-or-sms", "code", replace(by_card, other_means="sms", own_computer=True)),
        sample("code-card-incomplete", "code", replace(by_card, error="incomplete")),
        sample("code-card-expired", "code", replace(by_card, error="expired")),
        sample("code-sms", "code", by_sms),
        sample("code-sms-or-card", "code", replace(by_sms, other_means="card")),
        sample("code-sms-sent-again", "code", replace(by_sms, sent_again=True)),
        sample("code-sms-missing", "code", replace(by_sms, error="missing")),
        sample("code-sms-wrong", "code", replace(by_sms, error="wrong")),
        sample("code-sms-expired", "code", replace(by_sms, error="expired")),
        sample("no-means", "no_means", NoMeansPage()),
        sample("busy", "busy", BusyPage()),
        sample("too-many-tries", "too_many_tries", TooManyTriesPage(5)),
        sample("too-many-tries-1", "too_many_tries", TooManyTriesPage(1)),
        sample("goodbye", "goodbye", GoodbyePage()),
        sample("session-ended", "session_ended", SessionEndedPage()),
        sample("session-ended-kept", "session_ended", SessionEndedPage("too-long", kept=True)),
        Sample("resume", "sign_in/resume.html", ResumePage("/imprimer", (("size", "24"),)), READER),
    ]


def _record() -> list[Sample]:
    def sample(name: str, template: str, page: object, frame: Frame) -> Sample:
        return Sample(name, f"record/{template}.html", page, replace(frame, path="/mon-dossier"))

    reader = replace(READER, menu="record")
    for_leo = replace(reader, record_name="Léo")
    home = RecordHomePage(
        "Madame Roux",
        document_lines(2),
        42,
    )
    state = RecordStatePage("announced", "Madame Roux", date(2026, 11, 2))
    records = (
        RecordChoice("a" * 32, "", "self"),
        RecordChoice("b" * 32, "Léo Roux", "child"),
        RecordChoice("c" * 32, "Marcel Roux", "represented"),
    )
    return [
        sample("record", "home", home, reader),
        sample("record-empty", "home", RecordHomePage("Monsieur Diallo"), reader),
        sample("record-of-leo", "home", replace(home, several_records=True), for_leo),
        sample("announced", "state", state, reader),
        sample("announced-no-date", "state", replace(state, since=None), reader),
        sample("not-activated", "state", replace(state, state="not-activated"), reader),
        sample("opted-out", "state", replace(state, state="opted-out"), reader),
        sample("closed", "state", replace(state, state="closed", several_records=True), reader),
        sample("choose-record", "choose", ChooseRecordPage(records), reader),
    ]


def _documents() -> list[Sample]:
    def sample(name: str, template: str, page: object) -> Sample:
        return Sample(name, f"documents/{template}.html", page, frame)

    frame = replace(READER, path="/documents", menu="documents")
    lines = document_lines()
    older = "/documents?apres=" + lines[-1].id
    path = "/documents/" + lines[0].id
    document = DocumentPage(
        "Prise de sang : thyroïde", "BIOLOGIE", date(2026, 11, 12), "Docteur Anne Kervella",
        "Laboratoire des Halles", _NARRATIVE,
        attachments=(FileLink(path + "/pieces/1", "Le résultat", "application/pdf", 77_000),),
        original=FileLink(path + "/original", "Le document reçu", "text/xml", 18_500),
    )  # fmt: skip
    bare = replace(document, title="Ordonnance", attachments=(), original=None)
    codes = tuple(category.code for category in CATEGORIES)
    return [
        sample("documents", "list", DocumentListPage(lines, older_path=older)),
        sample("documents-continued", "list", DocumentListPage(lines, older_path=older, continued=True)),
        sample("documents-last", "list", DocumentListPage(lines[:3], continued=True)),
        sample("documents-category", "list", DocumentListPage(lines[:4], category="BIOLOGIE")),
        sample("documents-year", "list", DocumentListPage(lines[:4], year=2026)),
        sample("documents-year-empty", "list", DocumentListPage((), year=2019)),
        sample("documents-empty", "list", DocumentListPage(())),
        sample("document-index", "index", DocumentIndexPage(codes, (2026, 2025, 2024))),
        sample("document-index-empty", "index", DocumentIndexPage((), ())),
        sample("document", "document", document),
        sample("document-bare", "document", bare),
        sample("document-english", "document", replace(document, title="Discharge letter", language="en")),
    ]


_NARRATIVE = Markup(
    "<h2>Résultats</h2><p>Les valeurs sont normales.</p>"
    '<section class="table" tabindex="0" aria-label="Tableau des résultats">'
    '<table><caption>Bilan du 12 novembre</caption><thead><tr><th scope="col">Analyse</th>'
    '<th scope="col">Résultat</th><th scope="col">Valeurs habituelles</th></tr></thead><tbody>'
    '<tr><th scope="row">TSH ultrasensible</th><td>2,1 mUI/L</td><td>de 0,4 à 4,0 mUI/L</td></tr>'
    '<tr><th scope="row">T4 libre</th><td>14,2 pmol/L</td><td>de 11 à 22 pmol/L</td></tr>'
    "</tbody></table></section><h2>Conclusion</h2><ul><li>Pas de changement du traitement.</li>"
    "<li>Contrôle dans un an.</li></ul>"
)


def _history_and_prints() -> list[Sample]:
    frame = replace(READER, path="/historique", menu="history")
    printing = replace(READER, path="/imprimer", menu="prints")
    at = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
    what = typeset("a lu « Prise de sang : thyroïde »")
    line = AccessLine(at, "Docteur Yann Le Goff, médecin", what, "il vous soigne")
    lines = tuple(replace(line, at=at - timedelta(hours=31 * n)) for n in range(20))
    older = "/historique?apres=" + "a" * 32
    own = AccessLine(at, "Vous", "avez ouvert votre dossier")
    return [
        Sample("history", "history/history.html", HistoryPage((own, *lines[1:]), older), frame),
        Sample("history-last", "history/history.html", HistoryPage(lines[:3], continued=True), frame),
        Sample("history-empty", "history/history.html", HistoryPage(()), frame),
        Sample("history-others", "history/history.html", HistoryPage(lines[1:], of_others=True), frame),
        Sample("print", "prints/print.html", PrintPage(), printing),
        Sample("print-missing", "prints/print.html", PrintPage(0, error="missing"), printing),
    ]


def _help() -> list[Sample]:
    sent = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    messages = (
        SentMessage(sent, "sms", "06 00 00 00 42", typeset("Dossier Clair : votre code est 481 516.")),
        SentMessage(sent, "email", "j.roux@example.org", "Un soignant a lu votre dossier."),
        SentMessage(sent, "letter", "Jeanne Roux, 3 rue des Lilas, Quimper", "Votre carte de codes."),
    )
    return [
        Sample("help", "help/help.html", HelpPage(), replace(READER, menu="help")),
        Sample("site-map", "help/site_map.html", SiteMapPage(), STRANGER),
        Sample("accessibility", "help/accessibility.html", AccessibilityPage(), STRANGER),
        Sample("text-size", "help/text_size.html", TextSizePage("/documents"), READER),
        Sample("outbox", "demo/outbox.html", OutboxPage(messages), STRANGER),
        Sample("outbox-empty", "demo/outbox.html", OutboxPage(()), STRANGER),
    ]


def _errors() -> list[Sample]:
    statuses = (400, 403, 404, 405, 410, 413, 422, 429, 500, 503)
    return [
        *(Sample(f"error-{status}", "error.html", ErrorPage(status), STRANGER) for status in statuses),
        Sample("error-503-wait", "error.html", ErrorPage(503, wait_minutes=3), READER),
    ]
