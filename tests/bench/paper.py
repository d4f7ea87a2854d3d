"""The printed summary: its time once the fonts are warm, and its weight."""

from functools import partial

from printouts import SIZES, render_summary
from tests.printouts.sheets import FULL

from .figures import Figure
from .rounds import spent_by


def paper() -> list[Figure]:
    """A full sheet in each size of letters."""
    calls = {f"{size} pt": partial(render_summary, FULL, size) for size in SIZES}
    spent = spent_by(calls, rounds=7, calls=1, warm=1)
    figures = []
    for name, call in calls.items():
        one = spent[name]
        figures.append(Figure(f"summary PDF, {name}, warm", one.least / 1000, "ms CPU", one.median / 1000))
        figures.append(Figure(f"summary PDF, {name}", len(call()), "bytes"))
    return figures
