"""From a page object to HTML: one Jinja environment for every room, strict about names and types."""

import re
from collections.abc import Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from i18n import gettext

from .categories import category_name, category_slug
from .document_rows import document_rows
from .frame import Frame, Help, MenuItem
from .style import STYLE, STYLE_HASH
from .words import day_in_words, elides, file_in_words, moment_in_words, typeset

__all__ = ["STYLE_HASH", "render", "template_names"]

_PORTAL = Path(__file__).parent.parent
_FOLDERS = [_PORTAL / "ui", *sorted(_PORTAL.glob("*/templates"))]
_DECLARED = re.compile(r"\{# takes ([\w.]+) #\}")
_TEXT = re.compile(r'_\("([^"]+)"\)')
_SPACE_BY_A_TAG = re.compile(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])")
_OTHER_SPACE = re.compile(r"\s*\n\s*")


class _Loader(FileSystemLoader):
    """Words and spaces are settled when a template is read, so that no answer pays for them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        source = _TEXT.sub(lambda found: f'"{typeset(gettext(found[1]))}"', source)
        return _OTHER_SPACE.sub(" ", _SPACE_BY_A_TAG.sub("", source)), path, fresh


class _Environment(Environment):
    """One set of globals for all templates: three layers of them cost 20 us a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own; nothing here adds some to a single template."""
        assert d is None
        return self.globals


@cache
def _menu(current: MenuItem) -> Markup:
    """Return the menu, written once for each of its items: a third of the layout's own cost otherwise."""
    return _component("menu", current)


@cache
def _help_line(told: Help) -> Markup:
    return _component("help_line", told)


def _component(name: str, argument: object) -> Markup:
    macro: Callable[[object], Markup] = getattr(_ENVIRONMENT.get_template(f"components/{name}.html").module, name)
    return macro(argument)


def _environment() -> Environment:
    environment = _Environment(
        loader=_Loader(_FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        style=Markup(STYLE),  # noqa: S704 -- our own file
        document_rows=document_rows,
    )
    environment.filters.update(
        day=day_in_words,
        moment=moment_in_words,
        elides=elides,
        typeset=typeset,
        file=file_in_words,
        category=category_name,
        slug=category_slug,
        menu=_menu,
        help_line=_help_line,
    )
    return environment


_ENVIRONMENT = _environment()


def template_names() -> list[str]:
    """Every page template, without the layout and the components."""
    return [name for name in _ENVIRONMENT.list_templates(["html"]) if _declared(name)]


def render(template_name: str, page: object, frame: Frame) -> str:
    """The HTML of `page`. Raises TypeError when the template was written for another kind of page."""
    template, wanted = _template(template_name)
    given = type(page)
    if f"{given.__module__}.{given.__qualname__}" != wanted:
        raise TypeError(f"{template_name} takes {wanted}, not {given.__module__}.{given.__qualname__}")
    return template.render(page=page, frame=frame)


@cache
def _template(name: str) -> tuple[Template, str]:
    return _ENVIRONMENT.get_template(name), _declared(name)


def _declared(name: str) -> str:
    source, _, _ = FileSystemLoader(_FOLDERS).get_source(_ENVIRONMENT, name)
    found = _DECLARED.match(source)
    return found[1] if found else ""
