"""Who sits at a desk, as its band says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dossier.identity import StaffSession
from dossier.policy import Role
from i18n import gettext

_PARIS = ZoneInfo("Europe/Paris")
_ROLES = {
    Role.CALL_AGENT: gettext("Téléconseil"),
    Role.SUPERVISOR: gettext("Responsable"),
    Role.ADVISOR: gettext("Guichet"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """Name, desk and hours of whoever sits there."""

    name: str
    role: str
    team: str
    since: str
    until: str

    @classmethod
    def of(cls, session: StaffSession, total: timedelta) -> "Badge":
        """Return the badge of an open desk, whose working day lasts `total`."""
        return cls(
            f"{session.first_name} {session.name}",
            role_in_words(session.role),
            session.team,
            _hour(session.started_at),
            _hour(session.started_at + total),
        )


def role_in_words(role: Role) -> str:
    """Return how the desk of a role is called."""
    return _ROLES[role]


def _hour(at: datetime) -> str:
    local = at.astimezone(_PARIS)
    return f"{local.hour} h {local.minute:02d}"
