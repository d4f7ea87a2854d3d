"""`dossier site`: the houses where advisors stand."""

import click

from back_office.opening import open_current
from dossier.base import now
from dossier.identity import add_site, all_sites

from .shared import read_settings


@click.group()
def site() -> None:
    """Look after the sites where advisors stand: add, list."""


@site.command()
@click.argument("name")
@click.option("--address", required=True, help="Where it is, on one line.")
@click.option("--siret", default="", help="The fourteen digits of its legal entity, if it has one.")
def add(name: str, address: str, siret: str) -> None:
    """Add a site. Mandates and deeds carry its NAME, 40 signs at most: it can't be changed afterwards."""
    with open_current(read_settings()).writing() as unit:
        add_site(unit, name, address, now(), siret=siret)
    click.echo("Added. `dossier staff add --site` puts a supervisor there, who invites the others.")


@site.command("list")
def list_all() -> None:
    """Print every site: name, SIRET, address."""
    with open_current(read_settings()).reading() as unit:
        sites = all_sites(unit)
    for one in sites:
        click.echo(f"{one.name:<42}{one.siret or '-':<16}{one.address}")
