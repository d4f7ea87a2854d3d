"""The pages by which a desk is opened, left and opened again."""

from dataclasses import dataclass
from typing import Literal

from assisted_desk.ui import ProofMistake


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Template `sign_in/sign_in.html`. Posts `identifier`, `password`. `begun_before`: a step came too late.

    `proconnect`: whether it is offered.
    """

    identifier: str = ""
    error: Literal["missing-identifier", "missing-password", "wrong"] | None = None
    begun_before: bool = False
    proconnect: bool = False


@dataclass(frozen=True, slots=True)
class CodePage:
    """Template `sign_in/code.html`. Posts a proof. `question`: what her key is asked, empty when she has none."""

    question: str = ""
    error: ProofMistake | None = None


@dataclass(frozen=True, slots=True)
class TwoCodesPage:
    """Template `sign_in/two_codes.html`, at `/connexion/deux-codes`. Posts `code`, `next_code`."""

    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class LockedPage:
    """Template `sign_in/locked.html`, at `/reprise`. Posts a proof. `first_name`: whose desk it is.

    `has_turn`: a patient has her turn at this desk, which ends when it is opened.
    """

    first_name: str
    question: str = ""
    error: ProofMistake | None = None
    has_turn: bool = False


@dataclass(frozen=True, slots=True)
class FreshCodePage:
    """Template `sign_in/fresh_code.html`, at `/code`. Posts a proof to `target`, the page's own address."""

    target: str
    question: str = ""
    error: ProofMistake | None = None


@dataclass(frozen=True, slots=True)
class GoodbyePage:
    """Template `sign_in/goodbye.html`, at `/au-revoir`."""


@dataclass(frozen=True, slots=True)
class DeskClosedPage:
    """Template `sign_in/desk_closed.html`, at `/session-terminee`."""


@dataclass(frozen=True, slots=True)
class FirstTimePage:
    """Template `sign_in/first_time.html`. Posts `identifier`, `enrollment_code`."""

    identifier: str = ""
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class FirstPasswordPage:
    """Template `sign_in/first_password.html`. Posts `password`."""

    error: Literal["missing", "short", "long", "known"] | None = None


@dataclass(frozen=True, slots=True)
class NewAppPage:
    """Template `sign_in/new_app.html`. Posts `code`. `secret` in groups of four; `address` opens the app."""

    secret: str
    address: str
    error: Literal["missing", "wrong"] | None = None
