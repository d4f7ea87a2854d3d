"""What the print shop tells of letters: printed, posted, come back. The same file twice changes nothing.

Each line shows the seal of the manifest that was printed: a batch printed from other files is refused whole.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from back_office.post.following import PersonsWays
from dossier.lifecycle import NOTICE, PARIS, begin_windows, notices_sent
from dossier.outbox import (
    PRINT_SHOP,
    Delivery,
    HandedLetter,
    LetterBatch,
    batches_named,
    close_batches,
    handed_letter,
    letter_reference,
    note_delivery,
    note_printed,
)
from dossier.store import Store
from dossier.vault import SealBroken

from .lines import LineRefused, day_typed, fields_fit, lines_of

COLUMNS = ("batch", "number", "status", "day", "manifest")
ALL = "all"
_STATUSES = ("printed", "posted", "returned")
_WAYS = PersonsWays()


@dataclass(frozen=True, slots=True)
class _Told:
    """One line: what happened on a day to one letter of a batch, or to all of them."""

    batch: LetterBatch
    numbers: Collection[int]
    status: str
    day: date


class Acknowledgments:
    """Takes the lines of a file one by one, each letter in a transaction of its own."""

    def __init__(self, store: Store, ways: PersonsWays = _WAYS) -> None:
        """Count from zero: letters `noted` or `known` before, lines `refused`."""
        self._store, self._ways = store, ways
        self._batches: dict[str, LetterBatch] = {}
        self._forged: set[str] = set()
        self.counted: Counter[str] = Counter()

    def take(self, path: Path, now: datetime) -> Iterator[str]:
        """Note every line; yield one text a line: empty, or why it was refused. Raises `OSError`."""
        self._compare_seals(path)
        for number, fields in lines_of(path, COLUMNS):
            try:
                self._take(self._read(fields, now), now)
            except LineRefused as refused:
                self.counted["refused"] += 1
                yield f"line {number}: {refused}"
            else:
                yield ""
        with self._store.writing() as unit:
            close_batches(unit, self._batches, now)

    def _compare_seals(self, path: Path) -> None:
        told: dict[str, set[str]] = {}
        for _, fields in lines_of(path, COLUMNS):
            if len(fields) == len(COLUMNS):
                told.setdefault(fields[0], set()).add(fields[-1].lower())
        with self._store.reading() as unit:
            self._batches = batches_named(unit, told)
        self._forged = {name for name, kept in self._batches.items() if told[name] != {kept.manifest}}

    def _read(self, fields: list[str], now: datetime) -> _Told:
        fields_fit(fields, COLUMNS)
        name, number, status, day, _ = fields
        batch = self._batches.get(name)
        if batch is None:
            raise LineRefused("no batch of this name was handed over")
        if name in self._forged:
            raise LineRefused("another manifest than ours was printed: nothing of this batch is noted")
        if status not in _STATUSES:
            raise LineRefused(f"the status must be {', '.join(_STATUSES)}")
        happened_on, first, today = day_typed(day), *(at.astimezone(PARIS).date() for at in (batch.handed_at, now))
        if happened_on is None or not first <= happened_on <= today:
            raise LineRefused("the day must be one between that of the batch and today, as 2026-11-23 or 23/11/2026")
        return _Told(batch, _numbers(number, batch, status), status, happened_on)

    def _take(self, told: _Told, now: datetime) -> None:
        for number in told.numbers:
            try:
                is_new = self._note(told, letter_reference(told.batch.name, number), now)
            except SealBroken:
                raise LineRefused("its owner's key is broken; a person must look at it") from None
            self.counted["noted" if is_new else "known"] += 1

    def _note(self, told: _Told, reference: str, now: datetime) -> bool:
        """Note one letter; tell whether that is new. One whose owner was erased says nothing new."""
        with self._store.reading() as unit:
            letter = handed_letter(unit, reference)
        begins = letter is not None and _begins_window(told, letter)
        if letter and begins:
            self._begin_window(letter.patient_id, told.day, now)
        with self._store.writing() as unit:
            if told.status == "printed":
                return note_printed(unit, reference, now)
            fate = Delivery(PRINT_SHOP, "delivered", reference=reference)
            if told.status == "returned":
                fate = Delivery(PRINT_SHOP, "bounced", "returned", reference=reference)
            is_new = note_delivery(unit, fate, self._ways, now) == "noted"
            if letter and begins and is_new:
                notices_sent(unit, [letter.patient_id])
        return is_new

    def _begin_window(self, patient_id: bytes, day: date, now: datetime) -> None:
        left = {patient_id}
        while left:  # whoever acts at this very moment is asked for once more
            with self._store.gathering() as unit:
                left -= begin_windows(unit, left, day, now)


def _begins_window(told: _Told, letter: HandedLetter) -> bool:
    """Tell whether a notice left later than its letter says: its window begins on that day."""
    is_late = told.status == "posted" and told.day > told.batch.leaves_on
    return is_late and letter.kind == NOTICE and letter.is_under_way


def _numbers(text: str, batch: LetterBatch, status: str) -> Collection[int]:
    """Return which letters a line speaks of: one by its number or its reference, or all. Raises `LineRefused`."""
    if text == ALL and status != "returned":
        return range(1, batch.letters + 1)
    digits = text.removeprefix(f"{batch.name}-")
    if digits.isascii() and digits.isdigit() and len(digits) < 9 and 1 <= int(digits) <= batch.letters:
        return (int(digits),)
    raise LineRefused("the number must be that of a letter of this batch, or all of what was printed or posted")
