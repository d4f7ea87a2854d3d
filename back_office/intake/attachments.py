"""The files carried inside a document: decoded strictly, bounded, and named by what their bytes are."""

import base64
import binascii
from dataclasses import dataclass

from dossier.documents import incoming

from .header import words_at
from .refusals import AttachmentBroken, AttachmentTooLarge, TooManyAttachments
from .tags import CDA, local_name
from .xml import Element

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
MAX_ATTACHMENTS = 100  # their total is bounded by the size of the whole file
UNKNOWN_TYPE = "application/octet-stream"

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "text/rtf"),
)
_ALIASES = {"application/rtf": "text/rtf", "image/jpg": "image/jpeg", "image/tif": "image/tiff"}
_HOLDERS = frozenset({"observationMedia", "regionOfInterest"})


@dataclass(frozen=True, slots=True)
class Carried:
    """The attachments in document order, their numbers by the IDs that the text uses, and what was odd."""

    attachments: tuple[incoming.Attachment, ...]
    numbers: dict[str, int]
    warnings: tuple[str, ...]


def collect(body: Element, document_title: str) -> Carried:
    """Return every file carried in the body, referred to by the text or not.

    Refuses: TooManyAttachments, AttachmentBroken, AttachmentTooLarge. A file whose bytes aren't of the
    announced type is kept under its true type, with a warning: senders do mistake types (a PNG called JPEG),
    the file is the patient's, and since the true type is what the browser is told, the mistake is harmless.
    A type not known here becomes `application/octet-stream`: to be saved, never shown.
    """
    carriers = [element for element in body.iter() if _carries_file(element)]
    if len(carriers) > MAX_ATTACHMENTS:
        raise TooManyAttachments(limit=MAX_ATTACHMENTS)
    attachments, numbers, warnings = [], {}, []
    for number, carrier in enumerate(carriers, start=1):
        content = decode(carrier)
        announced = (carrier.get("mediaType") or "").lower().partition(";")[0].strip()
        media_type, odd = judge_type(_ALIASES.get(announced, announced), content)
        attachments.append(incoming.Attachment(media_type, content, _title_of(carrier) or document_title))
        numbers.update({holder.get("ID", ""): number for holder in carrier.iterancestors() if _is_holder(holder)})
        warnings += odd
    return Carried(tuple(attachments), numbers, tuple(warnings))


def decode(carrier: Element) -> bytes:
    """Return the bytes of a carrier: base64 without a fault, else its text.

    Refuses: AttachmentBroken (also when empty), AttachmentTooLarge.
    """
    text = "".join([carrier.text or "", *(child.tail or "" for child in carrier)])
    if not _is_base64(carrier):
        content = text.encode()
    else:
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError) as fault:
            raise AttachmentBroken from fault
    if not content:
        raise AttachmentBroken
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise AttachmentTooLarge(limit=MAX_ATTACHMENT_BYTES)
    return content


def judge_type(announced: str, content: bytes) -> tuple[str, list[str]]:
    """Return the type that the bytes show, and a warning code when it isn't the announced one."""
    shown = next((name for signature, name in _SIGNATURES if content.startswith(signature)), None)
    if shown is None and announced == "text/plain" and _is_text(content):
        shown = announced
    if shown is None:
        known = announced == "text/plain" or announced in {name for _, name in _SIGNATURES}
        return UNKNOWN_TYPE, ["attachment-type-mismatch" if known else "attachment-type-unknown"]
    return shown, [] if shown == announced else ["attachment-type-mismatch"]


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode()
    except UnicodeDecodeError:
        return False


def _is_holder(element: Element) -> bool:
    return local_name(element) in _HOLDERS


def _is_base64(carrier: Element) -> bool:
    """Tell whether the content is base64: said so, or a type that can't be written as text."""
    text_type = (carrier.get("mediaType") or "text/").lower().startswith("text/")
    return carrier.get("representation") == "B64" or not text_type


def _carries_file(element: Element) -> bool:
    if element.get("representation") == "B64":
        return True
    parent = element.getparent()
    in_media = parent is not None and local_name(parent) == "observationMedia" and element.tag == f"{CDA}value"
    in_plain_body = parent is not None and local_name(parent) == "nonXMLBody" and element.tag == f"{CDA}text"
    return (in_media or (in_plain_body and _is_base64(element))) and bool((element.text or "").strip())


def _title_of(carrier: Element) -> str:
    """Return the title of the section that holds the file."""
    section = next(carrier.iterancestors(f"{CDA}section"), None)
    return "" if section is None else words_at(section, "v:title")
