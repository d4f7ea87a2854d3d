"""`dossier jobs`: what the clock does, once or every so often."""

import signal
import sys
from collections import Counter
from datetime import datetime
from threading import Event

import click

from back_office.jobs import one_round
from back_office.opening import check_house, open_current
from back_office.tombstones import write_missing
from dossier.base import Settings, Stage, StartRefused, now
from dossier.lifecycle import spaces_due
from dossier.store import Store

from .shared import progress, read_settings

_RECOVERIES = ("recoveries told", "recoveries expired", "contacts coded")


def _instant(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        told = None
    if told is None or told.tzinfo is None:
        raise click.BadParameter("write an instant with its zone, for example 2026-04-15T00:30:00+02:00.")
    return told


@click.command()
@click.option("--every", type=click.IntRange(1), metavar="SECONDS", help="Again after so many seconds, until stopped.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that open spaces.")
@click.option(
    "--now",
    "at",
    callback=_instant,
    metavar="INSTANT",
    help="Act as at this instant: demonstration and development only.",
)
def jobs(every: int | None, workers: int, at: datetime | None) -> None:
    """Open, tell, erase, keep tombstones, sweep: all that is due. One line says how many; exit code 1: one failed."""
    settings = read_settings()
    if at is not None and settings.stage is Stage.PRODUCTION:
        raise click.UsageError("--now works in a demonstration or in development only.")
    store, stopping, mended = open_current(settings), Event(), Counter[str]()
    mended["tombstones"] = _mended(store, settings)
    check_house(store, settings)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    while True:
        failed = _round(store, settings, at or now(), workers, stopping, mended)
        mended = Counter()
        if every is None or stopping.wait(every):
            sys.exit(1 if failed else 0)


def _mended(store: Store, settings: Settings) -> int:
    """Add to the list whoever a round that was killed erased and didn't write down; return how many.

    A list that isn't there was lost: that is for somebody to look at. Raises `StartRefused`.
    """
    path = settings.tombstones
    try:
        return write_missing(store, path) if path.exists() else 0
    except OSError as error:
        raise StartRefused([f"TOMBSTONES: {path} can't be read ({error.strerror})."]) from None


def _round(store: Store, settings: Settings, at: datetime, workers: int, stopping: Event, mended: Counter[str]) -> int:
    counted = Counter(mended)
    with progress("spaces") as bar:
        with store.reading() as unit:
            task = bar.add_task("open", total=spaces_due(unit, at))
        try:
            for what, number in one_round(store, settings, at, workers, stopping):
                counted[what] += number
                bar.advance(task, number if what == "opened" else 0)
        except OSError as error:
            raise click.ClickException(f"{settings.tombstones}: can't be written ({error.strerror}).") from None
    told = ("opened", "told", "unreachable", "erased", "postponed", *_RECOVERIES, "failed", "tombstones")
    click.echo(", ".join(f"{counted[what]} {what}" for what in told) + ".")
    return counted["failed"]
