"""What the papers list is what the program has: addresses, events, settings."""

import ast
import re
from pathlib import Path

from flask import Flask

from dossier.base import PROVIDER_SETTINGS
from dossier.journal import Event
from tests.kit.desk import desk_of
from tests.kit.portal import House

_ROOT = Path(__file__).parents[2]
_NOT_HEADINGS = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)


def _table(name: str) -> list[tuple[str, list[str]]]:
    """The rows of a paper's table: what stands in code in the first column, and the other columns."""
    text = (_ROOT / "docs" / name).read_text("utf-8")
    return [(first, [cell.strip() for cell in rest.split(" | ")]) for first, rest in _NOT_HEADINGS.findall(text)]


def _addresses(app: Flask) -> set[tuple[str, str, str]]:
    found = set()
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD"}
        assert len(methods) == 1, rule
        page = app.view_functions[rule.endpoint]
        found.add((rule.rule, methods.pop(), f"{page.guard}{', even' if page.even else ''}"))
    return found


def test_the_addresses_are_those_of_the_frozen_lists(house: House) -> None:
    for name, app in (("routes.md", house.app), ("desk-routes.md", desk_of(house).app)):
        listed = _table(name)
        assert {(path, rest[0], rest[1]) for path, rest in listed} == _addresses(app)
        assert len(listed) == len(_addresses(app))
        assert all(rest[2] for _, rest in listed)


def test_addresses_are_french_lower_case_and_hyphenated(house: House) -> None:
    in_capitals_for_the_squares_on_paper = {"/R/<number>", "/M/<number>"}
    shown = {path for path, _, _ in _addresses(house.app) | _addresses(desk_of(house).app)}
    for path in shown - in_capitals_for_the_squares_on_paper:
        assert re.fullmatch(r"(/([a-z-]+|<(int:)?(key|slug|year|number|name|ticket|reference)>))+|/", path), path


def test_every_event_is_told_once_and_nothing_else_is() -> None:
    listed = _table("events.md")
    assert sorted(name for name, _ in listed) == sorted(str(event) for event in Event)
    assert {rest[1] for _, rest in listed} <= {"all", "by document", "nobody"}


def test_every_setting_is_told_once_and_nothing_else_is() -> None:
    listed = [name for name, _ in _table("settings.md")]
    assert sorted(listed) == sorted({*_settings_read(), *_read_by_commands(), *PROVIDER_SETTINGS})


def test_the_defaults_told_are_those_of_the_program(house: House) -> None:
    told = {name: rest[0].strip("`") for name, rest in _table("settings.md")}
    settings = house.settings
    assert told["HELP_PHONE"] == settings.help_phone
    assert told["HELP_HOURS"] == settings.help_hours
    assert told["PORTAL_URL"] == settings.portal_url
    assert told["DESK_URL"].startswith(settings.desk_url)
    for name in (
        "SHARED_IDLE_MINUTES",
        "SHARED_TOTAL_MINUTES",
        "HOME_IDLE_MINUTES",
        "HOME_TOTAL_MINUTES",
        "DESK_IDLE_MINUTES",
        "DESK_TOTAL_MINUTES",
    ):
        assert told[name] == str(getattr(settings, name.lower()))
    assert told["TRUSTED_PROXIES"] == str(settings.trusted_proxies)


def _settings_read() -> set[str]:
    """Names in capitals that the reader of the environment asks for."""
    tree = ast.parse((_ROOT / "dossier/base/settings.py").read_text("utf-8"))
    asked = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            asked |= {text for text in texts[:1] if re.fullmatch(r"[A-Z_]+", text)}
    return asked


def _read_by_commands() -> set[str]:
    sources = (path.read_text("utf-8") for path in (_ROOT / "back_office").rglob("*.py"))
    return {name for source in sources for name in re.findall(r'envvar="([A-Z_]+)"', source)}
