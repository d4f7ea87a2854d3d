"""A house of marked people for visits, and the search through all that its desk answers and all that anybody logs."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import time_machine

from tests.kit import portal as houses
from tests.kit.desk import desk_of
from tests.kit.desk_watch import Left
from tests.kit.marked_people import MarkedPeople
from tests.kit.markers import Trace
from tests.kit.visit_acts import photograph
from tests.kit.whole_visits import VisitDay
from tests.printouts.reading import words

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@contextmanager
def marked(planted: Path, folder: Path, **environ: str) -> Iterator[tuple[VisitDay, MarkedPeople]]:
    """Open a house of marked people, with an advisor at her desk and a paper with a mark beside its picture."""
    with houses.copy_of(planted, folder / "var", **environ) as house:
        people = MarkedPeople(house.store)
        photo = photograph(comment=people.medical.word().encode())
        with time_machine.travel(NOON, tick=False) as clock:
            yield VisitDay(desk_of(house), clock, people.comes, photo, people.medical.plain_word()), people


@contextmanager
def listened_to(folder: Path) -> Iterator[Path]:
    """Write down what any logger says, down to the least, and what anything writes to the standard error."""
    path = folder / "told.txt"
    with path.open("w+b", buffering=0) as told:
        handler = logging.FileHandler(path, "a")
        root, kept, errors = logging.root, logging.root.level, os.dup(2)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        os.dup2(told.fileno(), 2)
        try:
            yield path
        finally:
            os.dup2(errors, 2)
            os.close(errors)
            root.setLevel(kept)
            root.removeHandler(handler)
            handler.close()


def traces(left: list[Left]) -> list[Trace]:
    """Return every byte of every answer; of a paper also its words, and its parts unpacked."""
    found = []
    for one in left:
        head = repr((one.path, one.headers)).encode()
        found.append(Trace(f"{one.method} {one.path} {one.status}", head + one.content + _unpacked(one)))
    return found


def _unpacked(one: Left) -> bytes:
    if one.kind != "application/pdf" or one.status != 200:
        return b""
    with pikepdf.open(BytesIO(one.content)) as pdf:
        streams = [part.read_bytes() for part in pdf.objects if isinstance(part, pikepdf.Stream)]
        outline = repr(pdf.Root) + repr(pdf.docinfo)
    return b"\n".join((words(one.content).encode(), outline.encode(), *streams))
