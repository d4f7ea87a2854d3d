"""The pages of a supervisor's own people: the list, a question before a change, an invitation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assisted_desk.ui import CodeAsked, Leaf

State = Literal["at-work", "invited", "late", "suspended"]
TeamTold = Literal["", "suspended", "handed-over", "self", "supervisor", "gone", "none"]
Change = Literal["suspendre", "reinitialiser"]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of hers. `key`: what her choice sends; `late`: her enrollment code is too old."""

    key: str
    name: str
    identifier: str
    role: str
    state: State
    is_herself: bool = False


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Template `supervisor/team.html`, at `/equipe`; `?page=` goes on. Posts `member` and the name of a change.

    `place`: her site, or her team; `told`: what became of the last change, or why not.
    """

    place: str
    members: tuple[MemberLine, ...]
    leaf: Leaf
    told: TeamTold = ""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Template `supervisor/change.html`. Posts `member` to `/equipe/<change>`."""

    change: Change
    member: MemberLine
    code: CodeAsked | None = None


InviteMistake = Literal["", "missing", "identifier", "taken"]


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Template `supervisor/invite.html`, at `/equipe/inviter`. Posts `first_name`, `name`, `identifier`."""

    place: str
    role: str
    first_name: str = ""
    name: str = ""
    identifier: str = ""
    error: InviteMistake = ""
    code: CodeAsked | None = None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """Template `supervisor/invitation.html`, at `/equipe/invitation`: what she hands over, until she put it away."""

    name: str
    identifier: str
    enrollment_code: str
    until: date
    address: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """One kind of act, in words: how often done, how often tried and not done."""

    words: str
    done: int
    not_done: int


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What was done under mandates at a site: each list holds words and a number."""

    address: str
    drafts: int
    refused: int
    by_errors: int
    remote: int
    minutes_to_agree: int | None
    by_scope: tuple[tuple[str, int], ...]
    by_proof: tuple[tuple[str, int], ...]
    by_duration: tuple[tuple[str, int], ...]
    by_advisor: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SitePage:
    """Template `supervisor/site.html`, at `/site`; `?jours=` says since when. `facts`: None without a site."""

    place: str
    days: int
    facts: SiteFacts | None
    counts: tuple[CountLine, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act in words. `who` is empty for the operator, `about` when it isn't about a colleague."""

    at: datetime
    who: str
    words: str
    about: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ActsPage:
    """Template `supervisor/acts.html`, at `/journal-des-actes`; `?mois=2026-11` is a month, `?page=` goes on in it."""

    place: str
    month: str
    month_in_words: str
    lines: tuple[ActLine, ...]
    newer: str = ""
    older: str = ""
    month_before: str = ""
    month_after: str = ""
