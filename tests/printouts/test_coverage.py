"""What can be drawn is drawn, what can't leaves a visible hole, and nothing turns a line round in secret."""

from pathlib import Path

import pytest

from printouts import FontsMissing, coverage
from printouts.coverage import UNPRINTABLE, printable


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ça œuvre — 850 mg ≤ 5 µg", "Ça œuvre — 850 mg ≤ 5 µg"),
        ("ياسمين", "ياسمين"),
        ("e\u0301te\u0301", "été"),
        ("漢💊", UNPRINTABLE * 2),
        ("a\tb\nc\x00d\u2028e", "a b c d e"),
        ("850\u202e gm\u202c", "850 gm"),
        ("para\u00adcétamol\ufe0f", "paracétamol"),
        ("\ud800", UNPRINTABLE),
    ],
)
def test_text_is_made_printable(text, drawn):
    assert printable(text) == drawn


def test_the_sign_for_a_hole_can_itself_be_drawn():
    assert printable(UNPRINTABLE) == UNPRINTABLE
    assert ord(UNPRINTABLE) in coverage._drawable()


def test_a_missing_font_says_which_packages_bring_it(monkeypatch):
    monkeypatch.setattr(coverage, "font_files", lambda: (Path("/nowhere/Andika-Regular.ttf"),))
    coverage._drawable.cache_clear()
    with pytest.raises(FontsMissing) as refusal:
        printable("a")
    assert "fonts-sil-andika" in refusal.value.facts["packages"]
