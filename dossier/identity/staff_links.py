"""Members of the staff whom a provider vouches for: linked by themselves at their open desk, found by that link alone.

No name and no e-mail finds anybody: whoever isn't linked is nobody here, whatever a provider says of her.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import canonical

from .staff_acts import StaffAct, note_staff_act
from .staff_link_tables import staff_link
from .staff_sessions import StaffSession, open_staff_session
from .staff_signing_in import go_on_to_proof
from .staff_tables import site, staff_member


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """An account at a provider, as its answer tells of it."""

    provider: str
    subject: str
    siret: str
    """The establishment that she works for there (fourteen digits)."""


Linked = Literal["linked", "taken", "elsewhere"]
"""What became of a link: made; somebody else's account; an account of another establishment than her site's."""


def link_staff(unit: Unit, session: StaffSession, account: StaffAccount, now: datetime) -> Linked:
    """Link this account to whoever sits at the desk, in place of her earlier one; tell what became of it.

    The caller has seen a fresh code at this desk: nobody links her account to a desk that somebody left. A line of the
    staff's journal, done or not.
    """
    digest = _digest(unit, account)
    owner: bytes | None = unit.scalar(sa.select(staff_link.c.staff_id).where(staff_link.c.digest == digest))
    fits = _site_fits(unit, session.staff_id, account.siret)
    is_free = fits and owner in (None, session.staff_id)
    if is_free:
        _forget(unit, session.staff_id)
        row = {"digest": digest, "staff_id": session.staff_id, "siret": account.siret, "linked_at": now}
        is_free = unit.add_new(staff_link, row)
    note_staff_act(unit, session.staff_id, StaffAct.LINKED, now, is_done=is_free)
    if not fits:
        return "elsewhere"
    return "linked" if is_free else "taken"


def unlink_staff(unit: Unit, staff_id: bytes, now: datetime) -> None:
    """Forget her link, if any; a line of the staff's journal."""
    _forget(unit, staff_id)
    note_staff_act(unit, staff_id, StaffAct.UNLINKED, now)


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
    return staff_id if staff_id is not None and _site_fits(unit, staff_id, account.siret) else None


def enter_vouched_staff(unit: Unit, visit: str, staff_id: bytes, now: datetime, *, second_factor: bool) -> str | None:
    """Open the desk of who was vouched for and return its token; without a second factor go on to ours, return None."""
    if second_factor:
        return open_staff_session(unit, staff_id, now)
    go_on_to_proof(unit, visit, staff_id, now)
    return None


def _site_fits(unit: Unit, staff_id: bytes, siret: str) -> bool:
    """Tell whether an account of this establishment may be hers: a site that has a SIRET wants its own (INTEROP C1)."""
    hers = sa.and_(staff_member.c.staff_id == staff_id, staff_member.c.site == site.c.name)
    wanted: str | None = unit.scalar(sa.select(site.c.siret).where(hers))
    return wanted in (None, siret)


def _forget(unit: Unit, staff_id: bytes) -> None:
    unit.execute(staff_link.delete().where(staff_link.c.staff_id == staff_id))


def _digest(unit: Unit, account: StaffAccount) -> bytes:
    return unit.holder.digest("staff-link", canonical(account.provider.encode(), account.subject.encode()))
