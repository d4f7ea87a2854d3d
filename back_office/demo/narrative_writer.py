"""Writes narrative blocks as the text of a CDA section."""

from html import escape

from dossier.documents import narrative

_SPANS = {
    "plain": "{}",
    "strong": '<content styleCode="Bold">{}</content>',
    "sub": "<sub>{}</sub>",
    "sup": "<sup>{}</sup>",
    "deleted": '<content revised="delete">{}</content>',
}


def section_text(blocks: tuple[narrative.Block, ...]) -> str:
    """Return the blocks as elements of a section's text. Attachment n becomes a reference to `piece-n`."""
    return "".join(_block(block) for block in blocks)


def _block(block: narrative.Block) -> str:
    match block:
        case narrative.Paragraph():
            return f"<paragraph>{_runs(block.content)}</paragraph>"
        case narrative.ListBlock():
            kind = "ordered" if block.ordered else "unordered"
            items = "".join(f"<item>{section_text(item)}</item>" for item in block.items)
            return f'<list listType="{kind}">{items}</list>'
        case narrative.Table():
            return _table(block)


def _table(table: narrative.Table) -> str:
    caption = f"<caption>{_runs(table.caption)}</caption>" if table.caption else ""
    head = f"<thead>{_rows(table.head)}</thead>" if table.head else ""
    return f"<table>{caption}{head}<tbody>{_rows(table.body)}</tbody></table>"


def _rows(rows: tuple[narrative.Row, ...]) -> str:
    return "".join(f"<tr>{''.join(_cell(cell) for cell in row.cells)}</tr>" for row in rows)


def _cell(cell: narrative.Cell) -> str:
    tag = "th" if cell.is_header else "td"
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{spans}>{section_text(cell.content)}</{tag}>"


def _runs(content: tuple[narrative.Inline, ...]) -> str:
    return "".join(_run(run) for run in content)


def _run(run: narrative.Inline) -> str:
    match run:
        case narrative.Text():
            return _SPANS[run.style].format(escape(run.text))
        case narrative.LineBreak():
            return "<br/>"
        case narrative.Link():
            return f'<linkHtml href="{escape(run.address)}">{escape(run.text)}</linkHtml>'
        case narrative.AttachmentReference():
            return f'<renderMultiMedia referencedObject="piece-{run.number}"/>'
