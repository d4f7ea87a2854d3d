"""The stylesheet: small, one hash, readable by poor eyes and poor browsers."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from portal.ui import STYLE_HASH
from portal.ui.render import render
from portal.ui.style import minify
from tests.kit.samples import samples

SOURCE = (Path(__file__).parents[2] / "portal/ui/style.css").read_text(encoding="utf-8")
INK, PAPER, NIGHT, LINK, GO, QUIET, MIST = "14202b", "fff", "0f3d5c", "0b4a75", "0f5132", "3a4a57", "eef3f6"
NOTICE, FAULT, FAULT_PAPER, WHOSE = "fff6ea", "a3122c", "fdf0f2", "5c3400"


def luminance(color: str) -> float:
    full = color if len(color) == 6 else "".join(2 * digit for digit in color)
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (INK, PAPER), (INK, MIST), (INK, NOTICE), (INK, FAULT_PAPER), (LINK, PAPER), (LINK, MIST),
        (LINK, FAULT_PAPER), (QUIET, PAPER), (FAULT, PAPER), (PAPER, NIGHT), (PAPER, GO), (NIGHT, PAPER),
        (PAPER, WHOSE),
    ],
)  # fmt: skip
def test_every_text_stands_out_seven_to_one(text: str, ground: str) -> None:
    assert text in SOURCE
    assert ground in SOURCE
    assert contrast(text, ground) >= 7


def test_every_color_of_the_sheet_is_a_known_one() -> None:
    known = {INK, PAPER, NIGHT, LINK, GO, QUIET, MIST, NOTICE, FAULT, FAULT_PAPER, WHOSE}
    rules_and_bars = {"9fb3c0", "b25b00", "f6b100", "000"}
    assert set(re.findall(r"#([0-9a-f]{3,6})\b", SOURCE)) == known | rules_and_bars


def test_the_sheet_is_light_and_asks_nothing_poor_browsers_lack() -> None:
    assert len(minify(SOURCE)) <= 3_500
    rules = re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.DOTALL)
    assert re.findall(r"\drem|position|url\(|@import|@font-face|content:|justify;|italic|uppercase", rules) == []


def test_the_hash_is_that_of_the_style_on_the_page() -> None:
    sample = samples()[0]
    style = re.search("<style>(.*?)</style>", render(sample.template, sample.page, sample.frame)).group(1)
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" == STYLE_HASH


def test_making_it_small_loses_no_rule() -> None:
    assert minify("/* a */ .b , .c > p { d : e ;\n f: 1px 2px }\n@media (g: h) { .i { j: k } }") == (
        ".b,.c>p{d :e;f:1px 2px}@media (g:h){.i{j:k}}"
    )
    assert minify(SOURCE).count("{") == re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.DOTALL).count("{")
