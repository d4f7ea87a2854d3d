"""The words of a recovery: what was lost, what proves, how far a case is; and the case itself. Pure.

A mark stands for an address without being one: a keyed digest of the telephone, e-mail or envelope; for what has no
address (card, password, desk), its own name.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from dossier.base import Refused

Outcome = Literal["right", "wrong", "expired", "locked"]


class Lost(StrEnum):
    """What a person can't find any more."""

    IDENTIFIER = "identifier"
    PASSWORD = "password"  # noqa: S105  a thing lost, not a secret
    PHONE = "phone"
    CARD = "card"
    EVERYTHING = "everything"


class Proof(StrEnum):
    """What she can give instead. Nothing that anybody knows about her is one (no secret questions)."""

    SMS = "sms"
    VOICE = "voice"
    LETTER = "letter"
    EMAIL = "email"
    """One half of a recovery, never both (NIST 63B-4: no e-mail as a second factor)."""
    CARD = "card"
    TOTP = "totp"
    PASSWORD = "password"  # noqa: S105  a kind of proof, not a secret
    DESK = "desk"


SENT = (Proof.SMS, Proof.VOICE, Proof.LETTER, Proof.EMAIL)
"""Proofs that are codes sent somewhere."""
NOWHERE = ""
"""The mark of a code that only seemed to leave, for somebody who must not learn that it couldn't."""
LIVE = frozenset({Proof.CARD, Proof.TOTP})
"""Factors she holds in her hand: with one of them no cooling is needed."""


class CaseState(StrEnum):
    """How far a case is (SECURITY 2.2). Proved twice is one of the two after it: COOLING or GRANTED."""

    OPEN = "open"
    CODE_SENT = "code_sent"
    PROVED_ONCE = "proved_once"
    LOCKED = "locked"
    COOLING = "cooling"
    GRANTED = "granted"
    FROZEN = "frozen"
    DESK_REQUIRED = "desk_required"
    EXPIRED = "expired"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SentCode:
    """The one code of a case that is alive: an older one died when it was sent."""

    proof: Proof
    mark: str
    digest: str
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A proof that counted."""

    proof: Proof
    mark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScreenCode:
    """The code on the screen of one web visit: whoever reads it out stands before that screen. It proves nothing."""

    digest: str
    visit: str
    """Digest of that visit."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """An identity paper that one person saw, and that waits for a second person."""

    by: str
    visit: str
    """Digest of the visit of whoever stood there: she goes on with it."""
    seen_at: datetime
    seen_until: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One recovery, as the rules see it. Nothing in it says who she is."""

    lost: Lost
    state: CaseState
    opened_at: datetime
    expires_at: datetime
    proofs: tuple[Given, ...] = ()
    code: SentCode | None = None
    codes_sent: int = 0
    last_sent_at: datetime | None = None
    failures: int = 0
    """Wrong answers since the last lock ended. Nothing that she asks for sets it back."""
    locks: int = 0
    locked_until: datetime | None = None
    cooling_until: datetime | None = None
    granted_until: datetime | None = None
    claim: str = ""
    """Digest of the web visit that gave the last proof: it alone may finish."""
    disputed_at: datetime | None = None
    reopened_at: datetime | None = None
    checked_by: tuple[str, ...] = ()
    """Ids of the members of the staff who vouched for her: after a dispute it takes others."""
    desk_is_live: bool = False
    """Whether a paper seen in it spares the cooling: no contact of hers had changed in seven days."""
    screen: ScreenCode | None = None
    seen: Seen | None = None
    next_case: str = ""
    """Digest of the number of the case in which a frozen one goes on, and of the visit that may follow there."""
    next_visit: str = ""
    callback_at: datetime | None = None
    rings: int = 0
    """How often she was rung for this call-back."""
    rung_at: datetime | None = None
    appointment_until: datetime | None = None
    appointment_posted: bool = False
    born: str = ""
    """In a decoy, a keyed digest of the birth date that was typed: whoever comes back is asked for it again."""


class CaseRefused(Refused):
    """The case isn't where this step is possible. Facts: its state."""

    code: ClassVar[str] = "recovery-case-refused"


class ChannelRefused(Refused):
    """No code goes there. Facts: why (lost, absent, changed, held, sim, given, again)."""

    code: ClassVar[str] = "recovery-channel-refused"


class CodeTooSoon(Refused):
    """A code left a moment ago, or too many left already. Facts: why (pause, letter, many)."""

    code: ClassVar[str] = "recovery-code-too-soon"


class SecondPersonMissing(Refused):
    """This step takes two people, and these aren't two independent ones.

    Facts: why (same, team, opener: had a hand in the case before; late: nobody saw her lately; changed: a contact;
    another: a later paper than the one that was read of; means: the second one handed the first one her means of
    signing in, and might be both).
    """

    code: ClassVar[str] = "recovery-second-person-missing"


class IdentityUnseen(Refused):
    """Number, identity and the code of the screen don't go together: nobody is told which of them is wrong."""

    code: ClassVar[str] = "recovery-identity-unseen"


class CallbackRefused(Refused):
    """She can't be called back like that.

    Facts: why. Planning: slot, phone or address (none that may be used), state, letter (one left less than a day
    ago). Ringing: early, late (also: none is planned), rung (often enough), pause (a moment ago),
    phone, state.
    """

    code: ClassVar[str] = "recovery-callback-refused"
