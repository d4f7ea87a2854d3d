"""`make bench`: measure everything in one run, print it, keep it in var/bench.json.

Machines are shared, so times are CPU time of this thread, least of many short rounds that take turns (the median
stands beside): read the ratios first.
"""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.kit.postgres import PostgresMissing

from .campaigning import campaigning
from .figures import Figure, keep
from .growth import growth
from .house import standing
from .importing import importing
from .lettering import lettering
from .listing import on_postgres, on_sqlite
from .paper import paper
from .posting import posting
from .storm import storm
from .upkeep import journal, password
from .weights import weights
from .windows import windows

_KEPT = Path(__file__).parents[2] / "var" / "bench.json"


def measured() -> Iterator[list[Figure]]:
    """Everything, one part after the other, as it comes."""
    yield on_sqlite()
    try:
        yield on_postgres()
        yield from windows()
        yield from posting()
    except PostgresMissing as missing:
        print(missing)
    with standing() as house:
        yield growth(house)
        yield journal(house)
        yield password(house)
        yield importing(house)
    yield campaigning()
    yield lettering()
    yield paper()
    yield storm()
    yield weights()


def main() -> None:
    """Print each part when it is there, and what falls short at the end."""
    began, figures = perf_counter(), []
    for part in measured():
        figures += part
        print(*(figure.line() for figure in part), "", sep="\n", flush=True)
    keep(figures, _KEPT)
    short = [figure.name for figure in figures if figure.falls_short]
    print(
        f"{len(figures)} figures in {perf_counter() - began:.0f} s, kept in {_KEPT.name}; {len(short)} fall short.",
        *short,
        sep="\n  ",
    )


if __name__ == "__main__":
    main()
