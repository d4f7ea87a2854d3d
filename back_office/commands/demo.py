"""`dossier demo`: an invented cast to try everything with."""

import json
import os

import click

from back_office.demo import colleagues, members
from back_office.opening import open_house
from dossier.base import StartRefused

from .planting import make_ready, print_cast, print_code
from .serving import run_with_jobs
from .shared import is_demo, read_settings


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
    settings = read_settings()
    make_ready(settings)
    print_cast()
    click.echo(f"\nThe portal: http://127.0.0.1:{port}   What was sent: http://127.0.0.1:{port}/demo/outbox")
    click.echo(f"The desk: http://127.0.0.1:{desk_port}")
    if settings.operations.port:
        click.echo(f"For monitors: http://127.0.0.1:{settings.operations.port}/health and /metrics")
    click.echo("The codes of the letters are among what was sent.")
    click.echo("A code to sign in: DEMO=1 .venv/bin/dossier demo code IDENTIFIER   (Ctrl-C to stop)\n")
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DESK_URL", f"http://127.0.0.1:{desk_port}")
    run_with_jobs(settings.operations, "127.0.0.1", (port, desk_port), workers=2)


@demo.command("plant")
def plant_cast() -> None:
    """Plant the cast without serving."""
    make_ready(read_settings())


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def cast(as_json: bool) -> None:
    """Print every member of the cast: role, name, identifier, password."""
    if as_json:
        click.echo(json.dumps([*members(), *colleagues()], ensure_ascii=False, indent=1))
    else:
        print_cast()


@demo.command()
@click.argument("identifier")
def code(identifier: str) -> None:
    """Print a second-factor code that is valid now for this identifier: of a patient, or of somebody at the desk."""
    print_code(open_house(read_settings()), identifier)
