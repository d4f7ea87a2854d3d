"""The house's log as an operator reads it, written to where a test finds it."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dossier.base import Settings, configure_logs, log_context

PRODUCTION = {
    "DATABASE_URL": "postgresql+psycopg://dossier@127.0.0.1:1/none",
    "KEY_HOLDER": "file:/nowhere",
    "PORTAL_URL": "https://dossier.example.fr",
    "DESK_URL": "https://poste.dossier.example.fr",
    "PAPER_ADDRESS": "Caisse|TSA 00000",
}


@dataclass
class Written:
    """What was written."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every line as what it is in production: an object."""
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of one event."""
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def house_log(level: str = "info", **environ: str) -> Iterator[Written]:
    """Write this process's log as production does, or as the environment says, for the time of the block."""
    written, errors = Written(), sys.stderr
    kept = (logging.root.handlers[:], logging.root.level, sys.excepthook, threading.excepthook)
    sys.stderr = written.stream
    try:
        configure_logs(Settings.read({**(environ or PRODUCTION), "LOG_LEVEL": level}))
        yield written
    finally:
        sys.stderr = errors
        logging.captureWarnings(False)
        logging.root.handlers[:], level_before, sys.excepthook, threading.excepthook = kept
        logging.root.setLevel(level_before)
        log_context()
