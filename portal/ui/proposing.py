"""Identifiers to propose: two plain words and a number, drawn by chance. They say nothing of the person."""

import secrets
from collections.abc import Callable
from functools import cache
from importlib.resources import files


def new_identifier(is_taken: Callable[[str], bool]) -> str:
    """Return an identifier that nobody has, like `jardin-violon-482`: small letters, no accent, easy to read out."""
    while True:
        words = secrets.choice(_words()), secrets.choice(_words())
        identifier = f"{words[0]}-{words[1]}-{100 + secrets.randbelow(900)}"
        if words[0] != words[1] and not is_taken(identifier):
            return identifier


@cache
def _words() -> tuple[str, ...]:
    return tuple(files(__package__).joinpath("identifier_words.txt").read_text(encoding="utf-8").split())
