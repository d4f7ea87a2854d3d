"""`dossier sim-signals`: telephones whose SIM card changed, as operators tell of them."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from back_office.opening import open_house
from dossier.base import now
from dossier.identity import keep_sim_changes

from .shared import read_settings


@click.group("sim-signals")
def sim_signals() -> None:
    """Keep codes and calls away from telephones whose SIM card changed within seven days."""


@sim_signals.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_signals(path: Path) -> None:
    """Take the changes in FILE: a line for each, number;instant (ISO 8601, UTC unless it says more).

    A line that can't be read is told by its number, never by what it holds; exit code 1 when there was one. Numbers
    are kept as keyed digests, for seven days. Done twice it changes nothing.
    """
    store = open_house(read_settings())
    unread: list[int] = []
    with path.open(encoding="utf-8-sig", errors="replace") as file, store.writing() as unit:
        count = keep_sim_changes(unit, _changes(file, unread), now())
    for line in unread:
        click.echo(f"Line {line}: not number;instant.")
    click.echo(f"{count} changes of the last seven days, {len(unread)} lines refused.")
    sys.exit(1 if unread else 0)


def _changes(lines: Iterator[str], unread: list[int]) -> Iterator[tuple[str, datetime]]:
    for number, line in enumerate(lines, 1):
        mobile, _, written = line.strip().partition(";")
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            unread.append(number)
            continue
        if sum(sign.isdigit() for sign in mobile) < 9:
            unread.append(number)
            continue
        yield mobile, at if at.tzinfo else at.replace(tzinfo=UTC)
