"""Compression, only as the browser asked for it: elinks can't read what it didn't ask for."""

import gzip

import brotli
import pytest

from tests.kit.portal import House


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, compress, bzip2", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("compress, bzip2", None),
        ("*", None),
        ("", None),
        ("gzip;q=zzz, ;;,", None),
    ],
)
def test_a_page_is_compressed_as_the_browser_named_it(house: House, asked: str, given: str | None) -> None:
    page = house.visitor().get("/aide", Accept_Encoding=asked)
    assert page.headers.get("Content-Encoding") == given
    assert "Accept-Encoding" in page.headers["Vary"]
    assert page.heading == "Aide"


def test_a_browser_that_names_nothing_gets_the_page_as_it_is(house: House) -> None:
    page = house.visitor().get("/aide")
    assert "Content-Encoding" not in page.headers
    assert int(page.headers["Content-Length"]) == len(page.content)


def test_what_is_sent_is_the_same_page_smaller(house: House) -> None:
    visitor = house.visitor()
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        with visitor.client.get("/accessibilite", headers={"Accept-Encoding": encoding}) as answer:
            assert len(answer.data) == int(answer.headers["Content-Length"]) < 3_500
            assert "Déclaration" in unpack(answer.data).decode()


def test_files_and_moves_are_left_as_they_are(house: House) -> None:
    visitor = house.signed_in("roux.jeanne")
    document = visitor.page.documents[0]
    for path in (f"{document}/original", f"{document}/pieces/1", "/"):
        assert "Content-Encoding" not in visitor.get(path, Accept_Encoding="br, gzip").headers
