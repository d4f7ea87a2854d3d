"""Every file that this process opens to write, while somebody watches, and what stood in it when it was taken away."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_GONE = ("os.remove", "os.rename", "shutil.rmtree")


@dataclass
class Files:
    """What was opened to write below a folder, and each content just before it went away."""

    folder: Path
    opened: set[str] = field(default_factory=set)
    nameless: list[str] = field(default_factory=list)
    """Folders in which a file without a name was opened: nobody can look into it."""
    gone: dict[str, bytes] = field(default_factory=dict)

    def note(self, event: str, told: tuple[Any, ...]) -> None:
        """Take an event of the interpreter's audit (PEP 578)."""
        path = _path_in(told)
        if path is None or not str(path).startswith(str(self.folder)):
            return
        if event == "open" and len(told) > 2 and (told[2] or 0) & _WRITES:
            (self.nameless.append if path.is_dir() else self.opened.add)(str(path))
        elif event in _GONE:
            for one in (path, *(path.rglob("*") if path.is_dir() else ())):
                if one.is_file():
                    self.gone[str(one)] = one.read_bytes()


_watching: list[Files] = []


def _hear(event: str, told: tuple[Any, ...]) -> None:
    """Never taken away: an audit can't be. It costs nothing while nobody watches."""
    if not _watching or (event != "open" and event not in _GONE):
        return
    watching, _watching[:] = _watching[:], []  # reading a file isn't an event of its own
    try:
        for one in watching:
            one.note(event, told)
    finally:
        _watching[:] = watching


def _path_in(told: tuple[Any, ...]) -> Path | None:
    return Path(os.fsdecode(told[0])).absolute() if isinstance(told[0], str | bytes | os.PathLike) else None


@contextmanager
def watched_files(folder: Path) -> Iterator[Files]:
    """Watch a folder, with all that is below it, while the block lasts."""
    if _hear not in _heard:
        sys.addaudithook(_hear)
        _heard.append(_hear)
    files = Files(folder.absolute())
    _watching.append(files)
    try:
        yield files
    finally:
        _watching.remove(files)


_heard: list[object] = []
