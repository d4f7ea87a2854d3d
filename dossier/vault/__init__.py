"""The vault: a key for each patient, envelopes bound to what they hold, keyed look-ups, shredding.

The only door to `cryptography`. Nothing is opened without a `Witness`: the journal entry that tells of it.
"""

from .blind import blind_index
from .envelope import Place, SealBroken, Witness, canonical
from .file_holder import FileKeyHolder, HolderMissing
from .keys import (
    PatientKey,
    create_key,
    has_key,
    keep_key,
    keep_keys,
    key_holders_of_all,
    key_of,
    shred,
    with_keys,
    wrapped_key_of,
)

__all__ = [
    "FileKeyHolder",
    "HolderMissing",
    "PatientKey",
    "Place",
    "SealBroken",
    "Witness",
    "blind_index",
    "canonical",
    "create_key",
    "has_key",
    "keep_key",
    "keep_keys",
    "key_holders_of_all",
    "key_of",
    "shred",
    "with_keys",
    "wrapped_key_of",
]
