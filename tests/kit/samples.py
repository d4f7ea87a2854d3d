"""Every page of the portal in every state, with invented people: for tests and pictures."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import get_args

from markupsafe import Markup

from dossier.identity import FactorKind
from dossier.lifecycle import ActKind, Status, Way
from federation import Cause
from portal.demo.pages import OutboxPage, SentMessage, Words
from portal.documents.pages import DocumentIndexPage, DocumentListPage, DocumentPage, FileLink
from portal.federation.pages import FailurePage, GoingPage, LeavingPage
from portal.help.pages import AccessibilityPage, HelpPage, SiteMapPage, TextSizePage
from portal.history.pages import AccessLine, HistoryPage
from portal.opt_out import pages as opt_out
from portal.receipts import pages as receipts
from portal.record.pages import (
    ChooseRecordPage,
    RecordChoice,
    RecordHomePage,
    RecordStatePage,
)
from portal.sign_in.pages import (
    BusyPage,
    CodePage,
    FirstCodePage,
    GoodbyePage,
    HomePage,
    IdentifierPage,
    NoMeansPage,
    PasswordPage,
    ResumePage,
    SessionEndedPage,
    TooManyTriesPage,
)
from portal.summary import PrintPage
from portal.ui import (
    CATEGORIES,
    NOTHING_TYPED,
    DocumentLine,
    ErrorPage,
    FollowPage,
    Frame,
    ReceiptLines,
    StoreSilentPage,
    TypedDate,
    typeset,
)
from tests.kit.samples_of_account import account_pages
from tests.kit.samples_of_acts import pages_of_acts
from tests.kit.samples_of_mandates import mandate_pages
from tests.kit.samples_of_recovery import recovery_pages
from tests.kit.samples_of_turns import SEALED, SINCE, turn_pages

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
    return [
        *_sign_in(),
        *_federation(),
        *_account(),
        *_recovery(),
        *_record(),
        *_documents(),
        *_history_and_prints(),
        *_opt_out(),
        *_receipts(),
        *_acts(),
        *_mandates(),
        *_turns(),
        *_help(),
        *_errors(),
    ]


def _sign_in() -> list[Sample]:
    def sample(name: str, template: str, page: object) -> Sample:
        return Sample(name, f"sign_in/{template}.html", page, replace(STRANGER, path="/connexion"))

    password = PasswordPage("MR84-7KQM")
    by_card = CodePage(FactorKind.CARD, 8, card_number=17)
    by_sms = CodePage(FactorKind.SMS, 6, hint="42")
    every = (FactorKind.TOTP, FactorKind.SMS, FactorKind.VOICE, FactorKind.LETTER)
    first = FirstCodePage(("sms", "appel", "lettre"))
    return [
        sample("home", "home", HomePage()),
        sample("identifier", "identifier", IdentifierPage()),
        sample(
            "identifier-or-provider",
            "identifier",
            IdentifierPage(providers=("franceconnect", "franceconnect-plus")),
        ),
        sample("identifier-missing", "identifier", IdentifierPage(error="missing")),
        sample("password", "password", password),
        sample("password-shown", "password", replace(password, password="le chat d’Anna", shown=True)),
        sample("password-missing", "password", replace(password, error="missing")),
        sample("password-wrong", "password", replace(password, error="wrong")),
        sample("code-card", "code", by_card),
        sample("code-card-or-sms", "code", replace(by_card, others=every, own_computer=True)),
        sample("code-card-incomplete", "code", replace(by_card, error="incomplete")),
        sample("code-card-expired", "code", replace(by_card, error="expired")),
        sample("code-sms", "code", by_sms),
        sample("code-sms-or-card", "code", replace(by_sms, others=(FactorKind.CARD,))),
        sample("code-sms-sent-again", "code", replace(by_sms, sent_again=True)),
        sample("code-sms-missing", "code", replace(by_sms, error="missing")),
        sample("code-sms-wrong", "code", replace(by_sms, error="wrong")),
        sample("code-sms-expired", "code", replace(by_sms, error="expired")),
        sample("code-voice", "code", CodePage(FactorKind.VOICE, 6, hint="42", sent_again=True)),
        sample("code-letter", "code", CodePage(FactorKind.LETTER, 8, hint="Le Puy-en-Velay", sent_again=True)),
        sample("code-letter-expired", "code", CodePage(FactorKind.LETTER, 8, hint="Le Puy", error="expired")),
        sample("code-application", "code", CodePage(FactorKind.TOTP, 6, others=(FactorKind.CARD,))),
        sample("first-code", "first_code", first),
        sample("first-code-sent", "first_code", replace(first, sent=True)),
        sample("first-code-wrong", "first_code", replace(first, error="wrong")),
        sample("first-code-missing", "first_code", replace(first, ways=("lettre",), error="missing")),
        sample("too-many-tries-code", "too_many_tries", TooManyTriesPage(5, code_first=True)),
        sample("no-means", "no_means", NoMeansPage()),
        sample("busy", "busy", BusyPage()),
        sample("too-many-tries", "too_many_tries", TooManyTriesPage(5)),
        sample("too-many-tries-1", "too_many_tries", TooManyTriesPage(1)),
        sample("goodbye", "goodbye", GoodbyePage()),
        sample("session-ended", "session_ended", SessionEndedPage()),
        sample("session-ended-kept", "session_ended", SessionEndedPage("too-long", kept=True)),
        Sample("resume", "sign_in/resume.html", ResumePage("/imprimer", (("size", "24"),)), READER),
    ]


def _account() -> list[Sample]:
    frame = replace(READER, path="/mon-compte", menu="account")
    return [
        Sample(f"account-{name}", f"account/{template}.html", page, frame) for name, template, page in account_pages()
    ]


def _recovery() -> list[Sample]:
    frame = replace(STRANGER, path="/acces-perdu")
    return [
        Sample(f"lost-{name}", f"recovery/{template}.html", page, frame) for name, template, page in recovery_pages()
    ]


def _federation() -> list[Sample]:
    def sample(name: str, page: object, cause: str = "") -> Sample:
        return Sample(
            f"provider-{cause or name}", f"federation/{name}.html", page, replace(STRANGER, path="/connexion")
        )

    return [
        sample("going", GoingPage()),
        sample("leaving", LeavingPage()),
        *(sample("failure", FailurePage(cause), cause) for cause in get_args(Cause)),
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
        sample("record-card-runs-out", "home", replace(home, card_lines=10), reader),
        sample("record-empty", "home", RecordHomePage("Monsieur Diallo"), reader),
        sample("record-of-leo", "home", replace(home, several_records=True), for_leo),
        sample("announced", "state", state, reader),
        sample("announced-no-date", "state", replace(state, since=None), reader),
        sample("not-activated", "state", replace(state, state="not-activated"), reader),
        sample("opted-out", "state", replace(state, state="opted-out"), reader),
        sample("closed", "state", replace(state, state="closed", several_records=True), reader),
        sample("announced-last-day", "state", replace(state, last_day=date(2026, 12, 2)), reader),
        sample("announced-stopped", "state", replace(state, stopped=True), reader),
        sample("opted-out-transmitted", "state", replace(state, state="opted-out", request=_RECEIPT), reader),
        sample("closed-erased", "state", replace(state, state="closed", erased_on=date(2027, 1, 31)), reader),
        sample("leo-not-activated", "state", replace(state, state="not-activated"), for_leo),
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


def _turns() -> list[Sample]:
    frame = replace(STRANGER, at_desk=True, idle_minutes=3, path="/tour/resume")
    return [
        Sample(name, template, page, frame if is_hers else replace(STRANGER, path="/tour"))
        for name, template, page, is_hers in turn_pages()
    ]


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
        Sample("since", "since/since.html", SINCE, replace(frame, path="/depuis-ma-derniere-visite")),
        Sample("since-nothing", "since/since.html", replace(SINCE, groups=(), more=False), frame),
        Sample("history-empty", "history/history.html", HistoryPage(()), frame),
        Sample("history-others", "history/history.html", HistoryPage(lines[1:], of_others=True), frame),
        Sample("print", "summary/print.html", PrintPage(), printing),
        Sample("print-missing", "summary/print.html", PrintPage(size=0, error="missing"), printing),
        Sample("print-sealed", "summary/sealed.html", SEALED, printing),
    ]


_RECEIPT = ReceiptLines(
    number="7KQM-4HTX-9DFR",
    canonical_number="7KQM4HTX9DFR",
    kind=ActKind.OPT_OUT,
    person="Jeanne Roux",
    actor="",
    made_at="12 novembre 2026 à 14\u00a0h\u00a005",
    made_in_paris="",
    zone="France métropolitaine",
    way="sur ce site, avec le code de la lettre",
    rule=typeset(
        "un mois après l’envoi ; acceptée jusqu’à six semaines après l’envoi (Code de la santé publique, R1111-28)"
    ),
    sent_on=date(2026, 11, 2),
    displayed_on=date(2026, 12, 2),
    accepted_on=date(2026, 12, 14),
    head="4f2a 91c0 77de 0b35",
    signature=(
        "H7NJ HIW4 ETMY NAOG XVTJ 4RMK CVDM GMJK QI6Q 7RMB NMD2 53PZ 57NN "
        "BSFJ YQOG 3L44 IVOC ODFU XETI PN3X SCA5 SJB3 TW3E WRNL GL5U ENY"
    ),
    status=Status.DEPOSITED,
    status_on=date(2026, 11, 12),
)
_UNDATED = replace(_RECEIPT, sent_on=None, displayed_on=None, accepted_on=None, rule="")


def _opt_out() -> list[Sample]:
    def sample(name: str, template: str, page: object, frame: Frame = STRANGER) -> Sample:
        return Sample(f"no-{name}", f"opt_out/{template}.html", page, replace(frame, path="/opposition"))

    code, typed = "7KQM-4HTX-9DFR", TypedDate("12", "mai", "1942")
    by_letter = opt_out.CheckPage(Way.LETTER, "announced", date(2026, 11, 2), code, date(1942, 5, 12))
    signed_in = replace(by_letter, way=Way.SIGNED_IN, code="", born_on=None)
    entry = opt_out.EntryPage()
    birth = opt_out.BirthPage("opt-out", typed, code)
    mistakes = ("missing", "missing-day", "missing-month", "missing-year", "short-year", "no-such-day", "future",
                "too-long-ago", "mismatch")  # fmt: skip
    for_odette = replace(READER, record_name="Odette")
    return [
        sample("entry", "entry", entry),
        sample("entry-again", "entry", replace(entry, restarted=True)),
        *(
            sample(f"entry-{standing}", "entry", replace(entry, standing=standing), READER)
            for standing in ("announced", "late", "activated", "opposed", "closed")
        ),
        sample("code", "code", opt_out.CodePage("opt-out")),
        sample("code-short", "code", opt_out.CodePage("opt-out", "7KQM 4HTX 9D", "short", 2)),
        sample("code-long", "code", opt_out.CodePage("opt-out", "7KQM 4HTX 9DFR 22", "long", 2)),
        sample("code-sign", "code", opt_out.CodePage("opt-out", "7KQM 4HTX 9DFO", "sign")),
        sample("code-missing", "code", opt_out.CodePage("opt-out", error="missing")),
        sample("birth", "birth", replace(birth, born=NOTHING_TYPED)),
        *(sample(f"birth-{error}", "birth", replace(birth, error=error)) for error in mistakes),
        sample("birth-without-code", "birth", opt_out.BirthPage("new-code", typed)),
        sample("number", "number", opt_out.NumberPage("opt-out")),
        sample("number-mismatch", "number", opt_out.NumberPage("opt-out", "2 42 05 43", "mismatch")),
        sample("number-without-code", "number", opt_out.NumberPage("new-code")),
        *(
            sample(f"number-{error}", "number", opt_out.NumberPage("new-code", "2 42 05 43", error))
            for error in ("missing", "malformed", "key")
        ),
        sample("names", "names", opt_out.NamesPage()),
        sample("names-first", "names", opt_out.NamesPage("Roux", error="first-name")),
        sample("names-birth", "names", opt_out.NamesPage(error="birth-name")),
        sample("code-sent", "code_sent", opt_out.CodeSentPage()),
        sample("expired", "expired", opt_out.ExpiredPage()),
        sample("too-many", "too_many_tries", opt_out.TooManyTriesPage(4)),
        sample("too-many-1", "too_many_tries", opt_out.TooManyTriesPage(1)),
        sample("check", "check", replace(by_letter, last_day=date(2026, 12, 2))),
        sample("check-undated", "check", by_letter),
        sample("check-late", "check", replace(by_letter, standing="late")),
        sample("check-activated", "check", replace(by_letter, standing="activated")),
        sample("check-opposed", "check", replace(by_letter, standing="opposed", has_receipt=True)),
        sample("check-closed", "check", replace(by_letter, standing="closed")),
        sample("check-signed-in", "check", replace(signed_in, last_day=date(2026, 12, 2)), READER),
        sample("check-for-odette", "check", signed_in, for_odette),
        sample("judgment", "judgment", opt_out.JudgmentPage(), for_odette),
        sample("judgment-missing", "judgment", opt_out.JudgmentPage("missing"), for_odette),
        sample("herself-property", "only_herself", opt_out.OnlyHerselfPage("property"), for_odette),
        sample("herself-unknown", "only_herself", opt_out.OnlyHerselfPage("unknown"), for_odette),
        *(sample(f"receipt-{kind}", "receipt", opt_out.ReceiptPage(replace(_RECEIPT, kind=kind))) for kind in ActKind),
        *(
            sample(f"receipt-{status}", "receipt", opt_out.ReceiptPage(replace(_UNDATED, status=status)))
            for status in Status
        ),
        sample("change", "change", opt_out.ChangePage(Way.LETTER)),
        sample("change-closed", "change", opt_out.ChangePage(Way.LETTER, closed=True)),
        sample("not-for-me", "code", opt_out.CodePage("not-for-me")),
        sample("not-for-me-unknown", "code", opt_out.CodePage("not-for-me", code, "unknown")),
        sample("not-for-me-confirm", "not_for_me", opt_out.NotForMePage(code)),
        sample("not-for-me-settled", "not_for_me", opt_out.NotForMePage(code, settled=True)),
        sample("death", "death", opt_out.DeathPage()),
        sample("paper", "paper", opt_out.PaperPage(("Dossier Clair", "Libre réponse 00000", "00000 VILLE CEDEX"))),
    ]


def _receipts() -> list[Sample]:
    def sample(name: str, template: str, page: object, frame: Frame = STRANGER) -> Sample:
        return Sample(f"receipt-{name}", f"receipts/{template}.html", page, replace(frame, path="/recepisse"))

    number, key = "7KQM-4HTX-9DFR", "c0ffee" * 5 + "42"
    overseas = replace(
        _RECEIPT,
        kind=ActKind.CLOSURE_REQUEST,
        actor="Bruno Fabre",
        made_in_paris="13 novembre 2026 à 5\u00a0h\u00a059",
        zone="Martinique",
    )
    own = (receipts.OwnReceipt(key, overseas), receipts.OwnReceipt(key, _RECEIPT))
    return [
        sample("ask-number", "ask_number", receipts.AskNumberPage()),
        sample("ask-number-short", "ask_number", receipts.AskNumberPage("7KQM", "short", 8)),
        sample("genuine", "genuine", receipts.GenuinePage(number, date(2026, 11, 12))),
        sample("unknown", "genuine", receipts.GenuinePage(number, None)),
        sample("follow", "follow", FollowPage()),
        sample("follow-long", "follow", FollowPage(number + "2", error="long", of_number=True, off_by=1)),
        sample("follow-short-year", "follow", FollowPage(number, TypedDate("1", "1", "42"), "short-year")),
        sample("follow-mismatch", "follow", FollowPage(number, TypedDate("1", "1", "1942"), "mismatch")),
        sample("followed", "followed", receipts.FollowedPage(_RECEIPT)),
        sample("own", "own", receipts.OwnReceiptsPage(own), READER),
        sample("own-none", "own", receipts.OwnReceiptsPage(()), READER),
        sample("own-one", "receipt", receipts.OwnReceiptPage(key, overseas), replace(READER, record_name="Odette")),
    ]


def _acts() -> list[Sample]:
    return [
        Sample(name, template, page, READER if signed_in else STRANGER)
        for name, template, page, signed_in in pages_of_acts()
    ]


def _mandates() -> list[Sample]:
    public = ("stop", "stopped", "check")
    return [
        Sample(name, f"mandates/{template}.html", page, STRANGER if template in public else READER)
        for name, template, page in mandate_pages()
    ]


def _help() -> list[Sample]:
    sent = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    code = typeset("Dossier Clair : votre code est 481 516.")
    messages = (
        SentMessage(sent, "sms", "06 00 00 00 42", (Words("fr", "ltr", (code,)),), signs=38),
        SentMessage(
            sent,
            "voice",
            "02 00 00 00 42",
            (Words("fr", "ltr", ("Voici votre code.", "4, 8. 1, 5. 1, 6.", "Pour écouter encore, tapez 1.")),),
            keys=("1",),
        ),
        SentMessage(
            sent,
            "email",
            "j.roux@example.org",
            (
                Words("ar", "rtl", ("تم تسجيل ذلك.",)),
                Words("fr", "ltr", ("Dossier Clair\u00a0: c’est noté.", "Reçu numéro 7KQM-4HTX-9DFR.")),
            ),
            more="/demo/outbox/0123456789abcdef0123456789abcdef/courriel",
        ),
        SentMessage(
            sent,
            "letter",
            "Jeanne Roux, 3 rue des Lilas, Quimper",
            (Words("fr", "ltr", ("Votre carte de codes.",)),),
            more="/demo/outbox/0123456789abcdef0123456789abcdef/lettre",
        ),
    )
    return [
        Sample("help", "help/help.html", HelpPage(), replace(READER, menu="help")),
        Sample("site-map", "help/site_map.html", SiteMapPage(), STRANGER),
        Sample("accessibility", "help/accessibility.html", AccessibilityPage(), STRANGER),
        Sample("text-size", "help/text_size.html", TextSizePage("/documents"), READER),
        Sample("outbox", "demo/outbox.html", OutboxPage(messages), STRANGER),
        Sample(
            "outbox-call", "demo/outbox.html", OutboxPage((replace(messages[0], call="7KQM4HTX9DFR-0a"),)), STRANGER
        ),
        *(
            Sample(f"outbox-{told}", "demo/outbox.html", OutboxPage((), told), STRANGER)
            for told in ("taken", "right", "no")
        ),
        Sample("outbox-empty", "demo/outbox.html", OutboxPage(()), STRANGER),
    ]


def _errors() -> list[Sample]:
    statuses = (400, 403, 404, 405, 410, 413, 422, 429, 500, 503)
    return [
        *(Sample(f"error-{status}", "error.html", ErrorPage(status), STRANGER) for status in statuses),
        Sample("error-503-wait", "error.html", ErrorPage(503, wait_minutes=3), READER),
        Sample("store-silent", "store_silent.html", StoreSilentPage(("Dossier Clair", "00000 VILLE CEDEX")), STRANGER),
    ]
