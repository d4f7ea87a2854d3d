"""`dossier staff`: who works at the desks."""

import click

from back_office.opening import open_current
from dossier.base import in_groups, now
from dossier.identity import STAFF_ROLES, add_staff, all_staff, reset_staff, staff_member_of, suspend_staff
from dossier.mandates import end_mandates_of_advisor
from dossier.policy import Role

from .shared import read_settings


@click.group()
def staff() -> None:
    """Look after who works at the desks: add, list, suspend, reset."""


@staff.command()
@click.argument("identifier")
@click.option("--first-name", required=True, help="First name, as colleagues and patients know it.")
@click.option("--name", required=True, help="Family name.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in STAFF_ROLES]), help="What she does.")
@click.option("--team", required=True, help="Her team: a second person is always of another one.")
@click.option("--site", default="", help="Where she stands, as `dossier site list` writes it.")
def add(identifier: str, first_name: str, name: str, role: str, team: str, site: str) -> None:
    """Add somebody and print her enrollment code, this once."""
    with open_current(read_settings()).writing() as unit:
        code = add_staff(unit, identifier, first_name, name, Role(role), team, now(), site=site)
    _hand_over(code)


@staff.command("list")
def list_all() -> None:
    """Print everybody: identifier, name, role, team, and whether she can sign in."""
    with open_current(read_settings()).reading() as unit:
        members = all_staff(unit)
    for one in members:
        state = "suspended" if one.suspended_at else "enrolled" if one.enrolled else "not enrolled yet"
        place = f"{one.team}, {one.site}" if one.site else one.team
        click.echo(f"{one.identifier:<24}{one.first_name} {one.name:<24}{one.role:<14}{place:<34}{state}")


@staff.command()
@click.argument("identifier")
def suspend(identifier: str) -> None:
    """Let somebody in no more; what she has open ends at once, and so do the mandates that she was given."""
    store = open_current(read_settings())
    with store.writing() as unit:
        staff_id = suspend_staff(unit, identifier, now())
    with store.writing() as unit:
        end_mandates_of_advisor(unit, staff_id, now())
    click.echo("Suspended. `dossier staff reset` lets her in again, with new means.")


@staff.command()
@click.argument("identifier")
def reset(identifier: str) -> None:
    """Take somebody's means and the mandates that she was given away; print a new enrollment code, this once."""
    store = open_current(read_settings())
    with store.writing() as unit:
        code = reset_staff(unit, identifier, now())
        staff_id = staff_member_of(unit, identifier).staff_id
    with store.writing() as unit:
        end_mandates_of_advisor(unit, staff_id, now())  # cut short before this, nobody has the code
    _hand_over(code)


def _hand_over(code: str) -> None:
    click.echo(f"Enrollment code: {in_groups(code)}")
    click.echo("Good once, for three days, at /premiere-fois on the desk. It isn't shown again: hand it over yourself.")
