"""Pages of the account in every state: name, template, page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from dossier.identity import FactorKind
from portal.account import pages

_AT = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
_CARD = pages.MeansLine(FactorKind.CARD, "carte", lines_left=33)
_SMS = pages.MeansLine(FactorKind.SMS, "sms", "42")
_VOICE = pages.MeansLine(FactorKind.VOICE, "appel", "42")
_LETTER = pages.MeansLine(FactorKind.LETTER, "lettre", "Le Puy-en-Velay")
_TOTP = pages.MeansLine(FactorKind.TOTP, "application")
_EVERY = (_CARD, _SMS, _VOICE, _LETTER, _TOTP)


def account_pages() -> list[tuple[str, str, object]]:
    """All of them, in the order in which one meets them."""
    return [*_lists(), *_proofs(), *_changes(), *_around()]


def _lists() -> Iterator[tuple[str, str, object]]:
    yield "home", "account", pages.AccountPage()
    yield "home-card", "account", pages.AccountPage(10)
    yield "means", "means_list", pages.MeansListPage(_EVERY, ())
    yield "means-few", "means_list", pages.MeansListPage((_CARD,), (_SMS, _VOICE, _LETTER, _TOTP), "retire")
    yield "means-added", "means_list", pages.MeansListPage((_CARD, _SMS), (_VOICE,), "ajoute")
    for line in _EVERY:
        yield f"has-{line.slug}", "means", pages.MeansPage(line, has=True)
        yield f"may-add-{line.slug}", "means", pages.MeansPage(pages.MeansLine(line.kind, line.slug), has=False)
    yield "last", "means", pages.MeansPage(_CARD, has=True, is_last=True, runs_out=True)
    yield "last-line", "means", pages.MeansPage(pages.MeansLine(FactorKind.CARD, "carte", lines_left=1), has=True)


def _proofs() -> Iterator[tuple[str, str, object]]:
    by_card = pages.ProofPage(FactorKind.CARD, 8, 17, others=(FactorKind.SMS, FactorKind.LETTER))
    yield "proof-card", "proof", by_card
    yield "proof-sms", "proof", pages.ProofPage(FactorKind.SMS, 6, hint="42", sent_again=True)
    for error in ("missing", "incomplete", "wrong", "expired"):
        yield f"proof-{error}", "proof", pages.ProofPage(FactorKind.SMS, 6, hint="42", error=error)


def _changes() -> Iterator[tuple[str, str, object]]:
    yield "remove", "remove", pages.RemovePage(_SMS)
    yield "new-card", "new_card", pages.NewCardPage("Le Puy-en-Velay")
    yield "new-card-no-address", "new_card", pages.NewCardPage()
    yield "card-ready", "card_ready", pages.CardReadyPage()
    yield "card-ready-missing", "card_ready", pages.CardReadyPage("missing")
    yield "number", "number", pages.NumberPage(_SMS)
    yield "number-voice", "number", pages.NumberPage(_VOICE, on_file="42")
    for error in ("missing", "digits", "mobile", "blocked", "sent"):
        yield f"number-{error}", "number", pages.NumberPage(_SMS, "06 39", error=error)
    yield "number-code", "number_code", pages.NumberCodePage(_SMS)
    for error in ("missing", "wrong"):
        yield f"number-code-{error}", "number_code", pages.NumberCodePage(_SMS, error)
        yield f"secret-{error}", "secret", pages.SecretPage("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", error)
    yield "secret", "secret", pages.SecretPage("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP")
    yield "use", "use", pages.UsePage(_LETTER)


def _around() -> Iterator[tuple[str, str, object]]:
    here = pages.Visit(_AT, _AT + timedelta(minutes=4), at_home=False, here=True)
    other = pages.Visit(_AT - timedelta(hours=2), _AT, at_home=True, here=False)
    yield "visits", "visits", pages.VisitsPage((here, other))
    yield "preferences", "preferences", pages.PreferencesPage(24, "letter", ("letter", "email", "sms"))
    yield "preferences-kept", "preferences", pages.PreferencesPage(20, "letter", (), kept=True)
    yield "wait", "wait", pages.WaitPage(4)
    yield "wait-1", "wait", pages.WaitPage(1)
