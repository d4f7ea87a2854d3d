"""Cases and changes as the text that a row keeps, and back. No personal data is in them."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .contact_rules import Change, ChangeState
from .shapes import Case, CaseState, Given, Lost, Proof, ScreenCode, Seen, SentCode

_INSTANTS = ("_at", "_until")


def to_text(thing: Case | Change) -> str:
    """Return a case or a change as JSON."""
    return json.dumps(asdict(thing), default=_instant, separators=(",", ":"))


def case_from(text: str) -> Case:
    """Return the case that `to_text` wrote."""
    told = _instants(json.loads(text))
    told["lost"], told["state"] = Lost(told["lost"]), CaseState(told["state"])
    told["proofs"] = tuple(
        Given(Proof(one["proof"]), one["mark"], datetime.fromisoformat(one["at"])) for one in told["proofs"]
    )
    if told["code"]:
        code = _instants(told["code"])
        told["code"] = SentCode(**(code | {"proof": Proof(code["proof"])}))
    for name, shape in (("screen", ScreenCode), ("seen", Seen)):
        if told.get(name):
            told[name] = shape(**_instants(told[name]))
    told["checked_by"] = tuple(told["checked_by"])
    return Case(**told)


def change_from(text: str) -> Change:
    """Return the change that `to_text` wrote."""
    told = _instants(json.loads(text))
    told["state"] = ChangeState(told["state"])
    return Change(**told)


def _instants(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if value and name.endswith(_INSTANTS) else value
        for name, value in told.items()
    }


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return value.isoformat()
