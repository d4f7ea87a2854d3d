"""Documents sent to harm or damaged on the way: each turned away by its own name, none of its words let loose."""

import base64
from collections import Counter
from contextlib import suppress

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from back_office.demo import cda_writer
from back_office.demo.cda_writer import FileDraft, SectionDraft
from back_office.intake import DocumentRefused, read_document, refusals
from dossier.documents import narrative
from portal.documents.narrative import render_narrative
from tests.kit.drafts import DRAFT, PDF, draft, read_text, with_text

GOOD = cda_writer.write(DRAFT)
STYLESHEET = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{}</xsl:stylesheet>'
TAGS = {
    "DOCUMENT_FRAGMENT", "h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "sub", "sup", "del", "ul", "ol", "li",
    "section", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"class", "tabindex", "aria-label", "scope", "colspan", "rowspan"}


def _without_declaration(content: bytes) -> str:
    return content.decode().partition("?>")[2]


def _doctype(subset: str, root: str = "ClinicalDocument") -> bytes:
    return f"<!DOCTYPE {root} [{subset}]>{_without_declaration(GOOD)}".encode()


def _laughs() -> str:
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return "".join(entities)


def _with_file(content: bytes, media_type: str = "application/pdf") -> bytes:
    return cda_writer.write(draft(sections=(SectionDraft("Copie", (), (FileDraft(media_type, content),)),)))


def _nested(levels: int) -> bytes:
    return with_text("<content>" * levels + "mot" + "</content>" * levels)


def _refused(content: bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_document(content)
    return caught.value


def _changed(old: str, new: str) -> bytes:
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new.encode(), 1)


_PDF_IN_XML = base64.b64encode(PDF)
_OTHER_INS = '<id root="1.2.250.1.213.1.4.9" extension="279035121518989"/>'
_TWO_PATIENTS = "<recordTarget><patientRole/></recordTarget><recordTarget>"
_TWO_DOCUMENTS = STYLESHEET.format(_without_declaration(GOOD) * 2)
_NO_BODY = GOOD[: GOOD.index(b"<component>")] + b"</ClinicalDocument>"
_BLOWN_UP = _doctype(f'<!ENTITY e "{"x" * 100_000}">').replace(b"surveiller", b"&e;" * 10_000)
_LAUGHING_SHEET = f"<!DOCTYPE a [{_laughs()}]>{STYLESHEET.format('&a11;')}".encode()
_WIDE_DOCTYPE = f"<!DOCTYPE a>{_without_declaration(GOOD)}".encode("utf-16")
_CROWDED_ELEMENT = with_text("<br " + " ".join(f'a{n}=""' for n in range(300)) + "/>")

