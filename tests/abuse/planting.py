"""Planting faults one by one: in the source, while it is imported, in a process of its own. No file is touched."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path

_ROOT = Path(__file__).parents[2]
CAUGHT, MISSED = 3, 0


@dataclass(frozen=True)
class Fault:
    """What to plant: in which module, which words in the place of which."""

    name: str
    module: str
    """With its package, below `dossier`: `mandates.rules`."""
    changes: tuple[tuple[str, str], ...]

    def source(self) -> str:
        """Return the module's source with the fault in it; the words to change must stand there once."""
        source = (_ROOT / "dossier" / f"{self.module.replace('.', '/')}.py").read_text("utf-8")
        for old, new in self.changes:
            assert source.count(old) == 1, f"{self.name}: {source.count(old)} times {old!r}"
            source = source.replace(old, new)
        return source


def fault(name: str, module: str, *changes: str) -> Fault:
    """Return a fault: words to change and what to put there, by turns."""
    return Fault(name, module, tuple(zip(changes[::2], changes[1::2], strict=True)))


class _Planter(MetaPathFinder):
    """Hands out one module with its fault in it."""

    def __init__(self, planted: Fault) -> None:
        self.planted = planted

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Find the module in which the fault is to be."""
        if fullname != f"dossier.{self.planted.module}":
            return None
        spec = PathFinder.find_spec(fullname, path)
        spec.loader = _Planted(fullname, spec.origin, self.planted)
        return spec


class _Planted(SourceFileLoader):
    """Reads a source and changes it on the way; its compiled form is neither read nor kept."""

    def __init__(self, fullname: str, path: str, planted: Fault) -> None:
        super().__init__(fullname, path)
        self.planted = planted

    def get_code(self, fullname: str) -> object:
        """Compile the source with its fault."""
        return compile(self.planted.source(), self.path, "exec", dont_inherit=True)


def is_caught(by: str, planted: Fault) -> bool:
    """Tell whether the walk of a module of mutations stumbles over this fault, in a process of its own."""
    command = [sys.executable, "-m", by, planted.name]
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode in (CAUGHT, MISSED), ended.stderr[-2000:]
    return ended.returncode == CAUGHT


def run(by: str, faults: tuple[Fault, ...], names: list[str], stumbles: Callable[[], Callable[[], bool]]) -> int:
    """Walk with the named fault, or tell of all of them. `stumbles` imports the walk, after the planting."""
    if names:
        sys.meta_path.insert(0, _Planter(next(one for one in faults if one.name == names[0])))
        from tests.kit.quick import open_houses_quickly  # after the planting

        open_houses_quickly()
        return CAUGHT if stumbles()() else MISSED
    missed = [one.name for one in faults if not is_caught(by, one)]
    sys.stdout.write(f"{len(faults) - len(missed)} of {len(faults)} caught; missed: {missed}\n")
    return len(missed)
