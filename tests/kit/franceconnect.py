"""A strict stand-in for FranceConnect and FranceConnect+, on loopback: it refuses whatever the real ones refuse, and
misbehaves when a test asks it to."""

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwe, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from werkzeug import Request, Response

from dossier.base import now
from tests.kit.loopback import served

PORTAL = "http://127.0.0.1:8000"
"""Where the portal is registered, unless a test says otherwise."""
SHORTEST = 43
CODE_SECONDS, TOKEN_SECONDS = 30, 60
ROUX = {
    "family_name": "BLANCHARD",
    "given_name": "JEANNE MARIE",
    "preferred_username": "ROUX",
    "birthdate": "1942-05-12",
    "gender": "female",
    "birthplace": "43157",
    "birthcountry": "99100",
}
"""Mme Roux of the cast, as FranceConnect writes her."""
BASICS = frozenset({"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"})
_CHALLENGED = {"code_challenge", "code_challenge_method"}
_TRADED = {"grant_type", "code", "redirect_uri", "client_id", "client_secret"}
_LEAVING = {"id_token_hint", "state", "post_logout_redirect_uri"}
MISTAKES_IN_THE_TOKEN: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": secrets.token_urlsafe(32)},
    "no nonce": {"nonce": None},
    "a lower level": {"acr": "eidas0"},
    "no level": {"acr": None},
    "another audience": {"aud": "another-house"},
    "two audiences": {"aud": ["dossier-clair", "another-house"]},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://fc.example"},
    "no issuer": {"iss": None},
    "no expiry": {"exp": None},
    "nobody": {"sub": None},
}
"""What the identity token says instead; None: nothing."""
MISTAKES_IN_USER_INFO: dict[str, dict[str, Any]] = {
    "another person": {"sub": "somebody-else"},
    "nobody in user info": {"sub": None},
    "user info for another house": {"aud": "another-house"},
    "user info of another issuer": {"iss": "https://fc.example"},
    "user info that has expired": {"exp": 1},
}


class Refusal(Exception):
    """The client did something that FranceConnect refuses."""


@dataclass
class Grant:
    """A code that was given out, and what for."""

    nonce: str
    challenge: str
    given_at: float
    used: bool = False


