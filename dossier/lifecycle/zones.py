"""Where a person lives, as far as holidays and midnights go: ten zones (DOMAIN B6). Pure."""

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


def zone_named(name: str) -> Zone:
    """Return the zone of this name. Raises `ZoneUnknown`."""
    try:
        return Zone(name)
    except ValueError:
        raise ZoneUnknown(zone=name) from None
