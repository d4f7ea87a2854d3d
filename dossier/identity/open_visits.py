"""The visits of a person that are open, wherever they are, and the way to close them all at once."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.journal import Event, append
from dossier.policy import Acting
from dossier.store import Unit

from .known_devices import forget_devices
from .tables import sign_in, web_session
from .under_way import begin_anew


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """One session that nobody has ended. Whether it is too old is for those to say who know the limits."""

    token_digest: bytes
    started_at: datetime
    seen_at: datetime
    at_home: bool


def sessions_of(unit: Unit, patient_id: bytes) -> tuple[OpenVisit, ...]:
    """Return a person's sessions that weren't ended, the last used first."""
    session = web_session
    hers = sa.select(session).where(session.c.patient_id == patient_id, session.c.ended_at.is_(None))
    return tuple(
        OpenVisit(row.token_digest, row.started_at, row.seen_at, row.at_home)
        for row in unit.all(hers.order_by(session.c.seen_at.desc(), session.c.token_digest))
    )


def end_all_sessions(unit: Unit, acting: Acting, now: datetime) -> int:
    """End every session of the person acted on, and know none of her computers any more; return how many ended.

    Sign-ins under way begin again. Told in her journal, with who did it.
    """
    session = web_session
    hers = sa.and_(session.c.patient_id == acting.patient_id, session.c.ended_at.is_(None))
    ended = unit.execute(session.update().where(hers).values(ended_at=now)).rowcount
    forget_devices(unit, acting.patient_id)
    begin_anew(unit, sign_in.c.patient_id == acting.patient_id)
    append(unit, acting, Event.IDENTITY_SESSIONS_CLOSED, now, {"count": str(ended)})
    return ended
