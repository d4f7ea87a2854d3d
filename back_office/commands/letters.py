"""`dossier letters`: what waits for the post, on paper."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from back_office.opening import open_house
from dossier.base import now
from dossier.lifecycle import PARIS

from .shared import progress, read_settings

_AHEAD = timedelta(days=60)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def letters() -> None:
    """Print the letters that wait, in batches for the post."""


@letters.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the batches.")
@click.option("--limit", type=click.IntRange(min=1), help="The most letters to print; all that wait when absent.")
@click.option("--sent-on", type=_DAY, help="Day on which the post takes them; today when absent.")
def batch(out: Path, limit: int | None, sent_on: datetime | None) -> None:
    """Print waiting letters into subfolders of the --out folder. One that holds `complete` may be posted, no other.

    A window that would begin before its letter leaves begins on the day it leaves. Interrupted, run it again.
    """
    # Laying out pages is a heavy engine: no other command loads it.
    from back_office.letters import LetterBatches, OutFolder, printers

    settings, folder = read_settings(), OutFolder(out)
    batches = LetterBatches(open_house(settings), settings, folder, _leaves_on(sent_on))
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


def _leaves_on(asked: datetime | None) -> date:
    today = now().astimezone(PARIS).date()
    day = asked.date() if asked else today
    if not today <= day <= today + _AHEAD:
        raise click.UsageError("--sent-on must be today or one of the 60 days that follow.")
    return day
