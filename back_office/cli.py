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
    mandate,
    outbox,
    practice,
    serving,
    sim_signals,
    site,
    staff,
    stubs,
    tombstones,
    transmission,
)
from .commands.shared import is_practice

_IN_PRACTICE = frozenset({"practice", "serve", "jobs", "staff", "journal", "deadline"})
"""What works in practice: nothing that takes real people's files in, or that writes any for the post or the caisse."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def dossier(context: click.Context) -> None:
    """Run and look after Dossier Clair."""
    if is_practice() and context.invoked_subcommand not in _IN_PRACTICE:
        raise StartRefused(
            [f"`dossier {context.invoked_subcommand}` doesn't work in practice: nothing comes in or leaves."]
        )


for command in (
    serving.serve,
    serving.migrate,
    imports.import_documents,
    campaign.campaign,
    letters.letters,
    outbox.outbox,
    keys.keys,
    journal.journal,
    deadline.deadline,
    jobs.jobs,
    mandate.mandate,
    site.site,
    staff.staff,
    stubs.stubs,
    sim_signals.sim_signals,
    tombstones.tombstones,
    transmission.transmission,
    demo.demo,
    practice.practice,
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
