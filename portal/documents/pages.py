"""The list of documents, its index, and one document."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.ui import DocumentLine


@dataclass(frozen=True, slots=True)
class DocumentListPage:
    """Template `documents/list.html`: all documents, one category (its code) or one year.

    `older_path` leads to the next page; `continued` says that this is not the first one.
    """

    lines: tuple[DocumentLine, ...]
    category: str | None = None
    year: int | None = None
    older_path: str | None = None
    continued: bool = False


@dataclass(frozen=True, slots=True)
class DocumentIndexPage:
    """Template `documents/index.html`, at `/documents/categories`: codes and years that hold something."""

    categories: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to take away. `size` in bytes."""

    path: str
    title: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Template `documents/document.html`. `content` is the narrative as safe HTML, headings from h2 down.

    `category` is a public category code. `language` is the content's. `original` is the file as received.
    With `wide_table` the page says that a table may go past the edge of a small screen.
    """

    title: str
    category: str
    written_on: date
    author: str
    organization: str
    content: Markup
    language: str = "fr"
    attachments: tuple[FileLink, ...] = ()
    original: FileLink | None = None
    wide_table: bool = False
