"""A no said in the call of a notice: its key alone isn't enough, whoever answers may be somebody else.

Her birth date is asked, as on the web; it goes with the notice's own code (CSP R1111-28).
"""

from datetime import date, datetime

from dossier.identity import TooManyTries
from dossier.lifecycle import ActKind, Letter, SpaceUnknown, StateRefused, Way, opt_out, prove_letter
from dossier.outbox import Posted, hear, note_answered, was_heard
from dossier.store import Unit

from .replies import DATE_DIGITS, Said

MOST_DATES = 3
"""Wrong dates in one call: then she rings somebody."""


def ask_birth(unit: Unit, posted: Posted, at: datetime) -> Said:
    """Ask for the birth date, while a try is left."""
    return "not-proved" if was_heard(unit, _try(posted, MOST_DATES), at) else "birth-date"


def say_no(unit: Unit, posted: Posted, digits: str, at: datetime) -> Said:
    """Say no by telephone once the date is right; nothing of this call follows then. What isn't a date is a wrong one.

    `digits`: day, month and year in eight digits.
    """
    number = next((one for one in range(1, MOST_DATES + 1) if hear(unit, _try(posted, one), at) is None), None)
    if number is None:
        return "not-proved"
    try:
        letter = _proved(unit, posted, digits, at)
        if letter.acting is None:
            return _refused(letter, number)
        receipt = opt_out(unit, letter.acting, Way.PHONE, at)
    except TooManyTries:
        return "not-proved"
    except (StateRefused, SpaceUnknown):
        return "not-now"
    note_answered(unit, posted, at)
    return "closed" if receipt.kind is ActKind.CLOSURE_REQUEST else "said-no"


def _refused(letter: Letter, number: int) -> Said:
    if letter.outcome == "wrong" and number < MOST_DATES:
        return "birth-wrong"
    return "not-now" if letter.outcome == "expired" else "not-proved"


def _proved(unit: Unit, posted: Posted, digits: str, at: datetime) -> Letter:
    """Tell whether what was typed is her birth date. Wrong ones make nobody wait but this message's own call."""
    try:
        if len(digits) != DATE_DIGITS:
            return Letter("wrong")
        birth_on = date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return Letter("wrong")
    return prove_letter(unit, posted.message.parameters["code"], birth_on, f"keypad {posted.message_id.hex()}", at)


def _try(posted: Posted, number: int) -> str:
    """Return the name under which a try of this call is noted."""
    return f"birth {posted.message_id.hex()} {number}"
