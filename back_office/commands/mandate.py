"""`dossier mandate`: what a dispute over a mandate needs."""

import os
from pathlib import Path

import click

from back_office.opening import open_current
from dossier.base import now
from dossier.mandates import open_evidence

from .shared import read_settings


@click.group()
def mandate() -> None:
    """Look after what proves a mandate."""


@mandate.command()
@click.argument("number")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where to write the PDF; it must be new.")
def evidence(number: str, out: Path) -> None:
    """Write the signed paper of a mandate to a file that only its owner reads. The patient's history tells of it."""
    try:  # the name first: nothing is opened for a file that can't be written
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{out}: can't be written ({error.strerror}).") from None
    with os.fdopen(handle, "wb") as file:
        try:
            with open_current(read_settings()).writing() as unit:
                paper = open_evidence(unit, number, now())
        except BaseException:
            out.unlink()
            raise
        file.write(paper)
    click.echo("Written. The patient sees in her history that it was opened.")
