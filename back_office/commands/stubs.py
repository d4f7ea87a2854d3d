"""`dossier stubs`: what came back on paper, typed or scanned by the mail room."""

import csv
import sys
from pathlib import Path

import click

from back_office.opening import open_house
from back_office.paper_mail import STUB_HEADINGS, Stubs
from dossier.base import now

from .shared import progress, read_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--results", type=click.Path(path_type=Path, dir_okay=False), help="FILE.results.csv when absent.")
def stubs(file: Path, results: Path | None) -> None:
    """Do what each stub of FILE asks for: `code,day of the postmark` a line. Done twice it changes nothing.

    The results say in French, by line, what was done, for the mail room: no code and nobody's name is in them. Exit
    code 1: somebody must look at a line.
    """
    taken = Stubs(open_house(read_settings()))
    told = results or file.with_name(f"{file.name}.results.csv")
    try:
        with told.open("w", encoding="utf-8", newline="") as written, progress("stubs") as bar:
            lines = csv.writer(written)
            lines.writerow(STUB_HEADINGS)
            task = bar.add_task("take", total=None)
            for line in taken.take(file, now()):
                lines.writerow(line.cells)
                bar.advance(task)
    except OSError as error:
        raise click.ClickException(f"{told}: can't be written ({error.strerror}).") from None
    counted = taken.counted
    click.echo(f"{counted['yes']} done, {counted['before']} before, {counted['no']} to look at: {told.name} says why.")
    sys.exit(1 if counted["no"] else 0)
