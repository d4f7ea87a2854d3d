"""The rows of a list of documents: the hottest lines of the portal, built without a template."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from .categories import category_name
from .words import day_in_words


class DocumentLine(NamedTuple):
    """One document in a list. `id` is 32 hexadecimal digits, `category` a public category code.

    A named tuple, made twenty times a page in half the time of a frozen dataclass.
    """

    id: str
    title: str
    written_on: date
    author: str
    category: str


def document_rows(lines: Iterable[DocumentLine]) -> Markup:
    """The `<li>` of each document, escaped. The whole row is the link: a large target."""
    return Markup("".join([_row(line) for line in lines]))  # noqa: S704 -- each part is escaped below


def _row(line: DocumentLine) -> str:
    day, kind = day_in_words(line.written_on), category_name(line.category)
    return (
        f'<li><a href="/documents/{_escaped(line.id)}"><b>{_escaped(line.title)}</b><br>'
        f"{day}\u00a0· {_escaped(line.author)}\u00a0· {kind}</a></li>"
    )


def _escaped(text: str) -> str:
    """Return what Jinja's `escape` gives, in half its time: sixty calls a page. A fuzz test holds them together."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")
