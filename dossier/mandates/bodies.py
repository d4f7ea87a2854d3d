"""Mandates as the columns that a row keeps, and back. No personal data is in them."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from dossier.policy import Scope

from .shapes import Call, Duration, Mandate, MandateState, ProofKind, Question


def columns_of(mandate: Mandate) -> dict[str, Any]:
    """Return a mandate as columns: those that are asked for, and the rest as JSON."""
    question = mandate.question
    body = {
        "question": None if question is None else asdict(question),
        "questions": mandate.questions,
        "failures": mandate.failures,
        "proved": [[str(scope), at.isoformat()] for scope, at in mandate.proved],
    }
    if mandate.remote:
        body |= {"call": None if mandate.call is None else asdict(mandate.call), "calls": mandate.calls}
    return {
        "state": str(mandate.state),
        "why": mandate.why,
        "scopes": scopes_text(mandate.scopes),
        "duration": str(mandate.duration),
        "proof": None if mandate.proof is None else str(mandate.proof),
        "drafted_at": mandate.drafted_at,
        "given_at": mandate.given_at,
        "until_at": mandate.until_at,
        "ended_at": mandate.ended_at,
        "remote": mandate.remote,
        "body": json.dumps(body, default=datetime.isoformat, separators=(",", ":")),
    }


def mandate_from(row: Any) -> Mandate:
    """Return the mandate of a row; in what is over no question is open, whoever ended it."""
    told = json.loads(row.body)
    question = told["question"] if row.ended_at is None else None
    return Mandate(
        state=MandateState(row.state),
        scopes=scopes_from(row.scopes),
        duration=Duration(row.duration),
        drafted_at=row.drafted_at,
        until_at=row.until_at,
        why=row.why,
        proof=None if row.proof is None else ProofKind(row.proof),
        given_at=row.given_at,
        ended_at=row.ended_at,
        question=None if question is None else _question(question),
        questions=told["questions"],
        failures=told["failures"],
        proved=tuple((Scope(scope), datetime.fromisoformat(at)) for scope, at in told["proved"]),
        remote=row.remote,
        call=_call(told.get("call")),
        calls=told.get("calls", 0),
    )


def scopes_text(scopes: tuple[Scope, ...]) -> str:
    """Return scopes as one word after the other."""
    return " ".join(str(scope) for scope in scopes)


def facts_of_distance(mandate: Mandate) -> dict[str, str]:
    """Return what entries and messages carry besides, of a mandate at a distance."""
    return {"remote": "yes"} if mandate.remote else {}


def scopes_from(text: str) -> tuple[Scope, ...]:
    """Return the scopes that `scopes_text` wrote."""
    return tuple(Scope(one) for one in text.split())


def _question(told: dict[str, Any]) -> Question:
    return Question(
        way=told["way"],
        scope=Scope(told["scope"]) if told["scope"] else None,
        digest=told["digest"],
        asked_at=datetime.fromisoformat(told["asked_at"]),
        expires_at=datetime.fromisoformat(told["expires_at"]),
    )


def _call(told: dict[str, Any] | None) -> Call | None:
    if told is None:
        return None
    taken_at = told["taken_at"]
    return Call(
        line=told["line"],
        digest=told["digest"],
        placed_at=datetime.fromisoformat(told["placed_at"]),
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
    )
