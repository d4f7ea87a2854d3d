"""`dossier serve` and `dossier migrate`."""

import os
import sys

import click

from back_office.opening import open_house, open_store
from migrations import upgrade

from .shared import read_settings


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    upgrade(open_store(read_settings()).engine)
    click.echo("The database is at the newest revision.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port of the portal.")
@click.option("--workers", default=2, show_default=True, help="Worker processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the portal. Refuses to start, with one line a reason, when something isn't safe."""
    open_house(read_settings()).engine.dispose()
    run_server(host, port, workers)


def run_server(host: str, port: int, workers: int) -> None:
    """Replace this process by the web server."""
    arguments = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:portal",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--worker-class=gthread",
        "--threads=4",
        "--keep-alive=75",
        # Ctrl-C reaches a worker twice, from the terminal and from its master, and now and then stops it dead.
        "--graceful-timeout=5",
        "--log-level=warning",
        "--no-control-socket",
    ]
    os.execv(sys.executable, arguments)
