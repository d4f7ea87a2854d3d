"""Codes on letters: made, asked for anew, and proved together with what only the right person knows.

A code is found by a keyed digest, and what must be typed with it is kept as a keyed digest too: checking opens
nothing. Guessing is slowed down for one code from the caller's network and, past a soft limit, by one more question
for the code; never by a lock, which a stranger could turn against the person: without her code nobody makes her wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa

from dossier.base import canonical_sign_code, new_sign_code
from dossier.identity import Person, check_wait, count_failure, throttle_key
from dossier.journal import hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import canonical

from .cases import Case
from .queries import case_of
from .rules import CODE_LIFE, is_minor
from .tables import letter_code
from .zones import PARIS

CARD_TAIL = 4
"""How many of the last digits of a carte Vitale's serial number are asked."""
SOFT_LIMIT = 20
"""Wrong tries with one code, from anywhere, after which its holder is asked for the INS as well."""
MOST_GUESSES = 100
"""Wrong tries after which an activation code is dead: four digits of a card are soon guessed by who holds the letter.

Nobody else can use it up, and a new one may be asked for (NIST 63B-4: at most a hundred failures).
"""
_FREE_TRIES = 9
_KEPT_EXPIRED = timedelta(days=365)
Outcome = Literal["right", "wrong", "expired", "identity", "no-card", "minor"]


class Purpose(StrEnum):
    """What a code is good for, and nothing else."""

    OPT_OUT = "opt-out"
    ACTIVATION = "activation"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a code and what was typed with it prove. `acting` and `case` are there when they are right."""

    outcome: Outcome
    acting: Acting | None = None
    case: Case | None = None


def make_letter_code(
    unit: Unit, patient_id: bytes, person: Person, purpose: Purpose, now: datetime, alive_until: datetime | None = None
) -> str:
    """Make a code for this person's letter, alive for six weeks or until a later instant; keep digests. Return it."""
    code = new_sign_code()
    digits = "".join(sign for sign in person.card_serial if sign.isdigit())
    life = now + CODE_LIFE
    row = {
        "digest": code_digest(unit, purpose, code),
        "patient_id": patient_id,
        "purpose": str(purpose),
        "birth_digest": _typed_digest(unit, patient_id, "birth", person.birth_on.isoformat()),
        "ins_digest": _typed_digest(unit, patient_id, "ins", person.ins),
        "card_digest": _typed_digest(unit, patient_id, "card", digits[-CARD_TAIL:]) if digits else None,
        "made_at": now,
        "expires_at": life if alive_until is None else max(life, alive_until),
        "failures": 0,
    }
    unit.add(letter_code, row)
    return code


def lengthen_codes(unit: Unit, patient_ids: Sequence[bytes], until: datetime | None) -> None:
    """Let the opt-out codes of these people live as long as their windows, which begin after they were made."""
    if until is not None:
        shorter = sa.and_(letter_code.c.purpose == str(Purpose.OPT_OUT), letter_code.c.expires_at < until)
        theirs = unit.among(letter_code.c.patient_id, patient_ids)
        unit.execute(letter_code.update().where(theirs, shorter).values(expires_at=until))


def prove_letter(unit: Unit, code: str, birth_on: date, network: str, now: datetime, ins: str = "") -> Letter:
    """Tell whether an opt-out code and a birth date belong together. Counts failures, for the code and its network.

    After too many wrong tries with one code the answer is `identity` until the INS is typed as well.
    Raises `SignCodeMistyped`, and `TooManyTries` for this code from this network.
    """
    return _prove(unit, Purpose.OPT_OUT, code, {"birth": birth_on.isoformat()}, network, now, ins)


def prove_activation(
    unit: Unit, code: str, birth_on: date, card_tail: str, network: str, now: datetime, ins: str = ""
) -> Letter:
    """Tell whether an activation code, a birth date and the end of the card's serial number belong together.

    `no-card` when the house knows no card: a desk or the telephone helps. `minor` when all is right and the person
    is a child: who represents her opens the record from her own, and no credentials are made. Raises as `prove_letter`.
    """
    typed = {"birth": birth_on.isoformat(), "card": card_tail}
    letter = _prove(unit, Purpose.ACTIVATION, code, typed, network, now, ins)
    if letter.acting is not None and is_minor(birth_on, now.astimezone(PARIS).date()):
        return Letter("minor")
    return letter


def find_letter(unit: Unit, code: str, network: str, now: datetime) -> Letter:
    """Tell whose letter an opt-out code is from: enough to say that it reached the wrong person, and nothing else.

    Raises `SignCodeMistyped`, `TooManyTries`.
    """
    return _prove(unit, Purpose.OPT_OUT, code, {}, network, now, "")


def held_code(unit: Unit, digest: bytes) -> sa.Row[Any] | None:
    """Return a code as it is kept, which stays so until this unit ends; None when nobody has it."""
    found = sa.select(letter_code).where(letter_code.c.digest == digest)
    row = unit.first(found)
    if row is None:
        return None
    hold(unit, row.patient_id)  # her turn first, then the code: in the order of everything that touches both
    return unit.first(found.with_for_update())


def sweep_codes(unit: Unit, now: datetime) -> None:
    """Delete codes that expired a year ago; until then their holders are told so kindly."""
    unit.execute(letter_code.delete().where(letter_code.c.expires_at < now - _KEPT_EXPIRED))


def _prove(
    unit: Unit, purpose: Purpose, code: str, typed: dict[str, str], network: str, now: datetime, ins: str
) -> Letter:
    digest = code_digest(unit, purpose, canonical_sign_code(code))
    throttle = throttle_key(unit, "letter-code", digest, network)
    check_wait(unit, throttle, now)
    row = held_code(unit, digest)
    outcome = _outcome(unit, purpose, row, typed, ins, now)
    if outcome == "wrong":
        count_failure(unit, throttle, now, free=_FREE_TRIES)
        unit.execute(
            letter_code.update().where(letter_code.c.digest == digest).values(failures=letter_code.c.failures + 1)
        )
    if row is None or outcome != "right":
        return Letter(outcome)
    case = case_of(unit, row.patient_id)
    return Letter(outcome, _acting(purpose, row.patient_id), case) if case else Letter("wrong")


def _outcome(unit: Unit, purpose: Purpose, row: Any, typed: dict[str, str], ins: str, now: datetime) -> Outcome:
    if row is None:
        return "wrong"
    if purpose is Purpose.ACTIVATION and row.failures >= MOST_GUESSES:
        return "expired"
    if row.failures >= SOFT_LIMIT and typed and not ins:
        return "identity"
    if "card" in typed and row.card_digest is None:
        return "no-card"
    if ins:
        typed = typed | {"ins": ins}
    kept = {"birth": row.birth_digest, "card": row.card_digest, "ins": row.ins_digest}
    if any(kept[what] != _typed_digest(unit, row.patient_id, what, told) for what, told in typed.items()):
        return "wrong"
    return "expired" if row.expires_at <= now else "right"


def _acting(purpose: Purpose, patient_id: bytes) -> Acting:
    if purpose is Purpose.OPT_OUT:
        return Acting(Role.LETTER_HOLDER, patient_id)
    return Acting(Role.PATIENT, patient_id, patient_id)


def code_digest(unit: Unit, purpose: Purpose, code: str) -> bytes:
    """Return the look-up digest of a canonical code."""
    return unit.holder.digest(f"letter-code:{purpose}", code.encode())


def _typed_digest(unit: Unit, patient_id: bytes, what: str, told: str) -> bytes:
    return unit.holder.digest("letter-typed", canonical(patient_id, what.encode(), told.encode()))
