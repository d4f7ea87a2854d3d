"""The social security number as people type it from the carte Vitale."""

from typing import Literal

from dossier.identity.ins import InsKeyWrong, InsMalformed, canonical_ins

NumberMistake = Literal["missing", "malformed", "key"]


def read_number(typed: str) -> tuple[str, NumberMistake | None]:
    """Return the canonical fifteen signs, or what is wrong: spaces, wide digits and Corsica are understood."""
    if not typed:
        return "", "missing"
    try:
        return canonical_ins(typed), None
    except InsMalformed:
        return "", "malformed"
    except InsKeyWrong:
        return "", "key"
