"""Reads a page as a strict reader would, and says everything that is wrong with it at once."""

import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from xml.etree.ElementTree import Element  # noqa: TID251 -- the tree html5lib builds; nothing is parsed with it

import brotli
import html5lib

PLAIN_BYTES, GZIP_BYTES, BROTLI_BYTES = 12_000, 3_500, 3_000  # the elinks line, the lynx line, the w3m line


@dataclass(frozen=True, slots=True)
class WeightBudget:
    """The most a page may weigh, in bytes, by how the browser asked for it."""

    plain: int = PLAIN_BYTES
    gzip: int = GZIP_BYTES
    brotli: int = BROTLI_BYTES


ORDINARY_PAGE = WeightBudget()
DESK_PAGE = WeightBudget(15_000, 4_200, 3_700)
"""A desk stands on a good line; its pages carry what is said word by word, and the form that begins a visit."""

_FORBIDDEN = ("script", "img", "svg", "iframe", "object", "embed", "canvas", "video", "audio")
_FIELDS = ("input", "select", "textarea")
_ADDRESSES = ("href", "src", "action", "poster", "data", "cite", "srcset", "background", "ping")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADERS = ("cache-control", "content-security-policy")
"""What the rules read beside the page."""
_TOKEN = re.compile(r'(<input type="hidden" name="jeton" value=")[\w-]+(?=">)')
_FAULTLESS: set[bytes] = set()
"""How the pages look that were read already and had no fault: a page that comes again is weighed, and not read anew."""
_ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A parsed answer, with the few questions the rules ask of it."""

    html: str
    status: int
    headers: Mapping[str, str]
    is_personal: bool
    scripts: str = ""

    @property
    def parser(self) -> html5lib.HTMLParser:
        """The parser after reading: it keeps what was malformed."""
        return parsed(self.html)

    @cached_property
    def elements(self) -> list[tuple[str, Element]]:
        """Every element in reading order, with its bare name; comments have none."""
        return [(e.tag.rpartition("}")[2], e) for e in self.parser.root.iter() if isinstance(e.tag, str)]

    def all(self, *names: str) -> list[Element]:
        """The elements of these names, in reading order; all of them when none is named."""
        return [e for name, e in self.elements if not names or name in names]

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(e.get("id") for e in self.all() if e.get("id") is not None)

    @property
    def looks(self) -> bytes:
        """A digest of all that the rules look at. Of a token they see that it is there: it is another one each time."""
        headers = sorted((name.lower(), value) for name, value in self.headers.items() if name.lower() in _HEADERS)
        seen = (_TOKEN.sub(r"\1", self.html), self.status, headers, self.is_personal, self.scripts)
        return sha256(repr(seen).encode()).digest()

    def header(self, name: str) -> str:
        """A header's value, whatever the case of its name; empty when absent."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


@lru_cache(maxsize=64)
def parsed(html: str) -> html5lib.HTMLParser:
    """Return the parser after reading a page, its root with it: slow work, done once. Nobody changes the tree."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.root = parser.parse(html)
    return parser


def text_of(element: Element) -> str:
    """The words an element shows, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def check_page(
    html: str,
    *,
    url: str,
    status: int,
    headers: Mapping[str, str],
    weight_budget: WeightBudget | None = ORDINARY_PAGE,
    personal: bool = True,
    scripts: str = "",
) -> None:
    """Raises AssertionError with the list of all faults of a page.

    `weight_budget`: None for a page that shows a document, whose length is its author's.
    `scripts`: where this face's own script files are, when it has some; nothing else may run.
    `personal`: the page may hold somebody's data, so no cache may keep it.
    """
    page = Page(html, status, headers, personal, scripts)
    looks = page.looks
    faults = [] if looks in _FAULTLESS else [fault for rule in RULES for fault in rule(page)]
    if not faults:
        _FAULTLESS.add(looks)
    if weight_budget is not None:
        faults += _weight(html, weight_budget)
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise AssertionError(f"{url} ({status}) has {len(faults)} fault(s):\n{listed}")


def _is_well_formed(page: Page) -> Iterator[str]:
    for (line, column), code, details in page.parser.errors:
        yield f"malformed HTML at line {line}, column {column}: {code} {details or ''}".rstrip()


def _says_its_language(page: Page) -> Iterator[str]:
    root = page.parser.root
    yield from (f"<html> has no {name}" for name in ("lang", "dir") if not root.get(name))


def _has_one_heading_that_the_title_repeats(page: Page) -> Iterator[str]:
    headings, titles = page.all("h1"), page.all("title")
    if len(headings) != 1:
        yield f"{len(headings)} <h1> instead of one"
    title = text_of(titles[0]) if titles else ""
    if not title:
        yield "no title"
    elif headings and (missing := _words(text_of(headings[0])) - _words(title)):
        yield f"the title {title!r} lacks words of the heading: {', '.join(sorted(missing))}"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def _climbs_headings_one_by_one(page: Page) -> Iterator[str]:
    level = 0
    for heading in page.all(*_HEADINGS):
        if not text_of(heading):
            yield f"empty <{heading.tag}>"
        if int(heading.tag[1]) > level + 1:
            yield f"<{heading.tag}> {text_of(heading)!r} skips a level after h{level}"
        level = int(heading.tag[1])


