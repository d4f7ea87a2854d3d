"""What stands in SMPP messages: our texts as bytes, receipts and texts of others as facts. Pure."""

import re
from datetime import datetime, timedelta
from typing import Any

from smpplib import consts, gsm

from back_office.post.slips import Fate, Heard, Slip, clean_reference, fault_code, short_why
from dossier.identity import PhoneUnfit, canonical_phone

LONGEST = 160
_ESCAPE = 0x1B
_RECEIPT, _HEADED = 0x04, 0x40
"""Bits of esm_class: this is a delivery receipt; the text begins with a header (SMPP 3.4, 5.2.12)."""
_FATES: dict[str, Fate] = {
    "DELIVRD": "delivered",
    "UNDELIV": "failed",
    "REJECTD": "failed",
    "EXPIRED": "failed",
    "DELETED": "failed",
}
_STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
"""Final values of message_state (5.2.28); the others say nothing yet."""
_IN_TEXT = re.compile(r"\bid:\s*(\S+)|\bstat:\s*([A-Z]+)|\berr:\s*([0-9A-Za-z]+)")


def coded(text: str) -> tuple[bytes, int]:
    """Return a text's bytes and their coding: the GSM alphabet where it holds every sign, else UCS-2."""
    if "`" not in text:  # the library's table has it where § is
        try:
            return gsm.gsm_encode(text), consts.SMPP_ENCODING_DEFAULT
        except UnicodeError:
            pass
    return text.encode("utf-16-be"), consts.SMPP_ENCODING_ISO10646


def decoded(content: bytes, coding: int) -> str:
    """Return the text that somebody sent. Bytes that mean nothing are left out."""
    if coding == consts.SMPP_ENCODING_ISO10646:
        return content.decode("utf-16-be", "ignore")
    if coding in (consts.SMPP_ENCODING_IA5, consts.SMPP_ENCODING_ISO88591):
        return content.decode("latin-1")
    table, signs, escaped = gsm.GSM_CHARACTER_TABLE, [], False
    for byte in content:
        if byte == _ESCAPE:
            escaped = True
            continue
        if byte < 128:
            signs.append(table[byte + 128 * escaped])
        escaped = False
    return "".join(signs)


def mark_of(key: str) -> int:
    """Return the two bytes of a key that SMPP carries along (user_message_reference)."""
    return int(key[-4:], 16)


def validity(not_after: datetime, now: datetime) -> str:
    """Return for how long the center may try, as a relative time (7.1.1.2): a code that comes late is not sent."""
    left = max(not_after - now, timedelta(seconds=1))
    hours, rest = divmod(left.seconds, 3600)
    return f"0000{min(left.days, 30):02d}{hours:02d}{rest // 60:02d}{rest % 60:02d}000R"


def read_delivered(provider: str, pdu: Any) -> Slip | Heard | None:
    """Return what a deliver_sm tells; None for what is no news, or not understood."""
    content: bytes = getattr(pdu, "message_payload", None) or pdu.short_message or b""
    kind = pdu.esm_class or 0
    if kind & _RECEIPT:
        return _receipt(provider, pdu, content.decode("latin-1"))
    if kind & _HEADED and content:
        content = content[content[0] + 1 :]
    text = decoded(content, pdu.data_coding or 0)
    address = _sender(pdu)
    if not address:
        return None
    event = clean_reference((getattr(pdu, "receipted_message_id", None) or b"").decode("latin-1"))
    return Heard(provider, event, address, text)


def _receipt(provider: str, pdu: Any, text: str) -> Slip | None:
    told: dict[int, str] = {}
    for found in _IN_TEXT.finditer(text):
        told.setdefault(found.lastindex or 0, found[found.lastindex or 0])
    state = _STATES.get(getattr(pdu, "message_state", None) or 0) or told.get(2, "")
    reference = clean_reference((getattr(pdu, "receipted_message_id", None) or b"").decode("latin-1") or told.get(1))
    carried = getattr(pdu, "user_message_reference", None)
    mark = f"{carried:04x}" if isinstance(carried, int) else ""
    outcome = _FATES.get(state)
    if outcome is None or not (reference or mark):
        return None
    why = "" if outcome == "delivered" else short_why(state, fault_code(told.get(3)))
    return Slip(provider, outcome, why, reference=reference, mark=mark)


def _sender(pdu: Any) -> str:
    number = (pdu.source_addr or b"").decode("latin-1")
    if pdu.source_addr_ton == consts.SMPP_TON_INTL and not number.startswith("+"):
        number = f"+{number}"
    try:
        return canonical_phone(number, mobile=False, fiction=True)
    except PhoneUnfit:
        return ""
