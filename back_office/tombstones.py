"""The file of tombstones, kept apart from the database's backups: one JSON line for each person erased.

Whoever erases holds the file from the erasures to their lines, so that nobody else finds the one without the other.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Literal

from dossier.base import KeyHolder
from dossier.lifecycle import Tombstone, all_tombstones, brought_back, count_tombstones, tombstones_of
from dossier.store import Store, Unit

from .whole_file import sync_folder

_AT_ONCE = 5000
Fault = Literal["brought-back", "older", "missing", "shorter"]


def read_stones(path: Path) -> Iterator[tuple[int, Tombstone | None]]:
    """Yield each line's number and its tombstone, unverified; None when the line isn't one: cut, or written over.

    Nothing when there is no file: nobody was erased yet. Raises `OSError` for one that can't be read.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            yield number, _read(line)


@contextmanager
def adding_to(path: Path) -> Iterator[IO[bytes]]:
    """Hold the file while people are erased and their lines added. Two at once wait in turn. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def add_lines(file: IO[bytes], path: Path, store: Store, patient_ids: Sequence[bytes]) -> int:
    """Add the tombstones of these people, just erased; return how many. They are on the disk when this returns."""
    with store.reading() as unit:
        return _add(file, path, tombstones_of(unit, patient_ids).values())


def write_missing(store: Store, path: Path) -> int:
    """Add every tombstone of the database that the file doesn't hold, and return how many: it reads the whole file.

    For what a round that was killed left out, and for a file that was lost. A forged row is left out; a line that was
    cut is left, and written anew below. Raises `OSError`.
    """
    with adding_to(path) as file, store.reading() as unit:
        return sum(_add(file, path, stones) for stones in _chunks(_lacking(store, unit, path)))


def fault_of(store: Store, path: Path) -> Fault | None:
    """Return what forbids to serve this database with this file; None when both name the same people.

    `brought-back`: somebody of the file is here; `older`: the database doesn't know of her erasure; `missing`,
    `shorter`: the database knows of more erasures than the file. Forged lines and rows count for nothing. Waits for
    an erasure under way. Raises `OSError`.
    """
    if not path.exists():
        with store.reading() as unit:
            return "missing" if count_tombstones(unit) else None
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        with store.reading() as unit:
            return _compared(store, unit, path)


def _compared(store: Store, unit: Unit, path: Path) -> Fault | None:
    held, older = 0, False
    for stones in _chunks(stone for _, stone in read_stones(path) if stone):
        ids = [stone.patient_id for stone in stones]
        back, kept = brought_back(unit, ids), tombstones_of(unit, ids)
        # Signatures are slow to check: only those of lines that would stop the start.
        if any(stone.is_genuine(store.holder) for stone in stones if stone.patient_id in back):
            return "brought-back"
        older = older or any(stone.is_genuine(store.holder) for stone in stones if stone.patient_id not in kept)
        held += sum(kept.get(stone.patient_id) == stone for stone in stones)
    if older:
        return "older"
    lacks = count_tombstones(unit) > held and next(_lacking(store, unit, path), None) is not None
    return "shorter" if lacks else None


def _lacking(store: Store, unit: Unit, path: Path) -> Iterator[Tombstone]:
    held = {stone for _, stone in read_stones(path) if stone}
    return (stone for stone in all_tombstones(unit) if stone not in held and stone.is_genuine(store.holder))


def _add(file: IO[bytes], path: Path, stones: Iterable[Tombstone]) -> int:
    lines = [_line(stone) for stone in stones]
    if lines:
        file.write((b"" if _ends_whole(path) else b"\n") + b"".join(lines))
        file.flush()
        os.fsync(file.fileno())
        sync_folder(path.parent)
    return len(lines)


def genuine_stones(path: Path, holder: KeyHolder) -> Iterator[tuple[int, Tombstone | str]]:
    """Yield each line's number with its tombstone when it is genuine, else with what is wrong with it."""
    for number, stone in read_stones(path):
        if stone is None:
            yield number, "it was cut, or isn't a tombstone"
        else:
            yield number, stone if stone.is_genuine(holder) else "its signature isn't this service's"


def _chunks(stones: Iterable[Tombstone]) -> Iterator[list[Tombstone]]:
    waiting = iter(stones)
    while chunk := list(islice(waiting, _AT_ONCE)):
        yield chunk


def _line(stone: Tombstone) -> bytes:
    told = {
        "patient_id": stone.patient_id.hex(),
        "ins_digest": stone.ins_digest.hex(),
        "reason": stone.reason,
        "made_at": stone.made_at.isoformat(),
        "signature": stone.signature.hex(),
    }
    return json.dumps(told).encode() + b"\n"


def _read(line: str) -> Tombstone | None:
    try:
        told = json.loads(line)
        return Tombstone(
            bytes.fromhex(told["patient_id"]),
            bytes.fromhex(told["ins_digest"]),
            str(told["reason"]),
            datetime.fromisoformat(told["made_at"]),
            bytes.fromhex(told["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
