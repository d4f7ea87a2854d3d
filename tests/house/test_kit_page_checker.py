"""Each rule of the page checker catches the page that breaks it, and only that rule speaks."""

import pytest

from tests.kit.page_checker import TitleBook, WeightBudget, check_page

HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; form-action 'self'"}
GOOD = """<!doctype html>
<html lang="fr" dir="ltr"><head><meta charset="utf-8"><title>Votre code – Dossier Clair</title>
<link rel="icon" href="data:,"><style>h1{margin:0}</style></head>
<body><a href="#contenu">Aller au contenu</a>
<main id="contenu"><h1>Votre code</h1><h2>Écrire le code</h2>
<form method="post" action="/code"><input type="hidden" name="jeton" value="x">
<label for="code">Code reçu</label><input type="text" id="code" name="code">
<label><input type="checkbox" name="oui"> Oui</label>
<button type="submit" name="suite" value="1">Continuer</button></form>
<table><tr><th>Jour</th></tr><tr><td>Lundi</td></tr></table>
<p><a href="tel:+33123456789">Nous appeler</a></p></main></body></html>"""


def faults_of(html: str, headers: dict[str, str] = HEADERS, **options) -> list[str]:
    try:
        check_page(html, url="/code", status=200, headers=headers, **options)
    except AssertionError as error:
        return [line.removeprefix("  - ") for line in str(error).splitlines()[1:]]
    return []


def test_a_good_page_has_no_fault():
    assert faults_of(GOOD) == []


PLANTED = [
    ("<!doctype html>\n", "", "malformed HTML"),
    ("<h2>Écrire le code</h2>", "<h2>Écrire <b>le</h2>", "malformed HTML"),
    ('lang="fr" ', "", "<html> has no lang"),
    (' dir="ltr"', "", "<html> has no dir"),
    ("<h2>Écrire le code</h2>", "<h1>Votre code</h1>", "2 <h1> instead of one"),
    ("<title>Votre code – Dossier Clair</title>", "<title> </title>", "no title"),
    ("<title>Votre code", "<title>Accueil", "lacks words of the heading: code, votre"),
    ("<h2>Écrire le code</h2>", "<h2> </h2>", "empty <h2>"),
    ("<h2>Écrire le code</h2>", "<h3>Écrire le code</h3>", "skips a level after h1"),
    ('<label for="code">Code reçu</label>', "", "no label for <input name='code'>"),
    ("Code reçu", "", "no label for <input name='code'>"),
    ('<label for="code">', "<label>", "no label for <input name='code'>"),
    ("> Oui</label>", "></label>", "no label for <input name='oui'>"),
    (
        '<input type="text" id="code"',
        '<textarea name="x"></textarea><input type="text" id="code"',
        "<textarea",
    ),
    ('<input type="text" id', "<input id", "no type on <input name='code'>"),
    ('<button type="submit"', "<button", "no type on <button name='suite'>"),
    (">Continuer<", "><", "a button without text"),
    ('<input type="hidden" name="jeton" value="x">', "", "carries no jeton"),
    ("<h2>", '<h2 id="code">', "id 'code' stands 2 times"),
    ('<main id="contenu">', "<main>", "no element bears the id that #contenu"),
    ("Nous appeler", "", "a link without text"),
    ('<a href="#contenu">Aller au contenu</a>', "", "does not skip to the content"),
    ('href="tel:+33123456789"', 'href="https://example.fr/"', "outside address on <a>: href"),
    ('href="tel:+33123456789"', 'href="//example.fr/"', "outside address on <a>: href"),
    ('action="/code"', 'action="http://example.fr/"', "outside address on <form>: action"),
    ('href="tel:+33123456789"', 'href="data:text/html,x"', "outside address on <a>: href"),
    ('href="tel:+33123456789"', 'href="javascript:x()"', "script in href of <a>"),
    ("<h2>", "<script>1</script><h2>", "<script> on the page"),
    ("<h2>", '<h2 onclick="x()">', "script in onclick of <h2>"),
    ("<h2>", '<h2 style="color:red">', "style on <h2>"),
    ('name="suite"', 'formaction="/autre" name="suite"', "formaction on <button>"),
    ("<th>Jour</th>", "<td>Jour</td>", "neither caption nor header cell"),
    *(
        ("<h2>", f"<{name}></{name}><h2>", f"<{name}> on the page")
        for name in ("svg", "iframe", "object", "canvas", "video", "audio")
    ),
    *(("<h2>", f"<{name}><h2>", f"<{name}> on the page") for name in ("img", "embed")),
]


@pytest.mark.parametrize(("good", "bad", "said"), PLANTED, ids=[said for *_, said in PLANTED])
def test_a_planted_fault_is_the_only_one_reported(good, bad, said):
    assert good in GOOD
    faults = faults_of(GOOD.replace(good, bad, 1))
    assert faults, f"nobody noticed: {bad}"
    assert all(said in fault for fault in faults), faults


def test_a_page_that_comes_again_is_judged_anew_wherever_it_differs():
    assert faults_of(GOOD.replace('value="x"', 'value="another-1"')) == faults_of(GOOD) == []
    untitled = GOOD.replace("<title>Votre code", "<title>Accueil")
    assert len(faults_of(untitled)) == len(faults_of(untitled)) == 1
    scripted = GOOD.replace("<h2>", '<script src="/scripts/x.js"></script><h2>')
    assert faults_of(scripted, scripts="/scripts/") == []
    assert faults_of(scripted) == ["<script> on the page"]
    assert faults_of(GOOD, {}) != []


def test_a_personal_page_may_not_be_stored():
    assert "without no-store" in faults_of(GOOD, HEADERS | {"Cache-Control": "private"})[0]
    assert faults_of(GOOD, HEADERS | {"Cache-Control": "public"}, personal=False) == []


def test_a_page_forbids_everything_it_does_not_need():
    assert "default-src 'none'" in faults_of(GOOD, {"cache-control": "no-store"})[0]
    policy = {"Content-Security-Policy": "default-src 'self'"}
    assert "default-src 'none'" in faults_of(GOOD, HEADERS | policy)[0]


@pytest.mark.parametrize("how", ["plain", "gzip", "brotli"])
def test_a_page_heavier_than_its_budget_is_refused(how):
    assert f"bytes {how}, 100 allowed" in faults_of(GOOD, weight_budget=WeightBudget(**{how: 100}))[0]


def test_a_document_weighs_what_its_author_wrote():
    long = GOOD.replace("Lundi", " ".join(str(number) for number in range(9_000)))
    assert len(faults_of(long)) == 3
    assert faults_of(long, weight_budget=None) == []


def test_all_faults_are_said_at_once():
    assert len(faults_of(GOOD.replace(' dir="ltr"', "").replace('type="submit"', ""))) == 2


def test_two_addresses_never_share_a_title():
    book = TitleBook()
    book.add(GOOD, "/code")
    book.add(GOOD, "/code")
    with pytest.raises(AssertionError, match=r"/autre and /code both bear the title 'Votre code"):
        book.add(GOOD, "/autre")
