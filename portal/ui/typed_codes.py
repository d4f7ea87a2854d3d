"""Codes of letters and numbers of receipts, as people type them: what is understood, and what is kindly told."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from dossier.base import SignCodeMistyped, canonical_sign_code

CodeMistake = Literal["missing", "short", "long", "sign"]
SIGNS = 12


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What was read of a typed code: the canonical twelve signs, or what is wrong and by how many signs."""

    code: str = ""
    mistake: CodeMistake | None = None
    off_by: int = 0


def read_code(typed: str) -> TypedCode:
    """Read a typed code: spaces, dashes, small letters and wide signs are understood. Says nothing of whose it is."""
    signs = sum(sign.isalnum() for sign in unicodedata.normalize("NFKC", typed))
    if not signs:
        return TypedCode(mistake="missing")
    try:
        return TypedCode(canonical_sign_code(typed))
    except SignCodeMistyped:
        if signs == SIGNS:
            return TypedCode(mistake="sign")
        return TypedCode(mistake="short" if signs < SIGNS else "long", off_by=abs(SIGNS - signs))
