"""The `dossier` command: what operators type."""

import sys

import click

from dossier.base import Refused, StartRefused

from .commands import (
    campaign,
    deadline,
    demo,
    imports,
    jobs,
    journal,
    keys,
    letters,
    serving,
    sim_signals,
    site,
    staff,
    tombstones,
    transmission,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def dossier() -> None:
    """Run and look after Dossier Clair."""


for command in (
    serving.serve,
    serving.migrate,
    imports.import_documents,
    campaign.campaign,
    letters.letters,
    keys.keys,
    journal.journal,
    deadline.deadline,
    jobs.jobs,
    site.site,
    staff.staff,
    sim_signals.sim_signals,
    tombstones.tombstones,
    transmission.transmission,
    demo.demo,
):
    dossier.add_command(command)


def main() -> None:
    """Run the command; a refusal is a clear line on the error output and exit code 2, never a traceback."""
    try:
        dossier()
    except StartRefused as refused:
        click.echo("\n".join(refused.lines), err=True)
        sys.exit(2)
    except Refused as refused:
        click.echo(f"Refused: {refused}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
