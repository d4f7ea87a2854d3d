"""A practice house, planted once for a module, and how its pages and papers are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from back_office.commands.planting import make_ready
from dossier.base import Settings
from tests.kit.portal import House, opened
from tests.kit.visitor import Answer, words_of
from tests.printouts.reading import pages, spoken

WORDS = "EXERCICE. Rien n’est vrai ici. Toutes les personnes sont inventées."
ON_PAPER = "EXERCICE : papier sans valeur"
BEGINNING = "EXERCICE. Rien n’est vrai dans ce message."
_BANDS = (
    [("div", {"class": "whose"}), ("p", {"class": "row"}), ("b", {})],
    [("p", {"class": "practice"}), ("b", {})],
)
"""As the portal and the desk show it; nothing hides it."""


def environ_of(var_dir: Path) -> dict[str, str]:
    """Return the environment of a practice under this folder."""
    return {"PRACTICE": "1", "VAR_DIR": str(var_dir), "ANSWER_FLOOR_MS": "0"}


def plant_practice(var_dir: Path) -> Settings:
    """Make a practice ready under this folder; return its settings."""
    settings = Settings.read(environ_of(var_dir))
    make_ready(settings)
    return settings


@contextmanager
def practice_in(var_dir: Path) -> Iterator[House]:
    """Plant a practice under this folder and open it."""
    plant_practice(var_dir)
    with opened(environ_of(var_dir)) as house:
        yield house


def check_page_says_so(page: Answer) -> None:
    """Raise AssertionError unless a page says it first of all, in words, and in its title."""
    band = next(page.tree.iter("header"))[0]
    assert [(one.tag, one.attrib) for one in band.iter()] in _BANDS, page.path
    assert words_of(band) == WORDS, page.path
    assert page.title.startswith("Exercice – "), page.path
    assert "Démonstration" not in page.all_words


def check_sheet_says_so(pdf: bytes) -> None:
    """Raise AssertionError unless every page of a sheet says it, and a voice as often."""
    told = [" ".join(page.split()) for page in pages(pdf)]
    assert told
    assert [page.count(ON_PAPER) for page in told] == [1] * len(told)
    assert spoken(pdf).count(ON_PAPER) == len(told)
