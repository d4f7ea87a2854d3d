"""The printed card: fifty numbered codes, each good once, in their order.

A line may be kept apart for one act (a mandate under way): nothing else then takes its code.
"""

import secrets
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit

from .passwords import card_code_is_right
from .rules import CARD_LINES, canonical_code
from .tables import code_card, code_card_line

_DIGITS = 8


def new_card_codes() -> tuple[str, ...]:
    """Return fifty fresh codes of eight digits."""
    return tuple(f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}" for _ in range(CARD_LINES))


def next_line(unit: Unit, patient_id: bytes) -> int | None:
    """Return the number of the card's first unused line that isn't kept apart, or None without a card."""
    found: int | None = unit.scalar(sa.select(sa.func.min(code_card_line.c.line)).where(_free(patient_id)))
    return found


def lines_left(unit: Unit, patient_id: bytes) -> int:
    """Return how many codes of the card are unused, without those kept apart."""
    left: int = unit.scalar(sa.select(sa.func.count(code_card_line.c.line)).where(_free(patient_id)))
    return left


def use_card_line(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the card's next code was typed, and use it up. Without a card the same work is done."""
    return _use(unit, _free(patient_id), typed, now)


def reserve_card_line(unit: Unit, patient_id: bytes, act: bytes) -> int | None:
    """Keep the card's next line apart for one act, named by a digest; return its number, None without a card.

    Asked again for the same act, it is the same line. The caller holds the chain (`journal.hold`).
    """
    line = code_card_line
    kept = unit.scalar(sa.select(line.c.line).where(_kept(patient_id, act)))
    number: int | None = kept if kept is not None else next_line(unit, patient_id)
    if kept is None and number is not None:
        unit.execute(line.update().where(_free(patient_id), line.c.line == number).values(reserved_for=act))
    return number


def use_reserved_line(unit: Unit, patient_id: bytes, act: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the code of the line kept apart for this act was typed, and use it up.

    Where there is none the same work is done.
    """
    return _use(unit, _kept(patient_id, act), typed, now)


def free_card_line(unit: Unit, patient_id: bytes, act: bytes) -> None:
    """Give back the line kept apart for an act that is over; the card goes on with it."""
    unit.execute(code_card_line.update().where(_kept(patient_id, act)).values(reserved_for=None))


def _free(patient_id: bytes) -> sa.ColumnElement[bool]:
    line = code_card_line
    return sa.and_(line.c.patient_id == patient_id, line.c.used_at.is_(None), line.c.reserved_for.is_(None))


def _kept(patient_id: bytes, act: bytes) -> sa.ColumnElement[bool]:
    line = code_card_line
    return sa.and_(line.c.patient_id == patient_id, line.c.used_at.is_(None), line.c.reserved_for == act)


def _use(unit: Unit, unused: sa.ColumnElement[bool], typed: str, now: datetime) -> bool:
    code = canonical_code(typed)
    line = code_card_line
    row = unit.first(sa.select(line).where(unused).order_by(line.c.line).limit(1))
    right = len(code) == _DIGITS and card_code_is_right(unit.holder, row.code_hash if row else None, code)
    if row is None or not right:
        return False
    this = sa.and_(unused, line.c.card_id == row.card_id, line.c.line == row.line)
    return unit.execute(line.update().where(this).values(used_at=now)).rowcount == 1


def drop_card(unit: Unit, patient_id: bytes) -> None:
    """Forget a person's card: none of its codes is good any more."""
    for table in (code_card_line, code_card):
        unit.execute(table.delete().where(table.c.patient_id == patient_id))
