"""Planting a fault in this process: a module's source is changed, and its functions run that code for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any


@contextmanager
def planted_here(changes: tuple[tuple[str, str, str], ...]) -> Iterator[None]:
    """Run functions with these changes for the length of the block. Each changes some function, and nothing else.

    Raises AssertionError when the words to change don't stand in their module once, or change no function.
    """
    before: list[tuple[FunctionType, CodeType]] = []
    try:
        for module, sources in _by_module(changes).items():
            before += _swapped(module, *sources)
        yield
    finally:
        for function, code in before:
            function.__code__ = code


def _by_module(changes: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[str, str]]:
    """Return each module's source as it is, and with all its changes."""
    found: dict[str, tuple[str, str]] = {}
    for module, old, new in changes:
        source = Path(str(import_module(module).__file__)).read_text("utf-8")
        original, changed = found.get(module, (source, source))
        assert changed.count(old) == 1, f"{module}: {changed.count(old)} times {old!r}"
        found[module] = original, changed.replace(old, new)
    return found


def _swapped(name: str, source: str, changed: str) -> list[tuple[FunctionType, CodeType]]:
    module = import_module(name)
    codes = [_codes(compile(one, str(module.__file__), "exec", dont_inherit=True)) for one in (source, changed)]
    others = {where for where, code in codes[1].items() if _told(code) != _told(codes[0][where])}
    assert others, f"{name}: no function is another one"
    before = []
    for where in others:
        function = _function(module, where)
        before.append((function, function.__code__))
        function.__code__ = codes[1][where]
    return before


def _codes(code: CodeType) -> dict[str, CodeType]:
    """Return the code of each function of a module, and of each method; what is inside a function goes with it."""
    found = {}
    for one in code.co_consts:
        if isinstance(one, CodeType) and not one.co_name.startswith("<"):
            is_class = "__module__" in one.co_names and "__qualname__" in one.co_names
            found |= _codes(one) if is_class else {one.co_qualname: one}
    return found


def _told(code: CodeType) -> tuple[Any, ...]:
    """Return what a function does, wherever it stands in its file."""
    constants = tuple(_told(one) if isinstance(one, CodeType) else repr(one) for one in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, constants


def _function(module: object, where: str) -> FunctionType:
    found: Any = module
    for name in where.split("."):
        found = vars(found)[name] if isinstance(found, type) else getattr(found, name)
    found = unwrap(found.fget if isinstance(found, property) else found)
    assert isinstance(found, FunctionType), where
    return found
