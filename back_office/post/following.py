"""What follows when a channel has failed: her other addresses, and the letter that another room writes anew."""

from datetime import datetime

from dossier.base import Settings
from dossier.identity import notice_addresses, person_of
from dossier.lifecycle import NOTICE, PARIS, notice_came_back, notice_left, notice_unheard
from dossier.outbox import Channel, Posted
from dossier.store import Unit


class PersonsWays:
    """The ways of the people on file, as the outbox asks for them."""

    def __init__(self, *, calls: bool = True) -> None:
        """`calls`: whether somebody takes calls for this house."""
        self._calls = calls

    def on_file(self, unit: Unit, posted: Posted) -> dict[Channel, str]:
        """Return the addresses she has on file now, by channel; read under the entry of the message's queuing.

        She is called at home, else on her mobile, where this house has a voice.
        """
        person = person_of(unit, posted.patient_id, posted.witness)
        ways: dict[Channel, str] = dict(notice_addresses(person))
        ways.pop("voice", None)
        phone = person.landline or person.mobile
        return ways | ({"voice": phone} if phone and self._calls else {})

    def anew(self, unit: Unit, posted: Posted, now: datetime) -> bool:
        """Write an e-mailed notice by post, with a new code (CSP R1111-28); False when she has no address.

        Of a letter or a call nothing is written anew, and no window runs any more.
        """
        if posted.message.channel != "email":
            notice_unheard(unit, posted.patient_id, now)
            return False
        return notice_came_back(unit, posted.patient_id, posted.message.address, now) != "unreachable"

    def arrived(self, unit: Unit, patient_id: bytes, kind: str, channel: Channel, now: datetime) -> None:
        """Begin the window of an e-mailed notice whose worker was killed before it said that it left."""
        if (kind, channel) == (NOTICE, "email"):
            notice_left(unit, patient_id, now.astimezone(PARIS).date(), now)


def ways_of(settings: Settings) -> PersonsWays:
    """Return the ways that this house has to its people."""
    return PersonsWays(calls="voice" in settings.code_channels)
