"""Form tokens: bound to the visitor's cookie, masked afresh for each answer so that compression tells nothing."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import Request

from dossier.base import KeyHolder

FIELD = "jeton"
_LENGTH = 16


def masked_token(holder: KeyHolder, visit: str) -> str:
    """Return a token for the forms of one answer: 43 signs, never the same twice."""
    mask = secrets.token_bytes(_LENGTH)
    return urlsafe_b64encode(mask + _xor(mask, _secret(holder, visit))).decode().rstrip("=")


def form_is_ours(holder: KeyHolder, visit: str, request: Request) -> bool:
    """Tell whether a form came from a page of ours: the token decides, headers may only add a no.

    Text browsers send neither `Origin` nor `Sec-Fetch-Site`; absent is not wrong.
    """
    return _token_is_right(holder, visit, request.form.get(FIELD, "")) and not _comes_from_elsewhere(request)


def _token_is_right(holder: KeyHolder, visit: str, token: str) -> bool:
    try:
        sent = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return False
    mask, masked = sent[:_LENGTH], sent[_LENGTH:]
    return len(sent) == 2 * _LENGTH and hmac.compare_digest(_xor(mask, masked), _secret(holder, visit))


def _comes_from_elsewhere(request: Request) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != request.host


def _secret(holder: KeyHolder, visit: str) -> bytes:
    return holder.digest("csrf", visit.encode())[:_LENGTH]


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(_LENGTH, "big")
