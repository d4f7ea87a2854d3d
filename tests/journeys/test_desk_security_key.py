"""Sarah at Chromium with scripts and a security key: added, then given in the place of the code. htmx on the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assisted_desk.ui.scripts import HTMX
from tests.kit.desk import PASSWORDS, SARAH

from .running import Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def sarah(browser: Browser, portal: Running) -> Iterator[Page]:
    """A desk with a key plugged in; whatever the browser complains of ends the test."""
    context = browser.new_context(locale="fr-FR")
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if "Content Security Policy" in told.text else None)
    plugged = context.new_cdp_session(page)
    plugged.send("WebAuthn.enable")
    plugged.send("WebAuthn.addVirtualAuthenticator", {"options": _KEY})
    page.goto(portal.desk_url)
    yield page
    context.close()
    assert complaints == []


def _give_password(page: Page) -> None:
    page.get_by_label("Identifiant").fill(SARAH)
    page.get_by_label("Mot de passe").fill(PASSWORDS[SARAH])
    page.get_by_role("button", name="Continuer").click()


def test_a_key_is_added_and_then_opens_the_desk(sarah: Page, portal: Running) -> None:
    _give_password(sarah)
    sarah.get_by_label("Code de votre application").fill(portal.code(SARAH))
    sarah.get_by_role("button", name="Ouvrir le poste").click()
    sarah.get_by_role("link", name="Mes clés", exact=True).click()
    sarah.get_by_role("button", name="Ajouter une clé").click()
    expect(sarah.get_by_text("Clé ajoutée le")).to_be_visible()
    _compute(sarah)
    sarah.get_by_role("button", name="Laisser le poste").click()
    sarah.get_by_role("button", name="Prendre ma clé de sécurité").click()
    expect(sarah.get_by_role("heading", level=1)).to_have_text("Votre poste de responsable")
    sarah.get_by_role("button", name="Finir ma journée").click()
    sarah.get_by_role("link", name="Ouvrir le poste").click()
    _give_password(sarah)
    sarah.get_by_role("button", name="Prendre ma clé de sécurité").click()
    expect(sarah.get_by_role("heading", level=1)).to_have_text("Votre poste de responsable")


def _compute(page: Page) -> None:
    """Compute a deadline; with htmx the page stays, and an error takes the focus."""
    page.get_by_role("link", name="Délai pour dire non", exact=True).click()
    page.get_by_label("Jour").fill("2")
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator(".error")).to_be_focused()
    page.get_by_label("Mois").fill("3")
    page.get_by_label("Année").fill("2022")
    page.get_by_label("Code postal").fill("67000")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_text("Le délai est passé.")).to_be_visible()
    assert page.url.endswith("/calcul-du-delai") is (HTMX is not None)
