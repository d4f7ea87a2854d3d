"""What lets thousands of tests open a house each: work whose result is the same every time is done once."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

from dossier.identity import passwords

_compile_builder = Rule._compile_builder
_built: dict[tuple[str, bool], Callable[..., Any]] = {}


def open_houses_quickly() -> None:
    """Compile each address once for all applications of this process, and let hashing wait for nobody.

    Half the time of building an application goes into compiling addresses. Hashing yields to whoever reads a page;
    on a machine full of tests it would wait for every one of them.
    """
    Rule._compile_builder = _builder_of
    passwords._LAST_SERVED = 0


def _builder_of(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    key = (rule.rule, append_unknown)
    if key not in _built:
        _built[key] = _compile_builder(rule, append_unknown)
    return _built[key]
