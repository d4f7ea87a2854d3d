"""Workers of one process: for each channel as many threads as asked for, over the same providers, stopped together."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from dossier.base import Settings, now
from dossier.store import Store

from .arrivals import take_arrival
from .composing import composer
from .routes import Routes, routes_of
from .slips import Arrival
from .worker import Worker


def post_once(store: Store, settings: Settings, stopping: Event, clock: Callable[[], datetime] = now) -> Counter[str]:
    """Work through what is due; return how many messages had each outcome."""
    with _routes(store, settings, clock) as routes:
        worker = Worker(store, composer(settings), routes, stopping, clock)
        worker.drain()
    return worker.counted


@contextmanager
def post_running(
    store: Store, settings: Settings, workers: int, stopping: Event, clock: Callable[[], datetime] = now
) -> Iterator[None]:
    """Have so many workers run for each channel meanwhile; at the end each settles what it has in hand.

    No code waits behind slow mail. SQLite has one writer: one worker for each channel.
    """
    number = min(workers, 1) if store.engine.dialect.name == "sqlite" else workers
    with _routes(store, settings, clock) as routes:
        compose = composer(settings)
        threads = [
            Thread(
                target=Worker(store, compose, routes, stopping, clock, serves=(channel,)).run,
                name=f"post-{channel}-{place}",
            )
            for channel in routes
            for place in range(number)
        ]
        try:
            for thread in threads:
                thread.start()
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()


@contextmanager
def _routes(store: Store, settings: Settings, clock: Callable[[], datetime]) -> Iterator[Routes]:
    def take(arrival: Arrival) -> None:
        take_arrival(store, arrival, clock)

    routes = routes_of(settings, take, clock)
    try:
        yield routes
    finally:
        for providers in routes.values():
            for one in providers:
                one.close()
