"""Pages of a recovery in every state: name, template, page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

from portal.recovery import pages
from portal.ui import FollowPage, IdentifierPage, NamesPage, PasswordPage, TypedDate

_CASE = "7KQM-4HTX-9DFR"
_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_SLUGS: tuple[pages.Slug, ...] = ("sms", "appel", "lettre", "mail", "carte", "application", "mot-de-passe")
_HINTS = ("42", "42", "Le Puy-en-Velay", "j…@e…", "", "", "")
_BLIND = tuple(pages.Way(slug) for slug in _SLUGS)
_SEEN = tuple(pages.Way(slug, hint) for slug, hint in zip(_SLUGS, _HINTS, strict=True))


def recovery_pages() -> list[tuple[str, str, object]]:
    """All of them, in the order in which one meets them."""
    return [*_identity(), *_proofs(), *_standings(), *_ends(), *_disputes()]


def _identity() -> Iterator[tuple[str, str, object]]:
    yield "start", "start", pages.StartPage()
    yield "start-again", "start", pages.StartPage(forgotten=True)
    yield "start-missing", "start", pages.StartPage(error="missing")
    yield "names", "names", NamesPage("Roux", "Jeanne")
    for empty in ("birth_name", "first_name"):
        yield f"names-{empty}", "names", NamesPage(error=empty)
    yield "birth", "birth", pages.BirthPage(TypedDate("12", "mai", "1942"))
    yield "birth-missing", "birth", pages.BirthPage(error="missing")
    yield "number", "number", pages.NumberPage()
    for mistake in ("missing", "malformed", "key"):
        yield f"number-{mistake}", "number", pages.NumberPage("2 42", mistake)
    yield "wait", "wait", pages.WaitPage(4, "/acces-perdu/numero")
    yield "wait-1", "wait", pages.WaitPage(1, "/acces-perdu/suivi")


def _proofs() -> Iterator[tuple[str, str, object]]:
    yield "proofs", "proofs", pages.ProofsPage(_CASE, _BLIND)
    yield "proofs-missing", "proofs", pages.ProofsPage(_CASE, _BLIND, error="missing")
    yield "proofs-second", "proofs", pages.ProofsPage(_CASE, _SEEN, "second")
    yield "proofs-again", "proofs", pages.ProofsPage(_CASE, _SEEN[:1], "again", has_code=True)
    for told in ("pause", "many", "letter", "refused"):
        yield f"proofs-{told}", "proofs", pages.ProofsPage(_CASE, _BLIND, has_code=True, told=told)
    for way in (*_SEEN[:-1], pages.Way("recu")):
        yield f"code-{way.slug}", "code", pages.CodePage(way, _CASE)
        yield f"code-{way.slug}-blind", "code", pages.CodePage(pages.Way(way.slug), _CASE)
    yield "code-card-17", "code", pages.CodePage(pages.Way("carte"), _CASE, 17)
    for error in ("missing", "wrong", "expired"):
        yield f"code-{error}", "code", pages.CodePage(_SEEN[0], _CASE, error=error)
    for told in ("sent", "pause", "many", "letter", "refused"):
        yield f"code-told-{told}", "code", pages.CodePage(_SEEN[0], _CASE, told=told)
    yield "old-password", "old_password", pages.OldPasswordPage()
    yield "old-password-shown", "old_password", pages.OldPasswordPage("le chat d’Anna", shown=True)
    yield "old-password-busy", "old_password", pages.OldPasswordPage(busy=True)
    for error in ("missing", "wrong"):
        yield f"old-password-{error}", "old_password", pages.OldPasswordPage(error=error)


def _standings() -> Iterator[tuple[str, str, object]]:
    for state in get_args(pages.State):
        until = _AT if state in ("locked", "cooling") else None
        yield f"standing-{state}", "standing", pages.StandingPage(state, _CASE, until)
    yield "follow", "follow", FollowPage()
    yield "follow-short", "follow", FollowPage("7KQM", error="short", of_number=True, off_by=8)
    yield "follow-no-day", "follow", FollowPage(_CASE, error="missing-day")
    yield "follow-mismatch", "follow", FollowPage(_CASE, TypedDate("12", "mai", "1942"), "mismatch")
    yield "desk", "desk", pages.DeskPage()
    yield "desk-with-number", "desk", pages.DeskPage(_CASE)
    yield "desk-code", "desk_code", pages.DeskCodePage("482 913", _CASE, _AT)
    yield "desk-wait", "desk_wait", pages.DeskWaitPage(_CASE)
    yield "desk-refused", "desk_wait", pages.DeskWaitPage(_CASE, refused=True)


def _ends() -> Iterator[tuple[str, str, object]]:
    name = "jardin-violon-482"
    yield "identifier", "identifier", IdentifierPage(name)
    for error in ("missing", "unfit", "taken"):
        yield f"identifier-{error}", "identifier", IdentifierPage(name, error)
    yield "password", "password", PasswordPage()
    yield "password-shown", "password", PasswordPage("le chat d’Anna", shown=True)
    yield "password-busy", "password", PasswordPage(busy=True)
    for error in ("missing", "short", "long", "known"):
        yield f"password-{error}", "password", PasswordPage(error=error)
    yield "factor", "factor", pages.FactorPage("Le Puy-en-Velay", "42")
    yield "factor-missing", "factor", pages.FactorPage(error="missing")
    yield "done-identifier", "done", pages.DonePage(name, "")
    yield "done-card", "done", pages.DonePage(name, "printed-card", to_print=True)
    yield "done-card-no-size", "done", pages.DonePage("", "printed-card", to_print=True, error="missing")
    yield "done-card-taken", "done", pages.DonePage("", "printed-card")
    yield "done-mailed", "done", pages.DonePage("", "mailed-card")
    yield "done-phone", "done", pages.DonePage("", "phone")


def _disputes() -> Iterator[tuple[str, str, object]]:
    yield "dispute", "dispute", pages.DisputePage()
    for error in ("missing", "incomplete"):
        yield f"dispute-{error}", "dispute", pages.DisputePage("1234", error)
    yield "dispute-check", "dispute_check", pages.DisputeCheckPage()
    yield "contact", "contact", pages.ContactPage()
    yield "contact-long", "contact", pages.ContactPage(_CASE + "2", "long", 1)
    for error in ("no-code", "wrong", "expired"):
        yield f"contact-{error}", "contact", pages.ContactPage(_CASE, error)
    yield "contact-confirmed", "contact_confirmed", pages.ContactConfirmedPage()
    for outcome in ("frozen", "stopped", "held", "unknown"):
        yield f"disputed-{outcome}", "disputed", pages.DisputedPage(outcome)
