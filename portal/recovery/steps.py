"""What is kept between two questions of a recovery: sealed on the server, for this visit, twenty hours at most."""

from typing import ClassVar

from dossier.base import Refused
from dossier.identity import draft, drop_draft, keep_draft
from dossier.recovery import Lost
from dossier.store import Unit
from portal.ui import Ask

_PURPOSE, _DONE = "recovery", "recovery-done"
Answers = dict[str, str]


class RecoveryStepSkipped(Refused):
    """A question was reached whose earlier answers aren't here: too old, or another window."""

    code: ClassVar[str] = "recovery-step-skipped"


def answers_so_far(ask: Ask, unit: Unit, *needed: str) -> Answers:
    """Return what was answered until now. Raises `RecoveryStepSkipped` when one of `needed` is missing."""
    told = draft(unit, ask.visit, _PURPOSE, ask.now)
    if any(not told.get(name) for name in needed):
        raise RecoveryStepSkipped
    return told


def keep_answers(ask: Ask, unit: Unit, told: Answers, **more: str) -> None:
    """Keep the answers with some more."""
    keep_draft(unit, ask.visit, _PURPOSE, {**told, **more}, ask.now)


def follow_case(ask: Ask, unit: Unit, number: str) -> None:
    """Follow this case from now on: whatever was typed to open or find it is forgotten."""
    drop_draft(unit, ask.visit, _DONE)
    keep_draft(unit, ask.visit, _PURPOSE, {"number": number}, ask.now)


def case_number(ask: Ask, unit: Unit) -> str:
    """Return the number of the case that this visit follows. Raises `RecoveryStepSkipped`."""
    return answers_so_far(ask, unit, "number")["number"]


def needs_identifier(lost: Lost) -> bool:
    """Tell whether she gets a new identifier: an old one can't be told, since nobody keeps it in clear."""
    return lost in (Lost.IDENTIFIER, Lost.EVERYTHING)


def finish_with(ask: Ask, unit: Unit, outcome: Answers) -> None:
    """Forget the answers, and keep what the last page says."""
    drop_draft(unit, ask.visit, _PURPOSE)
    keep_draft(unit, ask.visit, _DONE, outcome, ask.now)


def outcome_of(ask: Ask, unit: Unit) -> Answers:
    """Return what the last page says; nothing when no recovery was finished in this visit."""
    return draft(unit, ask.visit, _DONE, ask.now)
