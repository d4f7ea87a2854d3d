"""One identity provider as a door: what is asked of it, and what is believed of its answer."""

import json
import re
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from dossier.base import IdentityProvider, StartRefused, now
from dossier.identity import WayOut

from . import tokens
from .failures import FederationFailed
from .line import Line, line_to

_ENDPOINTS = (
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "end_session_endpoint",
)
_ADDRESS = re.compile(r"https?://[!-~]+")
_SHE_STOPPED = frozenset({"access_denied", "consent_required", "interaction_required", "login_required"})
"""Errors that a provider sends people back with when they, not it, went no further."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a face asks one provider."""

    back: str
    """The whole address where it sends people back: one of its own, so that none can answer in another's place."""
    left: str
    """The whole address where it sends people after leaving it."""
    scope: str
    more: Mapping[str, str]
    """What else stands in the question. Nothing besides: a word too many is refused."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question under way: kept here, sealed, while the person is at the provider."""

    provider: str
    address: str
    state: str
    nonce: str
    verifier: str
    asked_at: datetime
    aim: str = ""
    """What the answer is for, in the words of whoever asks."""

    def to_fields(self) -> dict[str, str]:
        """Return it as fields to keep."""
        return {**asdict(self), "asked_at": self.asked_at.isoformat()}

    @classmethod
    def of_fields(cls, kept: Mapping[str, str]) -> "Question":
        """Return the question that was kept."""
        return cls(**{**kept, "asked_at": datetime.fromisoformat(kept["asked_at"])})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a provider vouched for: its name for somebody, what it says, and how to leave that provider."""

    subject: str
    id_claims: Mapping[str, object]
    """How she was recognized there, and when."""
    user_claims: Mapping[str, object]
    """What it says of her."""
    way_out: WayOut


class Door:
    """One provider, asked anew for its addresses and keys each time: a sign-in is rare, and keys change."""

    def __init__(self, told: IdentityProvider, asking: Asking) -> None:
        """Read our own key. Raises `StartRefused` when it can't be read as one."""
        self.told = told
        self._asking = asking
        self._key: tokens.PrivateKey | None = None
        if told.key_file is not None:
            try:
                self._key = tokens.read_key(told.key_file)
            except (OSError, ValueError):
                raise StartRefused(["FRANCECONNECT_PLUS_KEY_FILE can't be read as a private key (PEM)."]) from None

    @property
    def public_keys(self) -> bytes:
        """Our public keys as JSON, for a provider that seals its answers."""
        return json.dumps({"keys": [tokens.public_key(self._key)] if self._key else []}).encode()

    def ask(self, aim: str = "") -> Question:
        """Return a fresh question; its state and nonce have 43 signs: Authlib's own are too short for these providers.

        Raises `FederationFailed`.
        """
        state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        verifier = secrets.token_urlsafe(32) if self.told.pkce else ""
        with self._line() as line:
            address = line.address(
                self._endpoints(line)["authorization_endpoint"],
                state=state,
                nonce=nonce,
                code_verifier=verifier or None,
                **self._asking.more,
            )
        return Question(self.told.name, address, state, nonce, verifier, now(), aim)

    def code_in(self, sent: Mapping[str, str]) -> str:
        """Return the code that the provider sends people back with. Its own words stay where they are.

        Raises `FederationFailed`.
        """
        if "error" in sent:
            stopped = sent["error"] in _SHE_STOPPED
            raise FederationFailed("stopped" if stopped else "silent", "sent back with an error")
        if sent.get("iss", self.told.issuer) != self.told.issuer:  # RFC 9207
            raise FederationFailed("unsure", "sent back by another issuer")
        if not sent.get("code"):
            raise FederationFailed("unsure", "sent back without a code")
        return sent["code"]

    def hear(self, question: Question, code: str) -> Heard:
        """Give the code back and return who was vouched for. Raises `FederationFailed`."""
        with self._line() as line:
            at = self._endpoints(line)
            id_token = self._opened(line.id_token(at["token_endpoint"], code, question.verifier), always=False)
            keys = line.document(at["jwks_uri"])
            id_claims = tokens.id_claims(id_token, keys, self.told, question.nonce, now())
            user_info = self._opened(line.user_info(at["userinfo_endpoint"]), always=True)
        subject = str(id_claims["sub"])
        user_claims = tokens.user_claims(user_info, keys, self.told, subject, now())
        return Heard(subject, id_claims, user_claims, WayOut(self.told.name, at["end_session_endpoint"], id_token))

    def leaving(self, way_out: WayOut) -> str:
        """Return the address that ends the provider's own session (OpenID Connect RP-Initiated Logout 1.0)."""
        told = {
            "id_token_hint": way_out.id_token,
            "state": secrets.token_urlsafe(32),
            "post_logout_redirect_uri": self._asking.left,
        }
        joined = "&" if "?" in way_out.address else "?"
        return f"{way_out.address}{joined}{urlencode(told)}"

    def _line(self) -> AbstractContextManager[Line]:
        return line_to(self.told, self._asking.scope, self._asking.back)

    def _endpoints(self, line: Line) -> dict[str, str]:
        """Return the provider's addresses, all of them over TLS when its own is."""
        document = line.document(f"{self.told.issuer.rstrip('/')}/.well-known/openid-configuration")
        scheme = self.told.issuer.partition("://")[0]
        addresses = {name: str(document.get(name, "")) for name in _ENDPOINTS}
        if document.get("issuer") != self.told.issuer:
            raise FederationFailed("silent", "the provider names another issuer")
        if not all(_ADDRESS.fullmatch(one) and one.startswith(f"{scheme}://") for one in addresses.values()):
            raise FederationFailed("silent", "the provider lacks an address")
        return addresses

    def _opened(self, token: str, *, always: bool) -> str:
        """Return a token out of its seal; with a key of ours, what is said of a person must `always` be sealed."""
        if self._key is None:
            return token
        if tokens.is_sealed(token):
            return tokens.open_sealed(token, self._key)
        if always:
            raise FederationFailed("unsure", "user info without a seal")
        return token
