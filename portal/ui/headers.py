"""What every response says to the browser: nothing kept, nothing run, nothing framed, nothing sent elsewhere."""

from functools import cache

from flask import Response

from .answers import Answer, File

_FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
_PRINTABLE_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

_PDF = "application/pdf"

_ALWAYS = {
    "Vary": "Accept-Encoding",
    "Cache-Control": "no-store, no-cache, max-age=0, private",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def page_policy(style_hash: str, *more: str) -> str:
    """Return the content policy of a face's pages: this style, `more` directives, and nothing else."""
    return "; ".join(
        [
            f"default-src 'none'; style-src {style_hash}; img-src data:; form-action 'self'",
            *more,
            "base-uri 'none'; frame-ancestors 'none'",
        ]
    )


def policy_of(answer: Answer, of_pages: str) -> str:
    """Return the content policy: a page's, a sandboxed file's, or that of our own PDF shown in place."""
    if not isinstance(answer, File):
        return of_pages
    return _PRINTABLE_POLICY if answer.shown and answer.media_type == _PDF else _FILE_POLICY


def add_headers(response: Response, policy: str, *, secure: bool) -> None:
    """Set the security headers of a response; `secure` when it goes over TLS."""
    response.headers.extend(_headers(policy, secure))


@cache
def _headers(policy: str, secure: bool) -> list[tuple[str, str]]:
    """Return them as one list: added together they cost a third of being set one by one."""
    headers = [*_ALWAYS.items(), ("Content-Security-Policy", policy)]
    if secure:
        headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"))
    return headers
