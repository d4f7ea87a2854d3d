"""A desk opened by ProConnect and left again, in real browsers: they follow by themselves, or show the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from dossier.base import now
from dossier.identity import StaffAccount, find_staff_session, link_staff, open_staff_session, staff_member_of
from tests.kit import portal, terminal
from tests.kit.desk import INES, desk_of
from tests.kit.franceconnect import running
from tests.kit.loopback import served
from tests.kit.portal import House
from tests.kit.proconnect import SIRET, ProConnect

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@dataclass(frozen=True)
class Site:
    """A desk that browsers reach, and its provider."""

    url: str
    provider: ProConnect


@pytest.fixture
def site(planted: Path, tmp_path: Path) -> Iterator[Site]:
    apps: list[Flask] = []
    provider = ProConnect()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return apps[0](environ, start_response)  # opened below, once its address is known

    with served(answer) as url, running(provider):
        provider.portal = url
        with portal.copy_of(planted, tmp_path / "var", DESK_URL=url, **provider.environ) as house:
            link_ines(house, provider)
            apps.append(desk_of(house).app)
            yield Site(url, provider)


def link_ines(house: House, provider: ProConnect) -> None:
    with house.store.writing() as unit:
        token = open_staff_session(unit, staff_member_of(unit, INES).staff_id, now())
        link_staff(unit, find_staff_session(unit, token), StaffAccount("proconnect", provider.sub, SIRET), now())


@pytest.mark.parametrize("browser_of", [terminal.Lynx, terminal.W3m], ids=["lynx", "w3m"])
def test_a_text_browser_shows_the_way_there_and_the_way_out(browser_of: type, site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with terminal.person_at(browser_of, home) as person:
        person.open(f"{site.url}/connexion")
        person.wait_for("Ou bien, sans mot de passe")
        person.follow("Ouvrir le poste avec ProConnect")
        person.wait_for("Après, vous revenez ici.")
        person.follow("Aller sur ProConnect")
        person.wait_for("Votre guichet")
        person.follow("Finir ma journée")
        person.wait_for("ProConnect est encore ouvert sur cet ordinateur.")
        person.follow("Quitter ProConnect")
        person.wait_for("Bonne fin de journée")
    assert (site.provider.left, site.provider.refusals) == ([site.provider.sub], [])


@pytest.mark.parametrize("scripts", [False, True], ids=["scripts off", "scripts on"])
def test_a_desk_goes_there_and_out_by_itself_under_the_policy_that_holds_forms_to_this_site(
    browser: Browser, site: Site, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        desk = context.new_page()
        refused: list[str] = []
        desk.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        desk.goto(f"{site.url}/connexion")
        desk.get_by_role("button", name="Ouvrir le poste avec ProConnect").click()
        expect(desk.get_by_role("heading", name="Votre guichet")).to_be_visible()
        desk.get_by_role("button", name="Finir ma journée").click()
        expect(desk.get_by_role("heading", name="Bonne fin de journée")).to_be_visible()
        assert desk.url == f"{site.url}/au-revoir"
    assert (site.provider.left, site.provider.refusals, refused) == ([site.provider.sub], [], [])
