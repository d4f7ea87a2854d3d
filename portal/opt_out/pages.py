"""What the pages about saying no are sent."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dossier.lifecycle import Way
from portal.ui import BirthMistake, CodeMistake, ReceiptLines, Standing, TypedDate


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Template `opt_out/entry.html`, at `/opposition`. `standing` is that of the record open in the session, if any.

    `restarted`: what was typed before isn't kept any more. Its form, for a reader who is signed in, posts nothing.
    """

    standing: Standing | None = None
    restarted: bool = False


@dataclass(frozen=True, slots=True)
class CodePage:
    """Template `opt_out/code.html`. Posts `code`. `off_by`: how many signs are missing or too many."""

    purpose: Literal["opt-out", "not-for-me"]
    code: str = ""
    error: CodeMistake | Literal["unknown"] | None = None
    off_by: int = 0


@dataclass(frozen=True, slots=True)
class BirthPage:
    """Template `opt_out/birth.html`. Posts `day`, `month`, `year`. `code`, in groups, was typed before.

    `mismatch`: code and date don't belong together, whichever of them is wrong.
    """

    purpose: Literal["opt-out", "new-code"]
    born: TypedDate
    code: str = ""
    error: BirthMistake | Literal["mismatch"] | None = None


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Template `opt_out/number.html`. Posts `number`, the social security number.

    `mismatch` comes after a code that was tried too often: code, date and number don't belong together.
    """

    purpose: Literal["opt-out", "new-code"]
    number: str = ""
    error: Literal["missing", "malformed", "key", "mismatch"] | None = None


@dataclass(frozen=True, slots=True)
class NamesPage:
    """Template `opt_out/names.html`, at `/opposition/sans-code`. Posts `birth_name` and `first_name`."""

    birth_name: str = ""
    first_name: str = ""
    error: Literal["birth-name", "first-name"] | None = None


@dataclass(frozen=True, slots=True)
class CodeSentPage:
    """Template `opt_out/code_sent.html`: the same for everybody, known or not."""


@dataclass(frozen=True, slots=True)
class ExpiredPage:
    """Template `opt_out/expired.html`, status 410: the code has lived its six weeks."""


@dataclass(frozen=True, slots=True)
class TooManyTriesPage:
    """Template `opt_out/too_many_tries.html`, status 429. `minutes` to wait, at least 1."""

    minutes: int


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Template `opt_out/check.html`, at `/opposition/verifier`: the answers, and the one button.

    Posts `way` (letter or signed-in), and a button named `dire-non`, `fermer` or `recepisse`. `code`, in groups, and
    `born_on` are empty for a reader who is signed in. `last_day` is None when it isn't known, or past while a no is
    still taken.
    """

    way: Way
    standing: Standing
    since: date
    code: str = ""
    born_on: date | None = None
    last_day: date | None = None
    has_receipt: bool = False


@dataclass(frozen=True, slots=True)
class JudgmentPage:
    """Template `opt_out/judgment.html`, at `/opposition/jugement`. Posts `judgment`: person, property or unknown."""

    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class OnlyHerselfPage:
    """Template `opt_out/only_herself.html`: the representative may not decide this; how the person herself can."""

    judgment: Literal["property", "unknown"]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Template `opt_out/receipt.html`, at `/opposition/recepisse`."""

    receipt: ReceiptLines


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Template `opt_out/change.html`, at `/opposition/changer-avis`. Posts `way`.

    `closed`: the record was closed, and a letter's code isn't enough to open it again.
    """

    way: Way
    closed: bool = False


@dataclass(frozen=True, slots=True)
class NotForMePage:
    """Template `opt_out/not_for_me.html`, at `/opposition/pas-pour-moi/confirmer`. Its form posts nothing.

    `settled`: the record doesn't wait for an answer any more. `code` stands in groups.
    """

    code: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class DeathPage:
    """Template `opt_out/death.html`, at `/opposition/deces`."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Template `opt_out/paper.html`, at `/opposition/papier`. `address`: the lines to write on the envelope."""

    address: tuple[str, ...]
