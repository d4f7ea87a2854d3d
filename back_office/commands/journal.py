"""`dossier journal`: checking that nobody touched it."""

import sys

import click

from back_office.opening import open_store
from dossier.base import to_text
from dossier.journal import chains, verify_chain

from .shared import progress, read_settings


@click.group()
def journal() -> None:
    """Look after the journal."""


@journal.command()
def verify() -> None:
    """Check every chain: an entry changed, removed, reordered or cut off is found. Exit code 1 when one is."""
    store = open_store(read_settings())
    faults = []
    with store.reading() as unit, progress("chains") as bar:
        patients = chains(unit)
        task = bar.add_task("verify", total=len(patients))
        for patient_id in patients:
            faults += verify_chain(unit, patient_id)
            bar.advance(task)
    for fault in faults:
        click.echo(f"record {to_text(fault.patient_id)}, entry {fault.sequence}: {fault.kind}")
    click.echo(f"{len(patients)} chains checked, {len(faults)} broken.")
    sys.exit(1 if faults else 0)
