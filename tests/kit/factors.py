"""Somebody with a session open who changes her means of signing in, on either database."""

from datetime import datetime, timedelta

import pyotp

from dossier.identity import (
    CHANNELS,
    FactorKind,
    Session,
    act_of,
    ask_proof,
    factors_of,
    find_session,
    give_proof,
    offer_secret,
    take_secret,
)
from dossier.outbox import Message, waiting_messages
from dossier.store import Store
from tests.kit.house import CODES, NOW, enrolled, signed_in, with_credentials

NETWORK = "203.0.113"
ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")


class Reader:
    """Mme Roux in her account: her session, and the next code of her card."""

    def __init__(self, store: Store, **traits: object) -> None:
        """Enroll her, with an address unless told otherwise, and open her session."""
        self.store = store
        with store.writing() as unit:
            self.id = enrolled(unit, **({"address": ADDRESS} | traits))
            self.identifier = with_credentials(unit, self.id)
            self.visit = signed_in(unit, self.id)
        self._codes = iter(CODES)

    def session(self, unit: object) -> Session:
        """Return her session, as the gate finds it."""
        found = find_session(unit, self.visit)
        assert found is not None
        return found

    def next_code(self) -> str:
        """Return the next line of her card."""
        return next(self._codes)

    def prove(self, act: str, now: datetime = NOW, code: str | None = None) -> bool:
        """Ask for a proof before an act, and give one by the card."""
        with self.store.writing() as unit:
            ask_proof(unit, self.session(unit), self.visit, act, CHANNELS, now)
            typed = self.next_code() if code is None else code
            return give_proof(unit, self.session(unit), self.visit, typed, NETWORK, now)

    def do(self, action, *told, now: datetime = NOW, **more):
        """Do something in her session, in a transaction of its own."""
        with self.store.writing() as unit:
            return action(unit, self.session(unit), self.visit, *told, now, **more)

    def kinds(self) -> list[FactorKind]:
        """Return the kinds of factors she has."""
        with self.store.reading() as unit:
            return [one.kind for one in factors_of(unit, self.id, self.session(unit).witness)]

    def sent(self, kind: str = "sign-in-code") -> list[Message]:
        """Return the messages of a kind that wait for her, newest first."""
        with self.store.reading() as unit:
            return [one for one in waiting_messages(unit, limit=50, patient_id=self.id) if one.kind == kind]

    def link_application(self, now: datetime = NOW) -> str:
        """Add an application; return its secret."""
        self.prove(act_of("set", FactorKind.TOTP), now)
        secret = self.do(offer_secret, now=now)
        assert self.do(take_secret, app_code(secret, now), NETWORK, now=now)
        return secret


def app_code(secret: str, now: datetime, steps: int = 0) -> str:
    """Return what an application shows, some steps from now."""
    return pyotp.TOTP(secret).at(now + timedelta(seconds=30 * steps))
