"""Blind indexes: keyed digests that find a person by what she types, without storing it."""

import unicodedata

from dossier.base import KeyHolder


def blind_index(holder: KeyHolder, field: str, value: str) -> bytes:
    """Return the 32-byte look-up digest of a canonical value for one field (ins, identifier, email, phone).

    The key lies with the holder: the space of INS numbers is small enough to be tried out otherwise.
    """
    return holder.digest(f"blind-index:{field}", unicodedata.normalize("NFKC", value).casefold().encode())
