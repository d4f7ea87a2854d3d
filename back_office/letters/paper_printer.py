"""A printer of ours (CUPS), for houses without a print shop: each file of a batch is told to it once.

A file is claimed before `lp` is asked, by a mark that only one run can make. So a file whose fate nobody knows stays
marked, and isn't printed again until somebody has looked at the printer and removed the mark.
"""

import csv
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

from dossier.base import Refused, StartRefused
from dossier.outbox import BatchProgress, handed_letter, letter_reference, note_printed, progress_of
from dossier.store import Store

from .folders import COMPLETE, sync, write_through
from .manifest import MANIFEST

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,126}")
_SECONDS = 120
"""`lp` answers once the print server has the file."""
_PATH = "/usr/local/bin:/usr/bin:/bin"
BEGUN, PRINTED = ".begun", ".printed"
Outcome = Literal["printed", "known", "refused", "unsure", "erased"]
"""`known`: it was printed before. `refused`: for certain nothing was printed. `unsure`: somebody must look.

`erased`: every owner of its letters was erased, so there is nothing to print."""


class BatchUnfit(Refused):
    """What lies in this folder isn't what was handed over: none of it is printed."""

    code: ClassVar[str] = "batch-unfit"


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One file of a batch, as its manifest lists it: each of its letters begins on a sheet of its own."""

    name: str
    numbers: tuple[int, ...]
    pages: int
    sha256: str

    @property
    def is_two_sided(self) -> bool:
        """Tell whether printing on both sides leaves no letter on the back of another."""
        return len(self.numbers) == 1 or self.pages % 2 == 0

    def pages_of(self, numbers: Collection[int]) -> str:
        """Return the pages on which these letters of the file stand, as `lp` takes them."""
        first_pages = {number: place * self.pages + 1 for place, number in enumerate(self.numbers)}
        return ",".join(f"{first_pages[one]}-{first_pages[one] + self.pages - 1}" for one in numbers)


def files_of(folder: Path, seal: str) -> list[ManifestFile]:
    """Return the files of a batch, each the same as when it was handed over under this seal. Raises `BatchUnfit`."""
    if not (folder / COMPLETE).exists():
        raise BatchUnfit(batch=folder.name, why="it isn't complete")
    listed = (folder / MANIFEST).read_bytes()
    if hashlib.sha256(listed).hexdigest() != seal:
        raise BatchUnfit(batch=folder.name, why="its manifest was changed")
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(listed.decode().splitlines()):
        by_name.setdefault(row["file"], []).append(row)
    files = [
        ManifestFile(name, tuple(int(row["number"]) for row in rows), int(rows[0]["pages"]), rows[0]["sha256"])
        for name, rows in by_name.items()
    ]
    for file in files:
        if _digest(folder / file.name) != file.sha256:
            raise BatchUnfit(batch=folder.name, why=f"{file.name} was changed or is gone")
    return files


def print_files(
    store: Store, printer: "PaperPrinter", folder: Path, clock: Callable[[], datetime]
) -> Iterator[tuple[str, Outcome, int]]:
    """Print the files of a batch; yield the name of each, what became of it, and how many letters were left out.

    Those of people who were erased since are left out. The others of a file that was printed are noted as such.
    Raises `BatchUnfit` before anything is printed: the folder isn't what was handed over, or somebody else printed it.
    """
    with store.reading() as unit:
        progress = next(iter(progress_of(unit, [folder.name])), None)
    if progress is None:
        raise BatchUnfit(batch=folder.name, why="no batch of this name was handed over")
    files = files_of(folder, progress.batch.manifest)
    if _is_spoken_of(progress) and not any(folder.glob(f"*{BEGUN}")):
        raise BatchUnfit(batch=folder.name, why="somebody else acknowledged it")
    for file in files:
        with store.reading() as unit:
            owned = [one for one in file.numbers if handed_letter(unit, letter_reference(folder.name, one))]
        outcome = printer.once(folder, file, owned)
        if outcome == "printed":
            with store.writing() as unit:
                for number in owned:
                    note_printed(unit, letter_reference(folder.name, number), clock())
        yield file.name, outcome, len(file.numbers) - len(owned)


def _is_spoken_of(progress: BatchProgress) -> bool:
    return progress.printed + progress.posted + progress.returned > 0


class PaperPrinter:
    """One printer, asked by `lp` with arguments that nothing but our own settings and names goes into."""

    def __init__(self, name: str) -> None:
        """Find `lp`. Raises `StartRefused`."""
        program = shutil.which("lp")
        if not _NAME.fullmatch(name):
            raise StartRefused(["PRINTER must be the name of a printer: letters, digits and - _ . alone."])
        if program is None:
            raise StartRefused(["`lp` isn't installed: letters are printed by CUPS alone."])
        self._name, self._program = name, program

    def once(self, folder: Path, file: ManifestFile, numbers: Sequence[int]) -> Outcome:
        """Print these letters of a file, unless it was printed before or nobody knows."""
        path = folder / file.name
        begun, printed = (path.with_name(path.name + mark) for mark in (BEGUN, PRINTED))
        if printed.exists():
            return "known"
        if not numbers:
            return "erased"
        try:
            write_through(begun, b"")
        except FileExistsError:
            return "unsure"
        sync(path.parent)
        outcome = self._ask(path, f"{folder.name} {file.name}", _asked_of(file, numbers))
        if outcome == "printed":
            write_through(printed, b"")
        if outcome == "refused":
            begun.unlink()
        sync(path.parent)
        return outcome

    def _ask(self, path: Path, title: str, options: Sequence[str]) -> Outcome:
        asked = [self._program, "-d", self._name, "-t", title, "-o", "media=A4", *options]
        try:
            # Nothing of our own environment: it holds the way to the keys.
            ended = subprocess.run(
                [*asked, "--", str(path.absolute())],
                env={"PATH": _PATH, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "unsure"
        except OSError:  # it didn't even begin
            return "refused"
        if ended.returncode < 0:  # killed: perhaps after the server had the file
            return "unsure"
        return "refused" if ended.returncode else "printed"


def _asked_of(file: ManifestFile, numbers: Sequence[int]) -> list[str]:
    sides = "two-sided-long-edge" if file.is_two_sided else "one-sided"
    pages = [] if len(numbers) == len(file.numbers) else ["-P", file.pages_of(numbers)]
    return ["-o", f"sides={sides}", *pages]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
