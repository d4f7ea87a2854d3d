"""The neutral text of a document: kept whole in bytes and in words, and written as plain HTML."""

import html5lib
import pytest

from dossier.documents import narrative
from dossier.documents.narrative import (
    AttachmentReference,
    Cell,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Narrative,
    Paragraph,
    Row,
    Table,
    Text,
)
from portal.documents.narrative import render_narrative


def _paragraph(*runs: narrative.Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(run) if isinstance(run, str) else run for run in runs))


def _row(*cells: str, header: bool = False) -> Row:
    return Row(tuple(Cell((_paragraph(cell),) if cell else (), header) for cell in cells))


_INTRODUCTION = _paragraph(
    "Fait ", Text("à jeun", "strong"), LineBreak(), "H", Text("2", "sub"), "O ", AttachmentReference(2)
)
_STEPS = ListBlock(((_paragraph("un"), ListBlock(((_paragraph("sous-point"),),))), (_paragraph("deux"),)), ordered=True)
_SODIUM = Row((Cell((_paragraph("Sodium"),), is_header=True, rows=2), Cell((_paragraph("140"),), columns=2)))
_BLOOD = Table((_SODIUM,), (_row("Examen", "Valeur", "Unité", header=True),), (Text("Ionogramme"),))
_END = _paragraph("Voir ", Link("le site", "https://exemple.fr/a"), " et ", Text("annulé", "deleted"))
WHOLE = Narrative((Heading(1, "Résultats"), _INTRODUCTION, _STEPS, _BLOOD, _END))


def test_a_narrative_comes_back_whole_from_its_bytes() -> None:
    assert narrative.from_bytes(narrative.to_bytes(WHOLE)) == WHOLE


def test_defaults_take_no_room_in_the_bytes() -> None:
    stored = narrative.to_bytes(Narrative((_paragraph("un"),)))
    assert b"style" not in stored
    assert "Résultats".encode() in narrative.to_bytes(WHOLE)


@pytest.mark.parametrize(
    "stored",
    [b"", b"\xff", b"[]", b"{}", b'{"version":2,"narrative":{"is":"narrative","parts":[]}}',
     b'{"version":1,"narrative":{"is":"os","parts":[]}}', b'{"version":1,"narrative":{"is":"break"}}'],
)  # fmt: skip
def test_bytes_of_another_version_or_of_nothing_known_are_refused_by_name(stored: bytes) -> None:
    with pytest.raises(narrative.NarrativeUnreadable):
        narrative.from_bytes(stored)


def test_the_words_are_all_there_in_reading_order() -> None:
    assert narrative.words(WHOLE) == (
        "Résultats\nFait à jeun\nH2O \nun\nsous-point\ndeux\nIonogramme\nExamen Valeur Unité\nSodium 140\n"
        "Voir le site https://exemple.fr/a et annulé"
    )


def test_the_html_says_the_same_with_plain_tags() -> None:
    assert render_narrative(WHOLE) == (
        "<h2>Résultats</h2>\n"
        "<p>Fait <strong>à jeun</strong><br>\nH<sub>2</sub>O pièce jointe\u00a02</p>\n"
        "<ol>\n<li><p>un</p>\n<ul>\n<li>sous-point</li>\n</ul>\n</li>\n<li>deux</li>\n</ol>\n"
        '<section class="table" tabindex="0" aria-label="Tableau 1">\n<table>\n'
        "<caption>Ionogramme</caption>\n"
        '<thead><tr><th scope="col">Examen</th><th scope="col">Valeur</th><th scope="col">Unité</th></tr>\n</thead>\n'
        '<tbody><tr><th scope="row" rowspan="2">Sodium</th><td colspan="2">140</td></tr>\n</tbody>\n'
        "</table>\n</section>\n"
        "<p>Voir le site (https://exemple.fr/a) et <del>annulé</del></p>\n"
    )


def test_headings_never_skip_a_level_and_brothers_stay_brothers() -> None:
    levels = [1, 3, 3, 2, 4, 9, 1, 2]
    html = render_narrative(Narrative(tuple(Heading(level, "t") for level in levels)))
    assert [line[2] for line in html.split()] == list("23334523")


def test_headings_stop_at_six_and_start_where_the_page_says() -> None:
    html = render_narrative(Narrative(tuple(Heading(level, "t") for level in range(1, 6))), base_level=4)
    assert [line[2] for line in html.split()] == list("45666")


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;", "</table></div>", "{0} {} %s"],
)
def test_every_string_is_escaped_wherever_it_stands(hostile: str) -> None:
    whole = Narrative((
        Heading(1, hostile),
        _paragraph(hostile, Text(hostile, "strong"), Link(hostile, hostile), Link("", hostile)),
        ListBlock(((_paragraph(hostile),),)),
        Table((_row(hostile, header=True),), (_row(hostile),), (Text(hostile),)),
    ))  # fmt: skip
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(render_narrative(whole))
    assert {node.tag for node in tree.iter()} <= {
        "DOCUMENT_FRAGMENT", "h2", "p", "strong", "ul", "li", "section", "table", "caption", "thead", "tbody",
        "tr", "th", "td",
    }  # fmt: skip
    assert "".join(tree.itertext()).count(hostile) == 10


def test_an_empty_header_cell_is_a_plain_cell() -> None:
    html = render_narrative(Narrative((Table((_row("a", "b"),), (_row("", " ", "Valeur", header=True),)),)))
    assert html.count("<th") - html.count("<thead") == 1
    assert "<td></td><td></td>" in html


def test_what_is_empty_leaves_no_tag() -> None:
    empty = Narrative((
        Heading(1, " "), _paragraph(), _paragraph(" "), ListBlock(()), ListBlock(((), (_paragraph(""),))),
        Table(()), Table((Row(()),)),
    ))  # fmt: skip
    assert render_narrative(empty) == ""
    assert render_narrative(Narrative((Table((), caption=(Text("seule"),)),))) == "<p>seule</p>\n"


def test_a_row_of_headers_in_the_body_names_its_columns() -> None:
    html = render_narrative(Narrative((Table((_row("Nom", "Dose", header=True), _row("X", "1"))),)))
    assert html.count('scope="col"') == 2
    assert 'scope="row"' not in html


def test_a_first_row_across_all_columns_is_the_title_of_the_table() -> None:
    title, source = (Row((Cell((_paragraph(words),), is_header=True, columns=2),)) for words in ("Objectifs", "2005"))
    names = _row("Risque", "Taux", header=True)
    html = render_narrative(Narrative((Table((_row("1", "2"),), (title, source, names)),)))
    assert '<caption>Objectifs<br>\n2005</caption>\n<thead><tr><th scope="col">Risque</th>' in html
    kept = render_narrative(Narrative((Table((_row("1", "2"),), (title,), (Text("Titre"),)),)))
    assert '<th scope="col" colspan="2">Objectifs</th>' in kept


def test_a_column_that_names_nothing_is_no_table() -> None:
    frame, column, named = (
        Table((_row("a"),)),
        Table((_row("a"), _row("b"))),
        Table((_row("a"),), (_row("N", header=True),)),
    )
    assert render_narrative(Narrative((frame,))) == "<p>a</p>\n"
    assert render_narrative(Narrative((column,))) == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    assert "<table>" in render_narrative(Narrative((named,)))


def test_each_table_has_a_name_of_its_own() -> None:
    html = render_narrative(Narrative((Table((_row("a", "1"),)), Table((_row("b", "2"),)))))
    assert 'aria-label="Tableau 1"' in html
    assert 'aria-label="Tableau 2"' in html
