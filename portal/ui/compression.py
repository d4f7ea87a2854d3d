"""Compression, strictly negotiated: some text browsers can't read what they didn't ask for."""

import gzip

import brotli
from flask import Request, Response

_WORTH_IT = 600


def compress(request: Request, response: Response) -> None:
    """Compress a page with brotli or gzip when the browser named it; `Vary` says that the answer depends on that."""
    if "Accept-Encoding" not in request.headers or response.mimetype != "text/html" or response.is_streamed:
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