@dataclass
class Provider:
    """One provider with one client, whose registration it holds to the letter."""

    SCOPES: ClassVar = frozenset(
        {"openid", "given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry"}
    )
    ASKED: ClassVar = BASICS | {"acr_values"}
    LEFT: ClassVar = "/connexion/franceconnect/sorti"
    name: str = "franceconnect"
    level: int = 1
    signature: str = "ES256"
    pkce: bool = False
    client_keys: Callable[[], bytes] | None = None
    """Where it fetches the client's public keys; with them, it seals what it says."""
    person: dict[str, str] = field(default_factory=lambda: dict(ROUX))
    sub: str = "f81d4fae7dec11d0a76500a0c91e6bf6v1"
    mistake: str = ""
    """How it misbehaves."""
    answer: str = ""
    """The error with which it sends people back, instead of a code."""
    url: str = ""
    portal: str = PORTAL
    client_id: str = "dossier-clair"
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    calls: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    """Every token, code, state and nonce of this run, to be looked for where they mustn't be."""
    left: list[str] = field(default_factory=list)
    """The subjects whose session here was ended."""

    def __post_init__(self) -> None:
        signing = {"use": "sig"}
        self.keys = KeySet(
            [
                ECKey.generate_key("P-256", {**signing, "alg": "ES256"}),
                RSAKey.generate_key(2048, {**signing, "alg": "RS256"}),
            ]
        )
        self.release = threading.Event()
        self._grants: dict[str, Grant] = {}
        self._access: dict[str, float] = {}

    @property
    def environ(self) -> dict[str, str]:
        """The settings of a house that is this provider's client; a sealing one needs a key file besides."""
        prefix = self.name.upper().replace("-", "_")
        told = {
            "URL": self.url,
            "CLIENT_ID": self.client_id,
            "CLIENT_SECRET": self.secret,
            "SIGNATURE": self.signature,
            "PKCE": "1" if self.pkce else "0",
        }
        return {f"{prefix}_{name}": value for name, value in told.items()}

    @property
    def back(self) -> str:
        """The one address where it sends people back."""
        return f"{self.portal}/connexion/{self.name}/retour"

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer a request."""
        request = Request(environ)
        page = request.path.strip("/")
        self.calls.append(page)
        try:
            response = self._misbehaved(page) or _PAGES[page](self, request)
        except Refusal as refusal:
            self.refusals.append(str(refusal))
            response = Response(f"Y000400 {refusal}", 400)
        return response(environ, start_response)

    def visit(self, address: str) -> str:
        """Go to an address as a browser; return where it sends one back, without the portal's own address."""
        to = urlsplit(address)
        with closing(HTTPConnection(to.netloc, timeout=10)) as line:
            line.request("GET", f"{to.path}?{to.query}")
            response = line.getresponse()
            location = response.getheader("Location", "")
            assert response.status == 302, response.read()
        assert location.startswith(self.portal), location
        return location.removeprefix(self.portal)

    def _misbehaved(self, page: str) -> Response | None:
        fault, _, where = self.mistake.partition(" at ")
        if where != page:
            return None
        if fault == "silence":
            self.release.wait(30)
        return _FAULTS[fault]()

    def _configuration(self, request: Request) -> Response:
        issuer = "https://fc.example" if self.mistake == "another issuer's addresses" else self.url
        told = {"issuer": issuer, **{name: f"{self.url}/{page}" for name, page in _ADDRESSES.items()}}
        if self.mistake == "no address":
            del told["userinfo_endpoint"]
        return _json(told)

    def _authorize(self, request: Request) -> Response:
        told = _once_each(request.query_string.decode(), self.ASKED | (_CHALLENGED if self.pkce else set()))
        hold(told["response_type"] == "code", "response_type")
        hold(told["client_id"] == self.client_id, "client_id")
        hold(told["redirect_uri"] == self.back, "redirect_uri")
        scopes = told["scope"].split()
        hold("openid" in scopes and not set(scopes) - self.SCOPES, "scope")
        hold(len(told["state"]) >= SHORTEST, "state")
        hold(len(told["nonce"]) >= SHORTEST, "nonce")
        self.hold_more(told)
        if self.pkce:
            hold(told["code_challenge_method"] == "S256" and len(told["code_challenge"]) == SHORTEST, "code_challenge")
        code = secrets.token_urlsafe(32)
        self.tokens += [code, told["state"], told["nonce"]]
        self._grants[code] = Grant(told["nonce"], told.get("code_challenge", ""), now().timestamp())
        back = {"error": self.answer, "error_description": "ROUX a refusé"} if self.answer else {"code": code}
        return _sent_to(self.back, {**back, "state": told["state"], "iss": self.url})

    def hold_more(self, told: dict[str, str]) -> None:
        """Refuse what this provider alone refuses."""
        hold(told["acr_values"] in [f"eidas{n}" for n in range(self.level, 4)], "acr_values")

    def more_claims(self) -> dict[str, Any]:
        """Return what else its identity tokens say."""
        return {}

    def _token(self, request: Request) -> Response:
        hold(request.method == "POST" and "Authorization" not in request.headers, "client_secret_post")
        told = _once_each(request.get_data(as_text=True), _TRADED | ({"code_verifier"} if self.pkce else set()))
        if (told["client_id"], told["client_secret"]) != (self.client_id, self.secret):
            return self._refused("invalid_client", 401)
        hold(told["grant_type"] == "authorization_code" and told["redirect_uri"] == self.back, "redirect_uri")
        grant = self._grants.get(told["code"])
        if grant is None or grant.used or now().timestamp() - grant.given_at > CODE_SECONDS:
            return self._refused("invalid_grant", 400)
        grant.used = True
        hold(not self.pkce or _challenge(told["code_verifier"]) == grant.challenge, "code_verifier")
        access = secrets.token_urlsafe(32)
        self._access[access] = now().timestamp()
        id_token = self._id_token(grant)
        self.tokens += [access, id_token]
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "id_token": id_token}
        if self.mistake == "no identity token":
            del answer["id_token"]
        return _json(answer)

    def _refused(self, error: str, status: int) -> Response:
        self.refusals.append(error)
        return Response(
            json.dumps({"error": error, "error_description": "ROUX"}), status, content_type="application/json"
        )

    def _id_token(self, grant: Grant) -> str:
        at = int(now().timestamp())
        claims = {
            "iss": self.url,
            "sub": self.sub,
            "aud": self.client_id,
            "exp": at + TOKEN_SECONDS,
            "iat": at,
            "nonce": grant.nonce,
            "acr": f"eidas{self.level}",
            **self.more_claims(),
        }
        if self.mistake == "a token that expires now":
            claims["exp"] = at
        return self._sealed(self._signed(claims, MISTAKES_IN_THE_TOKEN, ""))

    def _userinfo(self, request: Request) -> Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        hold(not request.query_string, "userinfo takes no parameter")
        hold(now().timestamp() - self._access.pop(token, 0) <= TOKEN_SECONDS, "access token")
        at = int(now().timestamp())
        claims = {"sub": self.sub, "iss": self.url, "aud": self.client_id, "iat": at, "exp": at + 60, **self.person}
        if self.mistake == "user info in plain JSON":
            return _json(claims)
        said = self._signed(claims, MISTAKES_IN_USER_INFO, " of user info")
        if self.mistake != "user info without a seal":
            said = self._sealed(said)
        kind = "text/plain" if self.mistake == "user info of another kind" else "application/jwt"
        return Response(said, content_type=f"{kind}; charset=utf-8")

    def _signed(self, claims: dict[str, Any], mistakes: dict[str, dict[str, Any]], of: str) -> str:
        claims |= mistakes.get(self.mistake, {})
        claims = {name: value for name, value in claims.items() if value is not None}
        algorithm = self.signature
        if self.mistake == f"no signature{of}":
            return f"{_b64(json.dumps({'alg': 'none'}).encode())}.{_b64(json.dumps(claims).encode())}."
        if self.mistake == f"another algorithm{of}":
            algorithm = "RS256" if algorithm == "ES256" else "ES256"
        key = next(key for key in self.keys if key.get("alg") == algorithm)
        kid = key.kid
        if self.mistake in (f"an unknown key{of}", f"another key under the same name{of}"):
            key = ECKey.generate_key("P-256") if algorithm == "ES256" else RSAKey.generate_key(2048)
            kid = kid if "same name" in self.mistake else "unknown"
        token = jwt.encode({"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm])
        if self.mistake == f"changed words{of}":
            header, _, signature = token.split(".")
            token = f"{header}.{_b64(json.dumps(claims | {'family_name': 'AUTRE'}).encode())}.{signature}"
        return token

    def _sealed(self, token: str) -> str:
        if self.client_keys is None:
            return token
        (told,) = json.loads(self.client_keys())["keys"]
        assert set(told) <= {"kty", "n", "e", "crv", "x", "y", "use", "kid", "alg"}, "a public key alone"
        key: Any = (ECKey if told["kty"] == "EC" else RSAKey).import_key(told)
        if self.mistake == "a seal for somebody else":
            key = ECKey.generate_key("P-256") if told["kty"] == "EC" else RSAKey.generate_key(2048)
        content = "A128GCM" if self.mistake == "a weaker seal" else "A256GCM"
        header = {"alg": told["alg"], "enc": content, "cty": "JWT", "kid": told["kid"]}
        return jwe.encrypt_compact(header, token, key, algorithms=[told["alg"], content])

    def _jwks(self, request: Request) -> Response:
        return _json({"keys": []} if self.mistake == "no keys" else self.keys.as_dict(private=False))

    def _end_session(self, request: Request) -> Response:
        told = _once_each(request.query_string.decode(), _LEAVING)
        claims = jwt.decode(told["id_token_hint"], self.keys, algorithms=[self.signature]).claims
        hold(claims["aud"] == self.client_id, "id_token_hint")
        hold(len(told["state"]) >= SHORTEST, "state")
        left = f"{self.portal}{self.LEFT}"
        hold(told["post_logout_redirect_uri"] == left, "post_logout_redirect_uri")
        self.left.append(claims["sub"])
        return _sent_to(told["post_logout_redirect_uri"], {"state": told["state"]})


_ADDRESSES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
    "end_session_endpoint": "end_session",
}
_PAGES: dict[str, Callable[[Provider, Request], Response]] = {
    ".well-known/openid-configuration": Provider._configuration,
    **{page: getattr(Provider, f"_{page}") for page in _ADDRESSES.values()},
}


_FAULTS: dict[str, Callable[[], Response]] = {
    "silence": lambda: Response("{}"),
    "a fault": lambda: Response("boum", 500),
    "a page of words": lambda: Response("<html><body>Maintenance de BLANCHARD</body></html>", content_type="text/html"),
    "a way elsewhere": lambda: Response(status=302, headers={"Location": "/elsewhere"}),
    "too many words": lambda: Response(json.dumps({"a": "b" * 200_000}), content_type="application/json"),
    "half an answer": lambda: Response('{"issuer": "http', content_type="application/json"),
    "a list": lambda: Response("[]", content_type="application/json"),
}
"""What a page of the provider answers in its own place: `mistake` is the fault, ` at `, and the page."""


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """Let a provider answer on loopback for the time of the block."""
    with served(provider) as address:
        provider.url = address
        try:
            yield provider
        finally:
            provider.release.set()


def _once_each(sent: str, names: Set[str]) -> dict[str, str]:
    """Return the parameters: exactly these, each once, none of them empty."""
    pairs = parse_qsl(sent, keep_blank_values=True)
    told = dict(pairs)
    hold(len(pairs) == len(told), "a parameter sent twice")
    hold(set(told) == names, f"unknown {sorted(set(told) - names)}, missing {sorted(names - set(told))}")
    hold(all(told.values()), "an empty parameter")
    return told


def hold(right: bool, what: str) -> None:
    """Refuse the client unless this is right."""
    if not right:
        raise Refusal(what)


def _json(told: object) -> Response:
    return Response(json.dumps(told), content_type="application/json")


def _sent_to(address: str, told: dict[str, str]) -> Response:
    return Response(status=302, headers={"Location": f"{address}?{urlencode(told)}"})


def _challenge(verifier: str) -> str:
    return _b64(sha256(verifier.encode()).digest())


def _b64(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
