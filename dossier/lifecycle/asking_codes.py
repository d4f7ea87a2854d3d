"""Asking for a new letter code: it goes to the telephone or the address on file, and nowhere else."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from dossier.identity import (
    Person,
    TypedIdentity,
    check_wait,
    count_failure,
    has_credentials,
    language_of,
    patient_by_ins,
    person_of,
    throttle_key,
    traits_are_hers,
)
from dossier.journal import Audience, Event, append, hold
from dossier.outbox import queue
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from .activating import AccountExists
from .cases import Case
from .deadlines import end_of_day
from .doing import held_case
from .letter_codes import Purpose, make_letter_code
from .notices import Channel, code_address
from .queries import case_of
from .rules import CODE_LIFE
from .tables import letter_code
from .zones import PARIS, local_time

_FREE_ASKS = 5
"""For one number from one network."""
_FREE_OF_NETWORK = 100
"""A house where people are helped, or a telephone company, is one network."""
_SMS_PAUSE = timedelta(minutes=1)
_LETTER_PAUSE = timedelta(days=1)
"""One letter a day: another one so soon would only cross the first (SECURITY 2.2)."""
Sent = Literal["sms", "letter", "lately", "nowhere"]
"""How a code left; or one left a moment ago (by letter: today); or neither a mobile nor an address is on file."""


def ask_new_code(
    unit: Unit,
    typed: TypedIdentity,
    purpose: Purpose,
    network: str,
    domains: Collection[int],
    now: datetime,
    *,
    sms: bool,
) -> None:
    """Send a new code to the person who is exactly this one: by SMS where one can leave (`sms`), else by letter.

    Known or not, nothing comes back.

    Every asking counts, for the number that was typed and for the caller's network. Raises `TooManyTries`.
    """
    keys = [throttle_key(unit, "letter-code-ask", account, network) for account in (b"", typed.ins.encode())]
    for key in keys:
        check_wait(unit, key, now)
    for key, free in zip(keys, (_FREE_OF_NETWORK, _FREE_ASKS), strict=True):
        count_failure(unit, key, now, free=free)
    found = filter(None, (patient_by_ins(unit, typed.ins, domain) for domain in sorted(domains)))
    patient_id = next(found, None)
    case = None if patient_id is None else case_of(unit, patient_id)
    if patient_id is None or case is None:
        return
    hold(unit, patient_id)
    acting = Acting(Role.STRANGER, patient_id)
    witness = append(unit, acting, Event.LIFECYCLE_CODE_MADE, now, {"purpose": str(purpose)}, Audience.NOT_PATIENT)
    person = person_of(unit, patient_id, witness)
    if traits_are_hers(person, typed):
        _send(unit, acting, case, person, code_address(person, sms=sms), purpose, now)


def send_letter_code(unit: Unit, acting: Acting, purpose: Purpose, now: datetime, *, sms: bool) -> Sent:
    """Send her a code for her own choice, for the advisor whom she lets ask for it: the advisor never sees it.

    It goes where `ask_new_code` would send it, by letter alone under a mandate given on paper. Raises `NotPermitted`,
    `SpaceUnknown`, and `AccountExists` when somebody who has an identifier already wants to activate.
    """
    ground = require(acting, Action.LETTER_CODE_SEND)
    case = held_case(unit, acting)
    if purpose is Purpose.ACTIVATION and has_credentials(unit, acting.patient_id):
        raise AccountExists
    facts = {"purpose": str(purpose), "ground": str(ground)}
    witness = append(unit, acting, Event.LIFECYCLE_CODE_MADE, now, facts, Audience.NOT_PATIENT)
    person = person_of(unit, acting.patient_id, witness)
    where = code_address(person, sms=sms and not acting.is_weak)
    return _send(unit, acting, case, person, where, purpose, now)


def _send(
    unit: Unit,
    acting: Acting,
    case: Case,
    person: Person,
    where: tuple[Channel, str] | None,
    purpose: Purpose,
    now: datetime,
) -> Sent:
    if where is None:
        return "nowhere"
    channel, address = where
    pause = _SMS_PAUSE if channel == "sms" else _LETTER_PAUSE
    if _one_was_made_since(unit, acting.patient_id, purpose, now - pause):
        return "lately"
    last_day = min((now + CODE_LIFE).astimezone(clock).date() for clock in (PARIS, local_time(case.zone)))
    until = end_of_day(last_day, case.zone)  # the day that is told is a whole one
    code = make_letter_code(unit, acting.patient_id, person, purpose, now, until)
    queue(
        unit,
        acting,
        now,
        kind="letter-code",
        channel=channel,
        language=language_of(unit, acting.patient_id),
        address=address,
        parameters={"code": code, "purpose": str(purpose), "until": last_day.isoformat(), "sex": person.sex},
        not_after=until,
    )
    return "sms" if channel == "sms" else "letter"


def _one_was_made_since(unit: Unit, patient_id: bytes, purpose: Purpose, since: datetime) -> bool:
    hers = sa.and_(letter_code.c.patient_id == patient_id, letter_code.c.purpose == str(purpose))
    return unit.first(sa.select(letter_code.c.made_at).where(hers, letter_code.c.made_at > since)) is not None
