"""The invented staff: who works at the desks of a demonstration."""

from base64 import b32encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from dossier.base import KeyHolder
from dossier.identity import (
    AlreadyKnown,
    StaffUnknown,
    add_site,
    add_staff,
    check_new_password,
    enroll_staff,
    hash_password,
    staff_code,
    staff_member_of,
)
from dossier.policy import Role
from dossier.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at a desk: who, how to sign in, in which role and team, at which site."""

    identifier: str
    password: str
    first_name: str
    name: str
    role: Role
    team: str
    site: str = ""


SCHILTIGHEIM = "France Services de Schiltigheim"
STAFF: tuple[Colleague, ...] = (
    Colleague("mercier.paul", "un-casque-sur-les-oreilles", "Paul", "Mercier", Role.CALL_AGENT, "Nord"),
    Colleague("benmoussa.leila", "deux-lignes-en-attente", "Leïla", "Benmoussa", Role.CALL_AGENT, "Sud"),
    Colleague("dufour.sarah", "la-grande-salle-au-matin", "Sarah", "Dufour", Role.SUPERVISOR, "Direction"),
    Colleague(
        "perrin.nadia",
        "la-clef-de-la-maison",
        "Nadia",
        "Perrin",
        Role.SUPERVISOR,
        SCHILTIGHEIM,
        SCHILTIGHEIM,
    ),
    Colleague(
        "laurent.ines",
        "une-chaise-et-du-temps",
        "Inès",
        "Laurent",
        Role.ADVISOR,
        SCHILTIGHEIM,
        SCHILTIGHEIM,
    ),
)


def staff_is_planted(unit: Unit) -> bool:
    """Tell whether everybody is there: the last comes last."""
    return _is_known(unit, STAFF[-1].identifier)


def plant_staff(store: Store, now: datetime) -> None:
    """Plant the site and each colleague who isn't there yet."""
    with store.writing() as unit, suppress(AlreadyKnown):
        add_site(unit, SCHILTIGHEIM, "1 place de la Mairie, 67300 Schiltigheim", now)
    for colleague in STAFF:
        password_hash = hash_password(store.holder, check_new_password(colleague.password))
        with store.writing() as unit:
            if not _is_known(unit, colleague.identifier):
                _plant_one(unit, colleague, password_hash, now)


def colleagues() -> list[dict[str, str]]:
    """Return what one needs to know of each colleague."""
    return [
        {
            "role": str(one.role),
            "name": f"{one.first_name} {one.name}",
            "identifier": one.identifier,
            "password": one.password,
            "life": f"{str(one.role).replace('_', ' ')}, team {one.team}; at the desk",
            "team": one.team,
        }
        for one in STAFF
    ]


def app_code_for(unit: Unit, identifier: str, now: datetime) -> tuple[str, datetime] | None:
    """Return the next unused code of a colleague's app, and since when it is good; None if unknown."""
    return staff_code(unit, identifier, now)


def _plant_one(unit: Unit, colleague: Colleague, password_hash: str, now: datetime) -> None:
    who = (colleague.identifier, colleague.first_name, colleague.name)
    add_staff(unit, *who, colleague.role, colleague.team, now, site=colleague.site)
    enroll_staff(unit, colleague.identifier, password_hash, _secret(unit.holder, colleague.identifier))


def _secret(holder: KeyHolder, identifier: str) -> str:
    """Return the secret of a colleague's app: made from the demonstration's keys."""
    return b32encode(holder.digest("demo-staff", identifier.encode())[:20]).decode()


def _is_known(unit: Unit, identifier: str) -> bool:
    try:
        staff_member_of(unit, identifier)
    except StaffUnknown:
        return False
    return True
