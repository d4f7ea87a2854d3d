"""The pages from the front door to the open record, and the way out."""

from dataclasses import dataclass
from typing import Literal

from dossier.identity import FactorKind

CodeError = Literal["missing", "incomplete", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class HomePage:
    """Template `sign_in/home.html`, at `/`."""


@dataclass(frozen=True, slots=True)
class IdentifierPage:
    """Template `sign_in/identifier.html`. Posts `identifier`.

    `providers`: names of the identity providers that may be used instead, often none. `at_desk`: in a turn at a desk;
    only those that need no code after them are offered there, because they are left at once.
    """

    identifier: str = ""
    error: Literal["missing"] | None = None
    providers: tuple[str, ...] = ()
    at_desk: bool = False


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Template `sign_in/password.html`. Posts `password`; its second button is named `afficher` or `cacher`.

    `password` is sent back only after that button, never after an error. `identifier` is empty in a turn at a desk.
    """

    identifier: str
    password: str = ""
    shown: bool = False
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class CodePage:
    """Template `sign_in/code.html`. Posts `code`, and `own_computer` = `yes` when ticked.

    Its other buttons are named `renvoyer` (another code) and after the other means. `card_number` is the place of the
    code on the printed card, `hint` the end of the number or the town that the code went to. With `expired` the view
    has already sent a new code, or names another place on the card. `sent_again` says that a new code left.
    """

    means: FactorKind
    digits: int
    card_number: int = 0
    hint: str = ""
    others: tuple[FactorKind, ...] = ()
    own_computer: bool = False
    sent_again: bool = False
    at_desk: bool = False
    """In a turn at a desk: that computer is never hers, and no letter comes before the turn is over."""
    error: CodeError | None = None


@dataclass(frozen=True, slots=True)
class FirstCodePage:
    """Template `sign_in/first_code.html`: the code is asked before the password, the same for everybody.

    Posts `code`; its other buttons are named after the `ways` by which a code may be asked for.
    """

    ways: tuple[str, ...]
    sent: bool = False
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class BusyPage:
    """Template `sign_in/busy.html`, status 503: too many sign in at once. `retry_path` starts again."""

    retry_path: str = "/connexion"


@dataclass(frozen=True, slots=True)
class TooManyTriesPage:
    """Template `sign_in/too_many_tries.html`, status 429. `minutes` to wait, at least 1.

    `code_first`: a code is another way on, at once.
    """

    minutes: int
    code_first: bool = False


@dataclass(frozen=True, slots=True)
class GoodbyePage:
    """Template `sign_in/goodbye.html`, at `/au-revoir`, after `Quitter et effacer`."""


@dataclass(frozen=True, slots=True)
class SessionEndedPage:
    """Template `sign_in/session_ended.html`, at `/session-terminee`.

    `kept`: what was typed waits in `/reprendre`.
    """

    reason: Literal["idle", "too-long"] = "idle"
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ResumePage:
    """Template `sign_in/resume.html`, at `/reprendre`. Sends `fields` again to `target`, a local path.

    Its second button posts nothing to `/reprendre`: forget what was typed.
    """

    target: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoMeansPage:
    """Template `sign_in/no_means.html`: the password is right, but no card or telephone is left."""
