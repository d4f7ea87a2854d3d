"""`dossier tombstones`: after a restore, nobody who was erased comes back."""

import sys
from pathlib import Path

import click

from back_office.opening import open_current
from back_office.tombstones import genuine_stones, write_missing
from dossier.base import now
from dossier.lifecycle import Tombstone, erase_again

from .shared import progress, read_settings


@click.group()
def tombstones() -> None:
    """Look after the list of those who were erased."""


@tombstones.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
def replay(file: Path | None) -> None:
    """Erase again whoever an old backup brought back; FILE is what TOMBSTONES says unless named.

    A line that is cut or forged is told and left out: exit code 1.
    """
    settings = read_settings()
    store, path = open_current(settings), file or settings.tombstones
    if not path.exists():
        raise click.ClickException(f"{path} isn't there: nobody can be erased again without the list.")
    counted = {"here": 0, "gone": 0, "refused": 0}
    with progress("tombstones") as bar:
        task = bar.add_task("replay", total=None)
        for number, stone in genuine_stones(path, store.holder):
            if isinstance(stone, Tombstone):
                with store.writing() as unit:
                    counted["here" if erase_again(unit, stone, now()) else "gone"] += 1
            else:
                counted["refused"] += 1
                bar.console.print(f"line {number}: refused, {stone}", markup=False, highlight=False, soft_wrap=True)
            bar.advance(task)
    store.drop_old_pages()
    click.echo(f"{counted['here']} erased again, {counted['gone']} not here, {counted['refused']} lines refused.")
    sys.exit(1 if counted["refused"] else 0)


@tombstones.command()
def write() -> None:
    """Write into the list whoever was erased here and isn't in it: after it was lost, or replaced by an older one."""
    settings = read_settings()
    store, path = open_current(settings), settings.tombstones
    try:
        written = write_missing(store, path)
    except OSError as error:
        raise click.ClickException(f"{path}: can't be written ({error.strerror}).") from None
    click.echo(f"{written} lines written to {path.name}.")
