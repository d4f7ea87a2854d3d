"""One round of the clock, in an order that matters: who is told today isn't erased today."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

from back_office.tombstones import add_lines, adding_to
from dossier.base import Refused, Settings
from dossier.identity import sweep_drafts, sweep_staff_acts
from dossier.lifecycle import erase_due, erasures_due, erasures_to_tell, sweep_codes, tell_erasure
from dossier.mandates import sweep_mandates
from dossier.outbox import sweep_heard
from dossier.recovery import (
    contacts_to_confirm,
    recoveries_to_tell,
    send_due_contact_code,
    sweep_recoveries,
    tell_recovery,
)
from dossier.store import Store, StoreSilent, Unit

from .opening import open_all

_PAGE = 500
_Due = Callable[[Unit, datetime, int, bytes], list[bytes]]
_Act = Callable[[Unit, bytes, datetime], str]


def one_round(
    store: Store, settings: Settings, now: datetime, workers: int, stopping: Event
) -> Iterator[tuple[str, int]]:
    """Do all that is due; yield what was done and how many.

    What: opened, recoveries told, recoveries expired, contacts coded, told, erased, postponed, failed, tombstones.
    It may be stopped, or killed, at any moment: the next round goes on from there. Raises `OSError` when the file of
    tombstones can't be written.
    """
    for opened in open_all(store, settings, now, workers, stopping):
        yield "opened", opened
    steps: tuple[tuple[_Due, _Act], ...] = (
        (recoveries_to_tell, _tell_recovery),
        (contacts_to_confirm, _code_contact),
        (erasures_to_tell, _tell),
    )
    for due, act in steps:
        for page in _pages(store, due, now, stopping):
            for _, outcome in _each(store, page, act, now, stopping):
                yield outcome, 1
    yield from _erased(store, settings.tombstones, now, stopping)
    with store.writing() as unit:
        sweep_codes(unit, now)
        sweep_drafts(unit, now)
        sweep_recoveries(unit, now)
        sweep_mandates(unit, now)
        sweep_staff_acts(unit, now)
        sweep_heard(unit, now)


def _erased(store: Store, path: Path, now: datetime, stopping: Event) -> Iterator[tuple[str, int]]:
    """Erase page by page; the tombstones of each page are in the file before the next one begins."""
    for page in _pages(store, erasures_due, now, stopping):
        gone = []
        with adding_to(path) as file:
            for patient_id, outcome in _each(store, page, erase_due, now, stopping):
                if outcome == "erased":
                    gone.append(patient_id)
                yield outcome, 1
            yield "tombstones", add_lines(file, path, store, gone)
    store.drop_old_pages()


def _pages(store: Store, due: _Due, now: datetime, stopping: Event) -> Iterator[list[bytes]]:
    last = b""
    while not stopping.is_set():
        with store.reading() as unit:
            page = due(unit, now, _PAGE, last)
        if not page:
            return
        yield page
        last = page[-1]


def _each(
    store: Store, page: Iterable[bytes], act: _Act, now: datetime, stopping: Event
) -> Iterator[tuple[bytes, str]]:
    """Act on each patient in a transaction of her own: what goes wrong with one stops nobody else."""
    for patient_id in page:
        if stopping.is_set():
            return
        yield patient_id, _one(store, act, patient_id, now)


def _one(store: Store, act: _Act, patient_id: bytes, now: datetime) -> str:
    try:
        with store.writing() as unit:
            return act(unit, patient_id, now)
    except StoreSilent:
        raise
    except Refused:
        return "failed"


def _tell_recovery(unit: Unit, digest: bytes, now: datetime) -> str:
    return f"recoveries {tell_recovery(unit, digest, now)}"


def _code_contact(unit: Unit, digest: bytes, now: datetime) -> str:
    return "contacts coded" if send_due_contact_code(unit, digest, now) else "contacts quiet"


def _tell(unit: Unit, patient_id: bytes, now: datetime) -> str:
    return "told" if tell_erasure(unit, patient_id, now) else "unreachable"
