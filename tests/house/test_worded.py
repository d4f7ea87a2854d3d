"""Everything that can reach a person has its words: refusals, events, messages, pages, texts to translate."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import dossier
import portal
import printouts
from assisted_desk import ui as desk_ui
from assisted_desk.ui import render as desk_render
from back_office.post import WORDED_KINDS
from dossier.access import queries as access
from dossier.base import Refused
from dossier.journal import Event
from i18n import check
from portal.ui import known_codes, words_of_events
from portal.ui.render import _FOLDERS, template_names

_ROOT = Path(__file__).parents[2]
_DESK_FOLDERS = [folder for folder in desk_render.FOLDERS if "assisted_desk" in folder.parts]
NEVER_AT_THE_PORTAL = {
    "account-exists": "the activation has a page of its own for it",
    "already-known": "an identifier taken by somebody is told beside the box",
    "another-person": "documents are deposited by the import",
    "identifier-unfit": "the activation says it beside the box",
    "ins-key-wrong": "the pages that ask for an INS say it beside the box",
    "ins-malformed": "the pages that ask for an INS say it beside the box",
    "key-holder-missing": "a start is refused before any page",
    "letters-taken": "letters are handed over by operators: `dossier letters batch`",
    "phone-unfit": "the account says it beside the box",
    "mandate-proof-too-old": "advisors are told at the desk",
    "mandate-question-too-soon": "advisors are told at the desk",
    "mandate-refused": "advisors are told at the desk",
    "mandate-too-many-drafts": "advisors are told at the desk",
    "password-unfit": "the activation says it beside the box",
    "picture-refused": "papers are taken in at the desk",
    "recovery-agent-barred": "agents are told at the desk",
    "recovery-callback-refused": "agents are told at the desk",
    "recovery-change-refused": "contacts are changed at the desk",
    "recovery-change-unknown": "contacts are changed at the desk",
    "recovery-code-too-soon": "the pages of a recovery say it above the choice",
    "recovery-contact-unfit": "contacts are changed at the desk",
    "recovery-identity-unseen": "advisors are told at the desk",
    "recovery-nothing-to-recover": "agents are told at the desk; the pages go on as for anybody",
    "recovery-second-person-missing": "a second person is needed at the desk alone",
    "recovery-too-many-cases": "agents are told at the desk; the pages go on as for anybody",
    "regime-unknown": "deadlines are asked for by operators: `dossier deadline`",
    "row-taken": "many rows at once are written by operators' commands",
    "section-unfit": "the profile is filled in by the demonstration",
    "sending-date-refused": "deadlines are asked for by operators: `dossier deadline`",
    "site-unfit": "sites are added by operators: `dossier site`",
    "site-unknown": "sites are named by operators: `dossier staff add --site`",
    "staff-refused": "supervisors are told at the desk",
    "summary-unposted": "advisors are told at the desk",
    "staff-unknown": "the staff is looked after by operators: `dossier staff`",
    "zone-unknown": "deadlines are asked for by operators: `dossier deadline`",
}


def _modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [package, *(importlib.import_module(one.name) for one in found)]


def _refusals() -> set[str]:
    for package in (dossier, portal, printouts):
        _modules(package)
    waiting, codes = [Refused], set()
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one is not Refused and one.__module__.startswith(("dossier.", "portal.", "printouts.")):
            codes.add(one.code)
    return codes


def test_every_refusal_that_the_portal_can_meet_has_its_page() -> None:
    assert _refusals() - known_codes() - NEVER_AT_THE_PORTAL.keys() == set()


def test_no_page_and_no_exemption_outlives_its_refusal() -> None:
    assert (known_codes() | NEVER_AT_THE_PORTAL.keys()) - _refusals() == set()


def test_every_event_that_the_history_shows_has_its_words_and_no_other() -> None:
    assert words_of_events() == set(access._SHOWN)


def test_the_events_told_to_be_seen_by_nobody_are_those_that_are_not_shown() -> None:
    told = (_ROOT / "docs/events.md").read_text("utf-8")
    unseen = set(re.findall(r"^\| `([^`]+)` \|.*\| nobody \|$", told, re.MULTILINE))
    assert unseen == {str(event) for event in Event} - access._SHOWN


def test_every_kind_of_message_that_is_queued_has_its_words_and_no_other() -> None:
    assert _kinds_queued(_ROOT / "dossier") == WORDED_KINDS


def test_a_kind_without_words_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text('queue(unit, acting, now, kind="closure-notice", channel="letter")\n')
    assert _kinds_queued(tmp_path) == {"closure-notice"}


def _kinds_queued(folder: Path) -> set[str]:
    kinds = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "queue":
                given = {one.arg: one.value for one in node.keywords}
                assert isinstance(given["kind"], ast.Constant), f"{path.name}: a kind must be written out"
                kinds.add(given["kind"].value)
    return kinds


def test_a_refusal_that_the_desk_words_is_a_refusal() -> None:
    assert desk_ui.known_codes() <= _refusals()


@pytest.mark.parametrize(
    ("folders", "names"), [(_FOLDERS, template_names()), (_DESK_FOLDERS, desk_ui.PAGES.names())], ids=["portal", "desk"]
)
def test_every_page_template_names_the_page_it_takes_and_that_page_exists(
    folders: list[Path], names: list[str]
) -> None:
    files = {path for folder in folders for path in folder.rglob("*.html")}
    pages = {path for path in files if "components" not in path.parts and path.name != "layout.html"}
    assert len(names) == len(pages)
    for path in pages:
        found = re.match(r"\{# takes ([\w.]+)\.(\w+) #\}\n", path.read_text("utf-8"))
        assert found, f"{path.name} doesn't name its page"
        assert hasattr(importlib.import_module(found[1]), found[2]), path.name


def test_the_catalog_of_texts_is_that_of_the_sources() -> None:
    assert check.is_fresh(), "i18n/catalogs/messages.pot is out of date: run `make words` and commit it"
