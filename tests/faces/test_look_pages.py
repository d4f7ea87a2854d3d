"""Every page in every state: strict, light, labelled, titled, and written in plain French."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, replace

import html5lib
import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from portal.sign_in.pages import HomePage, IdentifierPage
from portal.ui import TEXT_SIZES, Frame, render
from portal.ui.render import _FOLDERS, template_names
from tests.kit.page_checker import ORDINARY_PAGE, check_page, text_of
from tests.kit.samples import Sample, samples

SAMPLES = samples()
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
PAGED = ("older_path", "continued")  # read by the pager
BREAKABLE = re.compile(r" [:?!;»]|« |\d h \d")


def html_of(sample: Sample) -> str:
    return render(sample.template, sample.page, sample.frame)


def each_sample(test: Callable[..., None]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)(test)


@each_sample
def test_every_page_in_every_state_is_strict_light_and_complete(sample: Sample) -> None:
    check_page(html_of(sample), url=sample.name, status=200, headers=HEADERS, weight_budget=ORDINARY_PAGE)


@each_sample
def test_every_page_begins_its_title_with_its_heading(sample: Sample) -> None:
    tree = html5lib.parse(html_of(sample), namespaceHTMLElements=False)
    title, heading = (text_of(next(tree.iter(name))) for name in ("title", "h1"))
    mistake = "Erreur : " if getattr(sample.page, "error", None) else ""
    assert title == f"{mistake}{heading} – Dossier Clair"


@each_sample
def test_no_line_breaks_before_a_french_sign(sample: Sample) -> None:
    tree = html5lib.parse(html_of(sample), namespaceHTMLElements=False)
    strings = [part for element in tree.iter() if element.tag != "style" for part in (element.text, element.tail)]
    # A document's title is left as its author wrote it.
    own = [string for string in strings if string and "Prise de sang" not in string]
    assert [string for string in own if BREAKABLE.search(string)] == []


@each_sample
def test_help_and_way_out_stand_on_every_page(sample: Sample) -> None:
    html = html_of(sample)
    assert 'action="/quitter"' in html
    assert ("J’ai fini" if sample.frame.at_desk else "Quitter et effacer") in html
    assert html.rindex("Taille du texte") < html.rindex("Plan du site") < html.index("3422</b>")


def test_two_pages_never_share_a_title() -> None:
    templates_of = defaultdict(set)
    for sample in SAMPLES:
        title = re.search("<title>(.*?)</title>", html_of(sample)).group(1)
        templates_of[title].add(sample.template)
    assert {title: names for title, names in templates_of.items() if len(names) > 1} == {}


def test_every_template_has_a_sample() -> None:
    assert {sample.template for sample in SAMPLES} == set(template_names())


def test_a_template_uses_each_field_of_its_page_and_no_other() -> None:
    for sample in SAMPLES:
        source = _source_of(sample.template)
        used = {*re.findall(r"page\.(\w+)", source), *(PAGED if "pager(page," in source else ())}
        assert {field.name for field in fields(sample.page)} == used - {"html"}, sample.template


def _source_of(template: str) -> str:
    """Return a template's source, with that of the question it extends."""
    source = next((folder / template).read_text("utf-8") for folder in _FOLDERS if (folder / template).exists())
    extended = re.search(r'extends "(components/[^"]+)"', source)
    return source + (_source_of(extended[1]) if extended else "")


def test_a_template_refuses_the_page_of_another() -> None:
    with pytest.raises(TypeError, match=r"takes portal\.sign_in\.pages\.IdentifierPage, not"):
        render("sign_in/identifier.html", HomePage(), SAMPLES[0].frame)


def test_a_state_nobody_wrote_words_for_fails_loudly() -> None:
    with pytest.raises(UndefinedError):
        render("sign_in/identifier.html", IdentifierPage(error="unknown"), SAMPLES[0].frame)


def test_a_text_size_outside_the_four_is_refused() -> None:
    with pytest.raises(ValueError, match="text size 21"):
        Frame(csrf_token="x", path="/", text_size=21)


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_the_text_size_is_a_class_so_that_the_style_stays_the_same(size: int) -> None:
    sample = SAMPLES[0]
    normal, chosen = html_of(sample), html_of(replace(sample, frame=replace(sample.frame, text_size=size)))
    assert chosen == normal.replace('<body class="s20">', f'<body class="s{size}">')


def test_what_a_reader_or_a_sender_wrote_is_never_markup() -> None:
    for sample in SAMPLES:
        strings = {
            field.name: '"<em title="x">&'
            for field in fields(sample.page)
            if field.type is str and field.name != "category"
        }
        frame = replace(sample.frame, csrf_token='"<em>', path='/"<em>', record_name="<em>")
        html = render(sample.template, replace(sample.page, **strings), frame)
        assert "<em" not in html, sample.name


def test_a_document_shows_its_narrative_as_it_is() -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "document")
    html = html_of(replace(sample, page=replace(sample.page, content=Markup("<p>Tout va bien.</p>"))))
    assert "<p>Tout va bien.</p>" in html
