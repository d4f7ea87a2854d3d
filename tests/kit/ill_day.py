"""A day on which everything goes wrong in a house of marked people, and all that its operators can read of it."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from urllib.parse import quote

from flask import Flask

from back_office.post import composer
from back_office.post.port import Later, Outcome, Parcel, Refused, Unsure
from back_office.post.worker import Worker
from dossier.base import now
from dossier.lifecycle import State
from dossier.outbox import Channel, queue
from dossier.store import StoreSilent
from operations import watch
from tests.kit.desk import desk_of
from tests.kit.house import PASSWORD, operator
from tests.kit.log import Written
from tests.kit.mandates import Somebody
from tests.kit.marked_people import MarkedPeople
from tests.kit.markers import Trace
from tests.kit.operations import monitor_of
from tests.kit.portal import House

CODE = "314159"


@dataclass
class Fails:
    """A provider that fails in every way, and repeats what it was given wherever it can."""

    channel: Channel
    why: str
    tried: Iterator[int]
    """Counts what is tried by all who fail that day."""
    name: str = "fails"
    keeps_keys: bool = True

    def send(self, parcel: Parcel) -> Outcome:
        """Fail."""
        match next(self.tried) % 5:
            case 1:
                return Later(self.why)
            case 2:
                return Later(parcel.address)
            case 3:
                return Unsure(parcel.text)
            case 4:
                raise RuntimeError(repr(parcel))
        return Refused(parcel.address)

    def close(self) -> None:
        """Nothing is open."""


class IllDay:
    """The house, watched as `wsgi.py` does it, and somebody of whom every trait is a marker."""

    def __init__(self, house: House) -> None:
        """Enroll her, and watch every face."""
        self.house, self.people = house, MarkedPeople(house.store)
        self.her: Somebody = self.people.comes(State.ACTIVATED, has_account=True)
        self.identifier = self.people.personal.planted[-1]
        self.desk, self.monitor = desk_of(house).app, monitor_of(house.settings, house.store)
        for app, face in ((house.app, "portal"), (self.desk, "desk"), (self.monitor.app, "operations")):
            watch(app, face)

    @property
    def planted(self) -> list[str]:
        """Everything that must be found nowhere."""
        return [*self.people.personal.planted, *self.people.medical.planted]

    def live(self, written: Written, why: str = "down") -> list[Trace]:
        """Have it all go wrong; return what can be read of it. `why` is the reason that providers give."""
        self._mistype()
        self._ask_oddly()
        for app, path in ((self.house.app, "/aide"), (self.desk, "/connexion"), (self.monitor.app, "/health")):
            self._break(app, path)
        self._post(why)
        self._libraries()
        answers = [self.monitor.get(path) for path in ("/health", "/metrics")]
        return [Trace("logs", written.text.encode()), *(Trace(one.request.path, one.data) for one in answers)]

    def _mistype(self) -> None:
        visitor, person = self.house.visitor(), self.her.person
        for typed in (self.identifier, person.email, person.ins, person.birth_name):
            page = visitor.send(visitor.get("/connexion"), identifier=typed)
            visitor.send(page, password=PASSWORD if typed == self.identifier else person.usual_name)

    def _ask_oddly(self) -> None:
        for told in (self.her.person.birth_name, self.her.person.email, self.her.person.mobile, self.identifier):
            word = quote(told)
            for path in (f"/{word}", f"/aide?nom={word}", f"/R/{word}", f"/documents/{word}"):
                for app in (self.house.app, self.desk, self.monitor.app):
                    app.test_client().get(path, headers={"Referer": f"https://x/?{word}", "User-Agent": word})
            self.monitor.app.test_client().post(f"/post/{word}", data=json.dumps({"text": told}))

    def _break(self, app: Flask, path: str) -> None:
        """Have a page raise what repeats all that is known of her."""
        endpoint = app.url_map.bind("").match(path)[0]
        view = app.view_functions[endpoint]
        for fault in (ValueError(self._all()), StoreSilent(kind="OperationalError")):
            fault.__cause__ = KeyError(self._all())

            def broken(fault: Exception = fault) -> None:
                raise fault

            app.view_functions[endpoint] = broken
            assert app.test_client().get(path).status_code in (500, 503)
        app.view_functions[endpoint] = view

    def _post(self, why: str) -> None:
        person, store, at = self.her.person, self.house.store, now()
        addresses: dict[Channel, str] = {"sms": person.mobile, "voice": person.landline, "email": person.email}
        for channel, address in addresses.items():
            with store.writing() as unit:
                queue(
                    unit, operator(self.her.id), at, kind="sign-in-code", channel=channel, language="fr",
                    address=address, not_after=at + timedelta(minutes=10),
                    parameters={"code": CODE, "purpose": "sign-in", "until": at.isoformat(), "sex": "F"},
                )  # fmt: skip
        tried, clock = count(1), [at]
        routes = {channel: (Fails(channel, why, tried),) for channel in addresses}
        worker = Worker(store, composer(self.house.settings), routes, threading.Event(), lambda: clock[0])
        for _ in range(12):
            worker.drain()
            clock[0] += timedelta(seconds=21)
        assert next(tried) > 6, "every way to fail was gone"

    def _libraries(self) -> None:
        for name in ("gunicorn.error", "urllib3", "sqlalchemy.pool"):
            library = logging.root.getChild(name)
            library.error(f"Invalid request from {self._all()}")
            library.warning("Error handling request %s", f"/?{self._all()}", exc_info=ValueError(self._all()))

    def _all(self) -> str:
        return f"{self.her.person} {self.planted} {CODE}"
