"""The door for documents that others wrote: bounded, hardened, turned into the house's own words."""

from dossier.documents import incoming

from .cda import read_cda
from .refusals import DocumentRefused
from .xml import MAX_BYTES, parse

__all__ = ["MAX_BYTES", "DocumentRefused", "read_document"]


def read_document(content: bytes) -> incoming.IncomingDocument:
    """Return a received document, read; nothing is stored.

    Raises every name of `refusals`, each with an operator's `reason`.
    """
    return read_cda(parse(content), content)
