"""The readable text of a document as a neutral tree: no markup, no style, nothing that can act."""

import json
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal

from dossier.base import Refused

VERSION = 1
Style = Literal["plain", "strong", "sub", "sup", "deleted"]


class NarrativeUnreadable(Refused):
    """The stored bytes are no narrative of a version that this program knows."""

    code = "narrative-unreadable"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of words. `deleted` means that the author struck them out: they must not read as still true."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """The words of a link. `address` is to be shown as text, never followed; empty when there is none."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentReference:
    """The place where the author shows attachment `number`, counted from 1 in the document's order."""

    number: int


Inline = Text | LineBreak | Link | AttachmentReference


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; `level` is how deep the section lies, from 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a tuple of blocks."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `columns` and `rows` are how far it spreads, at least 1."""

    content: tuple["Block", ...] = ()
    is_header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A table row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header rows apart, because they name the columns."""

    body: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    caption: tuple[Inline, ...] = ()


Block = Paragraph | ListBlock | Table


@dataclass(frozen=True, slots=True)
class Narrative:
    """The whole readable text, in reading order."""

    parts: tuple[Heading | Block, ...] = ()


_KINDS: dict[str, type[Any]] = {
    "text": Text,
    "break": LineBreak,
    "link": Link,
    "attachment": AttachmentReference,
    "heading": Heading,
    "paragraph": Paragraph,
    "list": ListBlock,
    "cell": Cell,
    "row": Row,
    "table": Table,
    "narrative": Narrative,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_bytes(narrative: Narrative) -> bytes:
    """Return the narrative as versioned JSON, in UTF-8."""
    stored = {"version": VERSION, "narrative": _plain(narrative)}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(stored: bytes) -> Narrative:
    """Return the narrative that `to_bytes` stored. Refuses: NarrativeUnreadable."""
    try:
        envelope = json.loads(stored)
        version, narrative = envelope["version"], envelope["narrative"]
        built = _built(narrative) if version == VERSION else None
    except (ValueError, KeyError, TypeError) as fault:
        raise NarrativeUnreadable from fault
    if not isinstance(built, Narrative):
        raise NarrativeUnreadable(version=version)
    return built


def words(narrative: Narrative) -> str:
    """Return the text alone: a line for each heading, paragraph, item, caption and row."""
    lines = [part.text if isinstance(part, Heading) else _block_words(part) for part in narrative.parts]
    return "\n".join(line for line in lines if line)


def inline_words(content: tuple[Inline, ...]) -> str:
    """Return the words of one run of inline parts; the address of a link stands after its text."""
    return "".join(_run_words(run) for run in content)


def _plain(part: Any) -> Any:
    """Return JSON-able data; a field that keeps its default is left out, to keep sealed bytes few."""
    if isinstance(part, tuple):
        return [_plain(inner) for inner in part]
    if type(part) not in _NAMES:
        return part
    told = {f.name: getattr(part, f.name) for f in fields(part)}
    kept = {f.name: _plain(told[f.name]) for f in fields(part) if f.default is MISSING or told[f.name] != f.default}
    return {"is": _NAMES[type(part)], **kept}


def _built(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_built(inner) for inner in data)
    if isinstance(data, dict):
        named = {name: _built(value) for name, value in data.items() if name != "is"}
        return _KINDS[data["is"]](**named)
    return data


def _run_words(run: Inline) -> str:
    match run:
        case Text():
            return run.text
        case Link():
            return f"{run.text} {run.address}" if run.address else run.text
        case LineBreak():
            return "\n"
        case AttachmentReference():
            return ""


def _block_words(block: Block) -> str:
    match block:
        case Paragraph():
            return inline_words(block.content)
        case ListBlock():
            return "\n".join(_blocks_words(item) for item in block.items)
        case Table():
            rows = [" ".join(_blocks_words(cell.content) for cell in row.cells) for row in block.head + block.body]
            return "\n".join([inline_words(block.caption), *rows]).strip("\n")


def _blocks_words(blocks: tuple[Block, ...]) -> str:
    return "\n".join(_block_words(block) for block in blocks)
