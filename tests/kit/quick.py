"""What lets thousands of tests open a house each: work whose result is the same every time is done once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from werkzeug.routing import Rule

from dossier.identity import passwords

_compile_builder = Rule._compile_builder
_built: dict[tuple[str, bool], Callable[..., Any]] = {}


def open_houses_quickly() -> None:
    """Compile each address once for all applications of this process, and let hashing wait for nobody.

    Half the time of building an application goes into compiling addresses. Hashing yields to whoever reads a page;
    on a machine full of tests it would wait for every one of them. A card's code that was hashed isn't hashed again:
    every test card holds the same fifty.
    """
    Rule._compile_builder = _builder_of
    passwords._LAST_SERVED = 0
    passwords._RANDOM_CODES = _Remembering(passwords._RANDOM_CODES)


class _Remembering:
    """A hasher that gives a code that it hashed before the same hash again; whoever checks one does all the work."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hash = lru_cache(4096)(hasher.hash)
        self.verify = hasher.verify


def _builder_of(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    key = (rule.rule, append_unknown)
    if key not in _built:
        _built[key] = _compile_builder(rule, append_unknown)
    return _built[key]
