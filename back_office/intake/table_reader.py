"""Reads a foreign table: its header rows, its body, and every word that stands in a wrong place inside it."""

from typing import Protocol

from dossier.documents import narrative

from .table_grid import fitted
from .tags import local_name, text_of
from .xml import Element

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_COLUMNS = frozenset({"col", "colgroup"})


class Words(Protocol):
    """What reading a table asks of the reader of the text around it."""

    def read_inside(self, element: Element) -> tuple[narrative.Block, ...]:
        """Return the blocks of a cell."""

    def read_inline(self, element: Element) -> tuple[narrative.Inline, ...]:
        """Return the runs of a caption."""

    def add_loose(self, text: str | None) -> None:
        """Keep words found outside any cell, before the table."""


def read_table(element: Element, reader: Words) -> tuple[narrative.Table, ...]:
    """Return the table, or nothing when it has no cell and no caption. Footer rows come last, as on paper."""
    caption: list[narrative.Inline] = []
    rows: dict[str, list[narrative.Row]] = {"thead": [], "tbody": [], "tfoot": []}
    reader.add_loose(element.text)
    for child in element:
        name = local_name(child)
        if name == "caption":
            caption += [*([narrative.LineBreak()] if caption else []), *reader.read_inline(child)]
        elif name in _GROUPS:
            rows[name].extend(_rows(child, reader, is_head=name == "thead"))
        elif name in _COLUMNS:
            reader.add_loose(text_of(child))
        else:
            rows["tbody"].append(_row(child, reader, is_head=False))
        reader.add_loose(child.tail)
    head, body = fitted([rows["thead"], rows["tbody"] + rows["tfoot"]])
    return (narrative.Table(body, head, tuple(caption)),) if head or body or caption else ()


def _rows(group: Element, reader: Words, is_head: bool) -> list[narrative.Row]:
    rows = []
    reader.add_loose(group.text)
    for child in group:
        rows.append(_row(child, reader, is_head))
        reader.add_loose(child.tail)
    return rows


def _row(element: Element, reader: Words, is_head: bool) -> narrative.Row:
    """Return a row. What stands where a row or a cell should is taken for one: its words stay in place."""
    if local_name(element) != "tr":
        return narrative.Row((_cell(element, reader, is_head),))
    cells = []
    reader.add_loose(element.text)
    for child in element:
        cells.append(_cell(child, reader, is_head))
        reader.add_loose(child.tail)
    return narrative.Row(tuple(cells))


def _cell(element: Element, reader: Words, is_head: bool) -> narrative.Cell:
    content = reader.read_inside(element)
    is_header = bool(content) and (is_head or local_name(element) == "th")
    return narrative.Cell(content, is_header, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: Element, name: str) -> int:
    """Return a span of at least 1; anything but a small whole number counts as 1."""
    told = element.get(name, "").strip()
    return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < 8 else 1
