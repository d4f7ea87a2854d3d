"""The kit of the desk: what its gate knows, what its views are asked with, its frame, its fresh codes."""

from .ask import DeskAsk
from .badge import Badge, role_in_words
from .desks import desk_locked, desk_opened
from .face import DeskFace
from .frame import DeskFrame
from .fresh import CodeAsked, fresh_by_form, fresh_code_first, path_back
from .guards import DeskGuard
from .leaves import Leaf
from .menu import DeskMenu, MenuLine, menu_of
from .person import PersonMistakes, TypedPerson, read_person
from .proofs import CODE_FIELD, KEY_FIELD, ProofMistake, proof_given
from .refusals import known_codes
from .render import PAGES
from .scripts import room as scripts_room

__all__ = [
    "CODE_FIELD",
    "KEY_FIELD",
    "PAGES",
    "Badge",
    "CodeAsked",
    "DeskAsk",
    "DeskFace",
    "DeskFrame",
    "DeskGuard",
    "DeskMenu",
    "Leaf",
    "MenuLine",
    "PersonMistakes",
    "ProofMistake",
    "TypedPerson",
    "desk_locked",
    "desk_opened",
    "fresh_by_form",
    "fresh_code_first",
    "known_codes",
    "menu_of",
    "path_back",
    "proof_given",
    "read_person",
    "role_in_words",
    "scripts_room",
]
