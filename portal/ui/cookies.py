"""The two cookies: who is here (opaque, unreadable by pages), and how large the text is."""

import re
import secrets

from flask import Request, Response

from dossier.base import Settings

from .frame import TEXT_SIZES

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_SIZE_COOKIE = "taille"
_LATE_FORMS = 20 * 3600
"""Seconds that the cookie outlives its session at home: a form sent too late still finds whose it is."""
_YEAR = 365 * 24 * 3600


def visit_cookie_name(settings: Settings) -> str:
    """Return the cookie's name; over TLS the browser itself ties a `__Host-` one to this host."""
    return "__Host-dossier" if settings.secure else "dossier"


def fresh_visit() -> str:
    """Return a new token for a visitor: 192 random bits."""
    return secrets.token_urlsafe(24)


def visit_of(request: Request, settings: Settings) -> str:
    """Return the token the browser sent, or an empty text when it sent none or something else."""
    token = _sent(request, visit_cookie_name(settings))
    return token if _TOKEN.fullmatch(token) else ""


def set_visit(response: Response, settings: Settings, token: str, *, at_home: bool = False) -> None:
    """Give the browser a token; it is forgotten with the browser unless the person said that this is her computer."""
    response.set_cookie(
        visit_cookie_name(settings),
        token,
        max_age=settings.home_total_minutes * 60 + _LATE_FORMS if at_home else None,
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )


def text_size_of(request: Request) -> int:
    """Return the text size this browser chose, in pixels."""
    chosen = _sent(request, _SIZE_COOKIE)
    return next((size for size in TEXT_SIZES if str(size) == chosen), TEXT_SIZES[0])


def set_text_size(response: Response, settings: Settings, size: int) -> None:
    """Remember a text size for a year; it says nothing about the person."""
    response.set_cookie(_SIZE_COOKIE, str(size), max_age=_YEAR, secure=settings.secure, httponly=True, samesite="Lax")


def _sent(request: Request, name: str) -> str:
    """Return a cookie as it was sent; ours hold no sign that needs unquoting, which is most of Werkzeug's reading.

    Only a space is no part of a name: a neighbor site could set ours behind a no-break space, past `__Host-`.
    """
    for pair in request.environ.get("HTTP_COOKIE", "").split(";"):
        given, _, value = pair.strip(" \t").partition("=")
        if given == name:
            return str(value)
    return ""
