"""The question under way: kept on the server for one visit, twenty minutes, and one answer."""

import hmac
from datetime import datetime, timedelta

from dossier.identity import draft, drop_draft, keep_draft
from portal.ui import Ask

from .door import Question
from .failures import FederationFailed

_PURPOSE = "federation"
_LIFE = timedelta(minutes=20)


def keep_question(ask: Ask, question: Question) -> None:
    """Keep a question, in place of an earlier one."""
    with ask.store.writing() as unit:
        keep_draft(unit, ask.visit, _PURPOSE, {**question.to_fields(), "at": ask.now.isoformat()}, ask.now)


def kept_address(ask: Ask) -> str:
    """Return where this visitor goes to answer, or an empty text without a question."""
    return draft(ask.unit, ask.visit, _PURPOSE, ask.now).get("address", "")


def take_question(ask: Ask, provider: str) -> Question:
    """Return the question that this answer belongs to, and forget it: a second answer finds none.

    Raises `FederationFailed` without it: another browser, another provider, another state, or too late.
    """
    with ask.store.writing() as unit:
        kept = draft(unit, ask.visit, _PURPOSE, ask.now)
        sent = ask.request.args.get("state", "").encode()
        if kept.get("provider") != provider or not hmac.compare_digest(kept["state"].encode(), sent):
            raise FederationFailed("late", "no question for this answer")
        drop_draft(unit, ask.visit, _PURPOSE)
    asked_at = datetime.fromisoformat(kept.pop("at"))
    if ask.now - asked_at > _LIFE:
        raise FederationFailed("late", "the answer came too late")
    return Question(**kept)
