"""Which means a sign-in asks for: the first one chosen for her, the others she may change to."""

import json
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import Witness

from .addresses import CHANNELS, Channel, channel_named
from .cards import next_line
from .codes import CodePurpose, CodeSentJustNow, code_on_its_way, send_code
from .factors import FactorKind, decided, hints_of
from .queries import person_of

_ORDER = (FactorKind.TOTP, FactorKind.SMS, FactorKind.CARD, FactorKind.VOICE, FactorKind.LETTER)
"""What is in her hand or there in a minute comes first; a letter takes days."""


def first_means(
    unit: Unit, patient_id: bytes, witness: Witness, channels: Collection[Channel], now: datetime
) -> tuple[dict[Channel, str], str]:
    """Return what may be shown of the ways on file, and the first means; its code is sent, when it is sent."""
    hints = hints_of(unit, patient_id, person_of(unit, patient_id, witness), channels)
    means = next(iter(means_she_has(unit, patient_id, hints)), "")
    if channel := channel_named(means):
        send_unless_coming(unit, patient_id, channel, CodePurpose.SIGN_IN, now)
    return hints, means


def means_she_has(unit: Unit, patient_id: bytes, hints: Collection[str]) -> list[FactorKind]:
    """Return the means she has now, in the order in which they are offered: some may have gone since `hints`."""
    off = decided(unit, patient_id, is_on=False)
    has = {
        FactorKind.TOTP: FactorKind.TOTP in decided(unit, patient_id, is_on=True),
        FactorKind.CARD: next_line(unit, patient_id) is not None,
        **{FactorKind(channel): channel in hints and channel not in off for channel in CHANNELS},
    }
    return [kind for kind in _ORDER if has[kind]]


def send_unless_coming(
    unit: Unit, patient_id: bytes, channel: Channel, purpose: CodePurpose, now: datetime, *, by_stranger: bool = False
) -> bool:
    """Send a code unless one left just now, or a letter with one is still coming; tell whether one was sent."""
    if channel == "letter" and code_on_its_way(unit, patient_id, channel, purpose, now):
        return False
    with suppress(CodeSentJustNow):
        send_code(unit, patient_id, channel, purpose, now, by_stranger=by_stranger)
        return True
    return False


def sealed_hints(unit: Unit, token_digest: bytes, hints: dict[Channel, str]) -> bytes:
    """Seal what may be shown of her telephones and her town, bound to this sign-in."""
    return unit.holder.wrap(json.dumps(hints, ensure_ascii=False).encode(), b"sign-in-hints" + token_digest)


def hints_in(unit: Unit, row: sa.Row[tuple[object, ...]]) -> dict[str, str]:
    """Return what `sealed_hints` sealed."""
    if row.offered is None:
        return {}
    hints: dict[str, str] = json.loads(unit.holder.unwrap(row.offered, b"sign-in-hints" + row.token_digest))
    return hints
