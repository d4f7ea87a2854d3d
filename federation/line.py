"""The line to an identity provider: the only door to Authlib and to an HTTP client."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session, OAuthError
from requests import RequestException, Response

from dossier.base import IdentityProvider

from .failures import FederationFailed

SECONDS = 5.0
"""For a connection, for each wait in an answer, and for the whole of its body."""
_LARGEST = 64 * 1024
_PIECE = 4096
_SECRETS_IN_BODY = "client_secret_post"
_PLACES = threading.BoundedSemaphore(2)
"""Lines open at once in a worker of four threads: while a provider is slow, the other pages are not."""


class _Session(OAuth2Session):  # type: ignore[misc]  # Authlib ships no types
    """Authlib's client, without what could lead it elsewhere: redirects, proxies, endless answers."""

    def request(self, method: str, url: str, **options: Any) -> Response:
        """Send a request and read its answer whole, or not at all."""
        told = {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        with super().request(method, url, **options | told) as response:
            return _whole(response)


def _whole(response: Response) -> Response:
    """Return the answer with its body read.

    Raises `RequestException` when it is too long, in bytes or seconds, or leads elsewhere.
    """
    if response.is_redirect:
        raise RequestException
    body, until = b"", time.monotonic() + SECONDS
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > _LARGEST or time.monotonic() > until:
            raise RequestException
    whole = Response()
    whole.status_code, whole.headers, whole.encoding = response.status_code, response.headers, response.encoding
    whole.raw = BytesIO(body)
    return whole


class Line:
    """A few requests to one provider. Every method raises `FederationFailed`."""

    def __init__(self, session: _Session) -> None:
        """Stand over an open session."""
        self._session = session

    def address(self, endpoint: str, **asked: str | None) -> str:
        """Return where a person goes to be vouched for; only what is asked is in it: a word too many is refused."""
        address: str = self._session.create_authorization_url(endpoint, **asked)[0]
        return address

    def document(self, address: str) -> dict[str, Any]:
        """Return a public document of the provider: its addresses, its keys."""
        with _told_as("a document of the provider"):
            response = self._session.get(address, withhold_token=True)
            response.raise_for_status()
            told = response.json()
        if not isinstance(told, dict):
            raise FederationFailed("silent", "a document of the provider isn't one")
        return told

    def id_token(self, endpoint: str, code: str, verifier: str) -> str:
        """Give the code for tokens; return the identity token. The line keeps the other for `user_info`."""
        with _told_as("the token endpoint"):
            tokens = self._session.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier or None
            )
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise FederationFailed("unsure", "no identity token")
        return token

    def user_info(self, endpoint: str) -> str:
        """Return what the provider says of the person: still sealed and signed, never plain JSON."""
        with _told_as("the user info"):
            response = self._session.get(endpoint, headers={"Accept": "application/jwt"})
            response.raise_for_status()
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/jwt":
            raise FederationFailed("unsure", "user info without a signature")
        text: str = response.text
        return text.strip()


@contextmanager
def line_to(told: IdentityProvider, scope: str, redirect_uri: str) -> Iterator[Line]:
    """Open a line for the time of the block. Raises `FederationFailed` when too many are open in this worker."""
    if not _PLACES.acquire(blocking=False):
        raise FederationFailed("silent", "every line is taken")
    try:
        session = _Session(
            told.client_id,
            told.client_secret,
            token_endpoint_auth_method=_SECRETS_IN_BODY,
            scope=scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",  # where there is a verifier
            leeway=0,  # an access token lives for one minute, as long as Authlib's own leeway
        )
        session.trust_env = False
        with session:
            yield Line(session)
    finally:
        _PLACES.release()


@contextmanager
def _told_as(what: str) -> Iterator[None]:
    """Word whatever goes wrong in the block; the fault itself may quote the provider, so nothing of it is kept."""
    try:
        yield
    except OAuthError as refused:
        late = refused.error == "invalid_grant"
        raise FederationFailed("late" if late else "silent", f"{what} refused") from None
    except (RequestException, AuthlibBaseError, ValueError, TypeError) as fault:
        raise FederationFailed("silent", f"{what}: {type(fault).__name__}") from None
