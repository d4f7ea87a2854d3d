"""A person at a browser: keeps her cookies, fills in the forms she is shown, and checks every page she gets."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element  # noqa: TID251 -- the tree html5lib builds; nothing is parsed with it

import brotli
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.page_checker import ORDINARY_PAGE, WeightBudget, check_page, parsed, text_of

_DOCUMENT = re.compile(r"/documents/[0-9a-f]{32}")
_INSIDE_A_WORD = frozenset({"a", "b", "strong", "sub", "sup", "del", "span", "label"})


def words_of(element: Element) -> str:
    """Return the words of an element; those of two cells, lines or paragraphs never touch."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    gap = "" if element.tag in _INSIDE_A_WORD else " "
    yield gap + (element.text or "")
    for inner in element:
        yield from _pieces(inner)
        yield inner.tail or ""
    yield gap


@dataclass(frozen=True)
class Form:
    """A form as it is shown: where it goes, what it sends untouched, what else may be sent by a field or a button."""

    action: str
    words: str
    untouched: dict[str, str]
    offered: dict[str, set[str]]
    """By name: the values of the boxes and buttons to choose from; empty where one writes."""

    def filled_in(self, fields: dict[str, str]) -> dict[str, str]:
        """Return what is sent. Raises AssertionError for a field or a choice that the form doesn't have."""
        for name, value in fields.items():
            assert name in self.offered, f"the form to {self.action} has no field {name!r}"
            choices = self.offered[name]
            assert not choices or value in choices, f"{name} offers {choices}, not {value!r}"
        return {**self.untouched, **fields}


@dataclass(frozen=True)
class Answer:
    """What came back: the address asked, status, headers, and the bytes as they were before compression."""

    path: str
    status: int
    headers: dict[str, str]
    content: bytes
    cookies: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        return self.content.decode()

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @cached_property
    def tree(self) -> Element:
        return parsed(self.html).root

    @property
    def heading(self) -> str:
        return text_of(next(self.tree.iter("h1")))

    @property
    def title(self) -> str:
        return text_of(next(self.tree.iter("title")))

    @property
    def words(self) -> str:
        """What the page says between header and footer, with single spaces."""
        return words_of(next(self.tree.iter("main")))

    @property
    def all_words(self) -> str:
        """What the whole page says, header and footer too."""
        return words_of(next(self.tree.iter("body")))

    @property
    def links(self) -> list[str]:
        """Every address the page leads to, in reading order."""
        return [link.get("href", "") for link in self.tree.iter("a")]

    @property
    def documents(self) -> list[str]:
        """The addresses of the documents listed on the page."""
        return [link for link in self.links if _DOCUMENT.fullmatch(link)]

    def link(self, words: str) -> str:
        """Return where the first link that says these words leads."""
        return next(link.get("href", "") for link in self.tree.iter("a") if words in text_of(link))

    @property
    def forms(self) -> list[Form]:
        return [_form(element) for element in self.tree.iter("form")]

    def form(self, to: str = "", saying: str = "") -> Form:
        """Return the first form that goes to this address and says these words; the way out only when asked for."""
        wanted = [
            form
            for form in self.forms
            if saying in form.words and (form.action == to if to else form.action != "/quitter")
        ]
        assert wanted, f"{self.path} shows no such form: {[form.action for form in self.forms]}"
        return wanted[0]


@dataclass
class Visitor:
    """One browser. `trail` holds every address it asked for or was sent to."""

    client: FlaskClient
    code_of: Callable[[str], str]
    base_url: str
    scripts: str = ""
    """Where the face's own script files are, when it has some."""
    weight: WeightBudget | None = ORDINARY_PAGE
    """The most a page of the face may weigh."""
    trail: list[str] = field(default_factory=list)
    page: Answer = field(init=False)
    """The last page she got."""

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address; nothing is followed."""
        return self._take(path, self.client.get(path, base_url=self.base_url, headers=_dashed(headers)))

    def post_form(self, page: Answer, *, to: str = "", saying: str = "", **fields: str) -> Answer:
        """Send a form of a page, as it is shown, with these fields filled in; nothing is followed."""
        form = page.form(to, saying)
        return self.post(form.action, form.filled_in(fields))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send any fields to any address, as no page offers it."""
        sent = self.client.post(path, data=fields, base_url=self.base_url, headers=_dashed(headers))
        return self._take(path, sent)

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer sends, as far as it goes."""
        for _ in range(5):
            if answer.status != 303:
                return answer
            answer = self.get(answer.location)
        raise AssertionError(f"sent round in a circle: {self.trail[-6:]}")

    def send(self, page: Answer, *, to: str = "", saying: str = "", **fields: str) -> Answer:
        """Send a form and follow."""
        return self.follow(self.post_form(page, to=to, saying=saying, **fields))

    def give_password(self, identifier: str) -> Answer:
        """Walk to the page that asks for the code; return it."""
        password = BY_IDENTIFIER[identifier].password
        page = self.send(self.get("/connexion"), identifier=identifier)
        return self.send(page, password=password)

    def sign_in(self, identifier: str, **fields: str) -> Answer:
        """Walk through the whole sign-in of a member of the cast; return the page she then sees."""
        page = self.give_password(identifier)
        page = self.send(page, code=self.code_of(identifier), **fields)
        assert page.path in ("/mon-dossier", "/reprendre"), f"{identifier} ended at {page.path}: {page.words}"
        return page

    def leave(self) -> Answer:
        """Press the button that stands on every page."""
        return self.send(self.page, to="/quitter")

    def cookie(self, name: str = "dossier") -> str:
        """Return a cookie's value, or an empty text."""
        kept = self.client.get_cookie(name, domain=self.base_url.split("//")[1].partition(":")[0])
        return kept.value if kept else ""

    def _take(self, path: str, response: TestResponse) -> Answer:
        with response:
            content = _decoded(response)
            cookies = tuple(response.headers.getlist("Set-Cookie"))
            answer = Answer(path, response.status_code, dict(response.headers), content, cookies)
        self.trail += [path, *([answer.location] if answer.location else [])]
        if response.mimetype == "text/html" and answer.status != 303:
            assert answer.status != 500, f"{path} broke"
            is_document = _DOCUMENT.fullmatch(path) is not None and answer.status == 200
            budget = None if is_document else self.weight
            check_page(
                answer.html,
                url=path,
                status=answer.status,
                headers=answer.headers,
                weight_budget=budget,
                scripts=self.scripts,
            )
            self.page = answer
        return answer


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _decoded(response: TestResponse) -> bytes:
    match response.headers.get("Content-Encoding"):
        case "br":
            return brotli.decompress(response.data)
        case "gzip":
            return gzip.decompress(response.data)
        case _:
            return response.data


def _form(element: Element) -> Form:
    untouched: dict[str, str] = {}
    offered: dict[str, set[str]] = {}
    for one in element.iter():
        name, value = one.get("name"), one.get("value", "")
        kind = "button" if one.tag == "button" else one.get("type")
        if one.tag not in ("input", "button") or not name:
            continue
        offered.setdefault(name, set())
        if kind in ("radio", "checkbox", "button"):
            offered[name].add(value)
        if kind not in ("radio", "checkbox", "button") or one.get("checked") is not None:
            untouched[name] = value
    return Form(element.get("action", ""), text_of(element), untouched, offered)
