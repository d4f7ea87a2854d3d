"""A fresh code before a sensitive act: given at this desk less than ten minutes ago, or asked for first."""

import re
from dataclasses import dataclass

from dossier.identity import prove_again, question_for_key
from portal.ui import Answer, SeeOther

from .ask import DeskAsk
from .proofs import ProofMistake, proof_given

_LOCAL = re.compile(r"/[A-Za-z0-9/_-]{0,150}")


def fresh_code_first(ask: DeskAsk, back: str) -> Answer | None:
    """Return where to give a code first, or None when one was given less than ten minutes ago.

    A view calls it before it shows or does something sensitive; `back` is the local address to come back to.
    """
    return None if ask.staff.is_fresh(ask.now) else SeeOther(f"/code?suite={back}")


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """What a form asks for before its act. `question`: what her key is asked, empty when she has none."""

    question: str
    error: ProofMistake


def fresh_by_form(ask: DeskAsk) -> CodeAsked | None:
    """Return what the form must be shown again with, or None when its act may be done.

    For forms that took long to fill in: the code is asked there, and nothing that was typed is lost. Writes.
    Raises `TooManyTries`.
    """
    if ask.staff.is_fresh(ask.now):
        return None
    given = proof_given(ask)
    if isinstance(given, str):
        mistake: ProofMistake = given
    elif prove_again(ask.unit, ask.staff, given, ask.now):
        return None
    else:
        mistake = "key-wrong" if given.key_answer else "wrong"
    return CodeAsked(question_for_key(ask.unit, ask.staff.staff_id, ask.visit, ask.key_site, ask.now), mistake)


def path_back(asked: str) -> str:
    """Return the local address to go back to; the first page when it is none of ours."""
    return asked if _LOCAL.fullmatch(asked) and not asked.startswith("//") else "/"
