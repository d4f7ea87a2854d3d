"""What a provider signed, and sealed for us: the only door to joserfc. One algorithm, its keys, no leeway."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwe, jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from dossier.base import IdentityProvider

from .failures import FederationFailed

Claims = dict[str, Any]
PrivateKey = ECKey | RSAKey
_CONTENT = "A256GCM"
_WRAPPINGS = {"EC": ("ECDH-ES",), "RSA": ("RSA-OAEP", "RSA-OAEP-256")}
_SEALED_PARTS = 5


def read_key(path: Path) -> PrivateKey:
    """Return the private key of a PEM file, elliptic or RSA. Raises OSError, ValueError."""
    pem = path.read_bytes()
    for kind in (ECKey, RSAKey):
        try:
            key = kind.import_key(pem, {"use": "enc"})
        except (JoseError, ValueError):
            continue
        if key.is_private:
            key.ensure_kid()
            return key
    raise ValueError("no private key")


def public_key(key: PrivateKey) -> Claims:
    """Return our half of the key (JWK) that a provider fetches, to seal its answers for us."""
    return {**key.as_dict(private=False), "alg": _WRAPPINGS[key.key_type][0]}


def open_sealed(token: str, key: PrivateKey) -> str:
    """Return the signed token inside a sealed one. Raises `FederationFailed`."""
    with _told_as("a seal"):
        opened = jwe.decrypt_compact(token, key, algorithms=[*_WRAPPINGS[key.key_type], _CONTENT]).plaintext
    return (opened or b"").decode(errors="replace")


def is_sealed(token: str) -> bool:
    """Tell whether a token is sealed, by its form."""
    return token.count(".") == _SEALED_PARTS - 1


def id_claims(token: str, keys: Claims, told: IdentityProvider, nonce: str, now: datetime) -> Claims:
    """Return what an identity token says, once its signature and every claim that guards it are checked.

    Issuer, audience (we alone), nonce, expiry, and a level at least as high as the one asked for: OpenID Connect
    Core 3.1.3.7. Raises `FederationFailed`.
    """
    claims = _signed(token, keys, told)
    levels = [f"eidas{level}" for level in range(told.level, 4)]
    with _told_as("the identity token"):
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=0,
            iss={"essential": True, "value": told.issuer},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            acr={"essential": True, "values": levels},
        ).validate(claims)
    if claims.get("aud") not in (told.client_id, [told.client_id]):
        raise FederationFailed("unsure", "the identity token: aud")
    return claims


def user_claims(token: str, keys: Claims, told: IdentityProvider, subject: str, now: datetime) -> Claims:
    """Return what a provider says of the person it calls `subject`, and of nobody else. Raises `FederationFailed`."""
    claims = _signed(token, keys, told)
    with _told_as("the user info"):
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=0,
            iss={"value": told.issuer},
            aud={"value": told.client_id},
            sub={"essential": True, "value": subject},
        ).validate(claims)
    return claims


def _signed(token: str, keys: Claims, told: IdentityProvider) -> Claims:
    with _told_as("a signature"):
        known = KeySet.import_key_set(keys)  # type: ignore[arg-type]  # as the provider wrote it
        return jwt.decode(token, known, algorithms=[told.signature]).claims


@contextmanager
def _told_as(what: str) -> Iterator[None]:
    """Word whatever goes wrong in the block: the claim's name, or the kind of fault, never a value."""
    try:
        yield
    except ClaimError as fault:
        raise FederationFailed("unsure", f"{what}: {fault.claim}") from None
    except InvalidKeyIdError:
        raise FederationFailed("unsure", f"{what}: unknown key") from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise FederationFailed("unsure", f"{what}: {type(fault).__name__}") from None
