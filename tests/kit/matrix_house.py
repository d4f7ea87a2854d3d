"""The house of the matrix: small, at one instant, with somebody in every role and a mandate in every state."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import count
from pathlib import Path

import pyotp
import sqlalchemy as sa
import time_machine
from flask import Flask

from assisted_desk import create_desk
from back_office.demo_outbox import DemoOutbox
from back_office.opening import holder_path, open_store
from dossier.base import Settings
from dossier.identity import StaffSession, find_staff_session
from dossier.identity.staff_tables import staff_member, staff_session
from dossier.mandates.keeping import number_digest
from dossier.mandates.tables import mandate as mandate_table
from dossier.policy import Scope
from dossier.store import Store, Unit
from dossier.vault import FileKeyHolder
from migrations import upgrade
from portal import create_portal
from tests.kit.franceconnect import Provider, running
from tests.kit.house import raw
from tests.kit.mandates import BRIOUDE, Somebody
from tests.kit.matrix import State, Who
from tests.kit.matrix_mandates import MANDATES
from tests.kit.matrix_people import NOON, TWIN, open_sessions, plant_people, plant_receipts, plant_staff
from tests.kit.matrix_store import TriedStore
from tests.kit.portal import DEMO
from tests.kit.proconnect import ProConnect

DESK_SITE = "http://localhost:8001"
"""Browsers make security keys for a name, and for no number."""
LONG_AGO = NOON - timedelta(days=20)
"""When all mandates were drafted: no limit of an hour or a day is met."""


@dataclass
class MatrixHouse:
    """Everything that was planted, and the two faces in front of it."""

    settings: Settings
    store: TriedStore
    providers: dict[str, Provider]
    people: dict[str, Somebody] = field(default_factory=dict)
    tokens: dict[Who, str] = field(default_factory=dict)
    staff: dict[str, bytes] = field(default_factory=dict)
    """Ids of the staff, by role, or by name for those who have no part."""
    secrets: dict[str, str] = field(default_factory=dict)
    """The secret of each app, by the id's name in `staff`."""
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    """By family and kind: what stands in an address or a form."""
    told: dict[str, str] = field(default_factory=dict)
    """What forms hold that only the house knows, by name without its `$`."""
    mandates: dict[tuple[str, State, Scope | None], str] = field(default_factory=dict)
    strangers: Iterator[int] = field(default_factory=count)
    """Numbers of people who aren't here."""

    @cached_property
    def portal(self) -> Flask:
        """The patients' site."""
        return create_portal(self.settings, self.store, DemoOutbox(self.settings, self.store))

    @cached_property
    def desk(self) -> Flask:
        """The desks' site."""
        return create_desk(self.settings, self.store)

    def session(self, unit: Unit, who: Who) -> StaffSession:
        """Return somebody's open desk."""
        found = find_staff_session(unit, self.token_of(who))
        assert found is not None
        return found

    def app_code_of(self, who: Who) -> str:
        """Return what somebody's app shows; the advisor's for whoever has none."""
        return pyotp.TOTP(self.secrets.get(who, self.secrets[Who.ADVISOR])).at(NOON)

    def token_of(self, who: Who) -> str:
        """Return the cookie that somebody's browser sends."""
        return self.tokens[Who.ADVISOR if self.is_conditional(who) else who]

    def whose(self, over: str, state: State) -> str:
        """Return whose record a mandate in this state is over."""
        return TWIN.get(over, over) if state is State.OTHERS else over

    def is_conditional(self, who: Who) -> bool:
        """Tell whether somebody is another one, put in a condition."""
        return who in _CONDITIONS

    def mandate(self, over: str, state: State, scope: Scope | None) -> str:
        """Return the number of a mandate in this state over somebody's record; it is planted when first asked for."""
        missing = scope if state is State.OTHER_SCOPE else None
        key = (over, state, missing)
        if key not in self.mandates:
            assert not self.store.attempts, f"{key} would be undone with the attempt"
            with self.store.writing() as unit:
                reference = self.mandates[key] = MANDATES[state](self, unit, over, missing)
                drafted = mandate_table.c.number_digest == number_digest(unit, reference)
                unit.execute(sa.update(mandate_table).where(drafted).values(drafted_at=LONG_AGO))
                raw(unit, "DELETE FROM throttle")
        return self.mandates[key]

    @contextmanager
    def as_she_is(self, who: Who) -> Iterator[str]:
        """Put somebody in the condition that her role names, for the length of the block; return her cookie."""
        if who not in _CONDITIONS:
            yield self.token_of(who)
            return
        table, told = _CONDITIONS[who]
        with self.store.attempt():
            with self.store.writing() as unit:
                hers = table.c.staff_id == self.staff[Who.ADVISOR]
                unit.execute(sa.update(table).where(hers).values(told))
            yield self.token_of(who)


_CONDITIONS = {
    Who.MOVED: (staff_member, {"site": BRIOUDE}),
    Who.SUSPENDED: (staff_member, {"suspended_at": NOON}),
    Who.LOCKED: (staff_session, {"locked_at": NOON}),
}


@contextmanager
def planted(var_dir: Path, **environ: str) -> Iterator[MatrixHouse]:
    """Plant the house in a folder, or in the database that the environment names; everything is undone after it."""
    with ExitStack() as stack:
        providers = {one.name: stack.enter_context(running(one)) for one in (Provider(), ProConnect(portal=DESK_SITE))}
        for provider in providers.values():
            environ |= provider.environ
        settings = Settings.read({**DEMO, "VAR_DIR": str(var_dir), "DESK_URL": DESK_SITE, **environ})
        FileKeyHolder.make(holder_path(settings), demo=True)
        store: Store = open_store(settings)
        upgrade(store.engine)
        stack.callback(store.engine.dispose)
        stack.enter_context(time_machine.travel(NOON, tick=False))
        tried = TriedStore(store)
        stack.callback(tried.close)
        house = MatrixHouse(settings, tried, providers)
        with tried.writing() as unit:
            plant_staff(house, unit)
            plant_people(house, unit)
            plant_receipts(house, unit)
            open_sessions(house, unit)
        yield house
