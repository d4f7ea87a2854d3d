"""What one person may be asked in a day, whoever asks: the same for whoever isn't here. Counted by the INS alone.

An identity is hers when its INS is; her names may be written in many ways. So a count by the INS tells nobody whether
a name was right.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.identity import TooManyTries, check_window, count_in_window, person_of, throttle_key
from dossier.store import Unit

from .keeping import Held
from .limits import LIMITS
from .shapes import MandateState, QuestionTooSoon, TooManyDrafts
from .tables import mandate as table

_DAY = timedelta(days=1)


def mark_of_ins(unit: Unit, ins: str) -> bytes:
    """Return what is counted under: a keyed digest of an INS as it was typed."""
    return unit.holder.digest("mandate-person", ins.encode())


def mark_of(unit: Unit, found: Held) -> bytes:
    """Return the same for whoever agrees to a mandate."""
    if found.giver_id is None:
        return found.seed
    return mark_of_ins(unit, person_of(unit, found.giver_id, found.giver_witness).ins)


def check_drafts(unit: Unit, mark: bytes, person_id: bytes | None, now: datetime) -> None:
    """Raise `TooManyDrafts` while so many drafts wait for this person's answer, or for nobody's with this INS."""
    asked = table.c.seed == mark
    if person_id is not None:
        asked = sa.or_(asked, table.c.giver_id == person_id)
    waits = sa.and_(table.c.state == str(MandateState.DRAFT), table.c.until_at > now)
    if unit.scalar(sa.select(sa.func.count()).select_from(table).where(asked, waits)) >= LIMITS.living_drafts:
        raise TooManyDrafts


def count_code(unit: Unit, found: Held, now: datetime) -> None:
    """Count a code that is sent, or seems to be. Raises `QuestionTooSoon` (many) past those of a day."""
    key = throttle_key(unit, "mandate-codes", mark_of(unit, found), "")
    try:
        check_window(unit, key, now, LIMITS.codes_a_day)
    except TooManyTries as refused:
        raise QuestionTooSoon(why="many") from refused
    count_in_window(unit, key, now, _DAY)


def check_failures(unit: Unit, found: Held, now: datetime) -> None:
    """Raise `TooManyTries` once a day's wrong answers were given: none is taken until the day is over."""
    check_window(unit, _failures_key(unit, found), now, LIMITS.failures_a_day)


def count_wrong_answer(unit: Unit, found: Held, now: datetime) -> None:
    """Count a wrong answer."""
    count_in_window(unit, _failures_key(unit, found), now, _DAY)


def _failures_key(unit: Unit, found: Held) -> bytes:
    return throttle_key(unit, "mandate-failures", mark_of(unit, found), "")
