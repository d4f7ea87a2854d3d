"""Pages of activating, closing, erasing and opening again, in every state: name, template, page, whether signed in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from portal.activation import pages as activation
from portal.closure import pages as closure
from portal.ui import IdentifierPage, NamesPage, PasswordPage, TypedDate

_BORN = date(1942, 5, 12)
_TYPED = TypedDate("12", "mai", "1942")
_IDENTIFIER = "jardin-violon-482"
_Told = tuple[str, str, object, bool]


def pages_of_acts() -> list[_Told]:
    """All of them, in the order of a visit."""
    proofs, means = [*_proofs(), *_without_code()], [*_means(), *_done()]
    return [
        *(
            (f"activation-{name}", f"activation/{template}.html", page, False)
            for name, template, page in proofs + means
        ),
        *((f"closure-{name}", f"closure/{template}.html", page, True) for name, template, page in _closure()),
    ]


def _proofs() -> Iterator[tuple[str, str, object]]:
    yield "start", "start", activation.StartPage()
    yield "start-again", "start", activation.StartPage(forgotten=True)
    yield "code", "code", activation.CodePage()
    yield "code-missing", "code", activation.CodePage(error="missing")
    yield "code-short", "code", activation.CodePage("7KQM 4HTX 9D", "short", 2)
    yield "code-long", "code", activation.CodePage("7KQM 4HTX 9DFR 22", "long", 2)
    yield "code-sign", "code", activation.CodePage("7KQM-4HTX-9DFO", "sign")
    yield "card", "card", activation.CardPage()
    yield "card-missing", "card", activation.CardPage(error="missing")
    yield "card-short", "card", activation.CardPage("47", error="short")
    yield "birth", "birth", activation.BirthPage()
    yield "birth-no-such-day", "birth", activation.BirthPage(replace(_TYPED, day="32"), error="no-such-day")
    yield "number", "number", activation.NumberPage()
    yield "not-recognized", "not_recognized", activation.NotRecognizedPage("7KQM-4HTX-9DFR", "4711", _BORN)
    yield "code-expired", "code_expired", activation.CodeExpiredPage()
    yield "no-card", "no_card", activation.NoCardPage()
    yield "minor", "minor", activation.MinorPage()
    yield "card-lost", "card_lost", activation.CardLostPage()
    yield "has-identifier", "has_identifier", activation.HasIdentifierPage()
    yield "wait", "wait", activation.WaitPage(4, "/activation/naissance")
    yield "wait-1", "wait", activation.WaitPage(1, "/activation/naissance")


def _without_code() -> Iterator[tuple[str, str, object]]:
    yield "names", "names", NamesPage()
    yield "names-birth", "names", NamesPage(first_name="Jeanne", error="birth_name")
    yield "names-first", "names", NamesPage("Blanchard", error="first_name")
    yield "birth-without-code", "birth", activation.BirthPage(_TYPED, without_code=True)
    yield "number-without-code", "number", activation.NumberPage(without_code=True)
    yield "number-missing", "number", activation.NumberPage(without_code=True, error="missing")
    yield "number-malformed", "number", activation.NumberPage("2 42 05", without_code=True, error="malformed")
    yield "number-key", "number", activation.NumberPage("242054315790199", without_code=True, error="key")
    yield "code-asked", "code_asked", activation.CodeAskedPage()


def _means() -> Iterator[tuple[str, str, object]]:
    yield "identifier", "identifier", IdentifierPage(_IDENTIFIER)
    yield "identifier-missing", "identifier", IdentifierPage("", "missing")
    yield "identifier-unfit", "identifier", IdentifierPage("jeanne", "unfit")
    yield "identifier-taken", "identifier", IdentifierPage("roux.jeanne", "taken")
    yield "password", "password", PasswordPage()
    yield "password-shown", "password", PasswordPage("tasse nuage guitare", shown=True)
    yield "password-busy", "password", PasswordPage(busy=True)
    yield "password-missing", "password", PasswordPage(error="missing")
    yield "password-short", "password", PasswordPage(error="short")
    yield "password-long", "password", PasswordPage(error="long")
    yield "password-known", "password", PasswordPage(error="known")
    yield "second-code", "second_code", activation.SecondCodePage("sms", "42", by_letter=True)
    yield "second-code-card-only", "second_code", activation.SecondCodePage()
    yield "second-code-missing", "second_code", activation.SecondCodePage("", "42", error="missing")
    yield "preferences", "preferences", activation.PreferencesPage(24, "letter", ("letter", "email", "sms"))
    yield "preferences-no-channel", "preferences", activation.PreferencesPage(20, "", ())
    check = activation.CheckPage(_IDENTIFIER, "print", "42", 24, "letter")
    yield "check", "check", check
    yield "check-letter", "check", replace(check, means="letter", channel="email", said_no=True)
    yield "check-sms", "check", replace(check, means="sms", channel="sms", closed=True)
    yield "check-no-channel", "check", replace(check, channel="")


def _done() -> Iterator[tuple[str, str, object]]:
    yield "done-print", "done", activation.DonePage(_IDENTIFIER, "print")
    yield "done-print-missing", "done", activation.DonePage(_IDENTIFIER, "print", error="missing")
    yield "done-taken", "done", activation.DonePage(_IDENTIFIER, "print", taken=True)
    yield "done-letter", "done", activation.DonePage(_IDENTIFIER, "letter")
    yield "done-sms", "done", activation.DonePage(_IDENTIFIER, "sms", "42")


def _closure() -> Iterator[tuple[str, str, object]]:
    yield "close", "close", closure.ClosePage(42)
    yield "close-empty", "close", closure.ClosePage(0)
    yield "erase", "erase", closure.ErasePage(42, closed=False)
    yield "erase-closed", "erase", closure.ErasePage(0, closed=True)
    yield "erasure-asked", "erasure_asked", closure.ErasureAskedPage(date(2026, 11, 12), date(2027, 1, 10))
    yield "erasure-not-yours", "erasure_not_yours", closure.ErasureNotYoursPage()
    for act in ("closure", "erasure"):
        password = closure.PasswordAgainPage(act)
        yield f"{act}-password", "password", password
        yield f"{act}-password-shown", "password", replace(password, password="le chat d’Anna", shown=True)
        yield f"{act}-password-busy", "password", replace(password, busy=True)
        yield f"{act}-password-missing", "password", replace(password, error="missing")
        yield f"{act}-password-wrong", "password", replace(password, error="wrong")
        yield f"{act}-wait", "wait", closure.WaitPage(act, 4)
        yield f"{act}-wait-1", "wait", closure.WaitPage(act, 1)
        yield f"{act}-confirm", "confirm", closure.ConfirmPage(act)
    yield "reopen", "reopen", closure.ReopenPage(erasure_asked=False)
    yield "reopen-erasure-asked", "reopen", closure.ReopenPage(erasure_asked=True)
