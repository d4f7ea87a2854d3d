"""The sites where advisors stand: added by the operator, named on every mandate."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused, new_id
from dossier.store import Unit

from .enrollment import AlreadyKnown
from .staff_tables import site

LONGEST_SITE_NAME, LONGEST_SITE_ADDRESS = 40, 200
_SIRET = re.compile(r"\d{14}", re.ASCII)


class SiteUnfit(Refused):
    """A site has a name and an address that fit on a deed, and a SIRET of fourteen digits or none."""

    code: ClassVar[str] = "site-unfit"


class SiteUnknown(Refused):
    """No site has this name."""

    code: ClassVar[str] = "site-unknown"


@dataclass(frozen=True, slots=True)
class Site:
    """A house where advisors stand."""

    site_id: bytes
    name: str
    address: str
    siret: str
    """Empty when it has none."""


def add_site(unit: Unit, name: str, address: str, now: datetime, *, siret: str = "") -> None:
    """Add a site. Raises `SiteUnfit` (name, address, siret), `AlreadyKnown`."""
    name, address, siret = " ".join(name.split()), " ".join(address.split()), "".join(siret.split())
    if not 0 < len(name) <= LONGEST_SITE_NAME:
        raise SiteUnfit(why="name", most=LONGEST_SITE_NAME)
    if not 0 < len(address) <= LONGEST_SITE_ADDRESS:
        raise SiteUnfit(why="address", most=LONGEST_SITE_ADDRESS)
    if siret and not _SIRET.fullmatch(siret):
        raise SiteUnfit(why="siret")
    row = {"site_id": new_id(), "name": name, "address": address, "siret": siret or None, "added_at": now}
    if not unit.add_new(site, row):
        raise AlreadyKnown(field="site")


def all_sites(unit: Unit) -> list[Site]:
    """Return every site, by name."""
    return [_site(row) for row in unit.all(sa.select(site).order_by(site.c.name))]


def site_named(unit: Unit, name: str) -> Site:
    """Return the site of this name. Raises `SiteUnknown`."""
    row = unit.first(sa.select(site).where(site.c.name == name))
    if row is None:
        raise SiteUnknown
    return _site(row)


def _site(row: sa.Row[tuple[object, ...]]) -> Site:
    return Site(row.site_id, row.name, row.address, row.siret or "")
