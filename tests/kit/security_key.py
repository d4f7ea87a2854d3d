"""A security key made of software: it answers as a real one does, and can be told to misbehave."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).decode().rstrip("=")


@dataclass
class SoftKey:
    """One key, at one site unless it is lured to another."""

    origin: str
    uses: int = 0
    counts: bool = True
    """Some keys never count: then only the question keeps an answer from being given twice."""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, question: str) -> str:
        """Answer to the question that makes a key."""
        asked = json.loads(question)
        numbers = self._secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(public)
        data = self._data(asked["rp"]["id"], b"\x41") + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._client_data("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": _text(told), "attestationObject": _text(attestation)})

    def given(self, question: str) -> str:
        """Answer to the question that asks for a key."""
        asked = json.loads(question)
        self.uses += self.counts
        data = self._data(asked["rpId"], b"\x01")
        told = self._client_data("webauthn.get", asked["challenge"])
        signature = self._secret.sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": _text(told),
            "authenticatorData": _text(data),
            "signature": _text(signature),
        }
        return self._answer(response)

    def _data(self, host: str, flags: bytes) -> bytes:
        return sha256(host.encode()).digest() + flags + self.uses.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        assert urlsafe_b64decode(challenge + "==")
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        shown = _text(self.credential_id)
        return json.dumps({"id": shown, "rawId": shown, "type": "public-key", "response": response})
