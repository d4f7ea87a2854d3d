"""Every page on a narrow screen, smallest and largest text: nothing goes sideways, nothing is small."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from portal.ui import TEXT_SIZES, render
from tests.kit.samples import samples

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_SMALL = """() => [...document.querySelectorAll('a:not(.skip), button, input:not([type=hidden])')]
  .filter(it => (it.closest('label') || it).getBoundingClientRect().height < 44).map(it => it.outerHTML)"""
_CUT = """() => [...document.querySelectorAll('h1, p, li, button, a:not(.skip)')]
  .filter(it => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display != 'inline')
  .map(it => it.outerHTML)"""
_SPACING = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("size", [min(TEXT_SIZES), max(TEXT_SIZES)])
def test_at_320_pixels_nothing_goes_sideways_and_everything_is_large_enough_to_press(narrow: Page, size: int) -> None:
    for sample in samples():
        narrow.set_content(render(sample.template, sample.page, replace(sample.frame, text_size=size)))
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, sample.name
        assert narrow.evaluate(_SMALL) == [], sample.name
        assert narrow.evaluate(_CUT) == [], sample.name


def test_wider_spaces_between_letters_and_words_lose_nothing(narrow: Page) -> None:
    for sample in samples():
        narrow.set_content(render(sample.template, sample.page, sample.frame))
        narrow.add_style_tag(content=_SPACING)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, sample.name


def test_the_focus_goes_to_the_error_first(narrow: Page) -> None:
    missing = next(sample for sample in samples() if sample.name == "identifier-missing")
    narrow.set_content(render(missing.template, missing.page, missing.frame))
    narrow.wait_for_function("document.activeElement.className == 'error'")
    narrow.keyboard.press("Tab")
    assert narrow.evaluate("document.activeElement.getAttribute('href')") == "#identifier"


def test_the_first_tab_shows_the_way_to_the_content(narrow: Page) -> None:
    home = samples()[0]
    narrow.set_content(render(home.template, home.page, home.frame))
    narrow.keyboard.press("Tab")
    assert narrow.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert narrow.evaluate("document.activeElement.getBoundingClientRect().height") >= 44
