"""`dossier jobs`: what the clock does, once or every so often, and the post."""

import os
import signal
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from threading import Event

import click

from back_office.jobs import one_round
from back_office.opening import check_house, open_current
from back_office.post.coming_back import MailboxUnread, Round, take_bounces
from back_office.post.running import post_once, post_running
from back_office.tombstones import write_missing
from dossier.base import Settings, Stage, StartRefused, logger, now
from dossier.lifecycle import spaces_due
from dossier.store import Store, StoreSilent
from dossier.upkeep import begin_round, end_round

from .shared import progress, read_settings

_LOG = logger("dossier.jobs")
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
    "--post-workers",
    type=click.IntRange(0, 32),
    default=1,
    show_default=True,
    help="Threads that send messages, for each channel; 0: none. On SQLite one.",
)
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when the process that started this one is gone.")
@click.option(
    "--now",
    "at",
    callback=_instant,
    metavar="INSTANT",
    help="Act as at this instant: demonstration and development only.",
)
def jobs(every: int | None, workers: int, post_workers: int, with_parent: bool, at: datetime | None) -> None:
    """Open, tell, erase, keep tombstones, sweep: all that is due; and send the messages that wait.

    One line says how many; exit code 1: one failed.
    """
    parent = os.getppid()
    settings = read_settings()
    if at is not None and settings.stage is Stage.PRODUCTION:
        raise click.UsageError("--now works in a demonstration or in development only.")
    store, stopping, mended = open_current(settings), Event(), Counter[str]()
    mended["tombstones"] = _mended(store, settings)
    check_house(store, settings)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())

    def clock() -> datetime:
        return at or now()

    go_round = _noted_round if every is None else _one_of_many
    with ExitStack() as stack:
        if every is not None:
            stack.enter_context(post_running(store, settings, post_workers, stopping, clock))
        while True:
            failed = go_round(store, settings, clock(), workers, stopping, mended)
            if every is None and post_workers:
                _tell_post(post_once(store, settings, stopping, clock))
            if every is None or _stopped(stopping, every, parent if with_parent else None):
                sys.exit(1 if failed else 0)


def _stopped(stopping: Event, every: int, parent: int | None) -> bool:
    """Wait for the next round; tell whether there is none: stopped, or the parent to live with is gone."""
    seconds = range(every)
    return any(stopping.wait(1) or (parent is not None and os.getppid() != parent) for _ in seconds)


def _tell_post(counted: Counter[str]) -> None:
    told = [f"{counted[what]} {what}" for what in ("accepted", "later", "unsure", "refused", "dropped", "expired")]
    if any(counted.values()):
        click.echo(f"Post: {', '.join(told)}.")


def _mended(store: Store, settings: Settings) -> int:
    """Add to the list whoever a round that was killed erased and didn't write down; return how many.

    A list that isn't there was lost: that is for somebody to look at. Raises `StartRefused`.
    """
    path = settings.tombstones
    try:
        return write_missing(store, path) if path.exists() else 0
    except OSError as error:
        raise StartRefused([f"TOMBSTONES: {path} can't be read ({error.strerror})."]) from None


def _one_of_many(
    store: Store, settings: Settings, at: datetime, workers: int, stopping: Event, mended: Counter[str]
) -> int:
    """Do a round that others follow: a silent database ends this one alone, and codes go on leaving beside."""
    try:
        return _noted_round(store, settings, at, workers, stopping, mended)
    except StoreSilent as silent:
        _LOG.error("store-silent", fault=silent)
        return 1


def _noted_round(
    store: Store, settings: Settings, at: datetime, workers: int, stopping: Event, mended: Counter[str]
) -> int:
    """Do a round, and keep when it was where a monitor sees it: by the real clock, whatever instant it acts as at."""
    with store.writing() as unit:
        begin_round(unit, now())
    failed = _round(store, settings, at, workers, stopping, mended)
    with store.writing() as unit:
        end_round(unit, now(), failed)
    return failed


def _round(store: Store, settings: Settings, at: datetime, workers: int, stopping: Event, mended: Counter[str]) -> int:
    """Do a round, and tell it; what was mended before it is told once."""
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
    mended.clear()
    _LOG.info("round", **{what.replace(" ", "_"): counted[what] for what in told})
    return counted["failed"] + _bounces(store, settings, at)


def _bounces(store: Store, settings: Settings, at: datetime) -> int:
    """Read the e-mails that came back; return 1 when the mailbox can't be read."""
    try:
        found = take_bounces(store, settings, lambda: at)
    except MailboxUnread as fault:
        click.echo(f"Bounces: the mailbox can't be read ({fault}).", err=True)
        _LOG.error("bounces-unread", why=str(fault))
        return 1
    if found != Round():
        click.echo(f"Bounces: {found.told} told, {found.no_news} without news, {found.aside} put aside.")
    return 0
