"""The caisse's list coming in: lines a second on both databases, and memory that doesn't grow with the list.

`BENCH_LINES=1000000 make bench` takes a whole region's list on PostgreSQL; without it the list is short.
"""

import os
import sys
from pathlib import Path

from back_office.campaign import BeneficiariesFile, CampaignImport, chunks_of
from back_office.opening import open_house
from dossier.base import Settings, now
from tests.kit import postgres

from .apart import Measure, measured_apart, tell
from .beneficiaries import write_list
from .figures import Figure, Ratio
from .house import DOMAIN, House, standing

_SHORT = 2_000
_LONG = 20_000
_MOST = 1.15
_MODULE = "tests.bench.campaigning"


def campaigning() -> list[Figure]:
    """Import a short and a long list on each database, and the long one again."""
    with standing() as house:
        figures = _figures(house, "SQLite", _LONG)
    try:
        with postgres.running() as address, standing(postgres.new_database(address, "dossier_campaign")) as house:
            long = int(os.environ.get("BENCH_LINES", str(_LONG)))
            return figures + _figures(house, "PostgreSQL", long)
    except postgres.PostgresMissing as missing:
        print(missing)
        return figures


def _figures(house: House, name: str, long: int) -> list[Figure]:
    folder = house.settings.var_dir
    short = measured_apart(house, _MODULE, write_list(folder / "short.csv", 0, _SHORT))
    path = write_list(folder / "long.csv", _SHORT, long)
    first, again = (measured_apart(house, _MODULE, path) for _ in range(2))
    told = f"campaign import, {long:,} lines, {name}"
    return [
        Figure(f"{told}, by the clock", long / first.clock, "lines/s"),
        Figure(f"{told}, by CPU time", long / first.worked, "lines/s"),
        Figure(f"{told}, done again, by CPU time", long / again.worked, "lines/s"),
        Figure(f"{told}, memory", first.peak, "MB", ratio_to=_ratio(first, short)),
    ]


def _ratio(long: Measure, short: Measure) -> Ratio:
    return Ratio(f"that of {_SHORT:,} lines", long.peak / short.peak, _MOST)


def take(path: Path, settings: Settings) -> None:
    """Import one list, all of whose lines are good."""
    running = CampaignImport(open_house(settings), settings, domain=DOMAIN, sent_on=None)
    for chunk in chunks_of(BeneficiariesFile(path)):
        running.take(chunk, now())
    if running.refused:
        raise AssertionError(f"{running.refused} lines refused")


if __name__ == "__main__":
    tell(lambda: take(Path(sys.argv[1]), Settings.read(os.environ)))
