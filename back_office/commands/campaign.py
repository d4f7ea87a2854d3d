"""`dossier campaign`: the caisse's list of beneficiaries, and the e-mails that came back."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from back_office.campaign import BeneficiariesFile, Bounces, CampaignImport, FileUnfit, chunks_of
from back_office.opening import open_house
from dossier.base import Settings, now

from .shared import progress, read_settings

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def campaign() -> None:
    """Announce records to everybody the caisse names, and write by post where an e-mail came back."""


@campaign.command("import")
@click.argument("path", metavar="FILE", type=_FILE)
@click.option("--domain", type=int, help="Last number of the identity domain of its INS; the first one of INS_DOMAINS.")
@click.option("--sent-on", type=_DAY, help="Day on which the notices of lines that name none are sent.")
@click.option("--report", type=click.Path(path_type=Path), help="Where to tell of lines; FILE.refused.csv when absent.")
def import_beneficiaries(path: Path, domain: int | None, sent_on: datetime | None, report: Path | None) -> None:
    """Announce a record to everybody in FILE, and queue a notice for each. Done twice it changes nothing.

    The report tells of refused lines by number and reason, never by what they hold. Exit code 1 when one was.
    """
    settings = read_settings()
    running = CampaignImport(
        open_house(settings),
        settings,
        domain=_domain(settings, domain),
        sent_on=sent_on.date() if sent_on else None,
    )
    file = _readable(path)
    with _report(report or path.with_name(f"{path.name}.refused.csv")) as told, progress("lines") as bar:
        task = bar.add_task("import", total=file.lines)
        for chunk in chunks_of(file):
            told.writerows((one.number, one.kind, one.reason) for one in running.take(chunk, now()))
            bar.advance(task, len(chunk))
    click.echo(
        f"{running.announced} announced, {running.known} already there, {running.left_out} left out,"
        f" {running.refused} refused."
    )
    sys.exit(1 if running.refused else 0)


@campaign.command()
@click.argument("path", metavar="FILE", type=_FILE)
def bounced(path: Path) -> None:
    """Write by post to everybody whose notice was e-mailed to an address in FILE, one a line, and came back.

    Their windows begin anew on the day the letters leave: `dossier letters batch`. Done twice it changes nothing.
    """
    bounces = Bounces(open_house(read_settings()))
    with path.open(encoding="utf-8-sig", errors="replace") as file, progress("e-mails") as bar:
        task = bar.add_task("bounced", total=sum(1 for _ in file))
        file.seek(0)
        for line in file:
            if email := line.strip():
                bounces.take(email, now())
            bar.advance(task)
    told = bounces.counts
    click.echo(
        f"{told['written']} letters queued, {told['unreachable']} without a postal address,"
        f" {told['moved']} decided meanwhile, {told['nothing']} with nothing to do."
    )


def _domain(settings: Settings, asked: int | None) -> int:
    domain = min(settings.ins_domains) if asked is None else asked
    if domain not in settings.ins_domains:
        taken = ", ".join(map(str, sorted(settings.ins_domains)))
        raise click.UsageError(f"--domain {domain} isn't taken here: give one of {taken}.")
    return domain


def _readable(path: Path) -> BeneficiariesFile:
    try:
        return BeneficiariesFile(path)
    except FileUnfit as unfit:
        raise click.UsageError(f"{path.name}: {unfit.facts['reason']}.") from None


@contextmanager
def _report(path: Path) -> Iterator[Any]:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            told = csv.writer(file)
            told.writerow(("line", "what", "why"))
            yield told
    except OSError as error:
        raise click.UsageError(f"{path.name}: the report can't be written ({error.strerror}).") from None
