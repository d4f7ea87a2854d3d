"""The mark of practice: every sheet printed inside it says « Exercice », on each page and to a voice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from .typography import bind

MARK = bind("EXERCICE : papier sans valeur")
_STYLE = (Path(__file__).parent / "practice.css").read_text("utf-8")
_TITLE = re.compile(r"<title>")
_BODY = re.compile(r"<body\b[^>]*>")
_printing: ContextVar[bool] = ContextVar("practice_sheets", default=False)


@contextmanager
def practice_sheets() -> Iterator[None]:
    """Mark whatever is printed in this block."""
    token = _printing.set(True)
    try:
        yield
    finally:
        _printing.reset(token)


def marked(html: str, css: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a sheet and its style, with the mark when this is practice. Raises `ValueError` where none can stand."""
    if not _printing.get():
        return html, css
    html, titles = _TITLE.subn(f"<title>{MARK} – ", html, count=1)
    html, bodies = _BODY.subn(lambda found: f'{found[0]}<p class="practice">{MARK}</p>', html, count=1)
    if not (titles and bodies):
        raise ValueError("a sheet of practice has a title and a body, which say so")
    return html, (*css, _STYLE)
