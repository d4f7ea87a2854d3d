"""Where a person lives, as far as holidays and midnights go: ten zones (DOMAIN B6). Pure."""

import re
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from dossier.base import Refused


class Zone(StrEnum):
    """A part of the country with holidays or hours of its own. The Pacific has its own insurance: left out."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    LA_REUNION = "la-reunion"
    MAYOTTE = "mayotte"
    SAINT_MARTIN = "saint-martin"
    SAINT_BARTHELEMY = "saint-barthelemy"
    SAINT_PIERRE_ET_MIQUELON = "saint-pierre-et-miquelon"


class ZoneUnknown(Refused):
    """No zone has this name."""

    code: ClassVar[str] = "zone-unknown"


PARIS = ZoneInfo("Europe/Paris")

_CLOCKS: dict[Zone, ZoneInfo] = {
    Zone.METROPOLE: PARIS,
    Zone.ALSACE_MOSELLE: PARIS,
    Zone.GUADELOUPE: ZoneInfo("America/Guadeloupe"),
    Zone.MARTINIQUE: ZoneInfo("America/Martinique"),
    Zone.GUYANE: ZoneInfo("America/Cayenne"),
    Zone.LA_REUNION: ZoneInfo("Indian/Reunion"),
    Zone.MAYOTTE: ZoneInfo("Indian/Mayotte"),
    Zone.SAINT_MARTIN: ZoneInfo("America/Marigot"),
    Zone.SAINT_BARTHELEMY: ZoneInfo("America/St_Barthelemy"),
    Zone.SAINT_PIERRE_ET_MIQUELON: ZoneInfo("America/Miquelon"),
}


def local_time(zone: Zone) -> ZoneInfo:
    """Return the time zone in which a zone's days begin and end."""
    return _CLOCKS[zone]


_BY_DEPARTMENT: dict[str, Zone] = {
    "57": Zone.ALSACE_MOSELLE,
    "67": Zone.ALSACE_MOSELLE,
    "68": Zone.ALSACE_MOSELLE,
    "971": Zone.GUADELOUPE,
    "972": Zone.MARTINIQUE,
    "973": Zone.GUYANE,
    "974": Zone.LA_REUNION,
    "975": Zone.SAINT_PIERRE_ET_MIQUELON,
    "976": Zone.MAYOTTE,
}
_BY_WHOLE_CODE: dict[str, Zone] = {"97133": Zone.SAINT_BARTHELEMY, "97150": Zone.SAINT_MARTIN}
"""The two islands kept the postal codes they had as communes of Guadeloupe."""
_NOT_SERVED = re.compile(r"98[4-8]")


def zone_of_postal_code(code: str) -> Zone:
    """Return the zone in which a French postal code lies. Raises `ZoneUnknown` for the Pacific and the far south."""
    if _NOT_SERVED.match(code):
        raise ZoneUnknown(department=code[:3])
    whole = _BY_WHOLE_CODE.get(code)
    return whole or _BY_DEPARTMENT.get(code[:3]) or _BY_DEPARTMENT.get(code[:2]) or Zone.METROPOLE


def zone_named(name: str) -> Zone:
    """Return the zone of this name. Raises `ZoneUnknown`."""
    try:
        return Zone(name)
    except ValueError:
        raise ZoneUnknown(zone=name) from None
