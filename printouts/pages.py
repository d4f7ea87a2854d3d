"""Sheets as HTML: the templates, the style, and what every printed value goes through."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dossier.base import in_groups

from .coverage import printable
from .dates import day_in_full, day_in_words, in_words, moment_in_full
from .typography import bind

_HERE = Path(__file__).parent
_WIDEST_TITLE = 36
"""Points: past it a title no longer fits on one line."""
_ARABIC_LETTERS = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC = re.compile(rf"([{_ARABIC_LETTERS}]+(?:[ \u00a0]+[{_ARABIC_LETTERS}]+)*)")


def page(template: str, **facts: object) -> str:
    """Return the HTML of a sheet. Raises `UndefinedError` when the template asks for a fact not given."""
    return _templates().get_template(template).render(facts)


@cache
def style(size: int, *own: str) -> tuple[str, ...]:
    """Return the style sheets for a text of `size` points: the common one, what depends on the size, the sheet's own.

    `own` holds names of files beside this one.
    """
    common = (_HERE / "print.css").read_text("utf-8")
    title = min(size * 1.8, _WIDEST_TITLE)
    sized = f"html {{ font-size: {size}pt }} @page {{ font-size: {size}pt }} h1 {{ font-size: {title}pt }}"
    return common, sized, *((_HERE / name).read_text("utf-8") for name in own)


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(_HERE / "templates")
    # `finalize` is the door to paper: no value is printed without going through it.
    made = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, finalize=_say)
    made.filters |= {say.__name__: say for say in (in_words, day_in_words, day_in_full, moment_in_full, in_groups)}
    return made


def _say(value: object) -> Markup:
    """Return a value as printed: letters our fonts have, French spaces, Arabic marked as such, escaped.

    Made for text: the mark would break an attribute, which therefore may hold codes alone.
    """
    parts = _ARABIC.split(bind(printable(str(value))))
    # Splitting on one group leaves the Arabic at the odd places.
    return Markup("").join(
        Markup('<span lang="ar" dir="rtl">{}</span>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
