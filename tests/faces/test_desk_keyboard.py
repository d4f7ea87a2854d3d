"""The desk is worked by keyboard alone: one order, a way past the menu, the first box at hand, and where one is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html as markup
from playwright.sync_api import Browser, Page

import assisted_desk.ui
from tests.kit.desk import scripts_left_out
from tests.kit.samples_of_calls import drawn_calls
from tests.kit.samples_of_oversight import drawn
from tests.kit.samples_of_proconnect import proconnect_drawn
from tests.kit.samples_of_teams import drawn_teams
from tests.kit.samples_of_turns import desk_pages_drawn
from tests.kit.samples_of_visit_acts import acts_drawn
from tests.kit.samples_of_visits import visits_drawn

STYLE = Path(assisted_desk.ui.__file__).with_name("style.css")
FOCUSABLE = "//a[@href] | //button | //input[not(@type='hidden')] | //textarea | //select"
TURNED = 'class="turn"'
STEPS = ["1. La personne", "2. Son accord", "3. Les actes", "4. Les papiers"]


def _pages() -> Iterator[tuple[str, str]]:
    """Every page of the desk in every state, by its name."""
    for named in (drawn(), proconnect_drawn(), visits_drawn(), desk_pages_drawn()):
        yield from named
    for told in (drawn_calls(), drawn_teams(), acts_drawn()):
        yield from ((name, html) for name, _, html in told)


DRAWN = {f"{name}-{number}": html for number, (name, html) in enumerate(_pages())}
"""Names alone aren't enough: two rooms may use the same one."""


def tree_of(html: str) -> markup.HtmlElement:
    return markup.document_fromstring(html)


@pytest.mark.parametrize("name", DRAWN)
def test_the_order_is_that_of_the_page_and_nothing_takes_a_key_away(name: str) -> None:
    tree = tree_of(DRAWN[name])
    assert [one for one in tree.xpath("//@tabindex") if one not in ("0", "-1")] == []
    assert tree.xpath("//@accesskey") == []
    assert tree.xpath("//*[starts-with(name(@*), 'on')]") == []
    first = tree.xpath(FOCUSABLE)[0]
    assert (first.get("class"), first.get("href")) == ("skip", "#contenu"), "the first stop leads past the menu"
    (main,) = tree.xpath("//main[@id='contenu']")
    assert main.get("tabindex") == "-1"


@pytest.mark.parametrize("name", DRAWN)
def test_the_cursor_begins_once_in_the_page_itself_at_its_mistakes_when_there_are(name: str) -> None:
    tree = tree_of(DRAWN[name])
    found = tree.xpath("//*[@autofocus]")
    assert len(found) <= 1
    assert all(one.xpath("ancestor::main") for one in found)
    if tree.xpath("//title[starts-with(text(), 'Erreur')]"):
        assert "error" in found[0].get("class"), "what is wrong is read first"


@pytest.mark.parametrize("name", [name for name, html in DRAWN.items() if TURNED not in html])
def test_the_clock_and_the_way_to_leave_stand_on_each_page_of_an_open_desk(name: str) -> None:
    tree = tree_of(DRAWN[name])
    if not tree.xpath("//*[@class='who']") or "Poste fermé à clé" in tree.xpath("string(//*[@class='who'])"):
        return
    assert "Se ferme à" in tree.xpath("string(//*[@class='clock'])")
    assert len(tree.xpath("//header//form[@action='/laisser-le-poste']//button")) == 1


@pytest.mark.parametrize("name", [name for name, html in DRAWN.items() if TURNED in html])
def test_a_turned_screen_leads_nowhere_else(name: str) -> None:
    tree = tree_of(DRAWN[name])
    assert tree.xpath("//nav | //form[@action='/laisser-le-poste' or @action='/quitter']") == []
    assert "Se ferme à" not in tree.text_content()


@pytest.mark.parametrize("name", [name for name, html in DRAWN.items() if 'class="visit' in html])
def test_a_visit_says_at_which_of_its_four_steps_one_is(name: str) -> None:
    tree = tree_of(DRAWN[name])
    said = [" ".join(one.text_content().split()) for one in tree.xpath("//header//ul[contains(@class, 'steps')]/li")]
    if said:
        assert said == STEPS
        assert len(tree.xpath("//header//ul[contains(@class, 'steps')]/li[@aria-current='step']")) == 1
    else:
        assert "L’accord n’est pas donné" in tree.text_content(), "no step follows a draft that is void"


def test_nothing_is_drawn_in_another_order_than_it_is_written() -> None:
    assert not re.search(r"(?<![-\w])order\s*:|-reverse|float\s*:|position\s*:", STYLE.read_text(encoding="utf-8"))


def stops(page: Page) -> list[str]:
    """Press Tab until the cursor leaves the page; return where it stood, and whether one could see it."""
    found = []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.evaluate("window.getSelection().removeAllRanges(), document.body.setAttribute('tabindex', '-1')")
    page.evaluate("document.body.focus(), document.body.removeAttribute('tabindex')")
    for _ in range(200):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const it = document.activeElement; if (!it || it === document.body) return null;"
            " const drawn = getComputedStyle(it), box = it.getBoundingClientRect();"
            " return [it.dataset.stop, parseFloat(drawn.outlineWidth) >= 3 && drawn.outlineStyle === 'solid'"
            " && box.height > 0 && box.bottom > 0 && box.top < innerHeight] }"
        )
        if told is None or (found and told[0] == found[0]):
            return found
        assert told[1], f"the cursor can't be seen at {told[0]}"
        found.append(told[0])
    raise AssertionError("the cursor never leaves the page")


_NUMBERED = """() => { const groups = new Set(); let number = 0;
  document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select').forEach(it => {
    if (it.type === 'radio') { if (groups.has(it.name)) return; groups.add(it.name); }
    it.dataset.stop = String(number++); });
  document.querySelectorAll('input[type=radio]:checked').forEach(it => {
    const first = document.querySelector(`input[type=radio][name="${it.name}"][data-stop]`);
    if (first !== it) { it.dataset.stop = first.dataset.stop; delete first.dataset.stop; } });
  return number }"""
_WALKED = (
    "start",
    "consent",
    "visit",
    "turn-card",
    "team-full",
    "acts",
    "alarms-site",
    "waiting-full",
    "stop",
    "calls",
)
_FIRST = {name.rpartition("-")[0]: name for name in reversed(DRAWN)}


@pytest.mark.slow
@pytest.mark.journey
@pytest.mark.parametrize("name", [_FIRST[name] for name in _WALKED])
def test_every_stop_is_reached_in_order_by_tab_alone_and_seen(browser: Browser, name: str) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_content(scripts_left_out(DRAWN[name]))
    count = page.evaluate(_NUMBERED)
    assert stops(page) == [str(number) for number in range(count)]
    page.close()
