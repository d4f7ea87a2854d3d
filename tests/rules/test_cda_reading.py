"""Reading a CDA document: who, when, by whom, what it says, what it carries."""

import base64
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from back_office.demo import cda_writer
from back_office.demo.cda_writer import FileDraft, SectionDraft
from back_office.intake import read_document
from dossier.documents import incoming, narrative
from dossier.documents.narrative import (
    AttachmentReference,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Text,
)
from tests.kit import drafts
from tests.kit.drafts import PATIENT, PDF, draft, read, read_text


def _changed(old: str, new: str, **changes: object) -> incoming.IncomingDocument:
    """Read the good document after one piece of its XML was replaced."""
    written = cda_writer.write(draft(**changes)).decode()
    assert old in written
    return read_document(written.replace(old, new).encode())


def test_the_header_is_read_as_written() -> None:
    document = read(confidentiality=("R", "MASQUE_PS"))
    assert document.ins == PATIENT.ins
    assert document.ins_oid == "1.2.250.1.213.1.4.11"
    assert document.traits == incoming.Traits("BLANCHARD", ("YVETTE", "MARIE-JEANNE"), date(1940, 1, 9), "F")
    assert document.document_on == date(2026, 3, 11)
    assert (document.type_code, document.title) == ("11488-4", "Compte rendu de consultation")
    assert document.author == "Dr Hélène MARCHAND"
    assert document.organization == "Maison de santé des Tilleuls"
    assert document.specialty == "Médecin généraliste"
    assert document.confidentiality == {"R", "MASQUE_PS"}
    assert (document.language, document.media_type, document.warnings) == ("fr-FR", "application/xml", ())


def test_the_received_bytes_are_kept_to_the_last_one() -> None:
    written = cda_writer.write(draft())
    assert read_document(written).content == written


def test_the_name_in_use_is_never_taken_for_the_birth_name() -> None:
    document = _changed('<family qualifier="BR">BLANCHARD</family>', '<family qualifier="CL">ROUX</family>')
    assert document.traits.birth_name == ""
    assert document.warnings == ("birth-name-missing",)


def test_a_birth_name_without_qualifier_is_taken_when_it_is_the_only_one() -> None:
    assert _changed('<family qualifier="BR">', "<family>").traits.birth_name == "BLANCHARD"


@pytest.mark.parametrize("partial", ["1940", "194001", "", "19400230"])
def test_a_partial_birth_date_is_said_and_not_completed(partial: str) -> None:
    document = read(patient=replace(PATIENT, birth_on=partial))
    assert document.traits.birth_on is None
    assert document.warnings == ("birth-date-partial",)


def test_without_a_dated_act_the_document_s_own_day_counts() -> None:
    assert read(acted_on=None).document_on == date(2026, 3, 12)
    assert _changed('<low value="20260311"/>', '<low nullFlavor="UNK"/>').document_on == date(2026, 3, 12)
    assert _changed('<low value="20260311"/>', '<low value="2026"/>').document_on == date(2026, 3, 12)


def test_the_day_is_that_of_the_sender_s_calendar() -> None:
    document = _changed('<low value="20260311"/>', '<low value="20260311003000+0200"/>')
    assert document.document_on == date(2026, 3, 11)


def test_a_wrong_key_in_received_data_is_a_warning() -> None:
    document = read(patient=replace(PATIENT, ins="240014206318979"))
    assert document.ins == "240014206318979"
    assert document.warnings == ("ins-key-wrong",)


def test_the_sender_s_own_number_is_not_an_identity() -> None:
    own = '<id root="1.2.250.1.999.1" extension="IPP-4711"/>'
    assert _changed("<recordTarget><patientRole>", f"<recordTarget><patientRole>{own}").ins == PATIENT.ins


def test_a_document_made_by_a_device_is_signed_by_it() -> None:
    written = cda_writer.write(draft()).decode()
    start, end = written.index("<assignedPerson>"), written.index("<representedOrganization>")
    device = "<assignedAuthoringDevice><softwareName>Assurance Maladie</softwareName></assignedAuthoringDevice>"
    assert read_document((written[:start] + device + written[end:]).encode()).author == "Assurance Maladie"


