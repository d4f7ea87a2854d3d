"""Documents: deposited as received, listed, opened; sealed, and told in the journal each time one is read."""

from . import incoming, narrative, types
from .deposits import Deposited, deposit, deposit_paper
from .openings import OpenedDocument, OpenedPart, SummaryWay, open_document, open_part, tell_summary
from .paper_scans import PaperScan
from .queries import (
    PAGE,
    DocumentPage,
    DocumentSummary,
    count_documents,
    documents_in_summary,
    list_documents,
    shelves,
)
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
    "PaperScan",
    "PartFacts",
    "RecordNotOpen",
    "SummaryWay",
    "count_documents",
    "deposit",
    "deposit_paper",
    "documents_in_summary",
    "incoming",
    "list_documents",
    "narrative",
    "open_document",
    "open_part",
    "shelves",
    "tell_summary",
    "types",
]
