"""From a page object to HTML: one Jinja environment a face, strict about names and types."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from i18n import gettext

from .style import hash_of
from .words import day_in_words, elides, moment_in_words, typeset

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


class Templates:
    """The pages of one face: their folders, the first of which wins, and their style."""

    def __init__(self, folders: Sequence[Path], style: str) -> None:
        """Read nothing yet."""
        self.style_hash = hash_of(style)
        self.environment = _Environment(
            loader=_Loader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals["style"] = Markup(style)  # noqa: S704 -- our own file
        self.environment.filters.update(day=day_in_words, moment=moment_in_words, elides=elides, typeset=typeset)
        self._sources = FileSystemLoader(folders)
        self._known: dict[str, tuple[Template, str]] = {}

    def names(self) -> list[str]:
        """Every page template, without the layout and the components."""
        return [name for name in self.environment.list_templates(["html"]) if self._declared(name)]

    def component(self, name: str, argument: object) -> Markup:
        """The HTML of a component that takes one argument."""
        macro: Callable[[object], Markup] = getattr(
            self.environment.get_template(f"components/{name}.html").module, name
        )
        return macro(argument)

    def render(self, template_name: str, page: object, frame: object) -> str:
        """The HTML of `page`. Raises TypeError when the template was written for another kind of page."""
        template, wanted = self._known.get(template_name) or self._learn(template_name)
        given = type(page)
        if f"{given.__module__}.{given.__qualname__}" != wanted:
            raise TypeError(f"{template_name} takes {wanted}, not {given.__module__}.{given.__qualname__}")
        return template.render(page=page, frame=frame)

    def _learn(self, name: str) -> tuple[Template, str]:
        known = self._known[name] = self.environment.get_template(name), self._declared(name)
        return known

    def _declared(self, name: str) -> str:
        source, _, _ = self._sources.get_source(self.environment, name)
        found = _DECLARED.match(source)
        return found[1] if found else ""