def test_unheard_of_codes_pass_with_a_warning() -> None:
    assert read(confidentiality=("N", "SECRET")).warnings == ("confidentiality-unknown",)
    assert read(confidentiality=()).warnings == ("confidentiality-missing",)
    assert read(type_code="").warnings == ("type-missing",)
    assert read(language='fr" onload="x').language == ""


def test_sections_become_headings_of_their_depth() -> None:
    below = SectionDraft("Ordonnance", (cda_writer.bullets("Repos", "Eau"),))
    document = read(sections=(SectionDraft("Conclusion", sections=(below,)), SectionDraft("Suite")))
    items = ((cda_writer.paragraph("Repos"),), (cda_writer.paragraph("Eau"),))
    assert document.narrative.parts == (
        Heading(1, "Conclusion"), Heading(2, "Ordonnance"), ListBlock(items), Heading(1, "Suite"),
    )  # fmt: skip


def test_a_table_keeps_its_caption_its_headers_and_its_order() -> None:
    table = cda_writer.table(("Examen", "Valeur"), ("Sodium", "140"), ("Potassium", ""), caption="Ionogramme")
    document = read(sections=(SectionDraft("Sang", (table,)),))
    assert document.narrative.parts[1:] == (table,)


def test_inline_signs_are_kept() -> None:
    text = read_text(
        'CO<sub>2</sub> 10<sup>9</sup>/L <content styleCode="xItalics Bold">fort</content>\n\n  et'
        '<br/> fin <content revised="delete">faux</content> <linkHtml href="https://exemple.fr"> là </linkHtml>.'
    )
    assert text.parts == (
        Paragraph((
            Text("CO"), Text("2", "sub"), Text(" 10"), Text("9", "sup"), Text("/L "), Text("fort", "strong"),
            Text(" et"), LineBreak(), Text("fin "), Text("faux", "deleted"), Text(" "),
            Link("là", "https://exemple.fr"), Text(" ."),
        )),
    )  # fmt: skip


def test_an_address_that_is_no_address_for_people_is_dropped_with_its_words_kept() -> None:
    text = read_text('<paragraph><linkHtml href="javascript:alert(1)">note 1</linkHtml></paragraph>')
    assert text.parts == (Paragraph((Link("note 1"),)),)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("avant<inconnu>dedans</inconnu>après", "avant dedans après"),
        ('<x:note xmlns:x="urn:autre">ailleurs</x:note>', "ailleurs"),
        ("mot<footnote ID='n'>à jeun</footnote>", "mot (à jeun)"),
        (
            "<list><caption>Titre</caption>perdu<item>un</item>égaré<item>deux</item></list>",
            "Titre perdu égaré un deux",
        ),
        ("<table>a<tbody>b<tr>c<td>d</td>e</tr><td>f</td></tbody></table>", "a b c e d f"),
        ("<br>dans le saut</br>", "dans le saut"),
        ("<table><col>a</col><tbody><tr><td>b</td></tr></tbody></table>", "a b"),
        ("<table><caption>a</caption><caption>b</caption></table>", "a b"),
        ("<table><tfoot><tr><td>fin</td></tr></tfoot><tbody><tr><td>un</td></tr></tbody></table>", "un fin"),
        ("<table><tr><td>x</td><cellule>y</cellule></tr></table>", "x y"),
        ("<paragraph>a<paragraph>b</paragraph>c</paragraph>", "a b c"),
        ("<content>a<table><tbody><tr><td>b</td></tr></tbody></table>c</content>", "a b c"),
        (
            "<renderMultiMedia referencedObject='rien'><caption>légende</caption></renderMultiMedia>",
            "légende",
        ),
        ("<div>a</div><div>b</div>", "a b"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<table><caption>un<paragraph>deux</paragraph></caption></table>", "un deux"),
        ("<![CDATA[<b>brut</b>]]>", "<b>brut</b>"),
    ],
)
def test_no_word_is_lost_where_an_element_is_unknown_or_out_of_place(inner: str, words: str) -> None:
    assert narrative.words(read_text(inner)).split() == words.split()


