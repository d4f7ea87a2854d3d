"""The pages of a recovery: what is lost, who one is, the proofs, the wait, the new means; and « this was not me »."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.ui import NOTHING_TYPED, BirthMistake, CodeMistake, NumberMistake, TypedDate

Slug = Literal["sms", "appel", "lettre", "mail", "carte", "application", "mot-de-passe", "recu"]
Told = Literal["", "sent", "pause", "many", "letter", "refused"]
State = Literal["locked", "cooling", "frozen", "expired", "done", "desk_required"]
Factor = Literal["", "printed-card", "mailed-card", "phone"]


@dataclass(frozen=True, slots=True)
class StartPage:
    """Template `recovery/start.html`, at `/acces-perdu`. Posts `lost`. `forgotten`: earlier answers are gone."""

    forgotten: bool = False
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class BirthPage:
    """Template `recovery/birth.html`. Posts `day`, `month`, `year`."""

    typed: TypedDate = NOTHING_TYPED
    error: BirthMistake | None = None


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Template `recovery/number.html`. Posts `number`, the fifteen signs of the social security number."""

    number: str = ""
    error: NumberMistake | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prove. `hint`: two digits, a masked e-mail or a town, empty before a first proof."""

    slug: Slug
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """Template `recovery/proofs.html`. Posts `proof`, the slug of one of `ways`. `case` is the number in groups.

    `step`: the first proof, the second, or one of them again to finish. `has_code`: a code may be in her hands already.
    """

    case: str
    ways: tuple[Way, ...]
    step: Literal["first", "second", "again"] = "first"
    has_code: bool = False
    told: Told = ""
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class CodePage:
    """Template `recovery/code.html`. Posts `code`; its second button is named `renvoyer`.

    `line` is the place on the printed card, 0 before a first proof. With `expired` a new code has already left.
    """

    way: Way
    case: str
    line: int = 0
    told: Told = ""
    error: Literal["missing", "wrong", "expired"] | None = None


@dataclass(frozen=True, slots=True)
class OldPasswordPage:
    """Template `recovery/old_password.html`: the password as a proof. Its second button is `afficher` or `cacher`."""

    password: str = ""
    shown: bool = False
    busy: bool = False
    error: Literal["missing", "wrong"] | None = None


@dataclass(frozen=True, slots=True)
class StandingPage:
    """Template `recovery/standing.html`: where the case stands, when there is nothing to answer now."""

    state: State
    case: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Template `recovery/desk.html`, at `/acces-perdu/guichet`: where to go, what to bring. `case` may be empty.

    With a case, its form posts nothing: it asks for the code that a desk is shown.
    """

    case: str = ""


@dataclass(frozen=True, slots=True)
class DeskCodePage:
    """Template `recovery/desk_code.html`, at `/acces-perdu/guichet/code`: the code in two groups, to be shown."""

    code: str
    case: str
    until: datetime


@dataclass(frozen=True, slots=True)
class DeskWaitPage:
    """Template `recovery/desk_wait.html`: a second person is asked. `refused`: nobody agreed; posts for a new code."""

    case: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Template `recovery/contact.html`, at `/confirmer-un-contact`. Posts `number` (the reference) and `code`.

    One error at a time: the reference's first (by `off_by` signs), then the code's; `wrong`: the two don't go
    together, or the code is dead.
    """

    number: str = ""
    error: CodeMistake | Literal["no-code", "wrong", "expired"] | None = None
    off_by: int = 0


@dataclass(frozen=True, slots=True)
class ContactConfirmedPage:
    """Template `recovery/contact_confirmed.html`: the new contact counts from now on."""


@dataclass(frozen=True, slots=True)
class FactorPage:
    """Template `recovery/factor.html`. Posts `factor`. `town`, `phone_end`: empty when not on file, or not usable."""

    town: str = ""
    phone_end: str = ""
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class DonePage:
    """Template `recovery/done.html`, at `/acces-perdu/fini`. Posts `size` (points) for the card as a PDF.

    `factor` is empty when only an identifier was lost. `to_print`: the card is still here.
    """

    identifier: str
    factor: Factor
    to_print: bool = False
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Template `recovery/wait.html`, status 429. `minutes` to wait, at least 1; then `retry_path`."""

    minutes: int
    retry_path: str


@dataclass(frozen=True, slots=True)
class DisputePage:
    """Template `recovery/dispute.html`, at `/ce-n-est-pas-moi`. Posts `code`, the twelve digits of a notice."""

    code: str = ""
    error: Literal["missing", "incomplete"] | None = None


@dataclass(frozen=True, slots=True)
class DisputeCheckPage:
    """Template `recovery/dispute_check.html`: the one question before everything stops."""


@dataclass(frozen=True, slots=True)
class DisputedPage:
    """Template `recovery/disputed.html`: what was stopped.

    `held`: too late, the contact has changed. `unknown`: a code that doesn't serve, or served already.
    """

    outcome: Literal["frozen", "stopped", "held", "unknown"]
