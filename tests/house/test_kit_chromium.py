"""The phone of the kit runs no script, is 320 pixels wide, fills in forms and goes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug import Response

from tests.kit import chromium
from tests.kit.loopback import served
from tests.kit.tiny_site import PDF, site

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def page(browser) -> Iterator[Page]:
    with served(site) as url, chromium.phone(browser) as page:
        page.goto(url)
        yield page


def test_a_form_is_filled_in_and_sent(page):
    page.get_by_label("Prénom").fill("Ginette")
    page.get_by_label("Nom de naissance").fill("Lefèvre")
    page.get_by_label("Non, merci").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Bonjour Ginette Lefèvre, secret , non, bouton go, visite première.")).to_be_visible()


def test_the_back_button_shows_the_page_before(page):
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Bien reçu")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Votre nom")).to_be_visible()


def test_a_pdf_arrives_byte_for_byte(page):
    page.get_by_role("button", name="Continuer").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Votre feuille").click()
    assert download.value.path().read_bytes() == PDF


def test_no_script_runs_on_a_small_screen(browser):
    scripted = Response(
        "<!doctype html><title>calme</title><p>vu<script>document.title='bruyant'</script>",
        mimetype="text/html",
    )
    with served(scripted) as url, chromium.phone(browser) as page:
        page.goto(url)
        assert page.title() == "calme"
        assert page.viewport_size == {"width": 320, "height": 640}


def test_one_phone_knows_nothing_of_another(browser):
    with served(site) as url, chromium.phone(browser) as first, chromium.phone(browser) as second:
        first.goto(url)
        second.goto(f"{url}/answer")
        expect(first.get_by_text("Votre nom", exact=True)).to_be_visible()
        expect(second.get_by_text("visite sans")).to_be_visible()
