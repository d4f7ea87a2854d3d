"""Forms that came after their session had ended: kept sealed for twenty hours, so that nothing typed is lost."""

import json
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import Place, key_of

from .rules import KEPT_FORM_LIFE
from .sessions import Session
from .tables import kept_form


def keep_what_was_typed(unit: Unit, session: Session, path: str, fields: list[tuple[str, str]], now: datetime) -> None:
    """Keep a form that came after its session had ended, sealed with the key of the record it was for.

    One at a time for each person and record. Only she gets it back, and only with that record open again.
    Forms that nobody came back for are deleted on the way.
    """
    unit.execute(kept_form.delete().where(kept_form.c.kept_at < now - KEPT_FORM_LIFE))
    body = json.dumps([path, fields], ensure_ascii=False).encode()
    row = {
        "patient_id": session.record_id,
        "typed_by": session.patient_id,
        "sealed": key_of(unit, session.record_id).seal(body, Place("kept-form", session.patient_id)),
        "kept_at": now,
    }
    unit.put(kept_form, row)


def what_was_typed(unit: Unit, session: Session, now: datetime) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the form kept for this person and record: where it goes and its fields; None when there is none."""
    row = unit.first(sa.select(kept_form).where(*_kept_for(session)))
    if row is None or now - row.kept_at > KEPT_FORM_LIFE:
        return None
    key = key_of(unit, session.record_id)
    path, fields = json.loads(key.open(row.sealed, Place("kept-form", session.patient_id), session.witness))
    return path, [(name, value) for name, value in fields]


def forget_what_was_typed(unit: Unit, session: Session) -> None:
    """Delete a kept form once it has been sent again or given up."""
    unit.execute(kept_form.delete().where(*_kept_for(session)))


def _kept_for(session: Session) -> tuple[sa.ColumnElement[bool], ...]:
    return kept_form.c.patient_id == session.record_id, kept_form.c.typed_by == session.patient_id
