"""Questions that several rooms ask in the same words: their pages. The templates are in `components/questions/`."""

from dataclasses import dataclass
from typing import Literal

from .birth_dates import NOTHING_TYPED, BirthMistake, TypedDate
from .typed_codes import CodeMistake


@dataclass(frozen=True, slots=True)
class NamesPage:
    """Who one is: posts `birth_name`, `first_name`."""

    birth_name: str = ""
    first_name: str = ""
    error: Literal["birth_name", "first_name"] | None = None


@dataclass(frozen=True, slots=True)
class IdentifierPage:
    """A new identifier: posts `identifier`; the second button is named `autre`."""

    identifier: str
    error: Literal["missing", "unfit", "taken"] | None = None


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """A new password: posts `password`; the second button is named `afficher` or `cacher`.

    `password` is sent back only after that button. `busy`: too many people at once, to be sent again.
    """

    password: str = ""
    shown: bool = False
    busy: bool = False
    error: Literal["missing", "short", "long", "known"] | None = None


@dataclass(frozen=True, slots=True)
class FollowPage:
    """Coming back to something by its number and a birth date: posts `number`, `day`, `month`, `year`.

    One error at a time: the number's first (`of_number`, `off_by` signs), then the date's; `mismatch` when they don't
    belong together.
    """

    number: str = ""
    born: TypedDate = NOTHING_TYPED
    error: CodeMistake | BirthMistake | Literal["mismatch"] | None = None
    of_number: bool = False
    off_by: int = 0