def _labels_every_field(page: Page) -> Iterator[str]:
    labels = [label for label in page.all("label") if text_of(label)]
    named = {label.get("for") for label in labels}
    wrapped = {field for label in labels for field in label.iter() if field.tag in _FIELDS}
    for field in page.all(*_FIELDS):
        silent = field.get("type") in ("hidden", "submit")
        if not silent and field not in wrapped and field.get("id", "") not in named - {None}:
            yield f"no label for <{field.tag} name={field.get('name')!r}>"


def _types_every_button_and_input(page: Page) -> Iterator[str]:
    for element in page.all("button", "input"):
        if not element.get("type"):
            yield f"no type on <{element.tag} name={element.get('name')!r}>"
        elif element.tag == "button" and not text_of(element):
            yield "a button without text"


def _guards_every_post(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        posts = form.get("method", "get").lower() == "post"
        if posts and not any(field.get("name") == "jeton" for field in form.iter("input")):
            yield f"the form to {form.get('action', '')!r} carries no jeton"


def _uses_each_id_once(page: Page) -> Iterator[str]:
    yield from (f"id {name!r} stands {count} times" for name, count in page.ids.items() if count > 1)


def _links_to_what_is_there(page: Page) -> Iterator[str]:
    links = page.all("a")
    inner = [link.get("href", "") for link in links if link.get("href", "").startswith("#")]
    yield from (f"no element bears the id that {href} leads to" for href in inner if href[1:] not in page.ids)
    yield from (f"a link without text to {link.get('href')!r}" for link in links if not text_of(link))
    if not links or not links[0].get("href", "").startswith("#"):
        yield "the first link does not skip to the content"


def _asks_nothing_from_elsewhere(page: Page) -> Iterator[str]:
    for element in page.all():
        for name in _ADDRESSES:
            value = element.get(name, "")
            scheme = value.strip().partition(":")[0].lower()
            if _ELSEWHERE.match(value) or (scheme == "data" and element.get("rel") != "icon"):
                yield f"outside address on <{element.tag}>: {name}={value!r}"


def _has_no_script_and_no_picture(page: Page) -> Iterator[str]:
    allowed = [one for one in page.all("script") if page.scripts and one.get("src", "").startswith(page.scripts)]
    yield from (f"text in <script src={one.get('src')!r}>" for one in allowed if one.text)
    for name in _FORBIDDEN:
        if any(one not in allowed for one in page.all(name)):
            yield f"<{name}> on the page"
    for element in page.all():
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                yield f"script in {name} of <{element.tag}>"
            elif name in ("style", "formaction"):
                yield f"{name} on <{element.tag}>"
            elif value.strip().lower().startswith("javascript:"):
                yield f"script in {name} of <{element.tag}>"


def _heads_every_table(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        if not any(text_of(part) for name in ("caption", "th") for part in table.iter(name)):
            yield "a table with neither caption nor header cell"


def _is_kept_by_nobody(page: Page) -> Iterator[str]:
    directives = {part.strip().lower() for part in page.header("Cache-Control").split(",")}
    if page.is_personal and "no-store" not in directives:
        yield f"personal page without no-store (Cache-Control: {page.header('Cache-Control')!r})"


def _forbids_by_default(page: Page) -> Iterator[str]:
    policy = page.header("Content-Security-Policy")
    if "default-src 'none'" not in (part.strip() for part in policy.split(";")):
        yield f"no Content-Security-Policy with default-src 'none' ({policy!r})"


def _weight(html: str, budget: WeightBudget) -> Iterator[str]:
    plain = html.encode()
    weights = {
        "plain": (len(plain), budget.plain),
        "gzip": (len(gzip.compress(plain, 6)), budget.gzip),
        "brotli": (len(brotli.compress(plain, quality=5)), budget.brotli),
    }
    yield from (f"{n} bytes {how}, {most} allowed" for how, (n, most) in weights.items() if n > most)


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _is_well_formed,
    _says_its_language,
    _has_one_heading_that_the_title_repeats,
    _climbs_headings_one_by_one,
    _labels_every_field,
    _types_every_button_and_input,
    _guards_every_post,
    _uses_each_id_once,
    _links_to_what_is_there,
    _asks_nothing_from_elsewhere,
    _has_no_script_and_no_picture,
    _heads_every_table,
    _is_kept_by_nobody,
    _forbids_by_default,
)


class TitleBook:
    """Remembers the titles of a walk: two addresses never share one."""

    def __init__(self) -> None:
        self._address_of: dict[str, str] = {}

    def add(self, html: str, url: str) -> None:
        """Notes a page; raises AssertionError when another address already bears its title."""
        title = next(iter(html5lib.parse(html, namespaceHTMLElements=False).iter("title")), None)
        words = "" if title is None else text_of(title)
        holder = self._address_of.setdefault(words, url)
        assert holder == url, f"{url} and {holder} both bear the title {words!r}"
