"""The pages of the acts that an advisor does under a mandate. Each has `visit`, for the band."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from dossier.identity import ContactKind
from dossier.lifecycle import ActKind, Sent, Status
from dossier.papers import MOST_PAGES, Legibility, PaperMistake
from dossier.recovery import CaseState, Lost, Proof
from portal.ui import CodeMistake, Standing

from .visit import Visit

SENT: tuple[Sent, ...] = get_args(Sent)
RecoveryTold = Literal[
    "", "lost-missing", "nothing", "patient", "frozen", "barred", "state", "no-proof", "unsent",
    "lost", "absent", "given", "again", "changed", "held", "sim", "pause", "letter", "many",
]  # fmt: skip
ContactMistake = Literal["", "missing", "unfit", "one-already", "barred"]
PageMistake = Legibility | PaperMistake
LetterMistake = CodeMistake | Literal["unknown", "expired", "settled", "hers", "wait"] | None
"""`hers`: the letter is for the patient herself; `settled`: its record waits for no answer any more."""


@dataclass(frozen=True, slots=True)
class SayNoPage:
    """Template `acts/say_no.html`. Posts a button: `dire-non`, `fermer`, `changer-avis` or `pas-pour-moi`.

    `standing` is None where there is no record space. `last_day` is the day to tell, None when it isn't known or past;
    `accepted_on` until when a no is taken. `changed`: the case moved meanwhile.
    """

    visit: Visit
    standing: Standing | None
    since: date | None = None
    sent_on: date | None = None
    last_day: date | None = None
    accepted_on: date | None = None
    is_blocked: bool = False
    may_close: bool = False
    has_receipt: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class NoOnPaperPage:
    """Template `acts/no_on_paper.html`: a signed paper alone has a letter sent, if that is possible. Posts nothing.

    It is one page for everybody: it knows nothing of any case. `asked`: a letter was just asked for.
    """

    visit: Visit
    asked: bool = False


@dataclass(frozen=True, slots=True)
class OthersLetterPage:
    """Template `acts/others_letter.html`. Posts: `code`. `off_by`: how many signs are missing, or too many."""

    visit: Visit
    typed: str = ""
    error: LetterMistake = None
    off_by: int = 0
    wait_minutes: int = 0


@dataclass(frozen=True, slots=True)
class OthersLetterToldPage:
    """Template `acts/others_letter_told.html`. `number`: the receipt's, in groups."""

    visit: Visit
    number: str


@dataclass(frozen=True, slots=True)
class ClosePage:
    """Template `acts/close.html`: what closing does. Posts a button, `fermer`."""

    visit: Visit
    standing: Standing | None
    since: date | None = None
    has_receipt: bool = False


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """Template `acts/hand_over.html`: the receipt of what was just done. `papers` is its PDF, in three sizes."""

    visit: Visit
    papers: str
    kind: ActKind
    number: str
    made_at: datetime
    status: Status


@dataclass(frozen=True, slots=True)
class ActivatePage:
    """Template `acts/activate.html`. Posts nothing: its button has a code sent. `place` is where she types it."""

    visit: Visit
    place: str
    sent: Sent | Literal["", "account", "none"] = ""


@dataclass(frozen=True, slots=True)
class WayLine:
    """One contact on file as an advisor may see it, or what she holds in her hand. `why_not`: empty when it works."""

    proof: Proof
    hint: str
    why_not: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The case that was opened in this visit. `place` is where she types its number and her codes."""

    number: str
    place: str
    lost: Lost
    state: CaseState
    sent_by: Proof | None
    ways: tuple[WayLine, ...]
    may_send: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RecoverPage:
    """Template `acts/recover.html`. Without a case posts `lost`; with one posts `proof` to `code`."""

    visit: Visit
    lost: str = ""
    case: OpenCase | None = None
    told: RecoveryTold = ""


@dataclass(frozen=True, slots=True)
class ChangeContactPage:
    """Template `acts/contact.html`. Without `kind` it asks which contact; then posts it under `sorte`.

    Posts `value`, or `street`, `more` and `town` for an address.
    """

    visit: Visit
    path: str
    slug: str = ""
    kind: ContactKind | None = None
    value: str = ""
    street: str = ""
    more: str = ""
    town: str = ""
    error: ContactMistake = ""


@dataclass(frozen=True, slots=True)
class ContactAskedPage:
    """Template `acts/contact_asked.html`: what to tell her. `hint` is of the new contact, as it was typed."""

    visit: Visit
    reference: str
    kind: ContactKind
    hint: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """What is wrong with one page, counted from 1; `good`: it can be read."""

    number: int
    mistake: PageMistake


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Template `acts/paper.html`. Posts the files `pages`, and `garder` once pages that can't be read were told.

    `again`: the photographs must be chosen again, after a new proof.
    """

    visit: Visit
    path: str
    lines: tuple[PageLine, ...] = ()
    error: Literal["", "missing", "many", "refused", "unread", "closed"] = ""
    again: bool = False
    most: int = MOST_PAGES

    @property
    def wrong(self) -> tuple[PageLine, ...]:
        """Return the pages of which something is told."""
        return tuple(one for one in self.lines if one.mistake != "good")


@dataclass(frozen=True, slots=True)
class PaperKeptPage:
    """Template `acts/paper_kept.html`: how many pages were sealed. `is_new`: they weren't here already."""

    visit: Visit
    pages: int
    unread: int
    is_new: bool
