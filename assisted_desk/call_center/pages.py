"""The pages of the call center. Numbers of cases and references are shown in groups; no page holds a whole contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assisted_desk.ui import CodeAsked, Leaf, PersonMistakes, TypedPerson
from dossier.identity import ContactKind
from dossier.recovery import LIMITS, CaseState, ChangeState, Lost, Proof

_CALLS, _CHANGES = Leaf("/appels"), Leaf("/changements")
WhyNot = Literal["", "unsent", "lost", "given", "again", "changed", "held"]
Refusal = Literal["", "agent", "patient", "frozen", "barred", "wait"]
"""Why no case is opened: too many by this agent, or for this person; a dispute; a change of contact; wrong numbers."""
Told = Literal[
    "",
    "no-proof",
    "unsent",
    "lost",
    "absent",
    "given",
    "again",
    "changed",
    "held",
    "sim",
    "pause",
    "letter",
    "many",
    "barred",
    "state",
    "early",
    "late",
    "rung",
    "phone",
    "change",
]
"""Why what was asked for a case wasn't done."""
NewCallMistake = Literal["", "lost", "case-mistyped", "case-unknown"]
CallbackMistake = Literal["", "missing", "slot", "phone", "address", "letter", "state", "barred"]
AgreeMistake = Literal["", "same", "team"]
StopMistake = Literal["", "missing", "incomplete", "unknown", "wait"]
StopWay = Literal["phone", "letter"]
Stopped = Literal["", "frozen", "stopped", "held", "revoked", "over"]
ContactMistake = Literal["", "missing", "unfit", "one-already", "barred"]
NO_MISTAKES = PersonMistakes()
NOBODY_TYPED = TypedPerson()


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Template `call_center/closed.html`, status 403: nobody calls now. `opens`: day and hour in words, or nothing."""

    opens: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the agent's list."""

    number: str
    path: str
    lost: Lost
    state: CaseState
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class CallbackLine:
    """One person to be called today, by whoever of the agents is free."""

    number: str
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallsPage:
    """Template `call_center/calls.html`, at `/appels`. `waiting`: changes that wait for this agent's agreement.

    `unknown`: she asked for a case that isn't hers. Both lists go on on other leaves.
    """

    is_open: bool
    opens: str
    cases: tuple[CaseLine, ...]
    callbacks: tuple[CallbackLine, ...]
    waiting: int
    unknown: bool = False
    leaf: Leaf = _CALLS


@dataclass(frozen=True, slots=True)
class PhrasesPage:
    """Template `call_center/phrases.html`, at `/appels/phrases`: what to say to somebody who insists."""


@dataclass(frozen=True, slots=True)
class StopPage:
    """Template `call_center/stop.html`, at `/appels/arret`. Posts `code`, the twelve digits of a notice, and `way`.

    `typed`: that code, shown again after a mistake; `done`: what was just stopped.
    """

    typed: str = ""
    way: StopWay = "phone"
    error: StopMistake = ""
    done: Stopped = ""
    wait_minutes: int = 0


@dataclass(frozen=True, slots=True)
class NewCallPage:
    """Template `call_center/new_call.html`. Posts the person, `lost`, `call` (a reference), `number` (of a case).

    `code`: the last code of the desk is too old, and the form asks for another.
    """

    typed: TypedPerson = NOBODY_TYPED
    lost: str = ""
    call: str = ""
    number: str = ""
    wrong: PersonMistakes = NO_MISTAKES
    error: NewCallMistake = ""
    refusal: Refusal = ""
    code: CodeAsked | None = None
    wait_minutes: int = 0
    cases_an_hour: int = LIMITS.cases_an_hour
    cases_a_day: int = LIMITS.cases_a_day

    @property
    def mistaken(self) -> bool:
        """Tell whether something must be told before the questions."""
        return self.wrong != NO_MISTAKES or bool(self.error or self.refusal or self.code)


@dataclass(frozen=True, slots=True)
class WayLine:
    """One channel on file, as far as an agent sees it, or what the person holds in her hand."""

    proof: Proof
    hint: str
    why_not: WhyNot


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A change of contact under way for the person of a case. `sends`: its wait is over, another code may leave."""

    reference: str
    kind: ContactKind
    hint: str
    state: ChangeState
    until: datetime | None
    sends: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Template `call_center/case.html`, at `/appels/<number>`. Posts `proof` to `code`, `reference` to `contact/code`.

    `place` is where the person types her codes. `may_send`: the state takes codes; `may_meet`: it wants a desk;
    `may_call`: she may be called on another day.
    """

    number: str
    path: str
    place: str
    lost: Lost
    state: CaseState
    opened_at: datetime
    until: datetime | None
    sent_by: Proof | None
    proofs: tuple[Proof, ...]
    ways: tuple[WayLine, ...]
    in_hand: tuple[WayLine, ...]
    may_send: bool
    may_meet: bool
    may_call: bool
    callback: str = ""
    appointment_until: datetime | None = None
    appointment_posted: bool = False
    changes: tuple[UnderWay, ...] = ()
    told: Told = ""


@dataclass(frozen=True, slots=True)
class CallbackPage:
    """Template `call_center/callback.html`. Posts `day` and `hour`; each is a value and its words."""

    number: str
    path: str
    days: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, str], ...]
    day: str = ""
    hour: str = ""
    error: CallbackMistake = ""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Template `call_center/contact.html`. Without `kind` it asks which contact; then posts it under `sorte`.

    Posts `value`, or `street`, `more` and `town` for an address.
    """

    number: str
    path: str
    slug: str = ""
    kind: ContactKind | None = None
    value: str = ""
    street: str = ""
    more: str = ""
    town: str = ""
    call: str = ""
    error: ContactMistake = ""
    code: CodeAsked | None = None


@dataclass(frozen=True, slots=True)
class ContactAskedPage:
    """Template `call_center/contact_asked.html`: what to tell the caller. `hint` is of the new contact."""

    reference: str
    kind: ContactKind
    hint: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change that waits for a second agent."""

    reference: str
    path: str
    kind: ContactKind
    old_hint: str
    new_hint: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Template `call_center/changes.html`, at `/changements`. `done`: this one was just agreed to.

    `unknown`: a reference that waits for nobody, or not for her.
    """

    changes: tuple[ChangeLine, ...]
    done: bool = False
    unknown: bool = False
    leaf: Leaf = _CHANGES


@dataclass(frozen=True, slots=True)
class AgreePage:
    """Template `call_center/agree.html`: what to check before an agreement; posts nothing but a code when asked."""

    change: ChangeLine
    code: CodeAsked | None = None
    error: AgreeMistake = ""
