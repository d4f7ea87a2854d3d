"""The post on PostgreSQL: messages handed over a second, and how long a code takes from the click to its provider.

Providers here answer at once: what is measured is ours. The server of the kit doesn't wait for the disk.
"""

import os
import statistics
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter, process_time, sleep

from back_office.post import composer
from back_office.post.port import Accepted, Outcome, Parcel
from back_office.post.worker import Worker
from dossier.base import now
from dossier.identity import CodePurpose, enroll, send_code
from dossier.outbox import is_work, queue
from dossier.policy import Acting, Role
from tests.kit import postgres

from .figures import Figure
from .house import House, person, standing

_NUMBER = int(os.environ.get("BENCH_POST", "5000"))
_CODES = 100
_CHANGE = {"change": "added", "factor": "sms"}


class _Instant:
    """Accepts at once, and notes when it was asked for which key."""

    name, channel, keeps_keys = "instant", "sms", True

    def __init__(self) -> None:
        self.asked: dict[str, float] = {}

    def send(self, parcel: Parcel) -> Outcome:
        self.asked[parcel.text] = perf_counter()
        return Accepted(parcel.key)

    def close(self) -> None:
        """Nothing is open."""


def posting() -> Iterator[list[Figure]]:
    """One worker, two; a code while nothing waits, and while thousands of notices do."""
    with postgres.running() as address, standing(postgres.new_database(address, "dossier_posting")) as house:
        people = _people(house, _NUMBER // 10)
        for workers in (1, 2):
            yield _handed_over(house, people, workers)
        yield _click_to_hand_over(house, people[:_CODES], "nothing else waiting")
        _plant(house, people)
        yield _click_to_hand_over(house, people[_CODES : 2 * _CODES], f"{_NUMBER:,} notices waiting")


def _people(house: House, number: int) -> list[bytes]:
    with house.store.gathering() as unit:
        return [enroll(unit, replace(person(one), mobile="+33639980103"), "fr", now()) for one in range(number)]


def _plant(house: House, people: list[bytes]) -> None:
    at = now()
    with house.store.gathering() as unit:
        for number in range(_NUMBER):
            queue(
                unit,
                Acting(Role.OPERATOR, people[number % len(people)]),
                at,
                kind="factor-changed",
                channel="sms",
                language="fr",
                address="+33639980103",
                parameters=_CHANGE | {"at": at.isoformat()},
                not_after=at + timedelta(days=90),
            )
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("ANALYZE")


def _worker(house: House, provider: _Instant, stopping: threading.Event) -> Worker:
    return Worker(house.store, composer(house.settings), {"sms": (provider,)}, stopping)


def _handed_over(house: House, people: list[bytes], workers: int) -> list[Figure]:
    _plant(house, people)
    stopping = threading.Event()
    crowd = [_worker(house, _Instant(), stopping) for _ in range(workers)]
    threads = [threading.Thread(target=one.drain) for one in crowd]
    began, worked = perf_counter(), process_time()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took, worked = perf_counter() - began, process_time() - worked
    handed = sum(one.counted["accepted"] for one in crowd)
    if handed != _NUMBER or _waits(house, now()):
        raise AssertionError(f"{handed} of {_NUMBER} handed over")
    name = f"{workers} worker{'s' * (workers > 1)}"
    return [
        Figure(f"messages claimed and handed over, {name}", handed / took, "messages/s"),
        Figure(f"the workers' own CPU time, {name}", worked / handed * 1_000_000, "µs/message"),
    ]


def _click_to_hand_over(house: House, people: list[bytes], beside: str) -> list[Figure]:
    provider, stopping = _Instant(), threading.Event()
    thread = threading.Thread(target=_worker(house, provider, stopping).run)
    thread.start()
    took = []
    for patient_id in people:
        before = len(provider.asked)
        clicked = perf_counter()
        with house.store.writing() as unit:
            send_code(unit, patient_id, "sms", CodePurpose.SIGN_IN, now())
        took.append(_asked_for_a_code(provider, before) - clicked)
    stopping.set()
    thread.join()
    fast, slow = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    return [
        Figure(f"a code from click to provider, p50, {beside}", fast * 1_000, "ms"),
        Figure(f"a code from click to provider, p95, {beside}", slow * 1_000, "ms"),
    ]


def _asked_for_a_code(provider: _Instant, before: int) -> float:
    while True:
        for text, at in list(provider.asked.items())[before:]:
            if "votre code est" in text:
                return at
        sleep(0.002)


def _waits(house: House, at: datetime) -> bool:
    with house.store.reading() as unit:
        return is_work(unit, "sms", at)
