"""The whole site map, signed out and in: light, one request a page, no script, no two titles alike."""

import gzip
import re
from collections.abc import Iterator

import brotli
import pytest

from tests.kit.page_checker import TitleBook
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

LEMOINE = "lemoine.robert"  # 400 documents: every list is full
BUDGET = {"plain": 12_000, "gzip": 3_500, "brotli": 3_000}
SIGN_IN = ("/connexion", "/connexion/mot-de-passe", "/connexion/code")


def _signed_out(house: House) -> Iterator[Answer]:
    visitor = house.visitor()
    page = visitor.get("/plan-du-site")
    yield page
    for path in (*_addresses(page), "/au-revoir", "/session-terminee", "/demo/outbox", "/nulle-part"):
        answer = visitor.get(path)
        if answer.status != 303:
            yield answer
    visitor.give_password(LEMOINE)
    for path in SIGN_IN[1:]:
        yield visitor.get(path)


def _signed_in(house: House) -> Iterator[Answer]:
    visitor = house.signed_in(LEMOINE)
    index = visitor.get("/documents/categories")
    shelves = [link for link in index.links if link.startswith(("/documents/categorie/", "/documents/annee/"))]
    for path in (*_addresses(visitor.get("/plan-du-site")), *shelves):
        if path not in ("/", "/connexion"):
            yield visitor.get(path)
    yield from _second_pages(visitor)


def _second_pages(visitor: Visitor) -> Iterator[Answer]:
    for path in ("/documents", "/historique"):
        yield visitor.get(next(link for link in visitor.get(path).links if link.startswith(f"{path}?")))


def _addresses(page: Answer) -> list[str]:
    return list(dict.fromkeys(link for link in page.links if re.fullmatch(r"/[a-z/-]*", link)))


@pytest.fixture
def site(house: House) -> list[Answer]:
    return [*_signed_out(house), *_signed_in(house)]


def test_every_page_of_the_site_map_stays_within_its_weight(site: list[Answer]) -> None:
    assert len(site) > 35
    assert sum(len(page.documents) == 20 for page in site) >= 20
    heavy = [f"{page.path}: {how} {n}" for page in site for how, n in _weights(page) if n > BUDGET[how]]
    assert heavy == []


def _weights(page: Answer) -> list[tuple[str, int]]:
    plain = page.content
    return [
        ("plain", len(plain)),
        ("gzip", len(gzip.compress(plain, 6))),
        ("brotli", len(brotli.compress(plain, quality=5))),
    ]


def test_every_page_is_one_request_without_script(site: list[Answer]) -> None:
    for page in site:
        links = [(one.get("rel"), one.get("href")) for one in page.tree.iter("link")]
        assert links == [("icon", "data:,")], page.path
        assert not re.search(r"\bsrc=|<script|@import|url\(|\bon\w+=|javascript:", page.html), page.path


def test_no_two_pages_of_the_site_map_bear_the_same_title(site: list[Answer]) -> None:
    book = TitleBook()
    for page in site:
        book.add(page.html, page.path)


def test_the_way_out_comes_first_and_the_help_line_last_on_every_page(site: list[Answer]) -> None:
    for page in site:
        told = page.all_words
        assert told.count("Besoin d’aide ? 3422") == 1, page.path
        assert told.index("Quitter et effacer") < told.index("Besoin d’aide ?"), page.path
