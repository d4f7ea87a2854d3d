"""Declaring a section of the profile: a list, or nothing to declare."""

from datetime import datetime

from dossier.journal import Event, append
from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import key_of

from .rules import MAX_ITEMS, MAX_TEXT, SECTIONS, SectionUnfit
from .sealed import DeclaredItem, section_place, to_bytes
from .tables import section


def declare_list(unit: Unit, acting: Acting, name: str, items: tuple[DeclaredItem, ...], now: datetime) -> None:
    """Replace a section's list. Raises `NotPermitted`, `SectionUnfit`."""
    if not items:
        raise SectionUnfit(section=name)
    _declare(unit, acting, name, items, now)


def declare_none(unit: Unit, acting: Acting, name: str, now: datetime) -> None:
    """Declare that there is nothing to list. Raises `NotPermitted`, `SectionUnfit`."""
    _declare(unit, acting, name, (), now)


def _declare(unit: Unit, acting: Acting, name: str, items: tuple[DeclaredItem, ...], now: datetime) -> None:
    ground = require(acting, Action.PROFILE_DECLARE)
    too_long = any(len(item.text) > MAX_TEXT or len(item.detail) > MAX_TEXT for item in items)
    if name not in SECTIONS or len(items) > MAX_ITEMS or too_long:
        raise SectionUnfit(section=name)
    row = {
        "patient_id": acting.patient_id,
        "section": name,
        "sealed": key_of(unit, acting.patient_id).seal(to_bytes(items), section_place(acting.patient_id, name)),
        "declared_at": now,
    }
    unit.put(section, row)
    append(unit, acting, Event.PROFILE_SECTION_DECLARED, now, {"section": name, "ground": str(ground)})
