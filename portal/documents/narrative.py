"""Writes a narrative as HTML: a closed list of tags, every word escaped, nothing that acts or is fetched."""

from dataclasses import replace
from itertools import count

from markupsafe import Markup, escape

from dossier.documents import narrative

DEEPEST = 6
_NARROW = 2
# In the language of the documents, not of the page: these words stand inside the document's text.
ATTACHMENT = "pièce jointe"
TABLE = "Tableau"

_STYLES = {
    "plain": Markup("{}"),
    "strong": Markup("<strong>{}</strong>"),
    "sub": Markup("<sub>{}</sub>"),
    "sup": Markup("<sup>{}</sup>"),
    "deleted": Markup("<del>{}</del>"),
}
_EMPTY = Markup()


def render_narrative(text: narrative.Narrative, base_level: int = 2) -> Markup:
    """Return the narrative as HTML, to be put inside a page whose last heading is just above `base_level`.

    Headings go down one level at a time, whatever the document skips, and stop at h6.
    """
    writer = _Writer(base_level)
    return _EMPTY.join(writer.part(part) for part in text.parts)


def has_wide_table(text: narrative.Narrative) -> bool:
    """Tell whether a table has three columns or more: on a telephone it may go past the edge, and the page says so."""
    return any(_width(part) > _NARROW for part in text.parts if isinstance(part, narrative.Table))


def _width(table: narrative.Table) -> int:
    return max((sum(cell.columns for cell in row.cells) for row in (*table.head, *table.body)), default=0)


def _told(table: narrative.Table) -> tuple[narrative.Block, ...] | None:
    """Return what a table of one column says that names nothing: it is text in a frame, or a list."""
    cells = [cell for row in table.body for cell in row.cells]
    if table.head or table.caption or _width(table) != 1 or any(cell.is_header for cell in cells):
        return None
    return cells[0].content if len(cells) == 1 else (narrative.ListBlock(tuple(cell.content for cell in cells)),)


def _titled(table: narrative.Table) -> narrative.Table:
    """Return the table with its title as a caption, when it was written across the columns that the next row names."""
    title, head, width = list(table.caption), list(table.head), _width(table)
    while len(head) > 1 and not table.caption and (words := _across(head[0], width)):
        title += [narrative.LineBreak(), *words] if title else words
        head.pop(0)
    return replace(table, head=tuple(head), caption=tuple(title))


def _across(row: narrative.Row, width: int) -> tuple[narrative.Inline, ...]:
    """Return the words of a row that is a single cell as wide as the table, one paragraph high; else nothing."""
    match row.cells:
        case (narrative.Cell(content=(narrative.Paragraph(content=words),), columns=columns, rows=1),):
            return words if columns >= width else ()
    return ()


class _Writer:
    """Remembers, while it writes, under which headings it is and how many tables it has met."""

    def __init__(self, base_level: int) -> None:
        self._base = base_level
        self._open: list[int] = []
        self._tables = count(1)

    def part(self, part: narrative.Heading | narrative.Block) -> Markup:
        return self._heading(part) if isinstance(part, narrative.Heading) else self._block(part)

    def _heading(self, heading: narrative.Heading) -> Markup:
        if not heading.text.strip():
            return _EMPTY
        while self._open and self._open[-1] >= heading.level:
            self._open.pop()
        self._open.append(heading.level)
        level = min(self._base + len(self._open) - 1, DEEPEST)
        return Markup("<h{0}>{1}</h{0}>\n").format(level, heading.text)

    def _block(self, block: narrative.Block) -> Markup:
        match block:
            case narrative.Paragraph():
                inside = _runs(block.content)
                return Markup("<p>{}</p>\n").format(inside) if inside.strip() else _EMPTY
            case narrative.ListBlock():
                return self._list(block)
            case narrative.Table():
                return self._table(block)

    def _list(self, block: narrative.ListBlock) -> Markup:
        items = [inside for item in block.items if (inside := self._box(item))]
        tag = "ol" if block.ordered else "ul"
        lines = _EMPTY.join(Markup("<li>{}</li>\n").format(item) for item in items)
        return Markup("<{0}>\n{1}</{0}>\n").format(tag, lines) if items else _EMPTY

    def _table(self, table: narrative.Table) -> Markup:
        """Write a table in a box of its own, which can be reached and scrolled from the keyboard."""
        if (told := _told(table)) is not None:
            return _EMPTY.join(self._block(block) for block in told)
        table = _titled(table)
        caption = _runs(table.caption)
        head = _EMPTY.join(self._row(row, in_head=True) for row in table.head)
        body = _EMPTY.join(self._row(row, in_head=False) for row in table.body)
        if not head and not body:
            return Markup("<p>{}</p>\n").format(caption) if caption.strip() else _EMPTY
        inside = _EMPTY.join(
            [
                _wrapped("caption", caption if caption.strip() else _EMPTY),
                _wrapped("thead", head),
                _wrapped("tbody", body),
            ]
        )
        return Markup(
            '<section class="table" tabindex="0" aria-label="{} {}">\n<table>\n{}</table>\n</section>\n'
        ).format(TABLE, next(self._tables), inside)

    def _row(self, row: narrative.Row, in_head: bool) -> Markup:
        """Write a row; header cells name their column when the whole row is made of them, else their row."""
        names_columns = in_head or all(cell.is_header or not cell.content for cell in row.cells)
        scope = "col" if names_columns else "row"
        cells = _EMPTY.join(self._cell(cell, scope) for cell in row.cells)
        return Markup("<tr>{}</tr>\n").format(cells) if cells else _EMPTY

    def _cell(self, cell: narrative.Cell, scope: str) -> Markup:
        inside = self._box(cell.content)
        spans = Markup(' colspan="{}"').format(cell.columns) if cell.columns > 1 else _EMPTY
        spans += Markup(' rowspan="{}"').format(cell.rows) if cell.rows > 1 else _EMPTY
        if cell.is_header and inside:
            return Markup('<th scope="{}"{}>{}</th>').format(scope, spans, inside)
        return Markup("<td{}>{}</td>").format(spans, inside)

    def _box(self, blocks: tuple[narrative.Block, ...]) -> Markup:
        """Write what stands in an item or a cell; a single paragraph needs no tag there."""
        if len(blocks) == 1 and isinstance(blocks[0], narrative.Paragraph):
            inside = _runs(blocks[0].content)
            return inside if inside.strip() else _EMPTY
        return _EMPTY.join(self._block(block) for block in blocks)


def _wrapped(tag: str, inside: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>\n").format(tag, inside) if inside else _EMPTY


def _runs(content: tuple[narrative.Inline, ...]) -> Markup:
    return _EMPTY.join(_run(run) for run in content)


def _run(run: narrative.Inline) -> Markup:
    match run:
        case narrative.Text():
            return _STYLES[run.style].format(run.text) if run.text.strip() else escape(run.text)
        case narrative.LineBreak():
            return Markup("<br>\n")
        case narrative.Link():
            return _link(run)
        case narrative.AttachmentReference():
            return Markup("{}\u00a0{}").format(ATTACHMENT, run.number)


def _link(link: narrative.Link) -> Markup:
    """Write a link as words: a document from elsewhere never sends the patient anywhere at a touch."""
    if link.text and link.address:
        return Markup("{} ({})").format(link.text, link.address)
    return escape(link.text or link.address)
