"""Security keys: the only door to `webauthn`. What a browser and its key answer is checked here; nothing is kept."""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_ANSWER_SECONDS = 120
_LONGEST_ANSWER = 8000


@dataclass(frozen=True, slots=True)
class KeySite:
    """The site that keys are made for: a key never answers to another one, which is what stops a false desk."""

    host: str
    origin: str

    @classmethod
    def of(cls, url: str) -> "KeySite | None":
        """Return the site at this address; None at a bare IP address, which browsers make no keys for."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return cls(host, f"{parts.scheme}://{parts.netloc}")
        return None


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was just made."""

    credential_id: bytes
    public_key: bytes
    uses: int


def making_options(site: KeySite, staff_id: bytes, identifier: str, challenge: bytes, known: list[bytes]) -> str:
    """Return what the browser must be asked, as JSON, to make a key; keys already known are left out."""
    from webauthn import generate_registration_options, options_to_json

    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Dossier Clair",
        user_id=staff_id,
        user_name=identifier,
        challenge=challenge,
        timeout=_ANSWER_SECONDS * 1000,
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def made_key(site: KeySite, answer: str, challenge: bytes) -> MadeKey | None:
    """Return the key that answered to this challenge at this site, or None."""
    from webauthn import verify_registration_response

    try:
        made = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except _refusals():
        return None
    return MadeKey(made.credential_id, made.credential_public_key, made.sign_count)


def asking_options(site: KeySite, challenge: bytes, known: list[bytes]) -> str:
    """Return what the browser must be asked, as JSON, to have one of these keys answer."""
    from webauthn import generate_authentication_options, options_to_json

    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=_ANSWER_SECONDS * 1000,
        allow_credentials=_described(known),
    )
    return options_to_json(options)


def credential_of(answer: str) -> bytes:
    """Return which key says that it answers; nothing is proved yet. Empty when it can't be read."""
    from webauthn import base64url_to_bytes

    try:
        return base64url_to_bytes(str(_read(answer).get("rawId", "")))
    except _refusals():
        return b""


def uses_after(site: KeySite, answer: str, challenge: bytes, public_key: bytes, uses: int) -> int | None:
    """Return the key's counter when it is the right one, or None: wrong, for another site, or a copy."""
    from webauthn import verify_authentication_response

    try:
        verified = verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=uses,
        )
    except _refusals():
        return None
    return verified.new_sign_count


def _described(known: list[bytes]) -> list:  # type: ignore[type-arg]
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known]


def _read(answer: str) -> dict[str, object]:
    told = json.loads(answer[:_LONGEST_ANSWER])
    if not isinstance(told, dict):
        raise ValueError("a key answers with an object")
    return told


def _refusals() -> tuple[type[Exception], ...]:
    """What reading a forged or broken answer may raise."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
