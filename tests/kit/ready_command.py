"""The operators' command with its imports done: two seconds of work that are the same for every call.

It reads what to run, line by line, and forks: each call is a process of its own, as if it had been started afresh.
"""

import json
import os
import signal
import sys
from typing import Any

from back_office import cli


def serve(seconds: int) -> None:
    """Run each call that is asked for, and tell how it ended; one that lasts longer than so many seconds is ended."""
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.alarm(seconds)
            _become(asked)
            return
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(asked: dict[str, Any]) -> None:
    """Be the command: with nothing but the given environment, and speaking into the given files."""
    os.environ.clear()  # noqa: TID251 -- the command reads them, as always, through its settings
    os.environ.update(asked["environ"])  # noqa: TID251
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(asked["told"], 1):
        os.dup2(os.open(path, os.O_WRONLY), number)
    sys.argv = ["dossier", *asked["arguments"]]
    cli.main()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
