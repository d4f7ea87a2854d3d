"""The operators' command, run as an operator runs it: a process of its own, with nothing but the given environment."""

import atexit
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen, run
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).parents[2]
_SECONDS = 60
_BARE = {"PATH": os.defpath, "PYTHONWARNINGS": "error"}


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
    with TemporaryDirectory() as folder:
        told = [Path(folder, "out"), Path(folder, "err")]
        for path in told:
            path.touch()
        asked = {"environ": {**_BARE, **environ}, "arguments": [*map(str, arguments)], "told": [*map(str, told)]}
        ready = _ready_command()
        ready.stdin.write(f"{json.dumps(asked)}\n")
        ready.stdin.flush()
        return Told(int(ready.stdout.readline()), *(path.read_text() for path in told))


def start_by_server(environ: Mapping[str, str]) -> Told:
    """Load the portal as a web server does, and stop."""
    command, whole = [sys.executable, "-c", "import wsgi"], {**_BARE, **environ}
    ended = run(command, env=whole, cwd=_ROOT, capture_output=True, text=True, timeout=_SECONDS, check=False)
    return Told(ended.returncode, ended.stdout, ended.stderr)


@cache
def _ready_command() -> "Popen[str]":
    """Start the command once for this worker; it forks for each call, and ends with the worker."""
    command = [sys.executable, "-m", "tests.kit.ready_command", str(_SECONDS)]
    ready = Popen(command, env=_BARE, cwd=_ROOT, stdin=PIPE, stdout=PIPE, text=True)
    atexit.register(ready.communicate)
    return ready
