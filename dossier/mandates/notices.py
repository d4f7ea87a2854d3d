"""Telling whoever agreed that a mandate was given: by every way on file, each time with a code that stops it."""

import secrets
from datetime import datetime
from typing import Literal

from dossier.identity import canonical_code, language_of, notice_addresses, person_of
from dossier.outbox import queue
from dossier.store import Unit

from .bodies import scopes_text
from .keeping import Held
from .limits import LIMITS
from .tables import stop_code as table

STOP_DIGITS = 12
"""Digits alone: they can be typed on the keypad of a telephone, or sent back in an SMS."""
NoticeWay = Literal["email", "sms", "voice", "letter"]


def tell_given(unit: Unit, found: Held, now: datetime) -> None:
    """Queue a notice by every way; a stop code is good until the mandate's end, a notice is true for longer."""
    person = person_of(unit, found.giver, found.giver_witness)
    ways: tuple[tuple[NoticeWay, str], ...] = notice_addresses(person)
    if person.landline and person.landline != person.mobile:
        ways = (*ways, ("voice", person.landline))
    for way, address in ways:
        queue(
            unit,
            found.by_advisor(found.giver),
            now,
            kind="mandate-given",
            channel=way,
            language=language_of(unit, found.giver),
            address=address,
            parameters={
                "number": found.reference,
                "stop": _new_stop_code(unit, found),
                "scopes": scopes_text(found.mandate.scopes),
                "until": found.mandate.until_at.isoformat(),
                "site": found.site,
                "advisor": found.names.advisor,
                "sex": person.sex,
            },
            not_after=now + LIMITS.notice_life,
        )


def stop_digest(unit: Unit, typed: str) -> bytes:
    """Return the look-up digest of a stop code as it was typed, keyed in, or sent in an SMS after the word STOP."""
    digits = canonical_code(typed.upper().replace("STOP", " "))
    return unit.holder.digest("mandate-stop", digits.encode())


def _new_stop_code(unit: Unit, found: Held) -> str:
    code = f"{secrets.randbelow(10**STOP_DIGITS):0{STOP_DIGITS}d}"
    row = {
        "code_digest": stop_digest(unit, code),
        "patient_id": found.patient_id,
        "number_digest": found.digest,
        "expires_at": found.mandate.until_at,
        "used_at": None,
    }
    unit.add(table, row)
    return code
