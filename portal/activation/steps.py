"""What is kept between two questions of an activation: sealed on the server, for this visit, twenty hours at most."""

from typing import ClassVar

from dossier.base import Refused
from dossier.identity import draft, drop_draft, keep_draft
from dossier.store import Unit
from portal.ui import Ask

_PURPOSE, _DONE = "activation", "activation-done"
Answers = dict[str, str]


class ActivationStepSkipped(Refused):
    """A question was reached whose earlier answers aren't here: too old, or another window."""

    code: ClassVar[str] = "activation-step-skipped"


def answers_so_far(ask: Ask, unit: Unit, *needed: str) -> Answers:
    """Return what was answered until now. Raises `ActivationStepSkipped` when one of `needed` is missing."""
    told = draft(unit, ask.visit, _PURPOSE, ask.now)
    if any(not told.get(name) for name in needed):
        raise ActivationStepSkipped
    return told


def keep_answers(ask: Ask, unit: Unit, told: Answers, **more: str) -> Answers:
    """Keep the answers with some more; return them all."""
    kept = {**told, **more}
    keep_draft(unit, ask.visit, _PURPOSE, kept, ask.now)
    return kept


def finish_with(ask: Ask, unit: Unit, outcome: Answers) -> None:
    """Forget the answers, and keep what the last page says."""
    drop_draft(unit, ask.visit, _PURPOSE)
    keep_draft(unit, ask.visit, _DONE, outcome, ask.now)


def outcome_of(ask: Ask, unit: Unit) -> Answers:
    """Return what the last page says; nothing when the activation isn't finished."""
    return draft(unit, ask.visit, _DONE, ask.now)
