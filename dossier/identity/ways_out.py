"""The way out of an identity provider: what its own leaving page asks for, kept as long as the visit it came with."""

from dataclasses import asdict, dataclass
from datetime import datetime

from dossier.store import Unit

from .drafts import draft, drop_draft, keep_draft

_PURPOSE = "way-out"


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where a provider ends its own session, and the token by which it knows whose."""

    provider: str
    address: str
    id_token: str


def keep_way_out(unit: Unit, visit: str, way_out: WayOut, now: datetime) -> None:
    """Keep it sealed for this visit: a visitor's, or the session's that she opens."""
    keep_draft(unit, visit, _PURPOSE, asdict(way_out), now)


def way_out_of(unit: Unit, visit: str, now: datetime) -> WayOut | None:
    """Return the way out kept for this visit, or None when it didn't pass by a provider."""
    kept = draft(unit, visit, _PURPOSE, now)
    return WayOut(**kept) if kept else None


def hand_way_out(unit: Unit, visit: str, to: str, now: datetime) -> bool:
    """Let another visit have it, the one that this browser goes on with; tell whether there was one."""
    way_out = way_out_of(unit, visit, now)
    if way_out is None:
        return False
    drop_way_out(unit, visit)
    keep_way_out(unit, to, way_out, now)
    return True


def drop_way_out(unit: Unit, visit: str) -> None:
    """Forget it."""
    drop_draft(unit, visit, _PURPOSE)
