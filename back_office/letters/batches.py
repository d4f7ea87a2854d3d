"""Batches of letters: what waits is sorted as the post wants it, printed, listed, and only then handed over.

A letter leaves the state of waiting in one transaction, after its file and the manifest are on the disk. So it's never
lost; killed before that transaction, the program prints it again in a batch of another name.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from back_office.post import is_moot
from dossier.base import Settings
from dossier.lifecycle import NOTICE, begin_windows, cases_of, notices_sent
from dossier.outbox import (
    LetterBatch,
    LettersTaken,
    Posted,
    drop,
    hand_over,
    is_handed_over,
    keep_batch,
    letters_left,
    letters_waiting,
)
from dossier.posting import SUMMARY
from dossier.store import Store

from .folders import OutFolder
from .gathering import gathered_summary
from .manifest import MANIFEST, TOTALS, PrintedFile, manifest, totals
from .postage import Classes
from .printing import Job, Printers
from .sheets import FILES, KINDS, Sheets, order_of_post

IN_A_BATCH = 5_000
"""Letters sorted together: what bounds the memory, however many wait."""
IN_A_FILE = 50
"""Letters that share a file: more of them aren't printed faster, and take more memory."""
ALONE = {SUMMARY: 1}
"""A summary is as long as it is, and shares its file with nobody's."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that was handed over, how many letters it holds, and the SHA-256 of its manifest."""

    name: str
    letters: int
    manifest: str


class LetterBatches:
    """Prints what waits, batch after batch, into one folder."""

    def __init__(
        self, store: Store, settings: Settings, folder: OutFolder, leaves_on: date, postage: Classes | None = None
    ) -> None:
        """`leaves_on` is the day on which the post takes these letters: no window begins before it."""
        self._store = store
        self._folder = folder
        self._leaves_on = leaves_on
        self._postage = postage or {}
        self._sheets = Sheets(settings, leaves_on)
        self.dropped = 0

    def waiting(self) -> tuple[int, dict[str, int]]:
        """Return how many letters wait that can be printed, and of other kinds how many of each."""
        with self._store.reading() as unit:
            left = letters_left(unit)
        return sum(left.pop(kind, 0) for kind in KINDS), left

    def resume(self) -> list[str]:
        """Finish batches that were handed over and not marked, throw others away; return the names thrown away."""
        thrown = []
        for name in self._folder.interrupted():
            with self._store.reading() as unit:
                counts = is_handed_over(unit, name)
            if counts:
                self._folder.complete(name)
            else:
                self._folder.remove(name)
                thrown.append(name)
        return thrown

    def print_next(self, printers: Printers, limit: int, now: datetime, printed: Callable[[int], None]) -> Batch | None:
        """Print and hand over the next batch of up to `limit` letters; None when none waits.

        `printed` is told of each file how many letters it holds. Raises `SheetUnfit`, `StoreSilent`.
        """
        while letters := self._chosen(min(limit, IN_A_BATCH), now):
            name = self._folder.begin(self._leaves_on)
            files = _files(letters)
            batch = Batch(name, len(letters), self._print(printers, name, files, now, printed))
            try:
                self._hand_over(batch, [one for file in files for one in file.letters], now)
            except LettersTaken:  # another run printed some of them meanwhile, or an owner is gone: choose anew
                self._folder.remove(name)
                continue
            self._folder.complete(name)
            return batch
        return None

    def _chosen(self, limit: int, now: datetime) -> list[Posted]:
        """Return the oldest waiting letters in the order of the post, once those that nobody needs are dropped."""
        while True:
            with self._store.writing() as unit:
                waiting = letters_waiting(unit, KINDS, limit, now)
                cases = cases_of(unit, {one.patient_id for one in waiting})
                moot = {one.message_id for one in waiting if is_moot(one.message, cases.get(one.patient_id), now)}
                drop(unit, [one for one in waiting if one.message_id in moot], now)
            self.dropped += len(moot)
            if len(moot) < len(waiting) or not waiting:
                needed = [one for one in waiting if one.message_id not in moot]
                return sorted(needed, key=lambda one: (one.message.kind, order_of_post(one.message)))

    def _print(
        self, printers: Printers, name: str, files: Sequence[PrintedFile], now: datetime, printed: Callable[[int], None]
    ) -> str:
        """Print a batch under its name; return the SHA-256 of its manifest."""
        jobs = (self._job(name, file, now) for file in files)
        done = []
        for file, told in zip(files, printers.printed(jobs), strict=True):
            done.append((file, told))
            printed(len(file.letters))
        listed = manifest(done, self._postage)
        self._folder.write(name, MANIFEST, listed)
        self._folder.write(name, TOTALS, totals(done, self._postage))
        self._folder.finish(name)
        return hashlib.sha256(listed).hexdigest()

    def _job(self, name: str, file: PrintedFile, now: datetime) -> Job:
        if file.kind == SUMMARY:
            number = f"{name}-{file.first_number:04d}"
            summary = gathered_summary(self._store, self._sheets, file.letters[0].message, number, now)
            return Job(self._folder.growing(name) / file.name, (summary,))
        with self._store.reading() as unit:
            cases = cases_of(unit, {one.patient_id for one in file.letters}) if file.kind == NOTICE else {}
        sheets = [
            self._sheets.sheet(one.message, cases.get(one.patient_id), f"{name}-{number:04d}")
            for number, one in enumerate(file.letters, start=file.first_number)
        ]
        return Job(self._folder.growing(name) / file.name, tuple(sheets))

    def _hand_over(self, batch: Batch, letters: Sequence[Posted], now: datetime) -> None:
        told = [one.patient_id for one in letters if one.message.kind == NOTICE]
        self._begin_windows(told, now)
        with self._store.writing() as unit:
            hand_over(unit, letters, batch.name, now)
            keep_batch(unit, LetterBatch(batch.name, now, self._leaves_on, batch.letters, batch.manifest))
            notices_sent(unit, told)

    def _begin_windows(self, people: Sequence[bytes], now: datetime) -> None:
        """Begin every window that began before its letter left. Interrupted, it is simply done again."""
        for start in range(0, len(people), _AT_ONCE):
            left = set(people[start : start + _AT_ONCE])
            while left:  # whoever acts at this very moment is asked for once more
                with self._store.gathering() as unit:
                    left -= begin_windows(unit, left, self._leaves_on, now)


def _files(letters: Sequence[Posted]) -> list[PrintedFile]:
    """Return what each file of a batch holds: letters of one kind, numbered through."""
    files: list[PrintedFile] = []
    first = 0
    for kind in KINDS:
        alike = [one for one in letters if one.message.kind == kind]
        most = ALONE.get(kind, IN_A_FILE)
        for part, start in enumerate(range(0, len(alike), most), start=1):
            some = tuple(alike[start : start + most])
            files.append(PrintedFile(f"{FILES[kind]}-{part:03d}.pdf", kind, first + start + 1, some))
        first += len(alike)
    return files
