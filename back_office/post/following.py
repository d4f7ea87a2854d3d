"""What follows when a channel has failed: her other addresses, and the letters that another room writes anew."""

from datetime import datetime

from dossier.identity import notice_addresses, person_of
from dossier.lifecycle import notice_came_back
from dossier.outbox import Channel, Posted
from dossier.store import Unit


class PersonsWays:
    """The ways of the people on file, as the outbox asks for them."""

    def on_file(self, unit: Unit, posted: Posted) -> dict[Channel, str]:
        """Return the addresses she has on file now, by channel; read under the entry of the message's queuing."""
        return dict(notice_addresses(person_of(unit, posted.patient_id, posted.witness)))

    def anew(self, unit: Unit, posted: Posted, now: datetime) -> bool:
        """Write the notice by post, with a new code; False when she has no address (CSP R1111-28)."""
        return notice_came_back(unit, posted.patient_id, posted.message.address, now) != "unreachable"
