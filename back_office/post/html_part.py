"""The HTML part of an e-mail: the same words as its text, as paragraphs and lists. No link, picture or style. Pure."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from .composing import Said

_ITEM = re.compile(r"(?:(-)|\d+\.) (.+)")


def html_of(subject: str, said: Sequence[Said]) -> str:
    """Return a message as a page: each language marked as such, with its direction."""
    first = said[0]
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{first.tag}" dir="{first.direction}">',
        f'<head><meta charset="utf-8"><title>{escape(subject)}</title></head>',
        "<body>",
        *_blocks(said),
        "</body>",
        "</html>",
    )
    return "\n".join((*lines, ""))


def _blocks(said: Sequence[Said]) -> Iterable[str]:
    for number, one in enumerate(said):
        marks = f' lang="{one.tag}" dir="{one.direction}"' if number else ""
        if number:
            yield "<p>* * *</p>"
        for paragraph in one.text.split("\n\n"):
            for tag, lines in groupby(paragraph.split("\n"), _tag):
                yield _block(tag, marks, [*lines])


def _tag(line: str) -> str:
    """Return what a line belongs to: a list with points, one with numbers, or a paragraph."""
    found = _ITEM.fullmatch(line)
    if found is None:
        return "p"
    return "ul" if found[1] else "ol"


def _block(tag: str, marks: str, lines: list[str]) -> str:
    if tag == "p":
        return f"<p{marks}>{'<br>'.join(escape(line) for line in lines)}</p>"
    items = (_ITEM.fullmatch(line) for line in lines)
    inside = "".join(f"<li>{escape(item[2])}</li>" for item in items if item)
    return f"<{tag}{marks}>{inside}</{tag}>"
