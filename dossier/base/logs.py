"""The log: one place that says how every process writes it, and what may never stand in it.

A line is an event (a short code) with a few named values. What a library says is told without its words, and an error
without its text: both repeat what they were given.
"""

import logging
import re
import sys
import threading
from logging import LogRecord
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from .settings import Settings

_HOUSE = f"{Path(__file__).parents[2]}/"
_ELSEWHERE = re.compile(r"^.*/(?:site-packages|python3\.[0-9]+)/")
_PLAIN = re.compile(r"(?!.*[0-9]{5})[A-Za-z0-9 _.,:;'=()<>/-]{0,160}")
"""No sign of an address (@, +), no accent, no second line, no five digits in a row: a net under those who log."""
_DEPTH = 12
_SAID_BY_THE_SERVER = frozenset(
    {
        "Connection in use: %s",
        "Invalid address: %s",
        "Can't connect to %s",
        "WORKER TIMEOUT (pid:%s)",
        "Worker (pid:%s) was sent %s!",
        "Worker (pid:%s) was sent %s! Perhaps out of memory?",
        "Worker (pid:%s) exited with code %s.",
        "Exception in worker process",
    }
)
"""What gunicorn says of itself, with the places for values left open."""


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a part of the house. Values are codes and counts; `fault` takes an exception."""
    told: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return told


def configure_logs(settings: Settings) -> None:
    """Write this process's log to its error output: lines of JSON in production, readable ones elsewhere.

    Errors that nobody caught are told in the same way, and warnings of Python.
    """
    ends: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if settings.production:
        ends += [structlog.processors.TimeStamper("iso", key="at"), structlog.processors.JSONRenderer(sort_keys=True)]
    else:
        ends += [structlog.dev.ConsoleRenderer(colors=False)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[_without_its_words], processors=ends, logger=None)
    )
    handler.setLevel(settings.log_level.upper())  # a library may have a level of its own
    handler.addFilter(_is_worth_a_line)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(settings.log_level.upper())
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda thread: _uncaught(thread.exc_type, thread.exc_value, thread.exc_traceback)


def log_context(**values: str) -> None:
    """Have these values stand in every line that this thread logs from now on, instead of those before them."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**values)


def faults_of(error: BaseException | None) -> list[dict[str, Any]]:
    """Return an error and what caused it, each by its type and the places that it came through, never its text."""
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < _DEPTH:
        told.append({"type": type(error).__name__, "places": _places(error.__traceback__)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _places(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"{_short(code.co_filename)}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return found[-_DEPTH:]


def _short(file: str) -> str:
    """Return where a file lies in the house or in a library, not where these lie on this machine."""
    return _ELSEWHERE.sub("", file).removeprefix(_HOUSE)


def _is_worth_a_line(record: LogRecord) -> bool:
    """Tell whether it is the house that speaks, or a library that something is wrong with."""
    return hasattr(record, "_logger") or record.levelno >= logging.WARNING


def _uncaught(_kind: object, error: BaseException | None, _traceback: object) -> None:
    if not isinstance(error, KeyboardInterrupt | SystemExit):
        logger("dossier").critical("uncaught", fault=error)


def _without_its_words(_logger: Any, _method: str, told: EventDict) -> EventDict:
    """Leave of a library's record who spoke, how loud, where in its code, and which error it held."""
    record: LogRecord = told["_record"]
    kept: EventDict = {
        "_record": record,
        "_from_structlog": False,
        "event": "library",
        "logger": record.name,
        "level": record.levelname.lower(),
        "place": f"{_short(record.pathname)}:{record.lineno}",
    }
    if isinstance(record.msg, str) and record.msg in _SAID_BY_THE_SERVER:
        kept["said"] = record.msg
    if record.exc_info:
        kept["faults"] = faults_of(record.exc_info[1])
    return kept


def _net(_logger: Any, _method: str, told: EventDict) -> EventDict:
    """Replace every value that doesn't look like a code or a count, and an exception by its type and places."""
    error = told.pop("fault", None)
    if told.pop("exc_info", None) and error is None:
        error = sys.exc_info()[1]
    kept: EventDict = {key: value if _is_plain(value) else "withheld" for key, value in told.items()}
    if error is not None:
        kept["faults"] = faults_of(error)
    return kept


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and bool(_PLAIN.fullmatch(value)))


structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        _net,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
