"""Hours, weights and sentences: what an adult of 84 reads without a dictionary."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pyphen
import pytest

from portal.ui import file_in_words, moment_in_words, typeset
from portal.ui.words import elides

_TEXTS = [
    (path, text)
    for face in ("portal", "assisted_desk")
    for path in sorted((Path(__file__).parents[2] / face).rglob("*.html"))
    for text in re.findall(r'_\("([^"]+)"\)', path.read_text(encoding="utf-8"))
]
_UNWANTED = r"invalide|incorrect|erroné|obligatoire|&|\bDMP\b|\bMES\b|\bNIR\b|\betc\b"
_SYLLABLES = pyphen.Pyphen(lang="fr_FR")


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.?!:](?:\s|$)", re.sub(r"%\(\w+\)s", "un", text))
    return [words for part in parts if (words := re.findall(r"[\w’'-]+", part))]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 12, 13, 5, tzinfo=UTC), "12 novembre 2026 à 14 h 05"),
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), "1er août 2026 à 0 h 30"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "1er janvier 2027 à 0 h 00"),
    ],
)
def test_an_instant_is_said_in_paris_time(at: datetime, words: str) -> None:
    assert moment_in_words(at).replace("\u00a0", " ") == words


def test_of_somebody_is_shortened_where_french_shortens_it() -> None:
    assert [name for name in ("Odette", "Léo", "Émile", "Henriette", "Yves", "Youssef", "Paul") if elides(name)] == [
        "Odette", "Émile", "Henriette", "Yves",
    ]  # fmt: skip


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_in_words(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001 -- the fault itself


@pytest.mark.parametrize(
    ("media_type", "size", "words"),
    [
        ("application/pdf", 77_000, "document PDF, 77 kilo-octets, environ 15 secondes sur une ligne lente"),
        ("text/plain", 12, "texte, 1 kilo-octet, environ 5 secondes sur une ligne lente"),
        ("image/jpeg", 999_999, "image, 1 méga-octet, environ 3 minutes sur une ligne lente"),
        ("image/png", 1_500_000, "image, 1,5 méga-octet, environ 4 minutes sur une ligne lente"),
        ("application/x-odd", 350_000, "fichier, 350 kilo-octets, environ 1 minute sur une ligne lente"),
    ],
)
def test_a_file_says_its_weight_and_its_wait(media_type: str, size: int, words: str) -> None:
    assert file_in_words(media_type, size).replace("\u00a0", " ") == words


def test_french_signs_hold_to_the_word_before_them() -> None:
    assert typeset("Oui ? « Non » : 8 h 30 !") == "Oui\u00a0? «\u00a0Non\u00a0»\u00a0: 8\u00a0h\u00a030\u00a0!"


def test_no_sentence_is_longer_than_fifteen_words() -> None:
    assert [(path.name, text) for path, text in _TEXTS if any(len(s) > 15 for s in sentences(text))] == []


def test_sentences_have_ten_words_at_most_on_average_and_easy_words() -> None:
    said = [sentence for _, text in _TEXTS for sentence in sentences(text)]
    words = [word for sentence in said for word in sentence]
    syllables = sum(len(_SYLLABLES.positions(word)) + 1 for word in words)
    mean = len(words) / len(said)
    assert mean <= 10
    assert 207 - 1.015 * mean - 73.6 * syllables / len(words) >= 90  # Kandel and Moles


def test_no_text_escapes_translation() -> None:
    faces = ("portal", "assisted_desk")
    for path in sorted(path for face in faces for path in (Path(__file__).parents[2] / face).rglob("*.html")):
        source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        bare = re.sub("<[^>]*>", " ", source)
        names = re.sub(r"Dossier Clair|Défenseur des droits|Libre réponse|Paris CEDEX", "", bare)
        assert re.findall(r"[^\W\d_]{2,}", names) == [], path.name
        said = re.sub(r'_\("[^"]+"\)', "", path.read_text(encoding="utf-8"))
        quoted = " ".join(re.findall(r"\{[{%].*?[%}]\}", said, re.DOTALL))
        strings = re.findall('"([^"]*)"', quoted)
        assert [string for string in strings if re.search("[A-ZÀ-Ý]| [a-z]", string)] == [], path.name


def test_no_text_uses_a_word_that_blames_or_an_unexplained_acronym() -> None:
    for path, text in _TEXTS:
        assert not re.search(_UNWANTED, text), (path.name, text)
        assert "'" not in text, f"{path.name}: {text} has a typewriter apostrophe"
