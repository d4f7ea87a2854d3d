"""`dossier demo`: an invented cast to try everything with."""

import json
import os

import click

from back_office.demo import code_for, is_planted, letters, members, plant
from back_office.opening import holder_path, open_house, open_store
from dossier.base import StartRefused, now
from dossier.store import Store
from dossier.vault import FileKeyHolder
from migrations import upgrade

from .serving import run_server
from .shared import is_demo, progress, read_settings


@click.group()
def demo() -> None:
    """Try Dossier Clair with invented people. Works with DEMO=1 only."""
    if not is_demo():
        raise StartRefused(["This works in a demonstration only: set DEMO=1, and never where real people are."])


@demo.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port of the portal.")
def start(port: int) -> None:
    """Plant the cast when it isn't there, say who can sign in, and serve the portal."""
    _ready()
    _print_cast()
    click.echo(f"\nThe portal: http://127.0.0.1:{port}   What was sent: http://127.0.0.1:{port}/demo/outbox")
    click.echo("The codes of the letters are among what was sent.")
    click.echo("A code to sign in: DEMO=1 .venv/bin/dossier demo code IDENTIFIER   (Ctrl-C to stop)\n")
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    run_server("127.0.0.1", port, workers=2)


@demo.command("plant")
def plant_cast() -> None:
    """Plant the cast without serving."""
    _ready()


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def cast(as_json: bool) -> None:
    """Print every member of the cast: role, name, identifier, password."""
    if as_json:
        click.echo(json.dumps(members(), ensure_ascii=False, indent=1))
    else:
        _print_cast()


@demo.command()
@click.argument("identifier")
def code(identifier: str) -> None:
    """Print a second-factor code that is valid now for this identifier."""
    store = open_house(read_settings())
    with store.writing() as unit:
        found = code_for(unit, identifier, now())
    if found is None:
        raise click.ClickException("Nobody in the cast has this identifier.")
    click.echo(found)


def _ready() -> Store:
    settings = read_settings()
    path = holder_path(settings)
    if not path.exists():
        FileKeyHolder.make(path, demo=True)
    upgrade(open_store(settings).engine)
    store = open_house(settings)
    if not is_planted(store):
        with progress("planting the cast") as bar:
            task = bar.add_task("plant", total=len(members()))
            for _ in plant(store, now()):
                bar.advance(task)
    return store


def _print_cast() -> None:
    click.echo(f"{'who':<30}{'identifier':<20}{'password':<28}life")
    for member in members():
        name, identifier, password = member["name"], member["identifier"], member["password"]
        click.echo(f"{name:<30}{identifier:<20}{password:<28}{member['life']}")
    click.echo(f"\n{'has a letter, no account':<30}{'born':<20}{'end of carte Vitale':<28}life")
    for letter in letters():
        click.echo(f"{letter['name']:<30}{letter['born']:<20}{letter['card_end'] or '-':<28}{letter['life']}")
