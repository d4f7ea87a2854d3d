"""Lines to providers: TLS that checks the certificate, and the one place where a gateway is asked over HTTP."""

import hashlib
import hmac
import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dossier.base import Gateway

SECONDS = 10.0
"""For a connection, and for each wait in an answer."""
_LARGEST = 64 * 1024
_PIECE = 4096


class Unreached(Exception):
    """No line: certain that nothing left."""


class Broken(Exception):
    """The line broke after the request began to leave: nobody knows."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a gateway answered: a status, and a JSON object or nothing."""

    status: int
    told: Mapping[str, Any]


def trusting(authorities: Path | None) -> ssl.SSLContext:
    """Return how TLS is spoken: 1.2 or newer, certificate and host name always checked. `authorities`: whom to trust
    instead of the system's."""
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def post_json(
    gateway: Gateway, context: ssl.SSLContext, key: str, told: Mapping[str, Any], at: datetime, *, seconds: float
) -> Reply:
    """Post an object to a gateway under an idempotency key; go nowhere else, whatever it answers.

    Raises `Unreached` when certainly nothing left, `Broken` when nobody knows.
    """
    where = urlsplit(gateway.url)
    body = json.dumps(told, ensure_ascii=False).encode()
    line = _line(where.scheme, where.netloc, context, seconds)
    try:
        try:
            line.connect()
        except OSError as fault:  # an invalid certificate is one too
            raise Unreached(_name(fault)) from None
        try:
            line.request("POST", where.path or "/", body, _headers(gateway, key, body, at))
            return _reply(line.getresponse(), seconds)
        except (OSError, http.client.HTTPException) as fault:
            raise Broken(_name(fault)) from None
    finally:
        line.close()


def signature(key: str, at: datetime, body: bytes) -> str:
    """Return how a body is signed: the second it was signed in, and an HMAC-SHA256 of both."""
    second = int(at.timestamp())
    digest = hmac.new(key.encode(), b"%d." % second + body, hashlib.sha256).hexdigest()
    return f"t={second},v1={digest}"


def _line(scheme: str, place: str, context: ssl.SSLContext, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(place, timeout=seconds, context=context)
    return http.client.HTTPConnection(place, timeout=seconds)


def _headers(gateway: Gateway, key: str, body: bytes, at: datetime) -> dict[str, str]:
    proof = (
        {"Authorization": f"Bearer {gateway.token}"}
        if gateway.token
        else {"X-Signature": signature(gateway.signing_key, at, body)}
    )
    return {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key, **proof}


def _reply(response: http.client.HTTPResponse, seconds: float) -> Reply:
    body, until = b"", time.monotonic() + seconds
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > _LARGEST or time.monotonic() > until:
            raise TimeoutError
    try:
        told = json.loads(body)
    except ValueError:
        told = {}
    return Reply(response.status, told if isinstance(told, dict) else {})


def _name(fault: Exception) -> str:
    """Return which fault it was: its words may quote an address."""
    return type(fault).__name__
