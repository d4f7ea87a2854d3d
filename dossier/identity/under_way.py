"""Sign-ins under way, found by the visitor's token: twenty minutes from identifier to session."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.store import Unit

from .rules import SIGN_IN_LIFE
from .tables import sign_in

NO_IDENTIFIER = bytes(32)
"""In the place of an identifier's digest, when a provider vouched for the visitor, or none was typed yet."""
TURN_KEPT = timedelta(days=1)
"""How long a browser that a desk gave to the patient opens nothing but her turn, until she is told that it is over."""


class SignInExpired(Refused):
    """No sign-in is under way for this visitor, or it began too long ago."""

    code: ClassVar[str] = "sign-in-expired"


def visit_digest(visit: str) -> bytes:
    """Return the digest under which a visitor's sign-in is kept."""
    return sha256(visit.encode()).digest()


def under_way(unit: Unit, visit: str, now: datetime) -> sa.Row[tuple[object, ...]]:
    """Return this visitor's sign-in. Raises `SignInExpired`."""
    row = unit.first(sa.select(sign_in).where(sign_in.c.token_digest == visit_digest(visit)))
    if row is None or now - row.started_at > SIGN_IN_LIFE:
        raise SignInExpired
    return row


def with_identifier(unit: Unit, visit: str, now: datetime) -> sa.Row[tuple[object, ...]]:
    """Return a sign-in that began with an identifier. Raises `SignInExpired`."""
    row = under_way(unit, visit, now)
    if row.identifier_digest == NO_IDENTIFIER:
        raise SignInExpired
    return row


def past_password(unit: Unit, visit: str, now: datetime) -> sa.Row[tuple[object, ...]]:
    """Return a sign-in whose password was right, or vouched for. Raises `SignInExpired`."""
    row = under_way(unit, visit, now)
    if row.patient_id is None:
        raise SignInExpired
    return row


def identifier_in(unit: Unit, row: sa.Row[tuple[object, ...]]) -> str:
    """Return the identifier as it was typed."""
    return unit.holder.unwrap(row.identifier_sealed, b"sign-in" + row.token_digest).decode()


def turn_in(unit: Unit, visit: str) -> bytes | None:
    """Return to which turn at a desk this visitor's sign-in leads; None for one that opens her record."""
    turn: bytes | None = unit.scalar(sa.select(sign_in.c.turn).where(sign_in.c.token_digest == visit_digest(visit)))
    return turn


def is_at_desk(unit: Unit, visit: str) -> bool:
    """Tell whether this visitor signs in for her turn at a desk: that computer is never hers."""
    return turn_in(unit, visit) is not None


def begin_anew(unit: Unit, which: sa.ColumnElement[bool]) -> None:
    """Have these sign-ins begin again. Private to the room.

    Of one in a turn at a desk stays where it led: begun anew in that browser, it opens her record no more than before.
    """
    unit.execute(sign_in.delete().where(which, sign_in.c.turn.is_(None)))
    nothing = {"identifier_digest": NO_IDENTIFIER, "patient_id": None}
    unit.execute(sign_in.update().where(which).values(nothing))


def sign_in_over(unit: Unit, visit: str) -> None:
    """Forget the sign-in under way in this visit, if any."""
    unit.execute(sign_in.delete().where(sign_in.c.token_digest == visit_digest(visit)))
