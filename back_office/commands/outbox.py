"""`dossier outbox`: what waits, what is late, what failed; whom nobody could reach."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from back_office.opening import open_house
from back_office.paper_mail import standings
from back_office.post.by_hand import PaperList
from dossier.base import StartRefused, now
from dossier.lifecycle import PARIS
from dossier.outbox import Channel, ended_badly, provider_states, queues

from .shared import progress, read_settings

_CHANNELS: tuple[Channel, ...] = ("sms", "voice", "email", "letter")
_ENDS = ("bounced", "failed", "expired", "unreached")


@click.group(invoke_without_command=True)
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True, help="How far back failures count.")
@click.pass_context
def outbox(context: click.Context, days: int) -> None:
    """Tell what waits, is late and failed, by channel, and how each provider does. Nobody is named."""
    if context.invoked_subcommand:
        return
    at = now()
    with open_house(read_settings()).reading() as unit:
        waiting = {one.channel: one for one in queues(unit, at)}
        ended, providers = ended_badly(unit, at - timedelta(days=days)), provider_states(unit)
        batches = standings(unit, at.astimezone(PARIS).date())
    heads = "".join(f"{head:>11}" for head in ("waiting", "sending", "late", "oldest", *_ENDS))
    click.echo(f"{'channel':<9}{heads}")
    for channel in _CHANNELS:
        one = waiting.get(channel)
        begun = (one.waiting, one.sending, one.late, _age(one.oldest_due_at, at)) if one else (0, 0, 0, "-")
        counted = (*begun, *(ended.get((channel, state), 0) for state in _ENDS))
        click.echo(f"{channel:<9}" + "".join(f"{cell:>11}" for cell in counted))
    for one_late in (one for one in batches if one.is_late):
        batch = one_late.progress.batch
        click.echo(f"{batch.name}: {one_late.progress.open} letters not posted yet, to leave on {batch.leaves_on}")
    for name, state in sorted(providers.items()):
        told = f"{state.failures} failures in a row" if state.failures else "answers"
        click.echo(f"{name:<20}{state.channel:<9}{told}")


@outbox.command("unreached")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="Lines in this list.")
def list_unreached(file: Path, limit: int) -> None:
    """Write the paper list (CSV): whom no channel reached, and what to tell her. A file of this name is left alone."""
    settings = read_settings()
    paper = PaperList(open_house(settings), settings)
    written = 0
    with progress("lines") as bar:
        task = bar.add_task("write", total=min(paper.waiting(), limit))
        try:
            for number in paper.write(file, limit, now()):
                written += number
                bar.advance(task, number)
        except FileExistsError:
            raise StartRefused([f"{file} is there already: name another file; nothing was marked."]) from None
        except OSError as error:
            raise click.ClickException(f"{file}: can't be written ({error.strerror}); nothing was marked.") from None
    click.echo(f"{written} written to {file.name}; {paper.waiting()} left.")


def _age(since: datetime | None, at: datetime) -> str:
    """Return how long ago something was due, in its largest unit."""
    if since is None:
        return "-"
    seconds = int((at - since).total_seconds())
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
