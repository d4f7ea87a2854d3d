"""Letters on paper: how many a minute two processes print, and memory that doesn't grow with how many wait."""

import os
import sys
from pathlib import Path

from back_office.letters import LetterBatches, OutFolder, printers
from back_office.opening import open_house
from dossier.base import Settings, now
from dossier.lifecycle import PARIS

from .apart import measured_apart, tell
from .beneficiaries import write_list
from .campaigning import take
from .figures import Figure, Ratio
from .house import standing

_FEW, _MANY = 100, 400
_MOST = 1.15
_MODULE = "tests.bench.lettering"


def lettering() -> list[Figure]:
    """Print few letters, then many, each time by new processes."""
    with standing() as house:
        folder = house.settings.var_dir
        measures = []
        for first, number in ((0, _FEW), (_FEW, _MANY)):
            take(write_list(folder / f"{number}.csv", first, number, emails=False), house.settings)
            measures.append(measured_apart(house, _MODULE, folder / "out", str(number)))
    few, many = measures
    to_few = f"that of {_FEW} letters"
    return [
        Figure(f"letters, two processes, {_MANY} of them, by the clock", _MANY / many.clock * 60, "letters/min"),
        Figure("letters, one process, by CPU time", _MANY / many.children_worked * 60, "letters/min"),
        Figure("letters, memory of the parent", many.peak, "MB", ratio_to=Ratio(to_few, many.peak / few.peak, _MOST)),
        Figure(
            "letters, memory of a printing process",
            many.children_peak,
            "MB",
            ratio_to=Ratio(to_few, many.children_peak / few.children_peak, _MOST),
        ),
    ]


def print_all(out: Path, number: int, settings: Settings) -> None:
    """Print every letter that waits, which must be so many."""
    today = now().astimezone(PARIS).date()
    batches, done = LetterBatches(open_house(settings), settings, OutFolder(out), today), 0
    with printers() as running:
        while batch := batches.print_next(running, number, now(), lambda printed: None):
            done += batch.letters
    if done != number:
        raise AssertionError(f"{done} letters printed, not {number}")


if __name__ == "__main__":
    tell(lambda: print_all(Path(sys.argv[1]), int(sys.argv[2]), Settings.read(os.environ)))
