"""`dossier serve` and `dossier migrate`."""

import os
import subprocess
import sys

import click

from back_office.opening import open_house, open_store
from dossier.base import Operations
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
@click.option("--desk-port", default=8001, show_default=True, envvar="DESK_PORT", help="Port of the desk.")
@click.option("--workers", default=2, show_default=True, help="Worker processes.")
def serve(host: str, port: int, desk_port: int, workers: int) -> None:
    """Serve the portal, the desk and the operators' face (OPERATIONS_HOST, OPERATIONS_PORT).

    Refuses to start, with one line a reason, when something isn't safe.
    """
    settings = read_settings()
    open_house(settings).engine.dispose()
    run_server(settings.operations, host, (port, desk_port), workers)


def run_with_jobs(operations: Operations, host: str, ports: tuple[int, int], workers: int) -> None:
    """Do the same, with the clock and the post in a process beside, which ends with the server."""
    jobs = [sys.executable, "-m", "back_office.cli", "jobs", "--every", "60", "--with-parent"]
    subprocess.Popen(jobs, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    run_server(operations, host, ports, workers)


def run_server(operations: Operations, host: str, ports: tuple[int, int], workers: int) -> None:
    """Replace this process by the web server.

    Whose a request is, its host name says; what comes to the operators' port is theirs, whatever it says.
    """
    addresses = [f"{host}:{port}" for port in ports]
    if operations.port:
        addresses.append(f"{operations.host}:{operations.port}")
    arguments = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:application",
        "--config=python:back_office.web_server",
        *(f"--bind={address}" for address in addresses),
        f"--workers={workers}",
        "--worker-class=gthread",
        "--threads=16",  # twelve may be held by even pages, as portal.ui tells
        "--keep-alive=75",
        # Ctrl-C reaches a worker twice, from the terminal and from its master, and now and then stops it dead.
        "--graceful-timeout=5",
        "--log-level=warning",
        "--no-control-socket",
    ]
    os.execv(sys.executable, arguments)
