"""Members of the staff whom a provider vouches for: linked by themselves at their open desk, found by that link alone.

No name and no e-mail finds anybody: whoever isn't linked is nobody here, whatever a provider says of her.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import canonical

from .staff_link_tables import staff_link
from .staff_sessions import StaffSession, open_staff_session
from .staff_signing_in import go_on_to_proof
from .staff_tables import staff_member


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """An account at a provider, as its answer tells of it."""

    provider: str
    subject: str
    siret: str
    """The establishment that she works for there (fourteen digits)."""


def link_staff(unit: Unit, session: StaffSession, account: StaffAccount, now: datetime) -> bool:
    """Link this account to whoever sits at the desk, in place of her earlier one; tell whether it was free.

    The caller has seen a fresh code at this desk: nobody links her account to a desk that somebody left.
    """
    digest = _digest(unit, account)
    owner: bytes | None = unit.scalar(sa.select(staff_link.c.staff_id).where(staff_link.c.digest == digest))
    if owner not in (None, session.staff_id):
        return False
    unlink_staff(unit, session.staff_id)
    row = {"digest": digest, "staff_id": session.staff_id, "siret": account.siret, "linked_at": now}
    return unit.add_new(staff_link, row)


def unlink_staff(unit: Unit, staff_id: bytes) -> None:
    """Forget her link, if any."""
    unit.execute(staff_link.delete().where(staff_link.c.staff_id == staff_id))


def staff_linked_since(unit: Unit, staff_id: bytes) -> datetime | None:
    """Return when she linked an account, or None."""
    found: datetime | None = unit.scalar(sa.select(staff_link.c.linked_at).where(staff_link.c.staff_id == staff_id))
    return found


def recognize_staff(unit: Unit, account: StaffAccount) -> bytes | None:
    """Return whose account this is, or None: linked by nobody, from another establishment, suspended, not enrolled."""
    hers = sa.and_(
        staff_link.c.digest == _digest(unit, account),
        staff_link.c.siret == account.siret,
        staff_link.c.staff_id == staff_member.c.staff_id,
        staff_member.c.suspended_at.is_(None),
        staff_member.c.totp_sealed.is_not(None),
    )
    staff_id: bytes | None = unit.scalar(sa.select(staff_member.c.staff_id).where(hers))
    return staff_id


def enter_vouched_staff(unit: Unit, visit: str, staff_id: bytes, now: datetime, *, second_factor: bool) -> str | None:
    """Open the desk of who was vouched for and return its token; without a second factor go on to ours, return None."""
    if second_factor:
        return open_staff_session(unit, staff_id, now)
    go_on_to_proof(unit, visit, staff_id, now)
    return None


def _digest(unit: Unit, account: StaffAccount) -> bytes:
    return unit.holder.digest("staff-link", canonical(account.provider.encode(), account.subject.encode()))
