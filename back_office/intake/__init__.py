"""The door for documents that others wrote: bounded, hardened, turned into the house's own words."""

from dossier.documents import incoming

from .cda import read_cda
from .refusals import DocumentRefused, MediaTypeUnsupported
from .xml import MAX_BYTES, parse

__all__ = ["MAX_BYTES", "DocumentRefused", "read_document"]


def read_document(content: bytes, media_type_hint: str | None = None) -> incoming.IncomingDocument:
    """Return a received document, read; nothing is stored.

    Refuses: MediaTypeUnsupported when the sender announces something else than XML, and every other name of
    `refusals`, each with an operator's `reason`.
    """
    announced = (media_type_hint or "application/xml").lower().partition(";")[0].strip()
    if announced not in ("application/xml", "text/xml") and not announced.endswith("+xml"):
        raise MediaTypeUnsupported
    return read_cda(parse(content), content)
