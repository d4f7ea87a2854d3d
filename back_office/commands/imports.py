"""`dossier import`: French CDA documents into the records of the people they name."""

import sys
from pathlib import Path

import click

from back_office.imports import Importer
from back_office.opening import open_house
from dossier.base import now

from .shared import progress, read_settings


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--create-patients", is_flag=True, help="In a demonstration only: open a record for whom a file names.")
def import_documents(files: tuple[Path, ...], create_patients: bool) -> None:
    """Import CDA R2 documents. A line for each file that was refused says why; exit code 1 when one was."""
    settings = read_settings()
    if create_patients and not settings.demo:
        raise click.UsageError("--create-patients works in a demonstration only (DEMO=1).")
    importer = Importer(open_house(settings), settings, create_patients=create_patients)
    found = list(_files(files))
    with progress("documents") as bar:
        task = bar.add_task("import", total=len(found))
        for path in found:
            for line in importer.take(path, now()):
                bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
            bar.advance(task)
    click.echo(f"{importer.created} imported, {importer.known} already there, {importer.refused} refused.")
    sys.exit(1 if importer.refused else 0)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files named, and those of the folders named, in order."""
    found: list[Path] = []
    for path in paths:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return found
