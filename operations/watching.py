"""Every request of a face is counted and logged in one line: the address as it was declared, never as typed."""

import secrets
from time import perf_counter

from flask import Flask, Response, request

from dossier.base import log_context, logger

from .figures import count_request

_BEGAN = "dossier.began"
_METHODS = ("GET", "HEAD", "POST")


def watch(app: Flask, face: str, *, quietly: bool = False) -> None:
    """Watch a face. `quietly`: what is only asked for (by monitors, every few seconds) is counted, and not logged."""
    log = logger(face)

    def begin() -> None:
        request.environ[_BEGAN] = perf_counter()
        log_context(request=secrets.token_hex(8), face=face, route=_route())

    def end(response: Response) -> Response:
        seconds = perf_counter() - request.environ[_BEGAN]
        method = request.method if request.method in _METHODS else "other"
        count_request(face, _route(), method, response.status_code, seconds)
        if not quietly or method == "POST":
            log.info("request", method=method, status=response.status_code, ms=round(seconds * 1000))
        return response

    app.before_request(begin)
    app.after_request(end)


def _route() -> str:
    return str(request.url_rule or "no page")
