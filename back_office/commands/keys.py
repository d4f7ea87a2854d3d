"""`dossier keys`: the root keys."""

import click

from back_office.opening import holder_path
from dossier.vault import FileKeyHolder

from .shared import read_settings


@click.group()
def keys() -> None:
    """Look after the root keys."""


@keys.command()
def make() -> None:
    """Write a key holder's file with fresh keys, where KEY_HOLDER says. Never overwrites one."""
    settings = read_settings()
    path = holder_path(settings)
    if path.exists():
        raise click.ClickException(f"{path.name} is there already; nothing was changed.")
    FileKeyHolder.make(path, demo=settings.demo, practice=settings.practice)
    click.echo(f"Keys written to {path}. Keep a copy apart from the database's backups.")
