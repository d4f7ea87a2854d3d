"""`dossier demo`: an invented cast to try everything with."""

import json
import os
import time

import click

from back_office.demo import app_code_for, code_for, colleagues, is_planted, letters, members, plant
from back_office.opening import holder_path, open_house, open_store
from dossier.base import StartRefused, now
from dossier.store import Store, Unit
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
@click.option("--desk-port", default=8001, show_default=True, envvar="DESK_PORT", help="Port of the desk.")
def start(port: int, desk_port: int) -> None:
    """Plant the cast when it isn't there, say who can sign in, and serve the portal and the desk."""
    _ready()
    _print_cast()
    click.echo(f"\nThe portal: http://127.0.0.1:{port}   What was sent: http://127.0.0.1:{port}/demo/outbox")
    click.echo(f"The desk: http://127.0.0.1:{desk_port}")
    click.echo("The codes of the letters are among what was sent.")
    click.echo("A code to sign in: DEMO=1 .venv/bin/dossier demo code IDENTIFIER   (Ctrl-C to stop)\n")
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DESK_URL", f"http://127.0.0.1:{desk_port}")
    run_server("127.0.0.1", (port, desk_port), workers=2)


@demo.command("plant")
def plant_cast() -> None:
    """Plant the cast without serving."""
    _ready()


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def cast(as_json: bool) -> None:
    """Print every member of the cast: role, name, identifier, password."""
    if as_json:
        click.echo(json.dumps([*members(), *colleagues()], ensure_ascii=False, indent=1))
    else:
        _print_cast()


@demo.command()
@click.argument("identifier")
def code(identifier: str) -> None:
    """Print a second-factor code that is valid now for this identifier: of a patient, or of somebody at the desk."""
    store = open_house(read_settings())
    with store.writing() as unit:
        found = code_for(unit, identifier, now()) or _app_code(unit, identifier)
    if found is None:
        raise click.ClickException("Nobody in the cast has this identifier.")
    click.echo(found)


def _app_code(unit: Unit, identifier: str) -> str | None:
    """Return the next code of a colleague's app, once it is good: none is ever taken twice."""
    found = app_code_for(unit, identifier, now())
    if found is None:
        return None
    code, good_from = found
    time.sleep(max((good_from - now()).total_seconds(), 0))
    return code


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
    click.echo(f"\n{'at the desk':<30}{'identifier':<20}{'password':<28}work")
    for colleague in colleagues():
        name, identifier, password = colleague["name"], colleague["identifier"], colleague["password"]
        click.echo(f"{name:<30}{identifier:<20}{password:<28}{colleague['life']}")
    click.echo(f"\n{'has a letter, no account':<30}{'born':<20}{'end of carte Vitale':<28}life")
    for letter in letters():
        click.echo(f"{letter['name']:<30}{letter['born']:<20}{letter['card_end'] or '-':<28}{letter['life']}")
