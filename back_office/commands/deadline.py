"""`dossier deadline`: the days of an opt-out window, for operators and their programs."""

import json
import re
from datetime import date

import click

from dossier.lifecycle import (
    REGIMES,
    RegimeUnknown,
    SendingDateRefused,
    Window,
    Zone,
    ZoneUnknown,
    regime_named,
    window,
    zone_named,
)


class _Unusable(click.ClickException):
    """What was typed can't be computed with: one line on the error output, exit code 2."""

    exit_code = 2


@click.command()
@click.option("--sent", required=True, metavar="YYYY-MM-DD", help="Day on which the letter or e-mail was sent.")
@click.option("--zone", required=True, help="Where the person lives: " + ", ".join(Zone) + ".")
@click.option("--regime", required=True, help="The rule: " + ", ".join(one.id for one in REGIMES) + ".")
def deadline(sent: str, zone: str, regime: str) -> None:
    """Print, as JSON, the last day to tell a person and the last day to take an opt-out."""
    click.echo(json.dumps(_told(_computed(sent, zone, regime)), indent=1))


def _computed(sent: str, zone: str, regime: str) -> Window:
    try:
        return window(_day(sent), regime_named(regime), zone_named(zone))
    except ZoneUnknown:
        raise _Unusable(f"--zone {zone!r} is not known: give one of {', '.join(Zone)}.") from None
    except RegimeUnknown:
        known = ", ".join(one.id for one in REGIMES)
        raise _Unusable(f"--regime {regime!r} is not known: give one of {known}.") from None
    except SendingDateRefused:
        raise _Unusable(f"--sent {sent}: no letter was sent in that year.") from None


def _day(text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _Unusable(f"--sent {text}: there is no such day in the calendar.") from None
    raise _Unusable(f"--sent {text!r}: write the day as YYYY-MM-DD, for example 2022-03-15.")


def _told(found: Window) -> dict[str, object]:
    accepted = found.accepted_until
    return {
        "sent_on": found.sent_on.isoformat(),
        "zone": found.zone,
        "regime": found.regime_id,
        "calendar_version": found.calendar_version,
        "displayed_on": found.displayed_on.isoformat(),
        "accepted_until": {
            "day": accepted.day.isoformat(),
            "local_midnight": accepted.local_midnight.isoformat(),
            "paris_midnight": accepted.paris_midnight.isoformat(),
            "until": accepted.until.isoformat(),
        },
    }
