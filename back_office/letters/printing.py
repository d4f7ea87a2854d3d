"""Worker processes that turn letters into files: laying out a page is all the work there is."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from dossier.base import Refused
from printouts import (
    AppointmentSheet,
    CardLetter,
    CodeLetter,
    ErasureLetter,
    Letter,
    NoteLetter,
    NoticeLetter,
    ReceiptLetter,
    SummaryLetter,
    pages_in,
    render_appointments,
    render_card_letters,
    render_code_letters,
    render_erasure_letters,
    render_note_letters,
    render_notices,
    render_receipt_letters,
    render_summary_letters,
)

from .folders import write_through
from .sheets import SheetUnfit

WORKERS = 2
_RENDERERS: dict[type[Letter], Callable[[Any], bytes]] = {
    NoticeLetter: render_notices,
    CodeLetter: render_code_letters,
    ReceiptLetter: render_receipt_letters,
    ErasureLetter: render_erasure_letters,
    NoteLetter: render_note_letters,
    CardLetter: render_card_letters,
    AppointmentSheet: render_appointments,
    SummaryLetter: render_summary_letters,
}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to print: where, and its letters, all of one kind."""

    path: Path
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed: its SHA-256, and how many pages each of its letters has."""

    sha256: str
    pages: int


class Printers:
    """Two processes that print one file each."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        """Stand before processes that are ready."""
        self._pool = pool

    def printed(self, jobs: Iterable[Job]) -> Iterator[Printed]:
        """Print the files; yield what is told of each, in their order. Raises `SheetUnfit`."""
        try:
            yield from self._pool.map(_print, jobs)
        except ValueError as unfit:
            raise SheetUnfit(reason=str(unfit)) from None


@contextmanager
def printers() -> Iterator[Printers]:
    """Start the processes, and end them with the block. They inherit nothing: neither connections nor keys."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=_end_with_parent) as pool:
        yield Printers(pool)


def rendered(letters: tuple[Letter, ...]) -> bytes:
    """Return letters of one kind as one PDF."""
    return _RENDERERS[type(letters[0])](letters)


def _print(job: Job) -> Printed:
    try:
        content = rendered(job.letters)
    except Refused as refused:  # its facts would be lost on the way to the parent
        raise ValueError(str(refused)) from None
    write_through(job.path, content)
    return Printed(hashlib.sha256(content).hexdigest(), pages_in(content) // len(job.letters))


def _end_with_parent() -> None:
    """Watch the parent: should it be killed, nobody else would ever end this process."""
    threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
