"""Lists of documents by date, category or year; one document; its bytes to take away."""

from datetime import date

from dossier.base import from_text, to_text
from dossier.documents import (
    DocumentFacts,
    DocumentNotFound,
    OpenedDocument,
    list_documents,
    open_document,
    open_part,
    shelves,
)
from dossier.lifecycle import State, state_of
from i18n import gettext
from portal.ui import BY_SLUG, Answer, Ask, File, Guard, Room, SeeOther, Shown, Work, category_name, lines_of, typeset

from .narrative import has_wide_table, render_narrative
from .pages import DocumentIndexPage, DocumentListPage, DocumentPage, FileLink

room = Room("documents")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "text/plain": "txt",
}


@room.page("/documents", guard=Guard.SIGNED_IN, menu="documents")
def all_documents(ask: Ask) -> Answer:
    """List every document, newest first."""
    return _list(ask)


@room.page("/documents/categorie/<slug>", guard=Guard.SIGNED_IN, menu="documents")
def by_category(ask: Ask, slug: str) -> Answer:
    """List the documents of one category."""
    if slug not in BY_SLUG:
        raise DocumentNotFound
    return _list(ask, category=BY_SLUG[slug].code)


@room.page("/documents/annee/<int:year>", guard=Guard.SIGNED_IN, menu="documents")
def by_year(ask: Ask, year: int) -> Answer:
    """List the documents of one year."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DocumentNotFound
    return _list(ask, year=year)


@room.page("/documents/categories", guard=Guard.SIGNED_IN, menu="documents")
def index(ask: Ask) -> Answer:
    """Show the categories and years that hold something."""
    categories, years = shelves(ask.unit, ask.acting)
    if not categories and _is_closed_to_reading(ask):
        return SeeOther("/mon-dossier")
    return Shown("documents/index.html", DocumentIndexPage(categories, years))


@room.page("/documents/<key>", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="documents")
def one_document(ask: Ask, key: str) -> Answer:
    """Show one document's text. Its reading is journaled in the same transaction."""
    opened = open_document(ask.unit, ask.acting, _id(key), ask.now)
    return Shown("documents/document.html", _page(opened, f"/documents/{key}"))


@room.page("/documents/<key>/original", guard=Guard.SIGNED_IN, work=Work.WRITES)
def original(ask: Ask, key: str) -> Answer:
    """Hand out the bytes exactly as they were received."""
    part = open_part(ask.unit, ask.acting, _id(key), None, ask.now)
    return File(part.content, part.facts.media_type, f"document-recu.{_ENDINGS.get(part.facts.media_type, 'xml')}")


@room.page("/documents/<key>/pieces/<int:number>", guard=Guard.SIGNED_IN, work=Work.WRITES)
def attachment(ask: Ask, key: str, number: int) -> Answer:
    """Hand out one attachment."""
    part = open_part(ask.unit, ask.acting, _id(key), number, ask.now)
    ending = _ENDINGS.get(part.facts.media_type, "bin")
    return File(part.content, part.facts.media_type, f"piece-{number}.{ending}")


def _list(ask: Ask, category: str | None = None, year: int | None = None) -> Answer:
    after = ask.request.args.get("apres")
    found = list_documents(
        ask.unit,
        ask.acting,
        ask.signed.witness,
        category=category,
        year=year,
        after=None if after is None else _id(after),
    )
    if not found.documents and _is_closed_to_reading(ask):
        return SeeOther("/mon-dossier")
    older = f"{ask.request.path}?apres={to_text(found.documents[-1].document_id)}" if found.more else None
    page = DocumentListPage(lines_of(found.documents), category, year, older, continued=after is not None)
    return Shown("documents/list.html", page)


def _is_closed_to_reading(ask: Ask) -> bool:
    """An empty list may be one that can't be read now; the record's first page says why."""
    return state_of(ask.unit, ask.acting.patient_id) is not State.ACTIVATED


def _page(opened: OpenedDocument, path: str) -> DocumentPage:
    facts: DocumentFacts = opened.facts
    written_on: date = opened.document_on
    title = facts.title or category_name(facts.category)
    return DocumentPage(
        title=title,
        category=facts.category,
        written_on=written_on,
        author=facts.author,
        organization=facts.organization,
        content=render_narrative(opened.text),
        language=facts.language,
        wide_table=has_wide_table(opened.text),
        attachments=tuple(
            FileLink(f"{path}/pieces/{number}", _piece(number, part.title or title), part.media_type, part.size)
            for number, part in enumerate(facts.attachments, start=1)
        ),
        original=FileLink(
            f"{path}/original",
            gettext("Le document tel qu’il a été reçu"),
            facts.original.media_type,
            facts.original.size,
        ),
    )


def _piece(number: int, title: str) -> str:
    return typeset(gettext("Pièce jointe %(n)s : %(title)s") % {"n": number, "title": title})


def _id(text: str) -> bytes:
    found = from_text(text)
    if found is None:
        raise DocumentNotFound
    return found
