"""In by FranceConnect+ and out of it again, in real browsers: they follow by themselves, or show the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, expect

from tests.kit import chromium, portal, terminal
from tests.kit.franceconnect import Provider, running
from tests.kit.loopback import served

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@dataclass(frozen=True)
class Site:
    """A portal that browsers reach, and its provider."""

    url: str
    provider: Provider


@pytest.fixture
def site(planted: Path, tmp_path: Path) -> Iterator[Site]:
    apps: list[Flask] = []
    key_file = tmp_path / "fc.pem"
    key_file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    provider = Provider(name="franceconnect-plus", level=2)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return apps[0](environ, start_response)  # opened below, once its address is known

    with served(answer) as url, running(provider):
        provider.portal = url
        provider.client_keys = lambda: urlopen(f"{url}/connexion/franceconnect/cles").read()
        told = {"PORTAL_URL": url, "FRANCECONNECT_PLUS_KEY_FILE": str(key_file), **provider.environ}
        with portal.copy_of(planted, tmp_path / "var", **told) as house:
            apps.append(house.app)
            yield Site(url, provider)


@pytest.mark.parametrize("browser_of", [terminal.Lynx, terminal.W3m], ids=["lynx", "w3m"])
def test_a_text_browser_shows_the_way_there_and_the_way_out(browser_of: type, site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with terminal.person_at(browser_of, home) as person:
        person.open(f"{site.url}/connexion")
        person.wait_for("Il est écrit sur la lettre")
        person.follow("Entrer avec FranceConnect+")
        person.wait_for("Après, vous revenez ici.")
        person.follow("Aller sur FranceConnect")
        person.wait_for("Bonjour Madame Roux")
        person.follow("Quitter et effacer")
        person.wait_for("FranceConnect est encore ouvert sur cet ordinateur.")
        person.follow("Quitter FranceConnect")
        person.wait_for("Fermez maintenant cette fenêtre")
    assert (site.provider.left, site.provider.refusals) == ([site.provider.sub], [])


def test_a_phone_goes_there_and_out_by_itself_under_the_policy_that_holds_forms_to_this_site(
    browser: Browser, site: Site
) -> None:
    with chromium.phone(browser) as phone:
        refused: list[str] = []
        phone.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        phone.goto(f"{site.url}/connexion")
        phone.get_by_role("button", name="Entrer avec FranceConnect+").click()
        expect(phone.get_by_role("heading", name="Bonjour Madame Roux")).to_be_visible()
        phone.get_by_role("button", name="Quitter et effacer").click()
        expect(phone.get_by_role("heading", name="Au revoir")).to_be_visible()
        assert phone.url == f"{site.url}/au-revoir"
    assert (site.provider.left, site.provider.refusals, refused) == ([site.provider.sub], [], [])
