"""The printed card: fifty numbered codes, each good once, in their order."""

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
    """Return the number of the card's first unused line, or None without a card."""
    line = code_card_line
    unused = sa.select(sa.func.min(line.c.line)).where(line.c.patient_id == patient_id, line.c.used_at.is_(None))
    found: int | None = unit.scalar(unused)
    return found


def lines_left(unit: Unit, patient_id: bytes) -> int:
    """Return how many codes of the card are unused."""
    line = code_card_line
    unused = sa.select(sa.func.count()).where(line.c.patient_id == patient_id, line.c.used_at.is_(None))
    left: int = unit.scalar(unused)
    return left


def use_card_line(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the card's next code was typed, and use it up. Without a card the same work is done."""
    code = canonical_code(typed)
    line = code_card_line
    unused = sa.and_(line.c.patient_id == patient_id, line.c.used_at.is_(None))
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
