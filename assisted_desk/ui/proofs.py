"""The code or the key that a form of the desk brings: one question, one way to read it, wherever it is asked."""

from typing import Literal

from dossier.identity import StaffProof

from .ask import DeskAsk

CODE_FIELD = "code"
KEY_FIELD = "reponse"
"""What the key's script writes its answer into; without a script it stays empty."""
_KEY_BUTTON = "cle"
_LONGEST_CODE, _LONGEST_ANSWER = 40, 8000

ProofMistake = Literal["missing", "wrong", "key-silent", "key-wrong"]


def proof_given(ask: DeskAsk) -> StaffProof | ProofMistake:
    """Return the proof that was given, or what is missing of it."""
    by_key = ask.pressed(_KEY_BUTTON) == _KEY_BUTTON
    answer, code = ask.typed(KEY_FIELD)[:_LONGEST_ANSWER], ask.typed(CODE_FIELD)[:_LONGEST_CODE]
    if by_key and not answer:
        return "key-silent"
    if not by_key and not code:
        return "missing"
    if by_key:
        return StaffProof(ask.visit, ask.network, key_answer=answer, site=ask.key_site)
    return StaffProof(ask.visit, ask.network, code=code)
