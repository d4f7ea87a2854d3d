"""The printed card: fifty numbered codes, each good once, in their order.

The lowest unused line may be kept apart for one act (a mandate under way): no other then takes its code.
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
    free = sa.select(sa.func.count(code_card_line.c.line)).where(_free(patient_id))
    left: int = unit.once("lines-left", patient_id, lambda: unit.scalar(free))
    return left


def use_card_line(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the card's next code was typed, and use it up. Without a card the same work is done."""
    return _use(unit, _free(patient_id), typed, now)


def reserve_card_line(unit: Unit, patient_id: bytes, act: bytes) -> None:
    """Keep the card's lowest unused line apart for one act, named by a digest; without a card, nothing.

    She is asked for the next code that isn't crossed out. So it is that line even when an act of before kept it, which
    then has none: one line of a card is kept at most. The caller holds the chain (`journal.hold`).
    """
    line, unused = code_card_line, _unused(patient_id)
    free_card_line(unit, patient_id, act)
    lowest = sa.select(sa.func.min(line.c.line)).where(unused)
    unit.execute(line.update().where(unused, line.c.line == unit.scalar(lowest)).values(reserved_for=act))


def use_lowest_card_line(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the first code that isn't crossed out was typed, kept apart or not, and use it up."""
    return _use(unit, _unused(patient_id), typed, now)


def use_reserved_line(unit: Unit, patient_id: bytes, act: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the code of the line kept apart for this act was typed, and use it up.

    Where there is none the same work is done.
    """
    return _use(unit, _kept(patient_id, act), typed, now)


def free_card_line(unit: Unit, patient_id: bytes, act: bytes) -> None:
    """Give back the line kept apart for an act that is over; the card goes on with it."""
    unit.execute(code_card_line.update().where(_kept(patient_id, act)).values(reserved_for=None))


def _unused(patient_id: bytes) -> sa.ColumnElement[bool]:
    return sa.and_(code_card_line.c.patient_id == patient_id, code_card_line.c.used_at.is_(None))


def _free(patient_id: bytes) -> sa.ColumnElement[bool]:
    return sa.and_(_unused(patient_id), code_card_line.c.reserved_for.is_(None))


def _kept(patient_id: bytes, act: bytes) -> sa.ColumnElement[bool]:
    return sa.and_(_unused(patient_id), code_card_line.c.reserved_for == act)


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
