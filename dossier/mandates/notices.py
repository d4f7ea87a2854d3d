"""Telling whoever agreed that a mandate was given: by every way on file, each time with a code that stops it."""

import secrets
from datetime import datetime

from dossier.identity import canonical_code, language_of, notice_addresses, person_of
from dossier.outbox import queue
from dossier.store import Unit

from .bodies import facts_of_distance, scopes_text
from .keeping import Held
from .limits import LIMITS
from .tables import stop_code as table

SUMMARY = "summary"
"""The kind of message that a summary goes out as, when it was asked for under a mandate."""
STOP_DIGITS = 12
"""Digits alone: they can be typed on the keypad of a telephone, or sent back in an SMS."""


def tell_given(unit: Unit, found: Held, now: datetime) -> None:
    """Queue a notice by every way, each with a stop code, understood for as long as a notice may be on its way."""
    person = person_of(unit, found.giver, found.giver_witness)
    for way, address in notice_addresses(person):
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
            }
            | facts_of_distance(found.mandate),
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
        "expires_at": found.mandate.until_at + LIMITS.notice_life,
        "used_at": None,
    }
    unit.add(table, row)
    return code