def test_scripts_styles_comments_and_attributes_say_nothing() -> None:
    text = read_text(
        '<paragraph ID="secret" title="secret">a<script>secret</script>b<style>secret</style><!-- secret -->c'
        '<x:SCRIPT xmlns:x="urn:x">secret</x:SCRIPT>d<?pi secret?></paragraph>'
    )
    assert narrative.words(text) == "abcd"


def test_text_struck_out_stays_struck_out_inside_other_elements() -> None:
    text = read_text('<content revised="delete">a<list><item>b<sub>c</sub></item></list></content>')
    assert narrative.words(text).split() == ["a", "bc"]
    assert narrative.to_bytes(text).count(b'"deleted"') == 2


def test_foreign_tables_get_spans_that_hold_together() -> None:
    text = read_text(
        "<table><thead><tr><th colspan='9'>Titre</th></tr><tr/></thead><tbody>"
        "<tr><td rowspan='9'>a</td><td colspan='99999'>b</td></tr><tr><td colspan='x'>c</td><td>d</td></tr>"
        "</tbody></table>"
    )
    (table,) = text.parts
    assert isinstance(table, narrative.Table)
    spans = [(cell.columns, cell.rows) for row in table.head + table.body for cell in row.cells]
    assert spans == [(3, 1), (1, 2), (2, 1), (1, 1), (1, 1)]


def test_a_table_wider_than_anybody_reads_loses_its_spans_and_no_cell() -> None:
    text = read_text("<table><tr><td colspan='100' rowspan='2'>a</td><td>b</td></tr><tr/><tr><td>c</td></tr></table>")
    assert narrative.words(text) == "a b\nc"
    assert b'"columns"' not in narrative.to_bytes(text)
    assert b'"rows"' not in narrative.to_bytes(text)


_SPANS = st.integers(1, 4)
_GROUPS = st.lists(st.lists(st.tuples(_SPANS, _SPANS), max_size=4), max_size=5)


@settings(max_examples=150, deadline=None)
@given(_GROUPS, _GROUPS)
def test_whatever_its_spans_a_table_has_no_overlap_and_begins_a_cell_in_each_row_and_column(
    head: list[list[tuple[int, int]]], body: list[list[tuple[int, int]]]
) -> None:
    cells = sum(map(len, head + body))
    parts = read_text(f"<table><thead>{_rows(head)}</thead><tbody>{_rows(body)}</tbody></table>").parts
    assert bool(parts) == bool(cells)
    for table in parts:
        assert isinstance(table, narrative.Table)
        assert sum(len(row.cells) for row in table.head + table.body) == cells
        begun, covered = set(), set()
        for group in (table.head, table.body):
            columns, covered_there = _laid_out(group)
            begun |= columns
            covered |= covered_there
        assert begun == covered


def _rows(rows: list[list[tuple[int, int]]]) -> str:
    cell = "<td colspan='{}' rowspan='{}'>x</td>"
    return "".join(f"<tr>{''.join(cell.format(*spans) for spans in row)}</tr>" for row in rows)


