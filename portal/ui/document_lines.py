"""From the dossier's documents to the lines of a list."""

from collections.abc import Iterable

from dossier.base import to_text
from dossier.documents import DocumentSummary

from .categories import category_name
from .document_rows import DocumentLine


def lines_of(documents: Iterable[DocumentSummary]) -> tuple[DocumentLine, ...]:
    """Return one line a document; one that came without a title is called by its category."""
    return tuple(
        [
            DocumentLine(
                to_text(one.document_id),
                one.title or category_name(one.category),
                one.document_on,
                one.author,
                one.category,
            )
            for one in documents
        ]
    )
