"""Reads a PDF back: its words, its pages, each run of text with font and size, its structure tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from subprocess import run

import pikepdf


@dataclass(frozen=True)
class Run:
    """Signs drawn in one go: the font, the size in points on paper, the glyphs' numbers in the font."""

    font: str
    points: float
    glyphs: tuple[int, ...]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page in reading order, no-break spaces kept, lines joined by a single space."""
    told = run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.replace("\n", " ").split(" ")).strip() for page in told.split("\f")[:-1]]


def words(pdf: bytes) -> str:
    """All the text, with plain spaces only."""
    return " ".join(" ".join(pages(pdf)).split())


def spoken(pdf: bytes) -> str:
    """The text as the structure tree holds it: what a voice reads, in its order."""
    told = run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    texts = (line.strip() for line in told.splitlines())
    return " ".join(" ".join(line.strip('"') for line in texts if line.startswith('"')).split())


def lines_as_seen(pdf: bytes) -> str:
    """The text line by line, each in the order its script is read, as the eye meets it."""
    seen = run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return seen.replace("\u202b", "").replace("\u202c", "")


@dataclass(frozen=True)
class Word:
    """A printed word and its box, in points from the top left of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def placed(pdf: bytes) -> list[list[Word]]:
    """The words of each page with their boxes."""
    told = run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    word = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
    return [
        [Word(unescape(text), *map(float, box)) for *box, text in word.findall(page)]
        for page in told.split("<page ")[1:]
    ]


def corners(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every printed word, in points from the top left of its page."""
    return [(word.left, word.top, word.right, word.bottom) for page in placed(pdf) for word in page]


def runs(pdf: bytes) -> list[Run]:
    with opened(pdf) as file:
        return [found for page in file.pages for found in _runs_of(page)]


def _runs_of(page: pikepdf.Page) -> Iterator[Run]:
    scales, scale, font, size, line = [], 1.0, "", 0.0, 1.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                scales.append(scale)
            case "Q":
                scale = scales.pop()
            case "cm":
                scale *= abs(float(operands[3]))
            case "Tm":
                line = abs(float(operands[3]))
            case "Tf":
                font, size = str(page.Resources.Font[operands[0]].BaseFont), float(operands[1])
            case "TJ":
                texts = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                yield Run(font, size * line * scale, tuple(_glyphs(b"".join(texts))))


def _glyphs(text: bytes) -> Iterator[int]:
    return (int.from_bytes(text[place : place + 2]) for place in range(0, len(text), 2))


def elements(file: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the structure tree, in reading order."""
    return list(_below(file.Root.StructTreeRoot))


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)
