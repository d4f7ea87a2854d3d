"""A running portal, somebody at a text browser, somebody with a small phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kit import chromium, terminal

from .hands import AtTerminal, Hands, OnPhone
from .running import Running, running


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real server, one for the worker, on a cast planted for it."""
    with running(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(params=[terminal.Lynx, terminal.W3m], ids=["lynx", "w3m"])
def person(request: pytest.FixtureRequest, tmp_path: Path, portal: Running) -> Iterator[terminal.TextBrowser]:
    """Somebody at lynx, then at w3m, looking at the portal's first page."""
    home = tmp_path / "home"
    home.mkdir()
    with terminal.person_at(request.param, home) as person:
        person.open(f"{portal.url}/")
        yield person


@pytest.fixture(scope="session")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium as people have it: it keeps the last pages whole for the Back button."""
    keeping = chromium.start(browser.browser_type, keeps_pages=True)
    yield keeping
    keeping.close()


@pytest.fixture
def phone(keeping_browser: Browser, portal: Running) -> Iterator[Page]:
    """A small phone without JavaScript, looking at the portal's first page."""
    with chromium.phone(keeping_browser) as phone:
        phone.goto(f"{portal.url}/")
        yield phone


@pytest.fixture(params=["lynx", "w3m", "phone"])
def hands(request: pytest.FixtureRequest, tmp_path: Path, portal: Running) -> Iterator[Hands]:
    """Somebody at lynx, at w3m, then on a small phone, looking at the portal's first page."""
    if request.param == "phone":
        yield OnPhone(request.getfixturevalue("phone"))
        return
    home = tmp_path / "hands"
    home.mkdir()
    with terminal.person_at({"lynx": terminal.Lynx, "w3m": terminal.W3m}[request.param], home) as person:
        person.open(f"{portal.url}/")
        yield AtTerminal(person)
