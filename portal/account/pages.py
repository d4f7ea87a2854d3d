"""The pages of the account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dossier.identity import FactorKind, NoticeChannel

CodeError = Literal["missing", "incomplete", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Template `account/account.html`, at `/mon-compte`. `card_lines`: codes left on a card that runs out, else 0."""

    card_lines: int = 0


@dataclass(frozen=True, slots=True)
class MeansLine:
    """One means of signing in: `slug` in addresses, `hint` the end of a number or the town, lines left on a card."""

    kind: FactorKind
    slug: str
    hint: str = ""
    lines_left: int = 0


@dataclass(frozen=True, slots=True)
class MeansListPage:
    """Template `account/means_list.html`: the means she has, and those she may add. `done`: what was just done."""

    has: tuple[MeansLine, ...]
    may_add: tuple[MeansLine, ...]
    done: Literal["", "ajoute", "retire"] = ""


@dataclass(frozen=True, slots=True)
class MeansPage:
    """Template `account/means.html`: one means. Posts a button named `ajouter` or `retirer`.

    `is_last`: nothing else would be left, so it stays.
    """

    line: MeansLine
    has: bool
    is_last: bool = False
    runs_out: bool = False


@dataclass(frozen=True, slots=True)
class ProofPage:
    """Template `account/proof.html`: a fresh code before a change. Posts `code`; other buttons as at the sign-in."""

    means: FactorKind
    digits: int
    card_number: int = 0
    hint: str = ""
    others: tuple[FactorKind, ...] = ()
    sent_again: bool = False
    error: CodeError | None = None


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Template `account/remove.html`: the last question before a means is taken out."""

    line: MeansLine


@dataclass(frozen=True, slots=True)
class NewCardPage:
    """Template `account/new_card.html`. Posts a button: `imprimer`, or `poste` when there is an address (`town`)."""

    town: str = ""


@dataclass(frozen=True, slots=True)
class CardReadyPage:
    """Template `account/card_ready.html`. Posts `size` to its own address; nothing to `…/rangee`."""

    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Template `account/number.html`: which telephone. Posts `number`; or the button `meme` for the one on file."""

    line: MeansLine
    number: str = ""
    on_file: str = ""
    """End of a number on file that isn't used now."""
    error: Literal["missing", "digits", "mobile", "blocked", "sent"] | None = None


@dataclass(frozen=True, slots=True)
class NumberCodePage:
    """Template `account/number_code.html`: the code sent to the new number. Posts `code`; or the button `autre`."""

    line: MeansLine
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class SecretPage:
    """Template `account/secret.html`: the key for an application, in groups. Posts `code`."""

    secret: str
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class UsePage:
    """Template `account/use.html`: let letters with codes come again to the address on file."""

    line: MeansLine


@dataclass(frozen=True, slots=True)
class Visit:
    """One open visit."""

    started_at: datetime
    seen_at: datetime
    at_home: bool
    here: bool


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """Template `account/visits.html`. Posts nothing: all visits end, this one too."""

    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    """Template `account/preferences.html`. Posts `size` and `channel`, one of the `channels` on file."""

    size: int
    channel: NoticeChannel
    channels: tuple[NoticeChannel, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Template `account/wait.html`, status 429."""

    minutes: int
