"""The kit of the desk: what its gate knows, what its views are asked with, its frame, its fresh codes."""

from .ask import DeskAsk
from .badge import Badge, role_in_words
from .face import DeskFace
from .frame import DeskFrame, DeskMenu
from .fresh import fresh_code_first, path_back
from .guards import DeskGuard
from .proofs import CODE_FIELD, KEY_FIELD, ProofMistake, proof_given
from .refusals import known_codes
from .render import PAGES
from .scripts import room as scripts_room

__all__ = [
    "CODE_FIELD",
    "KEY_FIELD",
    "PAGES",
    "Badge",
    "DeskAsk",
    "DeskFace",
    "DeskFrame",
    "DeskGuard",
    "DeskMenu",
    "ProofMistake",
    "fresh_code_first",
    "known_codes",
    "path_back",
    "proof_given",
    "role_in_words",
    "scripts_room",
]
