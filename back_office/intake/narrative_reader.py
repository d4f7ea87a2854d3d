"""Reads a CDA body into a narrative: known elements by what they mean, any other for its words."""

import unicodedata
from collections.abc import Mapping

from lxml import etree

from dossier.documents import narrative

from .inline import squeezed, tidied
from .table_reader import read_table
from .tags import CDA, local_name, text_of
from .xml import Element

# Below this depth inside one text, only the words are kept: no document is laid out so, and recursion ends.
MAX_NESTING = 32
SHOWN_ADDRESSES = ("http://", "https://", "mailto:", "tel:")

_CODE = frozenset({"script", "style"})
_BLOCKS = frozenset({"paragraph", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"list", "ul", "ol"})
_LINKS = frozenset({"linkHtml", "a"})
# Transparent in the line. An element found nowhere here may separate data: spaces are put around its words.
_SPANS = frozenset({"content", "span", "footnoteRef"})
_SPAN_STYLES: dict[str, narrative.Style] = {
    "sub": "sub",
    "sup": "sup",
    "strong": "strong",
    "b": "strong",
    "em": "strong",
    "i": "strong",
    "u": "strong",
    "del": "deleted",
    "s": "deleted",
}
_STRONG_CODES = frozenset({"bold", "italics", "bolditalics", "underline", "emphasis"})


def read_sections(body: Element, numbers: Mapping[str, int]) -> narrative.Narrative:
    """Return the titles and texts of all sections, nested ones below their parent, in document order.

    `numbers` gives the attachment numbers by the ID under which the text refers to them.
    """
    _strip_code(body)
    parts: list[narrative.Heading | narrative.Block] = []
    for section in body.iter(f"{CDA}section"):
        level = sum(1 for _ in section.iterancestors(f"{CDA}section")) + 1
        for child in section:
            if child.tag == f"{CDA}title" and (title := squeezed(text_of(child))):
                parts.append(narrative.Heading(level, title))
            elif child.tag == f"{CDA}text":
                parts.extend(TextReader(numbers).read(child))
    return narrative.Narrative(tuple(parts))


def read_plain_text(text: str) -> narrative.Narrative:
    """Return plain text as paragraphs, cut at its empty lines; its other line ends are kept."""
    paragraphs: list[list[narrative.Inline]] = [[]]
    for line in text.replace("\f", "\n\n").splitlines():
        if printable := "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line).strip():
            paragraphs[-1] += [narrative.Text(printable), narrative.LineBreak()]
        elif paragraphs[-1]:
            paragraphs.append([])
    return narrative.Narrative(tuple(narrative.Paragraph(tidied(runs)) for runs in paragraphs if runs))


class TextReader:
    """Turns one text into blocks: inline runs wait in a line, which each block, or the end, closes."""

    def __init__(self, numbers: Mapping[str, int], depth: int = 0, style: narrative.Style = "plain") -> None:
        self._numbers = numbers
        self._depth = depth
        self._style = style
        self._blocks: list[narrative.Block] = []
        self._line: list[narrative.Inline] = []

    def read(self, element: Element) -> tuple[narrative.Block, ...]:
        """Return the blocks of all that the element holds."""
        self._walk(element)
        self._close_line()
        return tuple(self._blocks)

    def read_inside(self, element: Element) -> tuple[narrative.Block, ...]:
        """Return the blocks of an element that stands in its own box: an item, a cell."""
        return TextReader(self._numbers, self._depth + 1, self._style).read(element)

    def read_inline(self, element: Element) -> tuple[narrative.Inline, ...]:
        """Return the runs of an element where no block may stand: a caption."""
        blocks = self.read_inside(element)
        if len(blocks) == 1 and isinstance(blocks[0], narrative.Paragraph):
            return blocks[0].content
        return tidied([narrative.Text(narrative.words(narrative.Narrative(blocks)))])

    def add_loose(self, text: str | None) -> None:
        """Keep words that stand where none should, as a paragraph of their own."""
        self._close_line()
        self._say(text)
        self._close_line()

    def _say(self, text: str | None) -> None:
        self._line.append(narrative.Text(text or "", self._style))

    def _walk(self, element: Element) -> None:
        outer, self._style = self._style, _style_of(element, self._style)
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._say(f" {' '.join(str(text) for text in element.itertext())} ")
        else:
            self._say(element.text)
            for child in element:
                self._take(child)
                self._say(child.tail)
        self._depth -= 1
        self._style = outer

    def _take(self, element: Element) -> None:
        name = local_name(element)
        if name in _LISTS:
            self._close_line()
            self._take_list(element)
        elif name == "table":
            self._close_line()
            self._blocks.extend(read_table(element, self))
        elif name in _BLOCKS:
            self._close_line()
            self._walk(element)
            self._close_line()
        else:
            self._take_inline(name, element)

    def _take_inline(self, name: str, element: Element) -> None:
        if name == "br":
            self._line.append(narrative.LineBreak())
            self._walk(element)
        elif name in _LINKS:
            self._take_link(element)
        elif name in _SPANS or name in _SPAN_STYLES:
            self._walk(element)
        elif name == "footnote":
            self._say(" (")
            self._walk(element)
            self._say(")")
        else:
            self._say(" ")
            self._refer(element)
            self._walk(element)
            self._say(" ")

    def _take_link(self, element: Element) -> None:
        """Take a link's words, with its address where it is one that a person can use."""
        raw, address = text_of(element), element.get("href", "").strip()
        text = squeezed(raw)
        shown = address if address.lower().startswith(SHOWN_ADDRESSES) and address != text else ""
        self._say(" " if raw[:1].isspace() else "")
        if text or shown:
            self._line.append(narrative.Link(text, shown))
        self._say(" " if raw[-1:].isspace() else "")

    def _refer(self, element: Element) -> None:
        """Note the attachments that the element shows, if it shows any."""
        for named in element.get("referencedObject", "").split():
            if named in self._numbers:
                self._line.append(narrative.AttachmentReference(self._numbers[named]))
                self._say(" ")

    def _take_list(self, element: Element) -> None:
        """Add the list, after its caption and whatever words stand outside its items."""
        items = []
        self.add_loose(element.text)
        for child in element:
            if local_name(child) == "caption":
                self._walk(child)
            elif item := self.read_inside(child):
                items.append(item)
            self.add_loose(child.tail)
        if items:
            ordered = element.get("listType") == "ordered" or local_name(element) == "ol"
            self._blocks.append(narrative.ListBlock(tuple(items), ordered))

    def _close_line(self) -> None:
        if content := tidied(self._line):
            self._blocks.append(narrative.Paragraph(content))
        self._line = []


def _strip_code(body: Element) -> None:
    """Take scripts and style sheets out, whatever their namespace or capitals; the words after them stay."""
    # Asked for by local name, so that a thousand namespaces are not a thousand names to hold each element against.
    names = {f"{{*}}{name}" for node in body.iter() if (name := local_name(node)).lower() in _CODE}
    etree.strip_elements(body, *names, with_tail=False)


def _style_of(element: Element, inherited: narrative.Style) -> narrative.Style:
    """Return the style of an element's words: struck out wins, then the small signs, then emphasis."""
    if element.get("revised") == "delete" or inherited == "deleted":
        return "deleted"
    strong = not _STRONG_CODES.isdisjoint(element.get("styleCode", "").lower().split())
    own: narrative.Style = _SPAN_STYLES.get(local_name(element), "strong" if strong else inherited)
    return inherited if own == "strong" and inherited in ("sub", "sup") else own
