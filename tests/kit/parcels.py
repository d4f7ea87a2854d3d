"""Parcels for tests: messages in words, each with a key of its own."""

import secrets
from datetime import timedelta

from back_office.post.port import Parcel
from dossier.base import now

PHONE = "+33639980142"
MAIL = "jeanne.roux@example.net"


def parcel(channel: str, **more) -> Parcel:
    """Return a parcel for a channel; `more` says what is other than usual."""
    told = {
        "key": secrets.token_hex(16),
        "channel": channel,
        "address": MAIL if channel == "email" else PHONE,
        "language": "fr",
        "subject": "Votre reçu",
        "text": "Dossier Clair : votre code est 123 456.",
        "not_after": now() + timedelta(minutes=10),
    }
    return Parcel(**(told | more))
