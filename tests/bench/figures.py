"""A measured figure, and the two ways it is told: a line of the table, an entry of var/bench.json."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times `name` this figure is, and the most it may be (None: told only)."""

    name: str
    times: float
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure. `median` stands beside a value that is the least of several rounds."""

    name: str
    value: float
    unit: str
    median: float | None = None
    ratio_to: Ratio | None = None

    @property
    def falls_short(self) -> bool:
        """Tell whether it is worse than it may be."""
        return self.ratio_to is not None and self.ratio_to.most is not None and self.ratio_to.times > self.ratio_to.most

    def line(self) -> str:
        """The figure on one line of the table."""
        beside = "" if self.median is None else f"(median {self.median:,.0f})"
        told = f"{self.name:<58} {self.value:>10,.{_decimals(self.value)}f} {self.unit:<14} {beside:<16}"
        if self.ratio_to is None:
            return told.rstrip()
        most = "" if self.ratio_to.most is None else f", at most {self.ratio_to.most}"
        short = "  FALLS SHORT" if self.falls_short else ""
        return f"{told} {self.ratio_to.times:.2f} x {self.ratio_to.name}{most}{short}"


def keep(figures: Iterable[Figure], path: Path) -> None:
    """Write the figures where other tools read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n")


def _decimals(value: float) -> int:
    return 0 if value >= 100 else 1
