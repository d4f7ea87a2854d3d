"""The only place where foreign XML is parsed: no document type, no entity, no network, everything bounded."""

from lxml import etree

from dossier.base import Refused

from .refusals import (
    DoctypeForbidden,
    FileTooLarge,
    NotXml,
    TooDeep,
    TooManyElements,
    Truncated,
    WrongEncoding,
    XmlBroken,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 256
MAX_ELEMENTS = 60_000  # twenty times the fullest real document seen; more would make its page slow to write
MAX_ATTRIBUTES = 200

Element = etree._Element  # noqa: SLF001  (lxml has no public name for the type of its elements)

_ENCODING_FAULTS = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.I18N_CONV_FAILED,
    }
)


def parse(content: bytes) -> Element:
    """Return the root element, without comments or processing instructions.

    Refuses: FileTooLarge, NotXml, WrongEncoding, DoctypeForbidden, TooDeep, TooManyElements, Truncated,
    XmlBroken.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES)
    # huge_tree lifts the parser's bounds on a text of 10 million characters, which a 10 MB file in base64
    # exceeds, and with it those on depth and entities: the builder below puts stricter ones in their place.
    parser = etree.XMLParser(
        target=_BoundedBuilder(), huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        parser.feed(content)
    except etree.XMLSyntaxError as fault:
        raise _refusal(fault, at_end=False) from fault
    try:
        root: Element = parser.close()
    except etree.XMLSyntaxError as fault:
        raise _refusal(fault, at_end=True) from fault
    return root


def _refusal(fault: etree.XMLSyntaxError, at_end: bool) -> Refused:
    """Name a syntax error by its code, and by whether the parser still waited for more at the file's end."""
    code = getattr(fault, "code", None)  # its type stubs leave it out
    if code == etree.ErrorTypes.ERR_DOCUMENT_EMPTY:
        return NotXml()
    if at_end:
        return Truncated()
    return WrongEncoding() if code in _ENCODING_FAULTS else XmlBroken()


class _BoundedBuilder:
    """Builds the tree while it is parsed, and stops the parser at the first thing that goes too far."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._depth = 0
        self._elements = 0

    def doctype(self, *_declaration: object) -> None:
        """Stop at the declaration's name, before any entity in it is read."""
        raise DoctypeForbidden

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        """Open an element. Refuses: TooDeep, TooManyElements, XmlBroken for a name that the parser let through."""
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep(limit=MAX_DEPTH)
        if self._elements > MAX_ELEMENTS or len(attrib) > MAX_ATTRIBUTES:
            raise TooManyElements
        try:
            self._builder.start(tag, attrib)
        except ValueError as fault:
            raise XmlBroken from fault

    def end(self, tag: str | bytes) -> None:
        """Close an element."""
        self._depth -= 1
        self._builder.end(tag)

    def data(self, data: str | bytes) -> None:
        """Take in text."""
        self._builder.data(data)

    def comment(self, text: str | bytes) -> None:
        """Leave comments out: they are the writer's, not the patient's."""

    def close(self) -> Element | None:
        """Return the root, or None when it was never closed: the parser then raises its own error."""
        return self._builder.close() if self._elements and not self._depth else None
