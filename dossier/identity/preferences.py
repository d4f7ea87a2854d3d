"""What a person prefers: the size of the text, and the way by which notices reach her."""

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .tables import preference

NoticeChannel = Literal["email", "letter", "sms"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Text size in CSS pixels, and the channel for notices."""

    text_size: int = 20
    notice_channel: NoticeChannel = "letter"


def set_preferences(unit: Unit, acting: Acting, preferences: Preferences) -> None:
    """Keep a person's own preferences. Raises `NotPermitted`."""
    require(acting, Action.SPACE_ACTIVATE)
    row = {
        "patient_id": acting.patient_id,
        "text_size": preferences.text_size,
        "notice_channel": preferences.notice_channel,
    }
    unit.put(preference, row)


def preferences_of(unit: Unit, patient_id: bytes) -> Preferences:
    """Return a person's preferences, or the usual ones."""
    row = unit.first(sa.select(preference).where(preference.c.patient_id == patient_id))
    return Preferences() if row is None else Preferences(row.text_size, row.notice_channel)