_HARMS = {
    "an empty document type": (_doctype(""), "doctype-forbidden"),
    "a web page": (b"<!DOCTYPE html><html></html>", "doctype-forbidden"),
    "an entity that reads a file": (_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), "doctype-forbidden"),
    "an entity that calls out": (_doctype('<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;'), "doctype-forbidden"),
    "billion laughs": (_doctype(_laughs()).replace(b"surveiller", b"&a11;"), "doctype-forbidden"),
    "one long entity many times": (_BLOWN_UP, "doctype-forbidden"),
    "billion laughs in a stylesheet": (_LAUGHING_SHEET, "doctype-forbidden"),
    "a document type in UTF-16": (_WIDE_DOCTYPE, "doctype-forbidden"),
    "three hundred levels": (_nested(300), "too-deep"),
    "levels never closed": (b"<a>" * 5_000, "too-deep"),
    "a crowd of elements": (with_text("<br/>" * 60_001), "too-many-elements"),
    "a crowd of attributes": (_CROWDED_ELEMENT, "too-many-elements"),
    "another encoding than announced": (GOOD.replace("é".encode(), b"\xe9"), "wrong-encoding"),
    "an encoding that nobody knows": (_changed("UTF-8", "klingon"), "wrong-encoding"),
    "nothing": (b"", "not-xml"),
    "blanks": (b"\n  \n", "not-xml"),
    "a PDF": (PDF, "not-xml"),
    "JSON": (b'{"resourceType": "Bundle"}', "not-xml"),
    "zeros": (b"\x00" * 64, "not-xml"),
    "tags that do not match": (_changed("</title>", "</titre>"), "xml-broken"),
    "something after the end": (GOOD + b"<autre/>", "xml-broken"),
    "an undeclared entity": (with_text("&inconnue;"), "xml-broken"),
    "a namespace that is no address": (_changed('="urn:hl7-org:v3"', '="$urn:hl7-org:v3"'), "xml-broken"),
    "other XML": (b"<html><body>bonjour</body></html>", "not-cda"),
    "another vocabulary": (b'<ClinicalDocument xmlns="urn:autre"/>', "not-cda"),
    "a document inside anything": (f"<lot>{_without_declaration(GOOD)}</lot>".encode(), "not-cda"),
    "a stylesheet alone": (STYLESHEET.format("").encode(), "not-cda"),
    "two documents in a stylesheet": (_TWO_DOCUMENTS.encode(), "several-documents"),
    "more than twenty megabytes": (b"x" * (20 * 1024 * 1024 + 1), "file-too-large"),
    "an empty file inside": (_with_file(b""), "attachment-broken"),
    "a sign outside base64": (_with_file(PDF).replace(_PDF_IN_XML, b"*" + _PDF_IN_XML), "attachment-broken"),
    "a letter less of base64": (_with_file(PDF).replace(_PDF_IN_XML[:8], b"JVBERi0"), "attachment-broken"),
    "an identity of another kind": (_changed("1.2.250.1.213.1.4.11", "1.2.250.1.213.1.4.2"), "ins-missing"),
    "an identity without shape": (_changed("240014206318978", "DUPONT"), "ins-unreadable"),
    "two identities": (_changed("<patientRole>", f"<patientRole>{_OTHER_INS}"), "ins-ambiguous"),
    "two patients": (_changed("<recordTarget>", _TWO_PATIENTS), "several-patients"),
    "no section": (cda_writer.write(draft(sections=())), "body-missing"),
    "no body": (_NO_BODY, "body-missing"),
}


@pytest.mark.parametrize(("content", "code"), _HARMS.values(), ids=_HARMS)
def test_each_harm_is_refused_by_its_own_name(content: bytes, code: str) -> None:
    assert _refused(content).code == code


def test_an_undated_document_is_refused() -> None:
    undated = cda_writer.write(draft(acted_on=None)).replace(b"20260312170500+0000", b"2026")
    assert _refused(undated).code == "date-missing"


def test_a_document_cut_anywhere_is_never_taken_for_a_whole_one() -> None:
    codes = Counter(_refused(GOOD[:length]).code for length in range(0, len(GOOD) - 2, 7))
    assert set(codes) == {"truncated", "not-xml"}
    assert codes["not-xml"] < 10  # cut inside the declaration, before any element


def test_a_file_of_ten_megabytes_passes_and_one_of_twelve_has_its_own_refusal() -> None:
    full = PDF + b"\n" * (10 * 1024 * 1024 - len(PDF))
    assert read_document(_with_file(full)).attachments[0].content == full
    assert _refused(_with_file(full + b"\n")).code == "attachment-too-large"
    assert _refused(_with_file(PDF.ljust(12 * 1024 * 1024))).code == "attachment-too-large"


def test_too_many_files_are_refused() -> None:
    files = tuple(FileDraft("text/plain", b"x") for _ in range(101))
    crowded = draft(sections=(SectionDraft("Lot", (), files),))
    assert _refused(cda_writer.write(crowded)).code == "too-many-attachments"


def test_the_deepest_text_that_is_read_keeps_its_words() -> None:
    nested = read_document(_nested(240)).narrative
    assert narrative.words(nested).split()[-1] == "mot"
    lists = read_text("<list><item>mot " * 110 + "</item></list>" * 110)
    assert narrative.words(lists).split() == ["mot"] * 110
    assert render_narrative(lists).count("<ul>") <= 32
    tables = "<table><tbody><tr><td>mot " * 40 + "</td></tr></tbody></table>" * 40
    text = read_text(tables)
    assert narrative.words(text).split() == ["mot"] * 40
    assert Counter(_rendered_words(text))["mot"] == 40


@pytest.mark.parametrize(
    "table",
    [
        "<tr>" + "<td rowspan='99999'/>" * 90 + "</tr>" + "<tr><td>mot</td></tr>" * 25_000,
        "<tr>" + "<td colspan='99999' rowspan='99999'>mot</td>" * 50_000 + "</tr>",
        "<tr><td>mot</td></tr>" * 29_000,
    ],
    ids=["tall spans", "wide spans", "many rows"],
)
def test_a_table_made_to_be_slow_is_bounded_and_keeps_its_words(table: str) -> None:
    text = read_text(f"<table>{table}</table>")
    assert narrative.words(text).split() == ["mot"] * table.count("mot")
    spans = [cell.columns for part in text.parts if isinstance(part, narrative.Table) for cell in part.body[0].cells]
    assert max(spans) <= 100


