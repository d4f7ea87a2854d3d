"""Sheets without their layout: what would be laid out stands in the answer as it is, so that it can be read at once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch


class _Sheet:
    """In the place of WeasyPrint's document: a sheet takes a microsecond, and hides nothing."""

    def __init__(self, string: str, **_: Any) -> None:
        self.string = string

    def write_pdf(self, **_: Any) -> bytes:
        return b"%PDF-1.7\n" + self.string.encode()


@contextmanager
def sheets_as_text() -> Iterator[None]:
    """Lay no sheet out for the length of the block, nor seal one: only who gets it matters here."""
    with ExitStack() as stack:
        for name in ("HTML", "CSS", "FontConfiguration"):
            stack.enter_context(patch(f"printouts.pdf.{name}", _Sheet if name == "HTML" else lambda **_: None))
        stack.enter_context(patch("printouts.since_sheet.pages_in", lambda _: 1))
        stack.enter_context(patch("portal.summary.printing.sealed_pdf", lambda *_: b"%PDF-2.0 sealed"))
        yield
