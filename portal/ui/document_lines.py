"""From the dossier's documents to the lines of a list."""

from collections.abc import Iterable

from dossier.base import to_text
from dossier.documents import DocumentSummary

from .document_rows import DocumentLine


def lines_of(documents: Iterable[DocumentSummary]) -> tuple[DocumentLine, ...]:
    """Return one line a document; the place stands where the author has no name."""
    return tuple(
        DocumentLine(
            id=to_text(one.document_id),
            title=one.facts.title,
            written_on=one.document_on,
            author=one.facts.author or one.facts.organization,
            category=one.facts.category,
        )
        for one in documents
    )
