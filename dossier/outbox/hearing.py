"""Events that providers tell: known for as long as they may be told again, so that each counts once."""

from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit

from .limits import LIMITS
from .tables import heard


def was_heard(unit: Unit, event: str, now: datetime) -> bool:
    """Tell whether an event was told before. `event`: the provider's name, of which kind it is, its own name."""
    this = sa.and_(heard.c.mark == _mark(unit, event), heard.c.until_at > now)
    return unit.first(sa.select(heard.c.until_at).where(this)) is not None


def hear(unit: Unit, event: str, now: datetime) -> str | None:
    """Note an event in the transaction of what it does; return what was answered when it was told before.

    Told twice at once, the second waits for the first.
    """
    mark = _mark(unit, event)
    unit.execute(heard.delete().where(heard.c.mark == mark, heard.c.until_at <= now))
    if unit.add_new(heard, {"mark": mark, "said": "", "until_at": now + LIMITS.retold}):
        return None
    said: str = unit.scalar(sa.select(heard.c.said).where(heard.c.mark == mark))
    return said


def keep_answer(unit: Unit, event: str, said: str) -> None:
    """Keep the short code of what is answered to an event, for when it is told again."""
    unit.execute(heard.update().where(heard.c.mark == _mark(unit, event)).values(said=said))


def sweep_heard(unit: Unit, now: datetime) -> None:
    """Forget what nobody will tell again."""
    unit.execute(heard.delete().where(heard.c.until_at <= now))


def _mark(unit: Unit, event: str) -> bytes:
    return unit.holder.digest("outbox-heard", event.encode())
