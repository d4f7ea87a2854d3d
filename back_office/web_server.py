"""What gunicorn is told beside its command line: the house's own log, and a folder for the figures of its processes."""

import os
import shutil
import tempfile
from typing import Any

from gunicorn.glogging import Logger

from dossier.base import Settings, configure_logs

_FIGURES = "PROMETHEUS_MULTIPROC_DIR"


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """The server's log is the house's: gunicorn's own would write addresses and headers of broken requests."""

    def setup(self, cfg: Any) -> None:
        """Hand everything over."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        configure_logs(Settings.read(os.environ))


logger_class = ServerLog


def on_starting(_server: object) -> None:
    """Make the folder before the first process is there: each keeps its counts in it, and any of them tells all."""
    os.environ[_FIGURES] = tempfile.mkdtemp(prefix="dossier-figures-")


def on_exit(_server: object) -> None:
    """Take it away again."""
    shutil.rmtree(os.environ[_FIGURES], ignore_errors=True)
