"""The operators' command, run as an operator runs it: a process of its own, with nothing but the given environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import run

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return (self.out + self.err).splitlines()


def dossier(environ: Mapping[str, str], *arguments: str | Path) -> Told:
    """Run `dossier ARGUMENTS` in this environment alone."""
    return _run(environ, "-m", "back_office.cli", *map(str, arguments))


def start_by_server(environ: Mapping[str, str]) -> Told:
    """Load the portal as a web server does, and stop."""
    return _run(environ, "-c", "import wsgi")


def _run(environ: Mapping[str, str], *arguments: str) -> Told:
    whole = {"PATH": os.defpath, "PYTHONWARNINGS": "error", **environ}
    ended = run(
        [sys.executable, *arguments], env=whole, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return Told(ended.returncode, ended.stdout, ended.stderr)
