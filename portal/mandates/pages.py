"""The pages of mandates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dossier.identity import FactorKind
from dossier.mandates import Duration, MandateState, ProofKind, Unfit
from dossier.policy import Scope
from i18n import Locale
from portal.ui import MandateText

CodeError = Literal["missing", "incomplete", "wrong", "expired"]
StopMistake = Literal["", "missing", "incomplete", "unknown"]
Done = Literal["", "accord", "preuve", "refus", "arret", "appel"]
"""What was just done; `appel`: nothing, because the desk must call her back first."""


@dataclass(frozen=True, slots=True)
class MandateCard:
    """One mandate: who, where, over whose record, for what, until when. `number` stands in groups."""

    path: str
    number: str
    advisor: str
    site: str
    person: str
    scopes: tuple[Scope, ...]
    duration: Duration
    state: MandateState
    until: datetime
    proof: ProofKind | None
    given_at: datetime | None
    why: str
    ended_at: datetime | None
    fresh: frozenset[Scope]
    """The acts for which a proof stands that is ten minutes old at most."""
    remote: bool
    """She was, or is, on the telephone with the desk."""


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """Template `mandates/list.html`, at `/mandats`: those that wait for her, those that live, those that are over."""

    waiting: tuple[MandateCard, ...]
    living: tuple[MandateCard, ...]
    over: tuple[MandateCard, ...]


@dataclass(frozen=True, slots=True)
class MandatePage:
    """Template `mandates/mandate.html`, at `/mandats/<reference>`: the text in one language (`?langue=`).

    A draft, whose text is always there, posts nothing or the button `non` to `…/accord`; a living one a button named
    after a scope to `…/accord`, nothing to `…/arret`.
    """

    mandate: MandateCard
    text: MandateText | None
    languages: tuple[Locale, ...]
    """The others that the text may be read in."""
    done: Done = ""


@dataclass(frozen=True, slots=True)
class UnfitPage:
    """Template `mandates/unfit.html`: her proof was right, and she can give no mandate."""

    why: Unfit


@dataclass(frozen=True, slots=True)
class NoMeansPage:
    """Template `mandates/no_means.html`: she has no means of proving on this screen now."""


@dataclass(frozen=True, slots=True)
class ProofPage:
    """Template `mandates/proof.html`, at `/mandats/<reference>/preuve`. Posts `code`, or a button as at the sign-in."""

    path: str
    means: FactorKind
    digits: int
    card_number: int = 0
    hint: str = ""
    others: tuple[FactorKind, ...] = ()
    sent_again: bool = False
    error: CodeError | None = None


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Template `mandates/wait.html`, status 429."""

    minutes: int


@dataclass(frozen=True, slots=True)
class StopPage:
    """Template `mandates/stop.html`, at `/arreter-un-mandat`. Posts `code`, the twelve digits of a notice."""

    code: str = ""
    error: StopMistake = ""


@dataclass(frozen=True, slots=True)
class StoppedPage:
    """Template `mandates/stopped.html`, at `/arreter-un-mandat/fait`. `before`: it had ended already (`?deja=1`)."""

    before: bool = False


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Template `mandates/check.html`, at `/M/<number>`: what anybody with a deed's number may know. No name."""

    number: str
    genuine: bool = False
    state: MandateState | None = None
    scopes: tuple[Scope, ...] = ()
    given_at: datetime | None = None
    until: datetime | None = None
    site: str = ""
    remote: bool = False
    proof: ProofKind | None = None
    version: str = ""
    text: str = ""
    """The digest of the text that was agreed to, in groups as on the paper."""
