"""The rows built without a template say exactly what a template would say."""

import re
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined

from dossier.documents import types
from portal.ui import BY_CODE, BY_SLUG, CATEGORIES, DocumentLine, category_name, document_rows
from portal.ui.words import NO_BREAK, day_in_words

_ROW = """\
<li><a href="/documents/{{ line.id }}"><b>{{ line.title }}</b><br>\
{{ day }}\u00a0· {{ line.author }}\u00a0· {{ kind }}</a></li>"""
_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(_ROW)

lines = st.builds(
    DocumentLine,
    id=st.text(),
    title=st.text() | st.text(alphabet="<>&\"'{}% é"),
    written_on=st.dates(min_value=date(1900, 1, 1)),
    author=st.text() | st.text(alphabet="<>&\"'{}% é"),
    category=st.sampled_from([category.code for category in CATEGORIES]),
)


def by_template(line: DocumentLine) -> str:
    return _TEMPLATE.render(line=line, day=day_in_words(line.written_on), kind=category_name(line.category))


@given(st.lists(lines, max_size=5))
def test_the_rows_are_those_of_a_template(some: list[DocumentLine]) -> None:
    assert document_rows(some) == "".join(by_template(line) for line in some)


@given(lines)
def test_no_sign_of_a_title_becomes_markup(line: DocumentLine) -> None:
    tags = re.findall("<[^>]*>?", document_rows([line]))
    assert [tag.split(" ")[0].strip("<>/") for tag in tags] == ["li", "a", "b", "b", "br", "a", "li"]


def test_every_day_of_four_years_reads_as_babel_says() -> None:
    for n in range(1461):
        day = date(2024, 1, 1) + timedelta(days=n)
        expected = re.sub("^1 ", "1er ", format_date(day, "d MMMM y", locale="fr"))
        assert day_in_words(day).replace(NO_BREAK, " ") == expected


def test_every_category_of_the_dossier_has_its_name_in_the_same_order() -> None:
    assert tuple(category.code for category in CATEGORIES) == types.CATEGORIES


def test_every_category_has_its_own_word_in_addresses() -> None:
    assert len(BY_SLUG) == len(BY_CODE) == len(CATEGORIES)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", slug) for slug in BY_SLUG)


def test_a_category_outside_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        category_name("INCONNU")
