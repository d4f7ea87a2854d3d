"""A sealed summary opens with its sixteen digits and with nothing else; shut, it tells nothing of what it holds."""

import re
import zlib
from io import BytesIO
from subprocess import run

import pikepdf
import pytest

from printouts import render_summary, sealed_pdf
from tests.printouts.reading import opened, words
from tests.printouts.sheets import BARE, FULL

CODE = "4711081500421234"


@pytest.fixture(scope="module")
def plain():
    return render_summary(FULL, 18)


@pytest.fixture(scope="module")
def sealed(plain):
    return sealed_pdf(plain, CODE)


def told(program, pdf, tmp_path, *more):
    """What a program of another make tells of a file."""
    path = tmp_path / "resume.pdf"
    path.write_bytes(pdf)
    return run(
        [program, *more, str(path), *(["-"] if program == "pdftotext" else [])],
        capture_output=True,
        text=True,
        check=False,
    )


def clear_parts(pdf):
    """All that stands in clear in a shut file: its bytes, and its streams unpacked where they can be."""
    yield pdf
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE[:-1] + "5", CODE + "0", f"{CODE[:4]} {CODE[4:]}"])
def test_it_stays_shut_without_its_exact_code(sealed, tmp_path, code):
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(sealed), password=code)
    refused = told("pdftotext", sealed, tmp_path, "-upw", code, "-opw", code)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Incorrect password" in refused.stderr


def test_with_its_code_it_says_the_same_words_in_the_same_structure(plain, sealed, tmp_path):
    assert " ".join(told("pdftotext", sealed, tmp_path, "-raw", "-upw", CODE).stdout.split()) == words(plain)
    spoken = told("pdfinfo", sealed, tmp_path, "-struct-text", "-upw", CODE).stdout
    assert "Pénicilline" in spoken
    assert spoken == told("pdfinfo", plain, tmp_path, "-struct-text").stdout


def test_it_is_sealed_by_aes_256_of_revision_6_and_may_be_read_aloud(sealed):
    with pikepdf.open(BytesIO(sealed), password=CODE) as file:
        seal = file.encryption
        assert (seal.R, seal.V, seal.bits) == (6, 5, 256)
        assert {one.name for one in (seal.stream_method, seal.string_method, seal.file_method)} == {"aesv3"}
        assert file.allow.accessibility
        assert file.allow.extract
        assert file.Root.MarkInfo.Marked
    assert sealed.startswith(b"%PDF-2.0")


def test_shut_it_tells_neither_a_word_nor_how_many_lines_there_are(plain, sealed):
    seen = list(clear_parts(sealed))
    for word in ("Jeanne", "Roux", "Pénicilline", "Metformine", "Mon dossier", "Dossier Clair", "242115612345678"):
        for written in (word.encode(), word.encode("utf-16-be"), word.encode("latin-1")):
            assert not any(written in part for part in seen), word
    for name in (b"/LI", b"/TR", b"/H2", b"/Title", b"/Author", b"/StructElem"):
        assert not any(name in part for part in seen), name
    assert any(b"/LI" in part for part in clear_parts(plain)), "the unsealed file does tell: the search works"


def test_each_file_has_a_key_of_its_own_and_the_code_stands_nowhere_in_it(plain, sealed):
    again = sealed_pdf(plain, CODE)
    assert again != sealed
    assert CODE.encode() not in sealed + again
    bare = sealed_pdf(render_summary(BARE, 18), "0000000000000000")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(bare), password=CODE)


def test_an_open_file_is_left_as_it_was(plain):
    with opened(plain) as file:
        assert not file.is_encrypted
