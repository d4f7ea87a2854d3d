"""The pages of an activation: three proofs, then a name to sign in with, a password, a second code, a check."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.ui import NOTHING_TYPED, BirthMistake, CodeMistake, NumberMistake, TypedDate

SecondCode = Literal["", "print", "letter", "sms"]
Channel = Literal["", "email", "letter", "sms"]


@dataclass(frozen=True, slots=True)
class StartPage:
    """Template `activation/start.html`, at `/activation`. `forgotten`: what was typed is no longer here."""

    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class CodePage:
    """Template `activation/code.html`. Posts `code`, the twelve signs of the letter.

    `off_by`: how many signs are missing or too many.
    """

    code: str = ""
    error: CodeMistake | None = None
    off_by: int = 0


@dataclass(frozen=True, slots=True)
class CardPage:
    """Template `activation/card.html`. Posts `card`, the last four digits of the card's number."""

    card: str = ""
    error: Literal["missing", "short"] | None = None


@dataclass(frozen=True, slots=True)
class BirthPage:
    """Template `activation/birth.html`. Posts `day`, `month`, `year`. `without_code`: to ask for a new code."""

    typed: TypedDate = NOTHING_TYPED
    without_code: bool = False
    error: BirthMistake | None = None


@dataclass(frozen=True, slots=True)
class NotRecognizedPage:
    """Template `activation/not_recognized.html`, status 422: one of the three is wrong, and none is named.

    `code` stands in groups of four.
    """

    code: str
    card: str
    birth_on: date


@dataclass(frozen=True, slots=True)
class CodeExpiredPage:
    """Template `activation/code_expired.html`: the letter's code is too old."""


@dataclass(frozen=True, slots=True)
class NoCardPage:
    """Template `activation/no_card.html`: no number of a card is on file to compare with."""


@dataclass(frozen=True, slots=True)
class MinorPage:
    """Template `activation/minor.html`: the record is a child's, whose parent or guardian opens it from her own."""


@dataclass(frozen=True, slots=True)
class CardLostPage:
    """Template `activation/card_lost.html`, at `/activation/carte-perdue`."""


@dataclass(frozen=True, slots=True)
class HasIdentifierPage:
    """Template `activation/has_identifier.html`: this person signs in already."""


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Template `activation/wait.html`, status 429. `minutes` to wait, at least 1; then `retry_path`."""

    minutes: int
    retry_path: str


@dataclass(frozen=True, slots=True)
class SecondCodePage:
    """Template `activation/second_code.html`. Posts `means`: `print`, `letter` or `sms`.

    `phone_end`: the two last digits of the mobile on file, empty when there is none or no SMS can leave.
    `by_letter`: an address is on file.
    """

    means: SecondCode = ""
    phone_end: str = ""
    by_letter: bool = False
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    """Template `activation/preferences.html`. Posts `size` (pixels) and `channel`, one of `channels`."""

    size: int
    channel: Channel
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Template `activation/check.html`: all answers but the password, before the act.

    `said_no`, `closed`: what she had decided before, and what activating undoes.
    """

    identifier: str
    means: SecondCode
    phone_end: str
    size: int
    channel: Channel
    said_no: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class DonePage:
    """Template `activation/done.html`, at `/activation/fini`. Posts `size` (points) for the card as a PDF.

    Its second form goes to `activation/fini/range`: the card is in her hands, nothing of it is kept. `taken`: so it is.
    """

    identifier: str
    means: SecondCode
    phone_end: str = ""
    taken: bool = False
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Template `activation/number.html`. Posts `number`, the fifteen signs of the health insurance number.

    `without_code`: to ask for a new code; otherwise the code was tried too often, and the number is asked as well.
    """

    number: str = ""
    without_code: bool = False
    error: NumberMistake | None = None


@dataclass(frozen=True, slots=True)
class CodeAskedPage:
    """Template `activation/code_asked.html`: the same words, known or not."""
