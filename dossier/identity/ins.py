"""The national health identity number (INS): its shape and its key. Says nothing of whether it exists."""

import re

from stdnum.fr import nir
from stdnum.util import clean

from dossier.base import Refused

# Sex, year, month (20 to 99: unknown month), department (2A and 2B: Corsica), commune, order, key.
_SHAPE = re.compile(r"[125-8][0-9]{2}(0[1-9]|1[0-2]|[2-9][0-9])([0-9]{2}|2[AB])[0-9]{8}")


class InsMalformed(Refused):
    """What was typed isn't the fifteen characters of an INS. The number is not told: it is personal."""

    code = "ins-malformed"


class InsKeyWrong(Refused):
    """The two last digits don't follow from the thirteen before: one character at least is mistyped."""

    code = "ins-key-wrong"


def canonical_ins(typed: str) -> str:
    """Return the fifteen-character form of an INS typed by a person. Refuses: InsMalformed, InsKeyWrong.

    Keep what this returns, never what was typed: spaces, dots, hyphens and wide digits are taken in.
    """
    ins = unchecked_ins(typed)
    if not ins_key_is_right(ins):
        raise InsKeyWrong
    return ins


def unchecked_ins(received: str) -> str:
    """Return the fifteen-character form of an INS without judging its key. Refuses: InsMalformed.

    For data received from elsewhere, where public examples carry wrong keys: there, warn.
    """
    ins = clean(received, " .-").strip().upper()
    if not _SHAPE.fullmatch(ins):
        raise InsMalformed
    return ins


def ins_key_is_right(ins: str) -> bool:
    """Tell whether the key of a fifteen-character INS is 97 - (number mod 97).

    Corsica's 2A and 2B count as 19 and 18, in the department's two places only.
    """
    return ins[13:] == nir.calc_check_digits(ins)
