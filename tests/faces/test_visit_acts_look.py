"""The acts' pages in every state: strict, titled, complete; nothing typed is markup; wide enough everywhere."""

import re
from dataclasses import fields, replace
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

from assisted_desk.ui import PAGES, DeskFrame
from tests.kit.desk import scripts_left_out
from tests.kit.page_checker import DESK_PAGE, check_page, text_of
from tests.kit.samples_of_visit_acts import acts_drawn, visit_act_pages

DRAWN = list(acts_drawn())
TEMPLATES = Path(__file__).parents[2] / "assisted_desk/advisor/templates/acts"
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
BREAKABLE = re.compile(r" [:?!;»]|« |\d h \d")
SMALL = """() => [...document.querySelectorAll(
  'main :is(a, button, label.tick), main input:not([type=hidden], [type=radio], [type=checkbox])'
)].filter(it => it.getBoundingClientRect().height < 44).map(it => it.outerHTML)"""


@pytest.mark.parametrize(("name", "page", "html"), DRAWN, ids=[name for name, _, _ in DRAWN])
def test_every_page_in_every_state_is_strict_titled_and_well_set(name: str, page: object, html: str) -> None:
    check_page(html, url=name, status=200, headers=HEADERS, weight_budget=DESK_PAGE, scripts="/scripts/")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    title, heading = (text_of(next(tree.iter(tag))) for tag in ("title", "h1"))
    mistaken = bool(getattr(page, "error", "") or getattr(page, "told", ""))
    assert title == f"{'Erreur : ' if mistaken else ''}{heading} – Poste Dossier Clair"
    assert ('class="error"' in html) is mistaken, "a mistake is told first"
    strings = [part for element in tree.iter() if element.tag != "style" for part in (element.text, element.tail)]
    assert [string for string in strings if string and BREAKABLE.search(string)] == []
    assert "%(" not in html


def test_every_error_leads_to_something_on_its_page() -> None:
    for name, _, html in DRAWN:
        places = set(re.findall(r'class="error".*?href="#([\w-]+)"', html, re.DOTALL))
        assert places <= set(re.findall(r'id="([\w-]+)"', html)), name


def test_every_template_has_its_samples_and_uses_each_field_of_its_page() -> None:
    pages = {template: page for _, template, page in visit_act_pages()}
    assert set(pages) == {path.stem for path in TEMPLATES.glob("*.html")}
    for template, page in pages.items():
        used = set(re.findall(r"page\.(\w+)", (TEMPLATES / f"{template}.html").read_text("utf-8")))
        assert {field.name for field in fields(page)} - {"lines"} == used - {"wrong"}, template


def test_nothing_that_was_typed_is_markup() -> None:
    for name, template, page in visit_act_pages():
        typed = ("value", "street", "more", "town", "number", "reference", "hint", "place")
        own = {field.name: '"<em title="x">&' for field in fields(page) if field.name in typed and field.type is str}
        visit = replace(page.visit, person='"<em title="x">&')
        html = PAGES.render(f"acts/{template}.html", replace(page, visit=visit, **own), DeskFrame("jeton"))
        assert "<em" not in html, name


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_goes_sideways_and_everything_is_large_enough_to_press(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 720})
    for name, _, html in DRAWN:
        page.set_content(scripts_left_out(html))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(SMALL) == [], name
    page.close()
