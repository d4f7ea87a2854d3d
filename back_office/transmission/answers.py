"""The caisse's answers: which acts it acknowledges, and which it rejects and why."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from dossier.base import SignCodeMistyped, canonical_sign_code
from dossier.lifecycle import Status, answer
from dossier.store import Store, Unit
from dossier.vault import SealBroken

COLUMNS = ["number", "status", "reason"]
_ANSWERS = {str(one): one for one in (Status.ACKNOWLEDGED, Status.REJECTED)}
_REASON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REASON_MOST = 40
_BROKEN = "the key of this act's owner is broken; a person must look at it"
_TOLD = {
    "unknown": "this number is on no receipt of this house",
    "contrary": "this act was acknowledged before; a person must look at it",
}


class LineRefused(Exception):
    """A line of the file says nothing that can be noted; the text says why."""


class Answers:
    """Takes the lines of a file one by one; the same file twice changes nothing."""

    def __init__(self, store: Store) -> None:
        """Begin with nothing counted."""
        self._store = store
        self.counted: Counter[str] = Counter()

    def take(self, path: Path, now: datetime) -> Iterator[str]:
        """Note every line; yield one text a line: empty, or why it was refused. Raises `OSError`."""
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                fields = line.strip().split(";")
                if fields in ([""], COLUMNS):
                    continue
                refused = self._take(fields, now)
                yield f"line {number}: {refused}" if refused else ""

    def _take(self, fields: list[str], now: datetime) -> str:
        try:
            with self._store.writing() as unit:
                outcome = _note(unit, fields, now)
        except (LineRefused, SealBroken) as refused:
            self.counted["refused"] += 1
            return str(refused) if isinstance(refused, LineRefused) else _BROKEN
        told = _TOLD.get(outcome, "")
        self.counted["refused" if told else outcome] += 1
        return told


def _note(unit: Unit, fields: list[str], now: datetime) -> str:
    if len(fields) != len(COLUMNS):
        raise LineRefused(f"{len(fields)} columns instead of {len(COLUMNS)} (number;status;reason)")
    number, told, reason = (field.strip() for field in fields)
    status = _ANSWERS.get(told)
    if status is None:
        raise LineRefused("the status must be acknowledged or rejected")
    if (status is Status.REJECTED) != bool(reason):
        raise LineRefused("a rejection needs a reason, and an acknowledgment has none")
    if reason and not (len(reason) <= _REASON_MOST and _REASON.fullmatch(reason)):
        raise LineRefused("the reason must be a code such as identity-unknown, of 40 signs at most")
    try:
        return answer(unit, canonical_sign_code(number), status, reason, now)
    except SignCodeMistyped:
        raise LineRefused("the number isn't one of a receipt: twelve signs with a right check sign") from None
