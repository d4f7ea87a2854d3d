"""Waits that grow after failures, for an account from one network; no lock that a stranger could trigger.

What is counted over a window (an account from anywhere, the whole house) never makes anybody wait: past a limit the
code is asked before the password.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.store import Unit

from .rules import wait_after
from .tables import throttle

_FORGOTTEN_AFTER = timedelta(hours=12)
_FIND = sa.select(throttle).where(throttle.c.key == sa.bindparam("key"))


class TooManyTries(Refused):
    """Too many failures from this network for this account: it must wait."""

    code: ClassVar[str] = "too-many-tries"


def throttle_key(unit: Unit, what: str, account: bytes, network: str) -> bytes:
    """Return the look-up key of one account seen from one network, as a keyed digest."""
    return unit.holder.digest(f"throttle:{what}", account + network.encode())


def check_wait(unit: Unit, key: bytes, now: datetime) -> None:
    """Raise `TooManyTries` with the seconds left while a wait lasts."""
    row = unit.first(_FIND, {"key": key})
    if row is not None and row.until_at > now:
        raise TooManyTries(retry_after_seconds=int((row.until_at - now).total_seconds()) + 1)


def count_failure(unit: Unit, key: bytes, now: datetime, *, free: int = 4) -> int:
    """Count one more failure and set the wait it earns past `free` ones; return how many there are now."""
    row = unit.first(_FIND.with_for_update(), {"key": key})
    fresh = row is None or now - row.last_at > _FORGOTTEN_AFTER
    failures = 1 if row is None or fresh else row.failures + 1
    until_at = now + wait_after(failures, free)
    unit.put(throttle, {"key": key, "failures": failures, "last_at": now, "until_at": until_at})
    return failures


def is_waiting(unit: Unit, key: bytes, now: datetime) -> bool:
    """Tell whether a wait lasts."""
    row = unit.first(_FIND, {"key": key})
    return row is not None and row.until_at > now


def count_in_window(unit: Unit, key: bytes, now: datetime, window: timedelta) -> None:
    """Count one more failure since the window's first one; when the window is over, another begins."""
    row = unit.first(_FIND.with_for_update(), {"key": key})
    fresh = row is None or row.until_at <= now
    failures = 1 if row is None or fresh else row.failures + 1
    until_at = now + window if row is None or fresh else row.until_at
    unit.put(throttle, {"key": key, "failures": failures, "last_at": now, "until_at": until_at})


def check_window(unit: Unit, key: bytes, now: datetime, most: int) -> None:
    """Raise `TooManyTries`, with the seconds until it is over, once a window holds so many failures."""
    row = unit.first(_FIND, {"key": key})
    if row is not None and row.until_at > now and row.failures >= most:
        raise TooManyTries(retry_after_seconds=int((row.until_at - now).total_seconds()) + 1)


def counted(unit: Unit, keys: Sequence[bytes], now: datetime) -> int:
    """Return how many failures these windows hold together."""
    alive = sa.and_(throttle.c.key.in_(keys), throttle.c.until_at > now)
    failures: int | None = unit.scalar(sa.select(sa.func.sum(throttle.c.failures)).where(alive))
    return int(failures or 0)


def sweep(unit: Unit, now: datetime) -> None:
    """Delete the failures that are forgotten by now: a stranger's guesses don't fill the table for ever."""
    old = sa.and_(throttle.c.last_at < now - _FORGOTTEN_AFTER, throttle.c.until_at < now)
    unit.execute(throttle.delete().where(old))


def forgive(unit: Unit, key: bytes) -> None:
    """Forget the failures after a success."""
    unit.execute(throttle.delete().where(throttle.c.key == key))
