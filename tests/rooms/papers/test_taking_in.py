"""A paper taken in: the bytes alone decide what it is, the page is drawn anew, and only its owner opens it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from dossier.documents import DocumentNotFound, list_documents, open_part
from dossier.journal import witness_of
from dossier.lifecycle import State
from dossier.papers import PaperWords, PictureRefused, RecordNotOpen, clean_page, take_in
from dossier.papers.limits import LARGEST_PICTURE, LONG_SIDE, MOST_DOTS, MOST_PAGES, MOST_SCANS
from dossier.policy import Acting, NotPermitted, Role, Scope
from tests.kit.house import NOW, enrolled, events_of, herself
from tests.kit.mandates import LE_PUY
from tests.kit.visit_acts import photograph

WORDS = PaperWords("Papier", ("Ouvrez le fichier.",))
TODAY = NOW.date()


def advisor(patient_id: bytes, scope: Scope = Scope.PAPER_IN) -> Acting:
    who = Acting(Role.ADVISOR, patient_id, b"ines------------", "Inès Laurent")
    return replace(who, mandate="7KQM4HTX9DFR", scope=scope, site=LE_PUY)


def why(content: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        clean_page(content)
    return str(refused.value.facts["why"])


def test_a_paper_is_sealed_and_only_its_owner_opens_it(writing):
    her = enrolled(writing)
    taken = take_in(writing, advisor(her), (clean_page(photograph()),), WORDS, TODAY, NOW)
    assert (taken.pages, taken.is_new) == (1, True)
    (document,) = list_documents(writing, herself(her), witness_of(her, 1)).documents
    part = open_part(writing, herself(her), document.document_id, None, NOW)
    assert (part.facts.media_type, part.content[:4]) == ("application/pdf", b"%PDF")
    for scope in Scope:
        with pytest.raises(NotPermitted):
            open_part(writing, advisor(her, scope), document.document_id, None, NOW)
        with pytest.raises(NotPermitted):
            list_documents(writing, advisor(her, scope), witness_of(her, 1))
    with pytest.raises(DocumentNotFound):
        open_part(writing, herself(enrolled(writing)), document.document_id, None, NOW)


def test_the_same_paper_is_one_document_and_one_entry(writing):
    her, page = enrolled(writing), clean_page(photograph())
    assert page == clean_page(photograph())
    first, second = (take_in(writing, advisor(her), (page,), WORDS, TODAY, NOW) for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert events_of(writing, her).count("documents:document:deposited") == 1


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.PAPER_IN])
def test_no_other_scope_takes_paper_in(writing, scope):
    with pytest.raises(NotPermitted):
        take_in(writing, advisor(enrolled(writing), scope), (clean_page(photograph()),), WORDS, TODAY, NOW)


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPPOSED, State.CLOSED])
def test_a_record_that_is_not_open_takes_none(writing, state):
    her = enrolled(writing, state=state)
    with pytest.raises(RecordNotOpen):
        take_in(writing, advisor(her), (clean_page(photograph()),), WORDS, TODAY, NOW)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4 anything", "pdf"),
        (b"", "format"),
        (b"PK\x03\x04 a document", "format"),
        (b"RIFF0000WEBPVP8 ", "format"),
        (b"\x00\x00\x00\x18ftypheic", "format"),
        (b"\xff\xd8\xff" + bytes(LARGEST_PICTURE), "heavy"),
        (b"\xff\xd8\xff and nothing more", "broken"),
        (b"\x89PNG\r\n\x1a\n and nothing more", "broken"),
        (photograph()[:-9000], "broken"),
        (photograph(kind="PNG")[:-9000], "broken"),
    ],
)
def test_what_cannot_be_checked_is_refused_by_its_bytes(content, told):
    assert why(content) == told


def test_a_small_file_that_unpacks_to_a_huge_picture_is_never_unpacked():
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    assert MOST_DOTS["PNG"] < 20_000 * 20_000
    assert why(bomb.getvalue()) in ("large", "broken")


def test_a_picture_that_is_drawn_over_and_over_is_never_unpacked():
    drawn = BytesIO()
    Image.new("L", (800, 1100), "white").save(drawn, "JPEG", progressive=True)
    whole = drawn.getvalue()
    last = whole.rindex(b"\xff\xda")
    assert clean_page(photograph(progressive=True)).legibility == "good"
    assert why(whole[:-2] + whole[last:-2] * MOST_SCANS + whole[-2:]) == "large"


def test_one_picture_of_a_truncated_file_is_refused_though_other_libraries_asked_for_leniency(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert why(photograph()[:-9000]) == "broken"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_page_is_drawn_anew_upright_and_no_larger_than_needed():
    turned = Image.Exif()
    turned[0x0112], turned[0x010F] = 6, "Zorvaphone"
    page = clean_page(photograph(size=(4000, 3000), exif=turned.tobytes()))
    with Image.open(BytesIO(page.content)) as drawn:
        assert drawn.format == "JPEG"
        assert drawn.size == (LONG_SIDE * 3 // 4, LONG_SIDE)
        assert not drawn.getexif()
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Zorva" not in page.content
    assert len(page.content) * MOST_PAGES < 5 * 1024 * 1024


def test_a_see_through_drawing_stands_on_white():
    clear = BytesIO()
    Image.new("RGBA", (900, 1200), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(BytesIO(clean_page(clear.getvalue()).content)) as drawn:
        assert min(drawn.getpixel((450, 600))) > 250


@pytest.mark.parametrize(
    ("drawn", "legibility"),
    [
        ({}, "good"),
        ({"lines": 1}, "good"),
        ({"lines": 6}, "good"),
        ({"light": 0.6}, "good"),
        ({"kind": "PNG"}, "good"),
        ({"size": (3000, 4000), "blur": 1}, "good"),
        ({"blur": 8}, "blurred"),
        ({"blur": 8, "lines": 6}, "blurred"),
        ({"light": 0.15}, "dark"),
        ({"lines": 0}, "blank"),
        ({"size": (500, 700)}, "small"),
    ],
)
def test_legibility_is_judged_at_one_size(drawn, legibility):
    assert clean_page(photograph(**drawn)).legibility == legibility
