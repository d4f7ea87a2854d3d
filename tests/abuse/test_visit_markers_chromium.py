"""The main pages of a visit in Chromium, with its scripts: nothing marked on the screen, nor in what it fetched."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assisted_desk.ui.scripts import HTMX
from dossier.lifecycle import State
from tests.kit.desk import INES, PASSWORDS
from tests.kit.desk_watch import Left, watched
from tests.kit.loopback import served
from tests.kit.mandates import Somebody
from tests.kit.marked_people import MarkedPeople
from tests.kit.marked_visits import marked
from tests.kit.markers import Trace, code_found_in, found_in
from tests.kit.visits import code_for, typed
from tests.kit.whole_visits import EVERYTHING, WRONG, VisitDay

pytestmark = [pytest.mark.journey, pytest.mark.slow]
A_WHILE = 11_000
"""Milliseconds in which every part of a page that moves has looked again."""


class Screen:
    """The advisor's screen, and what stood on it after each step."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page, self.url = context.new_page(), url
        self.shown: list[Trace] = []
        self.page.on("console", lambda told: self.shown.append(Trace("console", told.text.encode())))
        self.page.clock.install()

    def goes(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        return self.stays()

    def presses(self, button: str) -> Page:
        self.page.locator(button).first.click()
        return self.stays()

    def stays(self) -> Page:
        """Let what moves move, and keep what the screen shows."""
        self.page.wait_for_load_state()
        self.page.clock.run_for(A_WHILE)
        self.page.wait_for_load_state("networkidle")
        storage = self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
        told = json.dumps([self.page.url, storage, self.page.title()]).encode()
        self.shown.append(Trace(self.page.url, told + self.page.content().encode()))
        return self.page


@pytest.fixture
def visit(planted: Path, tmp_path: Path) -> Iterator[tuple[str, VisitDay, MarkedPeople]]:
    """A desk that answers on loopback, in a house of marked people."""
    apps = []

    def answering(*asked: object) -> object:
        return apps[0](*asked)

    with (
        served(answering) as url,
        marked(planted, tmp_path, DESK_URL=url) as (day, people),
    ):
        apps.append(day.desk.app)
        yield url, day, people


def opens_her_desk(screen: Screen, day: VisitDay) -> None:
    page = screen.goes("/")
    page.get_by_label("Identifiant").fill(INES)
    page.get_by_label("Mot de passe").fill(PASSWORDS[INES])
    screen.presses("button:has-text('Continuer')")
    page.get_by_label("Code de votre application").fill(day.desk.code(INES))
    screen.presses("button:has-text('Ouvrir le poste')")


def begins(screen: Screen, her: Somebody) -> str:
    """Begin a visit; return its address."""
    page = screen.goes("/visite")
    for name, value in typed(her).items():
        page.locator(f"[name={name}]").fill(value)
    for scope in EVERYTHING:
        page.locator(f"[name=scope][value={scope}]").check()
    screen.presses("form[action='/visite'] button")
    return page.url.removesuffix("/accord").removeprefix(screen.url)


def agrees(screen: Screen, day: VisitDay, her: Somebody) -> None:
    screen.presses("form:has([name=way][value=sms]) button")
    for code in (WRONG, code_for(day.desk.house, her)):
        screen.page.locator("#code").fill(code)
        screen.presses("form:has(#code) button")


def does_everything(screen: Screen, day: VisitDay, path: str, photo: Path) -> None:
    """Go through the acts with scripts on: what is pressed, and what only stands there."""
    for place in ("", "/dire-non", "/activer", "/acces", "/contact?sorte=mobile", "/resume", "/fermer", "/renouveler"):
        screen.goes(f"{path}{place}")
    page = screen.goes(f"{path}/acces")
    page.locator("[name=lost]").first.check()
    screen.presses(f"form[action='{path}/acces'] button")
    page = screen.goes(f"{path}/papier")
    page.locator("[name=pages]").set_input_files(photo)
    screen.presses(f"form[action='{path}/papier'] button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le papier est sous clé")
    screen.goes(f"{path}/resume")
    screen.presses(f"form[action='{path}/resume/lettre'] button")
    screen.goes("/visites")


def fetched(left: list[Left]) -> list[Trace]:
    """Return all that the browser was sent, unpacked."""
    return [
        Trace(f"{one.method} {one.path} {one.status}", repr((one.path, one.headers)).encode() + _unpacked(one))
        for one in left
    ]


def _unpacked(one: Left) -> bytes:
    match dict(one.headers).get("Content-Encoding"):
        case "br":
            return brotli.decompress(one.content)
        case "gzip":
            return gzip.decompress(one.content)
        case _:
            return one.content


@pytest.mark.skipif(HTMX is None, reason="without htmx nothing moves: `bin/setup`")
def test_nothing_marked_comes_to_a_desk_with_scripts(
    browser: Browser, visit: tuple[str, VisitDay, MarkedPeople], tmp_path: Path
) -> None:
    url, day, people = visit
    her = day.comes(State.ACTIVATED, has_account=True)
    photo = tmp_path / f"{day.photo_name}.jpg"
    photo.write_bytes(day.photo)
    context = browser.new_context(locale="fr-FR")
    screen = Screen(context, url)
    with watched(day.desk.app, day.desk.house.store) as left:
        opens_her_desk(screen, day)
        path = begins(screen, her)
        agrees(screen, day, her)
        does_everything(screen, day, path, photo)
    every = [*fetched(left), *screen.shown, Trace("kept", json.dumps(context.storage_state()).encode())]
    context.close()
    assert sum(one.by_script for one in left) > 10, "the scripts ran"
    assert len(screen.shown) > 20
    named = {text.casefold() for text in (her.typed.birth_name, her.typed.first_name, her.typed.ins)}
    hidden = [one for one in people.personal.planted if one.casefold() not in named]
    assert found_in(every, [*people.medical.planted, *hidden]) == []
    assert code_found_in(every, *people.secrets()) == []
    assert found_in(every, [her.typed.birth_name.casefold()]) != [], "whom the visit is for stands there"
