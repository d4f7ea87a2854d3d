"""The portal's pages: one environment for every room."""

from functools import cache
from pathlib import Path

from markupsafe import Markup

from .categories import category_name, category_slug
from .document_rows import document_rows
from .frame import Help, MenuItem
from .mandates import MANDATE_WORDS
from .style import STYLE
from .templates import Templates
from .words import file_in_words

__all__ = ["COMPONENTS", "PAGES", "STYLE_HASH", "render", "template_names"]

_PORTAL = Path(__file__).parent.parent
COMPONENTS = _PORTAL / "ui"
"""The folder above `components/`: what other faces may take."""
_FOLDERS = [_PORTAL / "ui", *sorted(_PORTAL.glob("*/templates"))]

PAGES = Templates(_FOLDERS, STYLE)
STYLE_HASH = PAGES.style_hash
render = PAGES.render
template_names = PAGES.names


@cache
def _menu(current: MenuItem) -> Markup:
    """Return the menu, written once for each of its items: a third of the layout's own cost otherwise."""
    return PAGES.component("menu", current)


@cache
def _help_line(told: Help) -> Markup:
    return PAGES.component("help_line", told)


PAGES.environment.globals["document_rows"] = document_rows
PAGES.environment.filters.update(
    file=file_in_words, category=category_name, slug=category_slug, menu=_menu, help_line=_help_line
)
PAGES.environment.filters.update(MANDATE_WORDS)
