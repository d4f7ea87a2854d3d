"""What `dossier demo` and `dossier practice` share: the invented cast is planted, told, and given codes."""

import time

import click

from back_office.demo import app_code_for, code_for, colleagues, is_planted, letters, members, plant
from back_office.opening import holder_path, open_house, open_store
from back_office.practice import mark_database
from dossier.base import Settings, now
from dossier.store import Store, Unit
from dossier.vault import FileKeyHolder
from migrations import upgrade

from .shared import progress


def make_ready(settings: Settings) -> None:
    """Make keys and database where there are none, and plant whoever isn't there yet. Raises `StartRefused`."""
    path = holder_path(settings)
    if not path.exists():
        FileKeyHolder.make(path, demo=True, practice=settings.practice)
    if settings.practice:
        mark_database(settings)
    upgrade(open_store(settings).engine)
    store = open_house(settings)
    if not is_planted(store):
        with progress("planting the cast") as bar:
            task = bar.add_task("plant", total=len(members()))
            for _ in plant(store, now()):
                bar.advance(task)


def print_code(store: Store, identifier: str) -> None:
    """Print a second-factor code that is valid now: of a patient, or of somebody at the desk."""
    with store.writing() as unit:
        found = code_for(unit, identifier, now()) or _app_code(unit, identifier)
    if found is None:
        raise click.ClickException("Nobody in the cast has this identifier.")
    click.echo(found)


def print_cast() -> None:
    """Print who can sign in, with what, and who has a letter."""
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


def _app_code(unit: Unit, identifier: str) -> str | None:
    """Return the next code of a colleague's app, once it is good: none is ever taken twice."""
    found = app_code_for(unit, identifier, now())
    if found is None:
        return None
    code, good_from = found
    time.sleep(max((good_from - now()).total_seconds(), 0))
    return code
