"""The summary is marked up for a voice: language, title, headings, lists, headers tied to their cells."""

import pytest

from printouts import render_summary
from tests.printouts.reading import elements, opened, spoken
from tests.printouts.sheets import FULL


@pytest.fixture(scope="module")
def sheet():
    with opened(render_summary(FULL, 14)) as file:
        yield file


def kinds(file):
    return [str(element.S) for element in elements(file)]


def test_the_file_tells_its_language_and_its_title(sheet):
    assert str(sheet.Root.Lang) == "fr"
    assert str(sheet.docinfo.Title) == "Mon dossier en résumé"
    assert sheet.Root.ViewerPreferences.DisplayDocTitle is True


def test_the_title_holds_no_name_since_screens_and_print_queues_show_it(sheet):
    assert "Roux" not in str(sheet.docinfo) + sheet.open_metadata().get("dc:title", "")


def test_the_file_claims_pdf_ua_and_is_tagged(sheet):
    assert sheet.open_metadata()["pdfuaid:part"] == "1"
    assert sheet.Root.MarkInfo.Marked is True
    assert "/StructTreeRoot" in sheet.Root


def test_there_is_one_main_title_and_a_title_for_each_section(sheet):
    assert kinds(sheet).count("/H1") == 1
    assert kinds(sheet).count("/H2") == 8
    assert not {"/H3", "/H4", "/H5", "/H6"} & set(kinds(sheet))


def test_each_title_has_its_bookmark(sheet):
    with sheet.open_outline() as outline:
        (main,) = outline.root
        assert str(main.title) == "Mon dossier en résumé"
        assert [str(each.title) for each in main.children][:3] == [
            "Identité", "Allergies", "Problèmes de santé actuels",
        ]  # fmt: skip


def test_each_identity_value_is_tied_to_its_header(sheet):
    rows = [element for element in elements(sheet) if element.S == "/TR"]
    assert len(rows) == 6
    for row in rows:
        header, value = row.K
        assert (header.S, value.S) == ("/TH", "/TD")
        assert [str(name) for name in value.A.Headers] == [str(header.ID)]


def test_items_are_lists_so_that_a_voice_can_tell_them_apart(sheet):
    items = [element for element in elements(sheet) if element.S == "/LI"]
    assert len(items) == 13
    assert all(item.K[0].S == "/LBody" for item in items)


def test_a_voice_reads_the_sheet_in_order_and_no_page_footer(sheet):
    told = spoken(render_summary(FULL, 14))
    planted = [
        "Mon dossier",
        "Le Goff",
        "Pénicilline",
        "Diabète",
        "Metformine",
        "Grippe",
        "Ordonnance",
        "la loi",
    ]
    places = [told.index(word) for word in planted]
    assert places == sorted(places)
    assert told.count("Imprimé le") == 1
    assert "Page" not in told


def test_the_same_facts_give_the_same_file():
    assert render_summary(FULL, 14) == render_summary(FULL, 14)
