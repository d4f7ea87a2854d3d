"""`dossier transmission`: acts to the caisse, and its answers."""

import sys
from pathlib import Path

import click

from back_office.opening import open_house
from back_office.transmission import Answers, Export
from dossier.base import StartRefused, now

from .shared import progress, read_settings


@click.group()
def transmission() -> None:
    """Tell the caisse what people asked for, and take its answers (docs/transmission.md)."""


@transmission.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--again", is_flag=True, help="Rejected acts as well, once what was wrong has been put right.")
def export_acts(file: Path, again: bool) -> None:
    """Write the acts that the caisse doesn't know of yet. A file with this name is left alone: exit code 2."""
    export = Export(open_house(read_settings()), again=again)
    written = 0
    with progress("acts") as bar:
        task = bar.add_task("export", total=export.waiting())
        try:
            for number in export.write(file, now()):
                written += number
                bar.advance(task, number)
        except FileExistsError:
            raise StartRefused(
                [f"{file} is there already: name another file; nothing was written or marked."]
            ) from None
        except OSError as error:
            raise click.ClickException(f"{file}: can't be written ({error.strerror}); nothing was marked.") from None
    click.echo(f"{written} acts written to {file.name}.")


@transmission.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def acknowledge(file: Path) -> None:
    """Take the caisse's answers. A line for each that was refused says why; exit code 1 when one was."""
    answers = Answers(open_house(read_settings()))
    with progress("answers") as bar:
        task = bar.add_task("acknowledge", total=None)
        try:
            for line in answers.take(file, now()):
                if line:
                    bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
                bar.advance(task)
        except OSError as error:
            raise click.ClickException(f"{file}: can't be read ({error.strerror}).") from None
    counted = answers.counted
    click.echo(f"{counted['changed']} noted, {counted['unchanged']} known before, {counted['refused']} refused.")
    sys.exit(1 if counted["refused"] else 0)
