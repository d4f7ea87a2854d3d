"""What the clock does: what is too old is over, card lines go back, evidence is erased when its time has come."""

import json
from datetime import datetime

import sqlalchemy as sa

from dossier.identity import free_card_line
from dossier.store import Unit

from .evidence import forget_papers
from .limits import LIMITS
from .shapes import MandateState
from .tables import mandate, stop_code, use

_CARD = '"way":"card"'
"""In the body of a mandate that asks for a line."""
_OVER = {MandateState.DRAFT: MandateState.VOID, MandateState.ACTIVE: MandateState.EXPIRED}


def sweep_mandates(unit: Unit, now: datetime) -> None:
    """Void old drafts, expire mandates past their end, give back lines that nobody typed, erase what was kept enough.

    Nothing waits for it: whoever reads a mandate reads it as it is at that instant. Evidence is kept six years after
    the end (SECURITY 3), what was never given a year.
    """
    for state, after in _OVER.items():
        due = sa.and_(mandate.c.state == str(state), mandate.c.until_at <= now)
        rows = unit.all(sa.select(mandate.c.number_digest, mandate.c.giver_id).where(due))
        values = {"state": str(after), "why": "time", "ended_at": mandate.c.until_at}
        unit.execute(mandate.update().where(due).values(values))
        for row in rows:
            if row.giver_id is not None:
                free_card_line(unit, row.giver_id, row.number_digest)
    _give_back_lines(unit, now)
    never_given = sa.and_(mandate.c.given_at.is_(None), mandate.c.ended_at < now - LIMITS.void_kept)
    old = sa.or_(never_given, mandate.c.ended_at < now - LIMITS.evidence_kept)
    on_paper = sa.and_(mandate.c.scan_digest.is_not(None), mandate.c.patient_id.is_not(None), old)
    rows = unit.all(sa.select(mandate.c.patient_id, mandate.c.number_digest).where(on_paper))
    forget_papers(unit, [(row.patient_id, row.number_digest) for row in rows])
    unit.execute(mandate.delete().where(old))
    unit.execute(use.delete().where(use.c.used_at < now - LIMITS.evidence_kept - LIMITS.void_kept))
    unit.execute(stop_code.delete().where(stop_code.c.expires_at < now))


def _give_back_lines(unit: Unit, now: datetime) -> None:
    """Give a card's line back once the question that it was kept for is over."""
    lives, asks = mandate.c.state.in_([str(one) for one in _OVER]), mandate.c.body.contains(_CARD)
    hers = sa.select(mandate.c.number_digest, mandate.c.giver_id, mandate.c.body)
    for row in unit.all(hers.where(lives, asks, mandate.c.giver_id.is_not(None))):
        question = json.loads(row.body)["question"]
        if datetime.fromisoformat(question["expires_at"]) <= now:
            free_card_line(unit, row.giver_id, row.number_digest)
