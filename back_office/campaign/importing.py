"""Announcing records to everybody in the caisse's file, a thousand lines a transaction.

Done again, a file changes nothing: who is here already is left as she is. So an import that was interrupted, or runs
twice at once, is simply run again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal

from dossier.base import Settings
from dossier.identity import known_since
from dossier.lifecycle import (
    PARIS,
    Announcement,
    Sending,
    SendingSource,
    announce_to,
    erased_before,
    regime_told,
)
from dossier.store import RowTaken, Store, Unit

from .beneficiaries import Beneficiary, LineUnfit, beneficiary
from .reading import BeneficiariesFile, Line

AT_ONCE = 1_000
_TRIES = 5
_TWICE = "its ins stands in this file before"
_ERASED = "erased here or opted out before: not announced again"
_UNREACHABLE = "neither address nor e-mail: announced, but cannot be written to; nothing opens by itself"


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a line: its number in the file, what became of it, and why."""

    number: int
    kind: Literal["refused", "left out", "unreachable", "warning"]
    reason: str


@dataclass(frozen=True, slots=True)
class _Good:
    """A line that can be announced."""

    number: int
    announcement: Announcement
    warnings: tuple[str, ...]


class CampaignImport:
    """Takes a file in chunks and counts what became of its lines."""

    def __init__(self, store: Store, settings: Settings, *, domain: int, sent_on: date | None) -> None:
        """`sent_on` is the day of sending of the lines that name none; None: it isn't known."""
        self._store = store
        self._regime = settings.opt_out_regime
        self._domain = domain
        self._sent_on = sent_on
        self._moments: set[datetime] = set()
        self.announced = self.known = self.left_out = self.refused = 0

    def take(self, chunk: Sequence[Line], now: datetime) -> list[Told]:
        """Announce those of these lines that can be, in one transaction; return what there is to say.

        Raises `StoreSilent`: then nothing of this chunk was kept.
        """
        told: list[Told] = []
        good: dict[str, _Good] = {}
        for line in chunk:
            self._read(line, good, told, now)
        self._moments.add(now)
        told += self._announced(good, now)
        self.refused += sum(one.kind == "refused" for one in told)
        return sorted(told, key=lambda one: one.number)

    def _read(self, line: Line, good: dict[str, _Good], told: list[Told], now: datetime) -> None:
        try:
            if line.fault:
                raise LineUnfit(line.fault)
            read = beneficiary(line.values, self._domain, self._sent_on, now.astimezone(PARIS).date())
            if read.person.ins in good:
                raise LineUnfit(_TWICE)
            good[read.person.ins] = _Good(line.number, self._announcement(read), read.warnings)
        except LineUnfit as unfit:
            told.append(Told(line.number, "refused", str(unfit)))

    def _announcement(self, read: Beneficiary) -> Announcement:
        told = regime_told(read.occasion, read.sent_on, self._regime)
        if told is None:
            raise LineUnfit("its sent_on lies before every rule for such a letter")
        sending = Sending(read.occasion, read.sent_on, SendingSource.CAISSE, read.zone)
        return Announcement(read.person, read.language, sending, told, read.addressee)

    def _announced(self, good: dict[str, _Good], now: datetime) -> list[Told]:
        for _ in range(_TRIES):
            try:
                with self._store.gathering() as unit:
                    known = known_since(unit, good, self._domain)
                    erased = erased_before(unit, good.keys() - known.keys(), self._domain)
                    told = _announce(unit, [good[ins] for ins in sorted(good.keys() - known.keys() - erased)], now)
            except RowTaken:  # another import took some of these people meanwhile: now they are known
                continue
            self.announced += len(good) - len(known) - len(erased)
            self.left_out += len(erased)
            told += [Told(good[ins].number, "left out", _ERASED) for ins in erased]
            return told + self._met_again(good, known)
        raise RowTaken

    def _met_again(self, good: dict[str, _Good], known: dict[str, datetime]) -> list[Told]:
        """Count who was here before; whom this very run announced stands in its file twice."""
        twice = [ins for ins, since in known.items() if since in self._moments]
        self.known += len(known) - len(twice)
        return [Told(good[ins].number, "refused", _TWICE) for ins in twice]


def chunks_of(file: BeneficiariesFile) -> Iterator[list[Line]]:
    """Yield the file's lines, as many at once as one transaction takes."""
    lines = iter(file)
    while chunk := list(islice(lines, AT_ONCE)):
        yield chunk


def _announce(unit: Unit, lines: Sequence[_Good], now: datetime) -> list[Told]:
    """Announce these lines. They come in the order of their INS: two imports at once never wait for each other."""
    told = []
    for line in lines:
        told += [Told(line.number, "warning", warning) for warning in line.warnings]
        if not announce_to(unit, line.announcement, now):
            told.append(Told(line.number, "unreachable", _UNREACHABLE))
    return told
