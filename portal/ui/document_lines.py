"""From the dossier's documents to the lines of a list."""

from collections.abc import Iterable

from dossier.base import to_text
from dossier.documents import DocumentSummary

from .document_rows import DocumentLine


def lines_of(documents: Iterable[DocumentSummary]) -> tuple[DocumentLine, ...]:
    """Return one line a document."""
    return tuple(
        [
            DocumentLine(to_text(one.document_id), one.title, one.document_on, one.author, one.category)
            for one in documents
        ]
    )
