"""What people send back: STOP ends every mandate told to their number. Nothing else that they write is kept."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from dossier.base import logger, now
from dossier.identity import TooManyTries
from dossier.mandates import STOP_DIGITS, revoke_if_known
from dossier.outbox import hear, open_told, told_by_sms, was_heard
from dossier.recovery import stop_by_code, was_stopped_by
from dossier.store import Store

from .slips import Heard

_LOG = logger("dossier.post")
_STOP, _ALONE = "STOP", frozenset({"STOP", "ARRET", "ARRETER", "ARRETEZ"})
"""STOP counts whatever follows it; an « arrêt » counts alone: one may be that of a bus."""


def take_heard(
    store: Store, heard: Heard, clock: Callable[[], datetime] = now
) -> Literal["stopped", "nothing", "again", "other"]:
    """Do what a text asks for, once for each event: STOP ends what was told to that number, in whosever name.

    With a right code of twelve digits it stops what that code is for, and only that. `nothing`: it was STOP, and all
    had ended already. Raises `StoreSilent`: then the provider must tell it again.
    """
    outcome = _taken(store, heard, clock()) if is_stop(heard.text) else "other"
    _LOG.info("answer", provider=heard.provider, outcome=outcome)
    return outcome


def is_stop(text: str) -> bool:
    """Tell whether a text says STOP: in capitals or not, spelled out, with whatever signs around it."""
    plain = unicodedata.normalize("NFKD", text)
    words = re.findall(r"[A-Z]+", "".join(sign for sign in plain if not unicodedata.combining(sign)).upper())
    return words[:1] == [_STOP] or "".join(words) in _ALONE


def _taken(store: Store, heard: Heard, at: datetime) -> Literal["stopped", "nothing", "again"]:
    event = f"{heard.provider} Heard {heard.event}" if heard.event else ""
    with store.reading() as unit:
        if event and was_heard(unit, event, at):
            return "again"
    stopped = _by_code(store, heard, at) or _by_number(store, heard, at)
    if event:  # last: killed before, all of it is told and done again
        with store.writing() as unit:
            hear(unit, event, at)
    return "stopped" if stopped else "nothing"


def _by_code(store: Store, heard: Heard, at: datetime) -> bool:
    code = "".join(re.findall(r"[0-9]", heard.text))
    if len(code) != STOP_DIGITS:
        return False
    with store.writing() as unit:
        try:
            # Counted by code, not by sender, which anybody can forge: whoever has the right one is never kept waiting.
            stopped = stop_by_code(unit, code, "sms", at, network=f"sms {code}") != "unknown"
        except TooManyTries:
            return False
        return stopped or was_stopped_by(unit, code, at)


def _by_number(store: Store, heard: Heard, at: datetime) -> bool:
    """End the mandates one by one, each in a transaction of its own: two people's turns are never taken together."""
    with store.reading() as unit:
        told = told_by_sms(unit, heard.address)
    stopped = False
    for one in told:
        with store.writing() as unit:
            posted = open_told(unit, one)
            if posted is not None:
                stopped |= revoke_if_known(unit, posted.message.parameters["stop"], "sms", at) == "revoked"
    return stopped
