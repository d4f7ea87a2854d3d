"""The pages that close, erase and open again: what is lost, the password once more, the last question."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Act = Literal["closure", "erasure"]


@dataclass(frozen=True, slots=True)
class ClosePage:
    """Template `closure/close.html`, at `/fermer`. `documents`: how many her list holds."""

    documents: int


@dataclass(frozen=True, slots=True)
class ErasePage:
    """Template `closure/erase.html`, at `/effacer`. `closed`: it is closed already."""

    documents: int
    closed: bool


@dataclass(frozen=True, slots=True)
class ErasureAskedPage:
    """Template `closure/erasure_asked.html`: erasure was asked for; nothing is lost until the end of `last_on`."""

    asked_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class ErasureNotYoursPage:
    """Template `closure/erasure_not_yours.html`: only the person herself may ask for it."""


@dataclass(frozen=True, slots=True)
class PasswordAgainPage:
    """Template `closure/password.html`. Posts `password`; its second button is named `afficher` or `cacher`.

    `password` is sent back only after that button. `busy`: too many people at once, to be sent again.
    """

    act: Act
    password: str = ""
    shown: bool = False
    busy: bool = False
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Template `closure/wait.html`, status 429: too many wrong passwords. `minutes` to wait, at least 1."""

    act: Act
    minutes: int


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Template `closure/confirm.html`: the last question before the act."""

    act: Act


@dataclass(frozen=True, slots=True)
class ReopenPage:
    """Template `closure/reopen.html`, at `/rouvrir`. `erasure_asked`: opening again cancels it."""

    erasure_asked: bool
