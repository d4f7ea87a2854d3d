"""Compression, strictly negotiated: some text browsers can't read what they didn't ask for."""

import gzip

import brotli
from flask import Request, Response

_WORTH_IT = 600
_COMPRESSED = ("text/html", "text/javascript")


def compress(request: Request, response: Response) -> None:
    """Compress a page or a script with brotli or gzip when the browser named it; `Vary` says that it matters."""
    if "Accept-Encoding" not in request.headers or response.mimetype not in _COMPRESSED or response.is_streamed:
        return
    body = response.get_data()
    accepted = request.accept_encodings
    if len(body) < _WORTH_IT or "Content-Encoding" in response.headers:
        return
    if "br" in accepted.values() and accepted["br"] > 0:
        _replace(response, brotli.compress(body, quality=5), "br")
    elif "gzip" in accepted.values() and accepted["gzip"] > 0:
        _replace(response, gzip.compress(body, compresslevel=6, mtime=0), "gzip")


def _replace(response: Response, body: bytes, encoding: str) -> None:
    response.set_data(body)
    response.headers["Content-Encoding"] = encoding
