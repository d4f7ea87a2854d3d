"""Windows that end: how many spaces a second the clock opens on PostgreSQL, each with its entry chained.

`BENCH_WINDOWS` says how many there are (1000000 for the full run). The server of the kit doesn't wait for the disk
(`fsync` is off), and shares the two cores with the workers: read the rows a second as those of this machine.
"""

import os
import resource
from collections.abc import Iterator
from datetime import UTC, date, datetime
from threading import Event
from time import perf_counter

from sqlalchemy import select

from back_office.jobs import CHUNK, open_all
from dossier.identity import enroll
from dossier.journal import verify_chain
from dossier.journal.tables import head
from dossier.lifecycle import Occasion, Sending, SendingSource, Zone, announce, regime_named, spaces_due
from dossier.policy import Acting, Role
from dossier.store import Unit
from tests.kit import postgres

from .figures import Figure
from .house import House, person, standing

_NUMBER = int(os.environ.get("BENCH_WINDOWS", "20000"))
_SENT_AT = datetime(2026, 1, 28, 8, tzinfo=UTC)
_ONE_DAY = (date(2026, 3, 2),)
_CLUMP = tuple(date(2026, 1, day) for day in (28, 29, 30, 31))
"""One month later all four are the end of February: four days' worth of letters in one night."""
_AFTER = datetime(2026, 6, 1, tzinfo=UTC)
_CHECKED = 500


def windows() -> Iterator[list[Figure]]:
    """One process, two processes, and the clump of a month's end; each over a house of its own."""
    with postgres.running() as address:
        for name, days, workers in (
            ("one worker", _ONE_DAY, 1),
            ("two workers", _ONE_DAY, 2),
            ("month-end clump, two workers", _CLUMP, 2),
        ):
            with standing(postgres.new_database(address, "dossier_windows")) as house:
                announced = _announced(house, days)
                yield [announced, *_opened(house, name, workers)]


def _announced(house: House, days: tuple[date, ...]) -> Figure:
    began = perf_counter()
    for start in range(0, _NUMBER, CHUNK):
        with house.store.gathering() as unit:
            for number in range(start, min(start + CHUNK, _NUMBER)):
                _announce(unit, number, days[number % len(days)])
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("ANALYZE")
    return Figure(f"announced, {_NUMBER:,} windows, one process", _NUMBER / (perf_counter() - began), "people/s")


def _announce(unit: Unit, number: int, sent_on: date) -> None:
    patient_id = enroll(unit, person(number), "fr", _SENT_AT)
    sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
    announce(unit, Acting(Role.OPERATOR, patient_id), sending, regime_named("one-month-from-sending"), _SENT_AT)


def _opened(house: House, name: str, workers: int) -> list[Figure]:
    """Open them all; raises when one was missed, or a chain among some is broken."""
    began, worked = perf_counter(), _worked()
    opened = sum(open_all(house.store, house.settings, _AFTER, workers, Event()))
    took, worked = perf_counter() - began, _worked() - worked
    with house.store.reading() as unit:
        left = spaces_due(unit, _AFTER)
        some = unit.all(select(head.c.patient_id).limit(_CHECKED))
        broken = [row for row in some if verify_chain(unit, row.patient_id)]
    if (opened, left, broken) != (_NUMBER, 0, []):
        raise AssertionError(f"{opened} of {_NUMBER} opened, {left} left, {len(broken)} chains broken")
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [
        Figure(f"opened at the end of the window, {name}", opened / took, "spaces/s"),
        Figure(f"the workers' own CPU time, {name}", worked / opened * 1_000_000, "µs/space"),
        Figure(f"most memory of a process so far, {name}", most / 1024, "MB"),
    ]


def _worked() -> float:
    """CPU seconds of this process and of its workers that have ended; the server's aren't among them."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
