"""Opening what is due: chunk after chunk, each whole or not at all, by one process or several."""

import gc
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from multiprocessing import connection, get_context
from threading import Event

from back_office.opening import open_store
from dossier.base import Settings, configure_logs, logger
from dossier.lifecycle import open_due
from dossier.store import Store

CHUNK = 5000
"""Spaces a transaction: few enough that an act on one of them waits for less than a second."""
_LOOK_UP_EVERY = 0.5


def open_all(store: Store, settings: Settings, now: datetime, workers: int, stopping: Event) -> Iterator[int]:
    """Open every space that is due; yield how many at a time. Stops after the chunk in hand when asked to."""
    if workers > 1:
        yield from _by_workers(settings, now, workers, stopping)
    yield from _chunks(store, now, stopping)  # and what a worker that was killed left behind


def _chunks(store: Store, now: datetime, stopping: Event) -> Iterator[int]:
    while not stopping.is_set():
        with store.gathering() as unit:
            opened = open_due(unit, now, CHUNK)
        if not opened:
            return
        yield opened


def _by_workers(settings: Settings, now: datetime, workers: int, stopping: Event) -> Iterator[int]:
    context = get_context("spawn")  # nothing of this process's connections is shared
    readers, children = [], []
    for _ in range(workers):
        reader, writer = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(settings, now, writer), daemon=True)
        child.start()
        writer.close()
        readers.append(reader)
        children.append(child)
    try:
        yield from _told(readers, stopping)
    finally:
        for child in children:
            child.terminate()  # one that has ended doesn't mind; another one's chunk is undone by the database
            child.join()


def _told(readers: list[connection.Connection], stopping: Event) -> Iterator[int]:
    """Yield what the workers tell, until each has ended."""
    while readers and not stopping.is_set():
        for reader in connection.wait(readers, _LOOK_UP_EVERY):
            assert isinstance(reader, connection.Connection)
            try:
                yield reader.recv()
            except EOFError:
                readers.remove(reader)


def _work(settings: Settings, now: datetime, writer: connection.Connection) -> None:
    """What a worker does. Should nobody listen any more, it ends by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches it too: its starter decides
    configure_logs(settings)
    gc.disable()  # it makes no circles, lives for one round, and would look for them a fifth of its time
    store = open_store(settings)
    try:
        for opened in _chunks(store, now, Event()):
            writer.send(opened)
    except BrokenPipeError:
        return
    except Exception as fault:  # multiprocessing would print its text
        logger("dossier.jobs").error("worker-broken", fault=fault)
        sys.exit(1)
    finally:
        store.engine.dispose()
