"""What every command needs: the settings of this environment, a progress bar."""

import os

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dossier.base import Settings, configure_logs


def read_settings() -> Settings:
    """Return the settings of this environment; the log is written as they say. Raises `StartRefused`."""
    settings = Settings.read(os.environ)
    configure_logs(settings)
    return settings


def is_demo() -> bool:
    """Tell whether this environment asks for a demonstration, whatever else it says."""
    return os.environ.get("DEMO") == "1"


def is_practice() -> bool:
    """Tell whether this environment asks for practice, whatever else it says."""
    return os.environ.get("PRACTICE") == "1"


def progress(what: str) -> Progress:
    """Return a progress bar on the error output; where that isn't a terminal, nothing is drawn."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
