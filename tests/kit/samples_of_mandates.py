"""Pages of mandates on the portal in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from dossier.identity import FactorKind
from dossier.mandates import Duration, MandateState, ProofKind
from dossier.policy import Scope
from i18n import LOCALES
from portal.mandates import pages
from portal.ui import ENDINGS, LANGUAGES
from printouts import NEWEST, MandateFacts, mandate_texts

_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_LIVING = pages.MandateCard(
    path="/mandats/7KQM4HTX9DFR",
    number="7KQM-4HTX-9DFR",
    advisor="Inès Laurent",
    site="France Services du Puy",
    person="Jeanne Roux",
    scopes=tuple(Scope),
    duration=Duration.VISIT,
    state=MandateState.ACTIVE,
    until=_AT + timedelta(hours=1),
    proof=ProofKind.SMS,
    given_at=_AT,
    why="",
    ended_at=None,
    fresh=frozenset({Scope.OPT_OUT}),
    remote=False,
)
_DRAFT = replace(_LIVING, state=MandateState.DRAFT, given_at=None, proof=None, fresh=frozenset())
_VOID = replace(_DRAFT, state=MandateState.VOID, why="refused", ended_at=_AT)

_FACTS = MandateFacts(
    person="Jeanne Roux",
    advisor="Inès Laurent",
    site="France Services du Puy",
    scopes=tuple(str(scope) for scope in Scope),
    duration="visit",
)
TEXTS = mandate_texts(NEWEST, LANGUAGES, _FACTS)
"""What is agreed to, in each language; French first."""


def mandate_pages() -> Iterator[tuple[str, str, object]]:
    """All of them."""
    over = [replace(_LIVING, state=MandateState.ENDED, why=why, ended_at=_AT) for why in ENDINGS]
    yield "mandates", "list", pages.MandatesPage((_DRAFT,), (_LIVING,), (*over, _VOID))
    yield "mandates-none", "list", pages.MandatesPage((), (), ())
    yield from _one(over[0])
    yield "mandate-unfit-protected", "unfit", pages.UnfitPage("protected")
    yield "mandate-unfit-minor", "unfit", pages.UnfitPage("minor")
    yield "mandate-unfit-grown", "unfit", pages.UnfitPage("grown")
    yield "mandate-no-means", "no_means", pages.NoMeansPage()
    yield "mandate-wait", "wait", pages.WaitPage(3)
    for error in get_args(pages.StopMistake):
        yield f"mandate-stop-{error}", "stop", pages.StopPage("1234 5678", error)
    for before in (False, True):
        yield f"mandate-stopped-{before}", "stopped", pages.StoppedPage(before)
    yield from _check()


def _one(over: pages.MandateCard) -> Iterator[tuple[str, str, object]]:
    french, *others = TEXTS
    page = pages.MandatePage(_DRAFT, french, LOCALES[1:])
    yield "mandate-draft", "mandate", page
    for text in others:
        yield f"mandate-draft-{text.language.replace('@', '-')}", "mandate", replace(page, text=text)
    for done in get_args(pages.Done):
        yield f"mandate-{done}", "mandate", replace(page, mandate=_LIVING, text=None, done=done)
    yield "mandate-over", "mandate", replace(page, mandate=over, text=None)
    yield "mandate-remote", "mandate", replace(page, mandate=replace(_LIVING, remote=True), text=None)
    yield "mandate-call-first", "mandate", replace(page, mandate=replace(_DRAFT, remote=True), done="appel")
    yield "mandate-void", "mandate", replace(page, mandate=_VOID, text=None)
    proof = pages.ProofPage("/mandats/7KQM4HTX9DFR", FactorKind.CARD, 8, 7, others=(FactorKind.SMS,))
    for error in (None, *get_args(pages.CodeError)):
        yield f"mandate-proof-{error}", "proof", replace(proof, error=error)
    yield "mandate-proof-sms", "proof", replace(proof, means=FactorKind.SMS, digits=6, hint="42", sent_again=True)


def _check() -> Iterator[tuple[str, str, object]]:
    yield "deed-unknown", "check", pages.CheckPage("7KQM-4HTX-9DFR")
    page = pages.CheckPage(
        number="7KQM-4HTX-9DFR",
        genuine=True,
        state=MandateState.ACTIVE,
        scopes=tuple(Scope),
        given_at=_AT,
        until=_AT,
        site="France Services du Puy",
        proof=ProofKind.SMS,
        version="2026-11-23",
        text="MFRG G2LT ON2W ORSX " * 3,
    )
    for state in (MandateState.ACTIVE, MandateState.EXPIRED, MandateState.REVOKED, MandateState.ENDED):
        yield f"deed-{state}", "check", replace(page, state=state)
    yield "deed-on-paper", "check", replace(page, proof=ProofKind.PAPER)
    yield "deed-remote", "check", replace(page, remote=True)
    yield "deed-false", "check", replace(page, genuine=False)
