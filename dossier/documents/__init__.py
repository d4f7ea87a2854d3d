"""Documents: deposited as received, listed, opened; sealed, and told in the journal each time one is read."""

from . import incoming, narrative, types
from .deposits import Deposited, deposit
from .openings import OpenedDocument, OpenedPart, open_document, open_part, tell_summary_printed
from .queries import PAGE, DocumentPage, DocumentSummary, count_documents, list_documents, shelves
from .rules import AnotherPerson, DocumentNotFound, RecordNotOpen
from .sealed import DocumentFacts, PartFacts

__all__ = [
    "PAGE",
    "AnotherPerson",
    "Deposited",
    "DocumentFacts",
    "DocumentNotFound",
    "DocumentPage",
    "DocumentSummary",
    "OpenedDocument",
    "OpenedPart",
    "PartFacts",
    "RecordNotOpen",
    "count_documents",
    "deposit",
    "incoming",
    "list_documents",
    "narrative",
    "open_document",
    "open_part",
    "shelves",
    "tell_summary_printed",
    "types",
]
