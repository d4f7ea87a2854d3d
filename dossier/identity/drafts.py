"""Drafts: what somebody types, question after question, before the house knows who she is.

Sealed by the key holder, bound to her visit and to what it is for; gone after twenty hours.
"""

import json
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import canonical

from .rules import KEPT_FORM_LIFE
from .tables import draft as table

_LONGEST_PURPOSE = 20
"""What the table's column takes: on PostgreSQL, a longer one is refused there."""


def keep_draft(unit: Unit, visit: str, purpose: str, fields: dict[str, str], now: datetime) -> None:
    """Keep these fields in place of those kept before. Drafts that nobody came back for are deleted on the way.

    Raises `ValueError` for a purpose of more than twenty signs, on either database.
    """
    if len(purpose) > _LONGEST_PURPOSE:
        raise ValueError(f"{purpose!r} is longer than {_LONGEST_PURPOSE} signs")
    sweep_drafts(unit, now)
    body = json.dumps(fields, ensure_ascii=False).encode()
    visit_digest = _digest(visit)
    row = {
        "visit_digest": visit_digest,
        "purpose": purpose,
        "sealed": unit.holder.wrap(body, _bound(visit_digest, purpose)),
        "kept_at": now,
    }
    unit.put(table, row)


def draft(unit: Unit, visit: str, purpose: str, now: datetime) -> dict[str, str]:
    """Return the fields kept for this visit and purpose; nothing when there are none, or too old ones."""
    visit_digest = _digest(visit)
    row = unit.first(sa.select(table).where(*_mine(visit_digest, purpose)))
    if row is None or now - row.kept_at > KEPT_FORM_LIFE:
        return {}
    fields: dict[str, str] = json.loads(unit.holder.unwrap(row.sealed, _bound(visit_digest, purpose)))
    return fields


def drop_draft(unit: Unit, visit: str, purpose: str) -> None:
    """Forget what was typed."""
    unit.execute(table.delete().where(*_mine(_digest(visit), purpose)))


def drop_drafts(unit: Unit, visit: str) -> None:
    """Forget all that was typed in a visit: a cookie that somebody kept a copy of finds nothing any more."""
    unit.execute(table.delete().where(table.c.visit_digest == _digest(visit)))


def sweep_drafts(unit: Unit, now: datetime) -> None:
    """Delete the drafts that nobody came back for."""
    unit.execute(table.delete().where(table.c.kept_at < now - KEPT_FORM_LIFE))


def _mine(visit_digest: bytes, purpose: str) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.visit_digest == visit_digest, table.c.purpose == purpose


def _digest(visit: str) -> bytes:
    return sha256(visit.encode()).digest()


def _bound(visit_digest: bytes, purpose: str) -> bytes:
    return canonical(b"draft", visit_digest, purpose.encode())
