"""The pages of a visit: whom for, her agreement, her turn at the screen, what may be done and what was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assisted_desk.ui import Leaf, PersonMistakes, TypedPerson
from dossier.mandates import CallState, Duration, Line, MandateState, ProofKind, Way
from dossier.policy import Scope
from portal.ui import MandateText

from .acts import Act
from .visit import Visit

_VISITS = Leaf("/visites")
NOBODY_TYPED, NO_PERSON_MISTAKES = TypedPerson(), PersonMistakes()
StartRefusal = Literal["", "site", "many"]
AskRefusal = Literal["", "way", "no-way", "pause", "many", "late", "call", "line", "ringing", "calls"]
"""Why no code left: she can't be asked that way, or no way was named; too soon, too many; hers came too late. On the
telephone: she must be called back first; why she wasn't rung: no such telephone, too soon, too often."""
TurnMistake = Literal["", "missing", "wrong"]
PaperMistake = Literal["", "unseen", "unsigned", "missing", "unreadable", "too-much"]
RevokeMistake = Literal["", "wrong", "missing"]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One of the advisor's own mandates in her list. `path`: its page."""

    path: str
    number: str
    person: str
    state: MandateState
    until: datetime


@dataclass(frozen=True, slots=True)
class StartPage:
    """Template `visit/start.html`, at `/visite`. Posts the person, `scope` for each, `duration`, `express`, `language`.

    `child`: the parent agrees for a child, and is asked for too (boxes named `parent_…`). `express` is the tick that
    a long duration needs.
    """

    typed: TypedPerson = NOBODY_TYPED
    parent: TypedPerson = NOBODY_TYPED
    child: bool = False
    scopes: tuple[str, ...] = ()
    duration: str = Duration.VISIT
    express: bool = False
    language: str = "fr"
    wrong: PersonMistakes = NO_PERSON_MISTAKES
    parent_wrong: PersonMistakes = NO_PERSON_MISTAKES
    no_scope: bool = False
    not_express: bool = False
    remote: bool = False
    too_far: bool = False
    """Something was asked for that isn't possible on the telephone."""
    refusal: StartRefusal = ""
    unknown: bool = False
    visits: tuple[VisitLine, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def mistaken(self) -> bool:
        """Tell whether something must be told before the questions."""
        boxes = self.wrong != NO_PERSON_MISTAKES or self.parent_wrong != NO_PERSON_MISTAKES
        return boxes or self.no_scope or self.not_express or self.too_far or bool(self.refusal)


@dataclass(frozen=True, slots=True)
class CallPart:
    """What a page shows of the call-back, at a distance.

    Posts a button, `mobile` or `landline`, to `…/appel`, and `acte` when it is for a proof. `by_card`:
    the next code of her card is asked for now; `by_voice`: a code by voice.
    """

    state: CallState
    lines: tuple[Line, ...]
    by_card: bool = False
    by_voice: bool = False


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Template `visit/consent.html`, at `/visite/<reference>/accord`. Posts `way`; nothing to `…/refus`
    and to `…/accord/tour`.

    `portal`: where her own session is, as one types it. `paper`: whether a signed paper may be enough;
    `asked`: a code left, or a line is kept, and she may type it.
    """

    visit: Visit
    text: MandateText
    beside: str
    """The language that is read beside the French; French when none is."""
    duration: Duration
    ways: tuple[Way, ...]
    portal: str
    paper: bool
    asked: bool = False
    told: AskRefusal = ""
    call: CallPart | None = None
    """At a distance; None at the desk."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """Template `visit/text.html`, at `/visite/<reference>/texte?langue=`: the text in one language, large."""

    visit: Visit
    text: MandateText

    @property
    def paper(self) -> str:
        """Return the address of the same on paper: the deed, or the void draft."""
        return f"{self.visit.path}/{'projet' if self.visit.state is MandateState.DRAFT else 'acte'}"


@dataclass(frozen=True, slots=True)
class ProofPage:
    """Template `visit/proof.html`, at `/visite/<reference>/preuve?acte=<scope>`. Posts `way`."""

    visit: Visit
    act: Act
    ways: tuple[Way, ...]
    portal: str
    told: AskRefusal = ""
    asked: bool = False
    """At a distance: a code left, or a line is kept, and she may key it in."""
    call: CallPart | None = None


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Template `visit/turn.html`, at `/visite/<reference>/a-vous`: her turn. Posts `code`, or the button `non`.

    `act` is None for the consent itself. `by_card`: the next code of her card is asked for, else one that was sent.
    """

    visit: Visit
    advisor: str
    site: str
    duration: Duration
    act: Scope | None
    by_card: bool
    tries_left: int
    error: TurnMistake = ""


@dataclass(frozen=True, slots=True)
class UnfitPage:
    """Template `visit/unfit.html`: still her turn. It isn't possible here; why is no business of this screen."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One act that was done under the mandate."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Template `visit/visit.html`, at `/visite/<reference>`. Posts nothing to `…/fin`.

    `acts`: what may be done; none once the mandate is over. `renewable`: a new one may take its place.
    """

    visit: Visit
    given_at: datetime | None
    proof: ProofKind | None
    acts: tuple[Act, ...]
    done: tuple[DoneLine, ...]
    why: str
    ended_at: datetime | None
    renewable: bool


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """Template `visit/visits.html`, at `/visites`: newest first, the living ones and those over for a month at most."""

    visits: tuple[VisitLine, ...]
    leaf: Leaf = _VISITS


@dataclass(frozen=True, slots=True)
class RenewPage:
    """Template `visit/renew.html`, at `/visite/<reference>/renouveler`. Posts as `StartPage`, without the person."""

    visit: Visit
    acts: tuple[Act, ...]
    scopes: tuple[str, ...] = ()
    duration: str = Duration.VISIT
    express: bool = False
    language: str = "fr"
    no_scope: bool = False
    not_express: bool = False
    too_far: bool = False
    refusal: StartRefusal = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Template `visit/paper.html`, at `/visite/<reference>/papier-signe`. Posts `seen`, `signed`, files `scan`."""

    visit: Visit
    seen: bool = False
    signed: bool = False
    error: PaperMistake = ""


@dataclass(frozen=True, slots=True)
class RevokePage:
    """Template `visit/revoke.html`, at `/revoquer`. Posts the person."""

    typed: TypedPerson = NOBODY_TYPED
    wrong: PersonMistakes = NO_PERSON_MISTAKES


@dataclass(frozen=True, slots=True)
class RevokeTurnPage:
    """Template `visit/revoke_turn.html`, at `/revoquer/a-vous`: her turn. Posts `code`, the next one of her card."""

    person: str
    error: RevokeMistake = ""
    wait_minutes: int = 0


@dataclass(frozen=True, slots=True)
class RevokedPage:
    """Template `visit/revoked.html`, at `/revoquer/fait`."""
