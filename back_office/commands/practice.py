"""`dossier practice`: a house apart, with invented people only, for volunteers and advisors who learn."""

import os

import click

from back_office.opening import open_house
from back_office.practice import throw_away

from .planting import make_ready, print_cast, print_code
from .serving import run_with_jobs
from .shared import read_settings


@click.group(invoke_without_command=True)
@click.option("--anew", is_flag=True, help="Throw away what was practiced, and begin again.")
@click.option("--port", default=8010, show_default=True, help="Port of the portal.")
@click.option("--desk-port", default=8011, show_default=True, help="Port of the desk.")
@click.pass_context
def practice(context: click.Context, anew: bool, port: int, desk_port: int) -> None:
    """Serve a portal and a desk to learn with, on a database and keys of their own under VAR_DIR/practice."""
    os.environ["PRACTICE"] = "1"  # the server's own processes read it as well
    if context.invoked_subcommand:
        return
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DESK_URL", f"http://127.0.0.1:{desk_port}")
    settings = read_settings()
    if anew:
        throw_away(settings)
    make_ready(settings)
    print_cast()
    click.echo(f"\nPractice portal: {settings.portal_url}   What was sent: {settings.portal_url}/demo/outbox")
    click.echo(f"Practice desk: {settings.desk_url}")
    click.echo("A code to sign in: dossier practice code IDENTIFIER   (Ctrl-C to stop)\n")
    run_with_jobs(settings.operations, "127.0.0.1", (port, desk_port), workers=2)


@practice.command()
def cast() -> None:
    """Print every invented person: name, identifier, password."""
    print_cast()


@practice.command()
@click.argument("identifier")
def code(identifier: str) -> None:
    """Print a second-factor code that is valid now for this identifier: of a patient, or of somebody at the desk."""
    print_code(open_house(read_settings()), identifier)
