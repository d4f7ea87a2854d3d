"""What a view of the desk is asked with."""

from datetime import timedelta
from functools import cached_property

from dossier.identity import KeySite, StaffSession
from dossier.policy import Acting, NotPermitted
from portal.ui import Asked


class DeskAsk(Asked[StaffSession]):
    """One request to the desk."""

    @property
    def staff(self) -> StaffSession:
        """Return whose desk it is. Raises `NotPermitted`; a page behind any guard but the public one always has one."""
        if self.session is None:
            raise NotPermitted
        return self.session

    @property
    def is_locked(self) -> bool:
        """Tell whether this desk asks for a code first."""
        return self.staff.is_locked(self.now, timedelta(minutes=self.settings.desk_idle_minutes))

    @cached_property
    def key_site(self) -> KeySite | None:
        """Return the site that security keys are made for; None where browsers make none."""
        return KeySite.of(self.settings.desk_url)

    def acting_for(self, patient_id: bytes) -> Acting:
        """Return this member of the staff acting for a patient; what she may do there the policy says."""
        return Acting(self.staff.role, patient_id, self.staff.staff_id, self.staff.actor_name)

    def asked(self, name: str) -> str:
        """Return a value of the address, without signs that can't be seen, or an empty text."""
        return "".join(sign for sign in self.request.args.get(name, "").strip() if sign.isprintable())[:200]
