"""The desk's pages at 320 and 1280 pixels: nothing goes sideways, everything is large enough to press."""

import pytest
from playwright.sync_api import Browser

from tests.kit.desk import PAUL, SARAH, Desk, desk_of, scripts_left_out
from tests.kit.portal import House
from tests.kit.samples_of_oversight import drawn
from tests.kit.samples_of_proconnect import proconnect_drawn
from tests.kit.samples_of_visits import visits_drawn

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_SMALL = """() => [...document.querySelectorAll(
  'a:not(.skip), button, .tick, input:not([type=hidden]):not([type=radio]):not([type=checkbox])'
)].filter(it => it.getBoundingClientRect().height < 44).map(it => it.outerHTML)"""
_FOUND = "/calcul-du-delai?day=2&month=mars&year=2022&postal_code="


def _pages(desk: Desk) -> dict[str, str]:
    stranger, paul, sarah = desk.visitor(), desk.signed_in(PAUL), desk.signed_in(SARAH)
    shown = {
        path: stranger.get(path).html for path in ("/connexion", "/premiere-fois", "/au-revoir", "/session-terminee")
    }
    shown |= {path: paul.get(path).html for path in ("/", "/cles", "/code", f"{_FOUND}97500", f"{_FOUND}1")}
    shown |= {path: sarah.get(path).html for path in ("/alarmes", "/a-confirmer")}
    return (
        shown
        | {"supervisor": sarah.get("/").html, "locked": paul.leave_desk().html}
        | dict(drawn())
        | dict(proconnect_drawn())
        | dict(visits_drawn())
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_goes_sideways_and_everything_is_large_enough_to_press(
    browser: Browser, house: House, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 720})
    for path, html in _pages(desk_of(house)).items():
        page.set_content(scripts_left_out(html))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(_SMALL) == [], path
    page.close()
