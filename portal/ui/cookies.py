"""The cookies: who is here (opaque, unreadable by pages), how large the text is, whose computer it is."""

import re
import secrets
from dataclasses import dataclass

from flask import Request, Response

from .frame import TEXT_SIZES

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_SIZE_COOKIE = "taille"
_YEAR = 365 * 24 * 3600
_HALF_A_YEAR = 180 * 24 * 3600


def fresh_visit() -> str:
    """Return a new token for a visitor: 192 random bits."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class VisitCookie:
    """The cookie that names a visitor of one face."""

    name: str
    secure: bool
    home_seconds: int = 0
    """How long it outlives the browser at home; 0 on a face that nobody has at home."""

    @classmethod
    def of(cls, name: str, *, secure: bool, practice: bool = False, home_seconds: int = 0) -> "VisitCookie":
        """Return a face's cookie; over TLS the browser itself ties a `__Host-` one to this host.

        Practice has a cookie of another name: cookies know no ports, and it must end no real session.
        """
        name = f"exercice-{name}" if practice else name
        return cls(f"__Host-{name}" if secure else name, secure, home_seconds)

    def sent(self, request: Request) -> str:
        """Return the token the browser sent, or an empty text when it sent none or something else."""
        token = _sent(request, self.name)
        return token if _TOKEN.fullmatch(token) else ""

    def give(self, response: Response, token: str, *, at_home: bool = False) -> None:
        """Give the browser a token; it is forgotten with the browser unless the person said that this is hers."""
        age = self.home_seconds if at_home else None
        response.set_cookie(self.name, token, max_age=age, secure=self.secure, httponly=True, samesite="Lax")


def text_size_of(request: Request) -> int:
    """Return the text size this browser chose, in pixels."""
    chosen = _sent(request, _SIZE_COOKIE)
    return next((size for size in TEXT_SIZES if str(size) == chosen), TEXT_SIZES[0])


def set_text_size(response: Response, size: int, *, secure: bool) -> None:
    """Remember a text size for a year; it says nothing about the person."""
    response.set_cookie(_SIZE_COOKIE, str(size), max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")


def device_of(request: Request, *, secure: bool) -> str:
    """Return the token by which this computer is known, or an empty text: it shortens waits, and opens nothing."""
    token = _sent(request, _device_cookie(secure=secure))
    return token if _TOKEN.fullmatch(token) else ""


def set_device(response: Response, token: str, *, secure: bool) -> None:
    """Let this computer be known again; only somebody who said that it is hers is given this."""
    name, age = _device_cookie(secure=secure), _HALF_A_YEAR
    response.set_cookie(name, token, max_age=age, secure=secure, httponly=True, samesite="Lax", path="/")


def _device_cookie(*, secure: bool) -> str:
    return "__Host-connu" if secure else "connu"


def _sent(request: Request, name: str) -> str:
    """Return a cookie as it was sent; ours hold no sign that needs unquoting, which is most of Werkzeug's reading.

    Only a space is no part of a name: a neighbor site could set ours behind a no-break space, past `__Host-`.
    """
    for pair in request.environ.get("HTTP_COOKIE", "").split(";"):
        given, _, value = pair.strip(" \t").partition("=")
        if given == name:
            return str(value)
    return ""
