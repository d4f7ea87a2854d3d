"""Calls by a gateway that is asked over HTTP: what is said, slowly and twice, and which keys mean what."""

from back_office.post.keypad import DIGITS
from back_office.post.port import Outcome, Parcel

from .http_gateway import HttpGateway


class VoiceProvider(HttpGateway):
    """One gateway for calls. It keeps keys: nobody is rung twice for one message."""

    def send(self, parcel: Parcel) -> Outcome:
        """Ask for one call."""
        return self._ask(parcel, {"script": script_of(parcel)})


def script_of(parcel: Parcel) -> dict[str, object]:
    """Return what is said, in order, and the keys that are listened to. Pure.

    Who answers is not known to be the person, so the lines hold no name; a machine that answers hears nothing:
    a code left on one could be heard by anybody.
    """
    french = {"lines_in_french": list(parcel.spoken_in_french)} if parcel.spoken_in_french else {}
    return {
        **french,
        "lines": list(parcel.spoken or (parcel.text,)),
        "times": 2,
        "rate": "slow",
        "pause_ms": 1500,
        "on_machine": "hang-up",
        "choices": [{"digit": DIGITS[answer], "answer": answer} for answer in parcel.keypad],
        **({"join": parcel.joins} if parcel.joins else {}),
    }
