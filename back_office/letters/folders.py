"""The folder that batches go into, and what makes one of them whole: it is renamed once, and marked at the very end.

A batch grows under a name that begins with a dot. Printed, it gets its own name; handed over in the database, it gets
a file named `complete`. Killed in between, the program finds on its next start what to finish and what to throw away.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import ClassVar

from dossier.base import Refused, new_sign_code

COMPLETE = "complete"
_NAME = re.compile(r"[0-9]{6}-[2-9A-Z]{5}")
_RANDOM_SIGNS = 5


class AlreadyRunning(Refused):
    """Another run writes into this folder."""

    code: ClassVar[str] = "already-running"


class OutFolder:
    """Where batches go, one subfolder each."""

    def __init__(self, path: Path) -> None:
        """Make the folder when it's missing; only its owner reads it, for letters hold names and codes."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out; a killed one keeps nobody out. Raises `AlreadyRunning`."""
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(folder=self.path.name) from None
            yield

    def begin(self, day: date) -> str:
        """Make the folder of a new batch, still without its name; return the name. It stands on every letter."""
        name = f"{day:%y%m%d}-{new_sign_code()[:_RANDOM_SIGNS]}"
        self.growing(name).mkdir(mode=0o700)
        return name

    def growing(self, name: str) -> Path:
        """Return where a batch is while it is printed."""
        return self.path / f".{name}"

    def write(self, name: str, file: str, content: bytes) -> None:
        """Write one file of a batch that grows, down to the disk."""
        write_through(self.growing(name) / file, content)

    def finish(self, name: str) -> None:
        """Give a printed batch its name."""
        sync(self.growing(name))
        self.growing(name).rename(self.path / name)
        sync(self.path)

    def complete(self, name: str) -> None:
        """Say that a batch was handed over: it may be posted."""
        write_through(self.path / name / COMPLETE, b"")
        sync(self.path / name)

    def remove(self, name: str) -> None:
        """Throw a batch away that doesn't count."""
        for path in (self.growing(name), self.path / name):
            shutil.rmtree(path, ignore_errors=True)

    def interrupted(self) -> list[str]:
        """Return the batches that were printed and not marked as complete, after throwing away half-printed ones."""
        for path in self.path.iterdir():
            if path.name.startswith(".") and _NAME.fullmatch(path.name[1:]):
                shutil.rmtree(path)
        printed = (path for path in self.path.iterdir() if _NAME.fullmatch(path.name))
        return sorted(path.name for path in printed if not (path / COMPLETE).exists())


def write_through(path: Path, content: bytes) -> None:
    """Write a new file, readable by its owner alone, and wait until the disk has it."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Wait until the disk has a folder's names."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
