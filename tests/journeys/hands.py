"""One walk for every browser: hands that read, write, choose and press, at a text browser or on a small phone."""

from abc import ABC, abstractmethod
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.kit.terminal import TextBrowser

from .papers import paper_behind, saved_paper

_PATIENCE = 20_000  # milliseconds, as long as the text browsers wait


class Hands(ABC):
    """Somebody's hands and eyes."""

    @abstractmethod
    def see(self, words: str) -> None:
        """Wait until these words are on the page."""

    @abstractmethod
    def words(self) -> str:
        """Return what the page says."""

    @abstractmethod
    def write(self, label: str, text: str) -> None:
        """Write into the box of this label."""

    @abstractmethod
    def choose(self, label: str) -> None:
        """Take the choice whose words begin so."""

    @abstractmethod
    def press(self, label: str) -> None:
        """Press the button, or follow the link, whose words begin so."""

    @abstractmethod
    def goes_on(self, label: str) -> None:
        """Go on from a page that browsers follow by themselves, by its link where this one doesn't."""

    @abstractmethod
    def take_paper(self, button: str, address: str, path: Path) -> bytes:
        """Press a button or a link and return the PDF that comes from this address; the page is there again after."""


class AtTerminal(Hands):
    """At lynx or w3m."""

    def __init__(self, person: TextBrowser) -> None:
        self._person = person

    def see(self, words: str) -> None:
        self._person.wait_for(words)

    def words(self) -> str:
        return " ".join(self._person.screen().split())

    def write(self, label: str, text: str) -> None:
        self._person.type_into(label, text)

    def choose(self, label: str) -> None:
        self._person.choose(label)

    def press(self, label: str) -> None:
        self._person.follow(label)

    def goes_on(self, label: str) -> None:
        self.press(label)

    def take_paper(self, button: str, address: str, path: Path) -> bytes:
        self._person.follow(button)
        paper = saved_paper(self._person, path)
        self._person.back()
        return paper


class InChromium(Hands):
    """At a screen of the usual width, with scripts or without."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def see(self, words: str) -> None:
        expect(self._page.locator("body")).to_contain_text(words, timeout=_PATIENCE)

    def words(self) -> str:
        return " ".join(self._page.locator("body").inner_text().split())

    def write(self, label: str, text: str) -> None:
        box = self._page.locator("input:not([type=radio]):not([type=checkbox])")
        self._page.get_by_label(label).and_(box).fill(text)

    def choose(self, label: str) -> None:
        self._page.get_by_label(label).check()

    def press(self, label: str) -> None:
        self._pressed(label).click()

    def goes_on(self, label: str) -> None:
        """Nothing is pressed: the browser follows the page by itself."""

    def take_paper(self, button: str, address: str, path: Path) -> bytes:
        before = self._page.url
        paper = paper_behind(self._page, f"**{address}", self._pressed(button))
        self._page.goto(before)  # from Chromium's viewer of PDF
        return paper

    def _pressed(self, label: str) -> Locator:
        link, button = (self._page.get_by_role(role, name=label) for role in ("link", "button"))
        return link.or_(button).first


class OnPhone(InChromium):
    """On a phone 320 pixels wide, without JavaScript. Nothing may go past its edge."""

    def see(self, words: str) -> None:
        super().see(words)
        assert self._page.evaluate("document.documentElement.scrollWidth") <= 320, words