def test_each_refusal_has_a_code_of_its_own_and_a_sentence_for_the_operator() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type)]
    named = [kind for kind in kinds if issubclass(kind, DocumentRefused)]
    assert len({refusal.code for refusal in named}) == len({refusal.reason for refusal in named}) == len(named) > 15
    assert all(refusal.reason and "\n" not in refusal.reason for refusal in named)


def test_a_refusal_tells_nothing_of_the_document() -> None:
    refusal = _refused(GOOD.replace(b"240014206318978", b"YVETTE-BLANCHARD"))
    assert str(refusal) == "ins-unreadable"
    assert refusal.facts == {}


def test_a_script_in_the_text_reaches_no_page() -> None:
    text = read_text(
        '<paragraph onclick="mal()">a<script>mal()</script><img src="x" onerror="mal()"/>'
        '<linkHtml href="javascript:mal()">b</linkHtml>&lt;script&gt;mal()&lt;/script&gt;</paragraph>'
    )
    html = render_narrative(text)
    assert html == "<p>a b&lt;script&gt;mal()&lt;/script&gt;</p>\n"


def _rendered_words(text: narrative.Narrative) -> list[str]:
    """Parse the HTML strictly, hold it to the closed lists, and return its words, block by block."""
    html = str(render_narrative(text))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    for node in tree.iter():
        assert node.tag in TAGS
        assert set(node.attrib) <= ATTRIBUTES
        if node.tag == "th":
            assert "".join(node.itertext()).strip()
    return " ".join(tree.itertext()).split()


_WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=8).map(
    lambda word: word.replace("(", "").replace(")", "") or "m"
)
_SAID = _WORD.map(lambda word: (f" {word.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')} ", [word]))
_NAMES = [
    "paragraph", "list", "item", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "content", "br",
    "footnote", "linkHtml", "renderMultiMedia", "col", "div", "inconnu", "script", "style",
]  # fmt: skip


def _element(name: str, attributes: str, inside: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """Return an element as XML, and the words that must survive it."""
    markup = "".join(piece for piece, _ in inside)
    words = [] if name in ("script", "style") else [word for _, said in inside for word in said]
    return f"<{name}{attributes}>{markup}</{name}>", words


_ATTRIBUTES = st.sampled_from([
    "", ' colspan="3"', ' rowspan="2"', ' colspan="0" rowspan="70000"', ' styleCode="Bold"', ' revised="delete"',
    ' listType="ordered"', ' onclick="mal()"', ' style="color:red"', ' ID="x"',
])  # fmt: skip
_TREES = st.recursive(
    _SAID,
    lambda inner: st.builds(_element, st.sampled_from(_NAMES), _ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TREES, min_size=1, max_size=5))
def test_whatever_the_text_is_made_of_each_word_is_shown_and_nothing_else_acts(
    trees: list[tuple[str, list[str]]],
) -> None:
    text = read_text("".join(markup for markup, _ in trees))
    expected = Counter(word for _, words in trees for word in words)
    # The reader sets footnotes in brackets; words drawn here have none.
    shown = [word.strip("()") for word in _rendered_words(text)]
    assert Counter(word for word in shown if word) == expected
    assert narrative.from_bytes(narrative.to_bytes(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(GOOD) - 1), st.integers(0, 50))
def test_damaged_bytes_are_read_or_refused_by_name_and_never_crash(noise: bytes, place: int, lost: int) -> None:
    with suppress(DocumentRefused):
        _rendered_words(read_document(GOOD[:place] + noise + GOOD[place + lost :]).narrative)


def test_words_that_stand_in_lists_are_never_endless() -> None:
    endless = "mot " * 10_000
    found = read_document(cda_writer.write(draft(title=endless)))
    assert len(found.title) <= 300
    assert found.title.endswith("mot…")
    assert len(read_document(_changed("Hélène", endless)).author) <= 300
    assert len(read_document(_changed("Maison de santé des Tilleuls", endless)).organization) <= 300
    assert read_document(_changed('code="11488-4"', f'code="{"1" * 1000}"')).type_code == ""