def _laid_out(group: tuple[narrative.Row, ...]) -> tuple[set[int], set[int]]:
    """Lay a row group out as a browser does; return the columns where a cell begins, and all columns covered."""
    filled: set[tuple[int, int]] = set()
    begun = set()
    for number, row in enumerate(group):
        assert row.cells
        column = 0
        for cell in row.cells:
            while (number, column) in filled:
                column += 1
            begun.add(column)
            area = {(number + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            assert not area & filled
            assert number + cell.rows <= len(group)
            filled |= area
    return begun, {column for _, column in filled}


def test_a_level_one_text_becomes_paragraphs() -> None:
    document = read(plain_text="Madame,\nvoici le résultat.\n\n\nCordialement\x09Dr M.\n", sections=())
    assert document.narrative.parts == (
        Paragraph((Text("Madame,"), LineBreak(), Text("voici le résultat."))),
        cda_writer.paragraph("Cordialement Dr M."),
    )
    assert document.attachments == ()


def test_a_level_one_text_in_base64_is_read_in_its_own_encoding() -> None:
    encoded = base64.b64encode("Né à l'hôpital".encode("iso-8859-1")).decode()
    for_text = f'<text mediaType="text/plain" charset="iso-8859-1" representation="B64">{encoded}</text>'
    document = _changed('<text mediaType="text/plain">à</text>', for_text, plain_text="à")
    assert narrative.words(document.narrative) == "Né à l'hôpital"


def test_a_level_one_pdf_is_an_attachment_with_the_document_s_title() -> None:
    document = read(file=FileDraft("application/pdf", PDF))
    assert document.attachments == (incoming.Attachment("application/pdf", PDF, "Compte rendu de consultation"),)
    assert document.narrative.parts == ()


def test_files_inside_are_numbered_in_order_whether_the_text_shows_them_or_not() -> None:
    shown = Paragraph((Text("Voir "), AttachmentReference(2)))
    first = SectionDraft("Photo", (), (FileDraft("image/png", drafts.png()),))
    second = SectionDraft("Copie", (shown,), (FileDraft("application/pdf", PDF),))
    document = read(sections=(first, second))
    assert [(one.media_type, one.title) for one in document.attachments] == [
        ("image/png", "Photo"), ("application/pdf", "Copie"),
    ]  # fmt: skip
    assert document.narrative.parts[-1] == shown
    assert document.attachments[1].content == PDF


@pytest.mark.parametrize(
    ("announced", "content", "kept_as", "warnings"),
    [
        ("image/jpeg", drafts.png(), "image/png", ("attachment-type-mismatch",)),
        ("application/pdf", b"MZ\x90\x00", "application/octet-stream", ("attachment-type-mismatch",)),
        ("application/pdf", b"<html><script>", "application/octet-stream", ("attachment-type-mismatch",)),
        ("application/zip", b"PK\x03\x04", "application/octet-stream", ("attachment-type-unknown",)),
        ("text/html", b"<script>x</script>", "application/octet-stream", ("attachment-type-unknown",)),
        ("text/plain", "reçu".encode(), "text/plain", ()),
        ("text/plain", b"\xff\xfe\x00", "application/octet-stream", ("attachment-type-mismatch",)),
        ("application/rtf", b"{\\rtf1 x}", "text/rtf", ()),
        ("IMAGE/PNG; x=y", drafts.png(), "image/png", ()),
    ],
)
def test_a_file_is_kept_under_the_type_of_its_bytes(
    announced: str, content: bytes, kept_as: str, warnings: tuple[str, ...]
) -> None:
    document = read(sections=(SectionDraft("Copie", (), (FileDraft(announced, content),)),))
    assert [(one.media_type, one.content) for one in document.attachments] == [(kept_as, content)]
    assert document.warnings == warnings


def test_a_document_presented_by_its_own_stylesheet_is_found_inside_it() -> None:
    inside = cda_writer.write(draft()).decode().partition("?>")[2]
    sheet = (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:d">'
        '<xsl:template match="/"><html><body>jamais lu</body></html></xsl:template>'
        f"<d:contenu>{inside}</d:contenu></xsl:stylesheet>"
    ).encode()
    document = read_document(sheet)
    assert document.ins == PATIENT.ins
    assert narrative.words(document.narrative) == "Conclusion\nTension à surveiller."
    assert document.content == sheet


def test_other_encodings_are_read_when_they_are_announced() -> None:
    written = cda_writer.write(draft()).decode()
    for encoding in ("iso-8859-1", "utf-16", "windows-1252"):
        recoded = written.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
        assert narrative.words(read_document(recoded).narrative).endswith("Tension à surveiller.")
