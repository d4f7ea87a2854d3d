"""`dossier letters`: what waits for the post, on paper, and what became of it."""

import sys
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from back_office.opening import open_house
from back_office.paper_mail import Acknowledgments, BatchStanding, standings
from back_office.post.following import ways_of
from dossier.base import now
from dossier.lifecycle import PARIS

from .shared import progress, read_settings

_AHEAD = timedelta(days=60)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def letters() -> None:
    """Print the letters that wait, in batches for the post, and follow them (docs/letters.md)."""


@letters.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the batches.")
@click.option("--limit", type=click.IntRange(min=1), help="The most letters to print; all that wait when absent.")
@click.option("--sent-on", type=_DAY, help="Day on which the post takes them; today when absent.")
@click.option("--postage", multiple=True, envvar="POSTAGE", metavar="KIND=CLASS", help="How a kind travels.")
def batch(out: Path, limit: int | None, sent_on: datetime | None, postage: tuple[str, ...]) -> None:
    """Print waiting letters into subfolders of the --out folder. One that holds `complete` may be posted, no other.

    A window that would begin before its letter leaves begins on the day it leaves. Interrupted, run it again.
    """
    # Laying out pages is a heavy engine: no other command loads it.
    from back_office.letters import LetterBatches, OutFolder, classes, printers

    settings, folder, goes = read_settings(), OutFolder(out), classes(postage)
    batches = LetterBatches(open_house(settings), settings, folder, _leaves_on(sent_on), goes)
    with folder.alone(), printers() as running, progress("letters") as bar:
        for name in batches.resume():
            click.echo(f"{name}: interrupted before it counted, thrown away; its letters are printed again")
        waiting, others = batches.waiting()
        task = bar.add_task("letters", total=min(limit or waiting, waiting))
        made = 0
        while made < (limit or waiting):
            done = batches.print_next(running, (limit or waiting) - made, now(), partial(bar.advance, task))
            if done is None:
                break
            made += done.letters
            click.echo(f"{done.name}: {done.letters} letters")
    click.echo(f"{made} letters printed, {batches.dropped} no longer needed.")
    for kind, number in sorted(others.items()):
        click.echo(f"{number} of kind {kind} wait: their sheets have no address for a window yet.")


@letters.command("print")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--printer", required=True, envvar="PRINTER", help="Name of a printer that CUPS knows.")
def print_batch(folder: Path, printer: str) -> None:
    """Print a batch on a printer of this house, each of its files once. Exit code 1: somebody must look at it."""
    from back_office.letters import OutFolder, PaperPrinter, print_files

    store, counted, erased = open_house(read_settings()), Counter[str](), 0
    with OutFolder(folder.parent).alone(), progress("files") as bar:
        task = bar.add_task("print", total=None)
        for file, outcome, left_out in print_files(store, PaperPrinter(printer), folder, now):
            counted[outcome] += 1
            erased += left_out
            bar.advance(task)
            if outcome == "unsure":
                click.echo(f"{file}: nobody knows; look at the printer. To print it, remove {file}.begun first.")
    click.echo(f"{counted['printed']} files printed, {counted['known']} before, {counted['refused']} refused by lp.")
    if erased:
        click.echo(f"{erased} letters left out: the records of their owners were erased.")
    sys.exit(1 if counted["refused"] or counted["unsure"] else 0)


@letters.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def acknowledge(file: Path) -> None:
    """Take what the print shop tells: printed, posted, come back. Exit code 1 when a line was refused."""
    settings = read_settings()
    told = Acknowledgments(open_house(settings), ways_of(settings))
    with progress("lines") as bar:
        task = bar.add_task("acknowledge", total=None)
        for line in told.take(file, now()):
            if line:
                bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
            bar.advance(task)
    counted = told.counted
    click.echo(
        f"{counted['noted']} letters noted, {counted['known']} known before; {counted['refused']} lines refused."
    )
    sys.exit(1 if counted["refused"] else 0)


@letters.command()
def status() -> None:
    """Tell how far each batch has come whose letters weren't all posted. Exit code 1 when one is late."""
    with open_house(read_settings()).reading() as unit:
        found = standings(unit, now().astimezone(PARIS).date())
    heads = ("letters", "silent", "printed", "posted", "returned")
    click.echo(f"{'batch':<14}{'leaves on':<12}" + "".join(f"{head:>10}" for head in heads))
    for one in found:
        click.echo(_row(one))
    sys.exit(1 if any(one.is_late for one in found) else 0)


def _row(one: BatchStanding) -> str:
    told, batch = one.progress, one.progress.batch
    counted = (batch.letters, told.silent, told.printed, told.posted, told.returned)
    cells = "".join(f"{number:>10}" for number in counted)
    return f"{batch.name:<14}{batch.leaves_on.isoformat():<12}{cells}{'  late' if one.is_late else ''}"


def _leaves_on(asked: datetime | None) -> date:
    today = now().astimezone(PARIS).date()
    day = asked.date() if asked else today
    if not today <= day <= today + _AHEAD:
        raise click.UsageError("--sent-on must be today or one of the 60 days that follow.")
    return day
