"""The file of acts for the caisse: whole or not there at all, and marked as sent only once it is there."""

import csv
import errno
import io
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from back_office.whole_file import whole_file
from dossier.lifecycle import (
    TransmittedAct,
    count_to_transmit,
    mark_transmitted,
    read_for_transmission,
    to_transmit,
)
from dossier.store import Store

COLUMNS = (
    "number", "act", "way", "made_at", "in_time", "sent_on",
    "ins", "ins_domain", "birth_name", "first_names", "birth_on",
)  # fmt: skip
_CHUNK = 500
_ID = 16
"""Bytes of an id."""


class Export:
    """Writes the acts that the caisse wasn't told of yet, oldest first.

    The program may be stopped at any moment. Before the file is there, nothing is marked; between that and the
    marking, the acts stay deposited and come again in the next file: the caisse knows them by their numbers.
    """

    def __init__(self, store: Store, *, again: bool) -> None:
        """`again` sends rejected acts once more, after what was wrong has been put right."""
        self._store = store
        self._again = again

    def waiting(self) -> int:
        """Return how many acts are to be written."""
        with self._store.reading() as unit:
            return count_to_transmit(unit, again=self._again)

    def write(self, path: Path, now: datetime) -> Iterator[int]:
        """Write the file, then mark its acts; yield how many were written, chunk by chunk.

        Which ones were written is kept in a file without a name: a million acts take no more memory than a thousand.
        Raises `FileExistsError` before an act is opened, and other `OSError`.
        """
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        with TemporaryFile(dir=path.parent) as sent:
            with whole_file(path) as file:
                file.write(_line(COLUMNS))
                for chunk in self._opened(now):
                    file.write("".join(_line(_fields(one)) for one in chunk))
                    sent.writelines(one.filed.patient_id + one.filed.act_id for one in chunk)
                    yield len(chunk)
            self._mark(sent, now)

    def _mark(self, sent: IO[bytes], now: datetime) -> None:
        sent.seek(0)
        while page := sent.read(_CHUNK * 2 * _ID):
            pairs = [page[start : start + 2 * _ID] for start in range(0, len(page), 2 * _ID)]
            with self._store.writing() as unit:
                mark_transmitted(unit, [(pair[:_ID], pair[_ID:]) for pair in pairs], now)

    def _opened(self, now: datetime) -> Iterator[list[TransmittedAct]]:
        """Yield acts whose opening the journal tells of already: no clear text leaves before its line is kept."""
        last = None
        while True:
            with self._store.gathering() as unit:
                waiting = to_transmit(unit, _CHUNK, last, again=self._again)
                opened = read_for_transmission(unit, waiting, now) if waiting else []
            if not waiting:
                return
            last = waiting[-1]
            yield opened


def _fields(told: TransmittedAct) -> tuple[str, ...]:
    facts, person = told.facts, told.person
    return (
        facts.number,
        facts.kind,
        facts.way,
        facts.made_at,
        "yes" if facts.in_time else "no",
        facts.sent_on,
        person.ins,
        str(person.ins_domain),
        person.birth_name,
        " ".join(person.first_names),
        person.birth_on.isoformat(),
    )


def _line(fields: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerow(fields)
    return written.getvalue()
