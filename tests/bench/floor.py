"""The bare floor: the same list, the same bytes, by the shortest Python there is. No framework, no wall, no refusal.

It reads the same rows of the same database with the driver alone (prepared statements, nothing begun or rolled
back), checks that the session and the record are open, unwraps the same key, opens the same twenty envelopes, masks
a form token of the same length, and fills a page cut out of the portal's own answer.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from hmac import digest
from typing import Any, Literal
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from markupsafe import escape

from portal.ui import category_name
from portal.ui.words import MONTHS

SESSION = """SELECT s.record_id, k.wrapped FROM web_session s
JOIN patient_key k ON k.patient_id = s.record_id
JOIN record_space r ON r.patient_id = s.record_id
WHERE s.token_digest = {mark} AND s.ended_at IS NULL AND s.seen_at > {since} AND r.state = 'activated'"""
ROWS = """SELECT document_id, document_on, sealed FROM document WHERE patient_id = {mark}
AND NOT hidden_from_patient ORDER BY document_on DESC, document_id DESC LIMIT 21"""
Ask = Callable[[Literal["session", "rows"], bytes], list[Any]]
"""Runs one of the two statements with its one value; prepared once by the driver."""


def bare_list(ask: Ask, keys: dict[str, Any], page: str, headers: list[tuple[str, str]]) -> WSGIApplication:
    """The bare application. `keys` is the key holder's file; `page` has `{token}`, `{rows}` and `{last}`."""
    root, digest_key = AESGCM(bytes.fromhex(keys["roots"]["1"])), bytes.fromhex(keys["digest"])
    csrf_key = digest(digest_key, b"csrf", "sha256")
    before, between, after, end = _cut(page)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        cookie = environ["HTTP_COOKIE"].removeprefix("dossier=").encode()
        patient_id, wrapped = ask("session", sha256(cookie).digest())[0]
        key = AESGCM(root.decrypt(wrapped[2:14], wrapped[14:], wrapped[:2] + _joined(b"patient-key", patient_id)))
        mask, secret = secrets.token_bytes(16), digest(csrf_key, cookie, "sha256")[:16]
        masked = int.from_bytes(mask, "big") ^ int.from_bytes(secret, "big")
        token = urlsafe_b64encode(mask + masked.to_bytes(16, "big")).decode().rstrip("=")
        start_of_binding = _joined(b"dossier-clair/1", patient_id, b"document")
        rows = ask("rows", patient_id)[:20]
        items = "".join([_item(key, start_of_binding, *row) for row in rows])
        body = f"{before}{token}{between}{items}{after}{rows[-1][0].hex()}{end}".encode()
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return application


def _cut(page: str) -> list[str]:
    before, rest = page.split("{token}")
    between, rest = rest.split("{rows}")
    return [before, between, *rest.split("{last}")]


def _item(key: AESGCM, start_of_binding: bytes, document_id: bytes, on: date | str, sealed: bytes) -> str:
    bound_to = start_of_binding + _joined(document_id, b"\0\0\0\1")
    told = json.loads(key.decrypt(sealed[:12], sealed[12:], bound_to))
    year, month, day = (on if isinstance(on, str) else on.isoformat()).split("-")
    number = "1er" if day == "01" else day.lstrip("0")
    when = f"{number}\u00a0{MONTHS[int(month) - 1]} {year}"
    return (
        f'<li><a href="/documents/{document_id.hex()}"><b>{escape(told[0])}</b><br>'
        f"{when}\u00a0· {escape(told[3])}\u00a0· {category_name(told[1])}</a></li>"
    )


def _joined(*fields: bytes) -> bytes:
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])
