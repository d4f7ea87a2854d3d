"""The summary on paper: sizes, fonts, pages, and what may not be split."""

from collections import Counter
from dataclasses import replace

import pytest

from printouts import SIZES, Item, PrintoutTooLarge, Section, render_summary
from printouts.words import SECTIONS
from tests.printouts.reading import corners, opened, pages, runs
from tests.printouts.sheets import BARE, FULL, JEANNE, with_treatments

MM = 72 / 25.4
OURS = {"Andika", "Noto-Naskh-Arabic", "DejaVu-Sans"}


@pytest.mark.parametrize("size", SIZES)
def test_no_letter_is_smaller_than_asked_footers_included(size):
    sizes = Counter(round(run.points, 1) for run in runs(render_summary(FULL, size)))
    assert min(sizes) == size
    assert sizes.most_common(1)[0][0] == size


@pytest.mark.parametrize(("size", "most"), [(14, 3), (18, 4), (24, 6)])
def test_a_common_record_stays_short(size, most):
    assert len(pages(render_summary(FULL, size))) <= most


@pytest.mark.parametrize("size", SIZES)
def test_a_bare_record_takes_three_pages_at_most_and_opens_with_who_it_is(size):
    told = pages(render_summary(BARE, size))
    assert len(told) <= 3 + (size == 24)
    assert "clé" in told[0]


@pytest.mark.parametrize("size", SIZES)
def test_the_engine_understands_every_rule_of_the_style(size, caplog):
    render_summary(FULL, size)
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_the_paper_is_a4():
    with opened(render_summary(BARE, 14)) as file:
        assert [round(float(side)) for side in file.pages[0].MediaBox] == [0, 0, 595, 842]


def test_two_hundred_items_are_each_whole_on_one_page():
    told = pages(render_summary(with_treatments(200), 18))
    for number in range(200):
        (page,) = [page for page in told if f"debut{number} " in page]
        assert f"fin{number} " in page, f"item {number} is split over two pages"


@pytest.mark.parametrize("size", SIZES)
def test_everything_lies_inside_the_margins_even_long_names_and_high_page_numbers(size):
    """25 mm on the left for the binder's holes; elsewhere what home printers can't reach stays white."""
    someone = replace(JEANNE, usual_name="Dupont-Castelnau de la Roche-Beaumont", first_names=("Marie-Antoinette",))
    words = corners(render_summary(replace(with_treatments(120), identity=someone), size))
    assert len(words) > 120
    assert min(left for left, *_ in words) >= 25 * MM - 1
    assert max(right for _, _, right, _ in words) <= (210 - 16) * MM + 1
    assert min(top for _, top, *_ in words) >= 8 * MM
    assert max(bottom for *_, bottom in words) <= (297 - 8) * MM


@pytest.mark.parametrize("count", range(1, 9))
def test_a_section_never_starts_at_the_foot_of_a_page_without_its_first_line(count):
    told = pages(render_summary(with_treatments(count), 24))
    for name, words in SECTIONS.items():
        first = getattr(FULL, name).items[0].text.replace(" %", "") if name != "treatments" else "debut0"
        (page,) = [page for page in told if first in page.replace("\u00a0", " ")]
        assert words.title in page


@pytest.mark.parametrize("count", range(1, 9))
def test_what_is_said_in_a_few_lines_is_said_on_one_page(count):
    """An empty section keeps its two sentences together, and the closing advice its three."""
    bare_but_treatments = replace(BARE, treatments=with_treatments(count).treatments)
    told = pages(render_summary(bare_but_treatments, 24))
    assert sum(page.count("Non renseigné.") for page in told) == 5
    for page in told:
        assert page.count("Non renseigné.") == page.count("Cela ne veut pas dire")
        assert ("copie pour votre information" in page) == ("qu’il le sache" in page)


def test_only_our_fonts_are_used_and_each_is_embedded():
    names = replace(JEANNE, usual_name="بن علي")
    sheet = replace(BARE, identity=names, allergies=Section.listed(Item("Noix ☐", "≤ 5 ◦ œ")))
    with opened(render_summary(sheet, 14)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        families = {str(font.BaseFont).partition("+")[2].removesuffix("-Bold") for font in fonts}
        assert families == OURS
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
        assert all("/ToUnicode" in font for font in fonts)


def test_no_glyph_is_missing_whatever_people_write():
    strange = "ﬁ \u200d漢字 💊\ufe0f e\u0301 ẞ Ž ș ґ ұ Ω ≥ ✓ ⁄ \u202e \x07 \u00ad ﷺ ۵ ཨ"
    sheet = replace(BARE, allergies=Section.listed(Item(strange, strange)))
    missing = [run for run in runs(render_summary(sheet, 14)) if 0 in run.glyphs]
    assert missing == []


def test_a_long_word_does_not_run_off_the_paper():
    """A sheet cuts such a word rather than lose its end: the right margin stays white."""
    sheet = replace(BARE, allergies=Section.listed(Item("x" * 300)))
    told = "".join(pages(render_summary(sheet, 24)))
    assert "x" * 300 not in told
    assert told.replace(" ", "").count("x" * 300) == 1


@pytest.mark.parametrize(
    ("section", "part", "limit"),
    [
        (Section.listed(*[Item("Noix")] * 201), "allergies", 200),
        (Section.listed(Item("x" * 1_001)), "text", 1_000),
        (Section.listed(Item("Noix", "x" * 1_001)), "text", 1_000),
        (Section.listed(Item("Noix", author="x" * 1_001)), "text", 1_000),
        (Section.listed(*[Item("x" * 1_000)] * 61), "total", 60_000),
    ],
)
def test_more_than_a_sheet_may_hold_is_refused_with_its_limit(section, part, limit):
    with pytest.raises(PrintoutTooLarge) as refusal:
        render_summary(replace(BARE, allergies=section), 14)
    assert refusal.value.facts == {"part": part, "limit": limit}


def test_a_size_that_is_not_offered_is_refused():
    with pytest.raises(ValueError, match="no sheet in 12 points"):
        render_summary(BARE, 12)


def test_a_number_that_is_no_ins_is_refused_without_being_repeated():
    with pytest.raises(ValueError, match="an INS is") as refusal:
        render_summary(replace(BARE, identity=replace(JEANNE, ins="2421156123456")), 14)
    assert "2421156123456" not in str(refusal.value)
