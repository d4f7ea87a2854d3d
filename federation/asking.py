"""The question under way: kept on the server for one visit, twenty minutes, and one answer."""

import hmac
from datetime import datetime, timedelta

from dossier.identity import draft, drop_draft, keep_draft
from dossier.store import Store, Unit

from .door import Question
from .failures import FederationFailed

_PURPOSE = "federation"
_LIFE = timedelta(minutes=20)


def keep_question(unit: Unit, visit: str, question: Question, now: datetime) -> None:
    """Keep a question, in place of an earlier one."""
    keep_draft(unit, visit, _PURPOSE, question.to_fields(), now)


def kept_address(unit: Unit, visit: str, now: datetime) -> str:
    """Return where this visitor goes to answer, or an empty text without a question."""
    return draft(unit, visit, _PURPOSE, now).get("address", "")


def take_question(store: Store, visit: str, provider: str, state: str, now: datetime) -> Question:
    """Return the question that this answer belongs to, and forget it: a second answer finds none.

    Raises `FederationFailed` without it: another browser, another provider, another state, or too late.
    """
    with store.writing() as unit:
        kept = draft(unit, visit, _PURPOSE, now)
        if kept.get("provider") != provider or not hmac.compare_digest(kept["state"].encode(), state.encode()):
            raise FederationFailed("late", "no question for this answer")
        drop_draft(unit, visit, _PURPOSE)
    question = Question.of_fields(kept)
    if now - question.asked_at > _LIFE:
        raise FederationFailed("late", "the answer came too late")
    return question
