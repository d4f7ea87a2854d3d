"""The visits that are open, here and elsewhere, and the button that closes them all."""

from dossier.identity import OpenVisit, end_all_sessions, session_is_alive, sessions_of
from dossier.policy import Acting, Role
from portal.ui import Answer, Ask, Guard, Shown, SignedOut, Work

from .pages import Visit, VisitsPage
from .views import own_session, room


@room.page("/mon-compte/visites", guard=Guard.SIGNED_IN, menu="account")
def list_visits(ask: Ask) -> Answer:
    """Show them; those that ended by themselves aren't open any more."""
    session = own_session(ask)
    open_now = (visit for visit in sessions_of(ask.unit, session.patient_id) if _is_alive(ask, visit))
    shown = (
        Visit(visit.started_at, visit.seen_at, visit.at_home, visit.token_digest == session.token_digest)
        for visit in open_now
    )
    return Shown("account/visits.html", VisitsPage(tuple(shown)))


@room.page("/mon-compte/visites", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def close_all(ask: Ask) -> Answer:
    """Close them all, this one too; no computer is known any more."""
    herself = own_session(ask).patient_id
    end_all_sessions(ask.unit, Acting(Role.PATIENT, herself, herself), ask.now)
    return SignedOut("/au-revoir")


def _is_alive(ask: Ask, visit: OpenVisit) -> bool:
    idle, total = ask.settings.session_limits(at_home=visit.at_home)
    seen, started = visit.seen_at, visit.started_at
    return session_is_alive(ask.now, seen_at=seen, started_at=started, ended_at=None, idle=idle, total=total)
