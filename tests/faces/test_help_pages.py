"""The pages for everybody: help, text size, site map, the demonstration's outbox, and the pages of errors."""

from pathlib import Path

import pytest

from back_office.demo_outbox import DemoOutbox
from dossier.base import Settings
from portal import create_portal
from tests.kit.page_checker import check_page
from tests.kit.portal import House

ROUX = "roux.jeanne"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "Votre dossier de santé"),
        ("/aide", "Aide"),
        ("/plan-du-site", "Plan du site"),
        ("/accessibilite", "Déclaration d’accessibilité"),
        ("/taille", "Choisir la taille du texte"),
        ("/au-revoir", "Au revoir"),
        ("/session-terminee", "Votre visite est terminée"),
    ],
)
def test_pages_for_everybody_need_no_session(house: House, path: str, heading: str) -> None:
    page = house.visitor().get(path)
    assert (page.status, page.heading) == (200, heading)
    assert "3422" in page.all_words


def test_every_link_of_the_public_pages_leads_to_a_page_or_to_sign_in(house: House) -> None:
    visitor, seen, waiting = house.visitor(), set(), ["/"]
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path or path in seen or path.startswith("/taille?"):
            continue
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status in (200, 303), path
        if answer.status == 303:
            assert answer.location == "/connexion"
        else:
            waiting += answer.links
    assert {"/", "/aide", "/connexion", "/plan-du-site", "/accessibilite", "/documents"} <= seen


def test_every_link_of_an_open_record_leads_to_a_page(house: House) -> None:
    visitor, seen = house.signed_in(ROUX), set()
    waiting = [visitor.page.path]
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path or path in seen or path.startswith("/taille?") or "?avant=" in path:
            continue
        seen.add(path)
        answer = visitor.follow(visitor.get(path))
        assert answer.status == 200, path
        if answer.headers["Content-Type"].startswith("text/html"):
            waiting += answer.links
    assert {"/documents/categories", "/documents/annee/2026", "/documents/categorie/biologie"} <= seen


def test_the_text_size_is_remembered_and_leads_back_to_where_she_was(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get("/documents/annee/2026?apres=" + "0" * 32)
    page = visitor.get(page.link("Taille du texte"))
    answer = visitor.post_form(page, size="28")
    assert answer.location == "/documents/annee/2026?apres=" + "0" * 32
    assert '<body class="s28">' in visitor.follow(answer).html
    assert '<body class="s28">' in visitor.get("/aide").html


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "example.org",
        "/\t/example.org",
        "/\n/example.org",
        " //example.org",
        "",
        "http:example.org",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
    ],
)
def test_the_way_back_never_leaves_the_site(house: House, elsewhere: str) -> None:
    visitor = house.visitor()
    page = visitor.get("/taille")
    answer = visitor.post_form(page, size="24", retour=elsewhere)
    assert (answer.status, answer.location) == (303, "/")
    assert len(answer.cookies) == 1


def test_the_page_of_sizes_links_back_to_this_site_only(house: House) -> None:
    page = house.visitor().get("/taille?retour=//example.org")
    assert page.link("Revenir sans rien changer") == "/"
    assert page.form("/taille").untouched["retour"] == "/"


def test_what_was_sent_is_shown_in_the_demonstration_alone(house: House) -> None:
    visitor = house.visitor()
    assert "MARGUERITE VIDAL" in visitor.get("/demo/outbox").words
    real = Settings.read(
        {"STAGE": "development", "DATABASE_URL": house.settings.database_url, "KEY_HOLDER": house.settings.key_holder}
    )
    client = create_portal(real, house.store, DemoOutbox(real, house.store)).test_client()
    with client.get("/demo/outbox") as answer:
        assert answer.status_code == 404
    with client.get("/") as answer:
        assert "Démonstration" not in answer.text
    assert "Démonstration" in visitor.get("/").html


def test_a_page_that_does_not_exist_a_wrong_method_and_a_huge_form_have_their_pages(house: House) -> None:
    visitor = house.signed_in(ROUX)
    assert visitor.get("/nulle-part").status == 404
    assert visitor.get("/quitter").status == 405
    assert visitor.post("/aide", {}).status == 405
    assert visitor.post("/taille", {}).status == 400
    assert visitor.post("/taille", {"size": "2" * 70_000}).status == 413
    assert visitor.post_form(visitor.get("/taille"), retour="/").status == 422
    for page in (visitor.get("/nulle-part"), visitor.get("/quitter")):
        assert "3422" in page.all_words
        assert page.links.count("/") + page.links.count("/mon-dossier") >= 1


def test_when_the_database_is_gone_a_page_still_says_sorry_and_tells_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = house.signed_in(ROUX)
    house.store.engine.dispose()
    database = Path(house.settings.database_url.removeprefix("sqlite:///"))
    for file in database.parent.glob("dossier.db*"):
        file.unlink()
    with visitor.client.get("/documents", base_url=visitor.base_url) as answer:
        assert answer.status_code == 503
        check_page(answer.text, url="/documents", status=503, headers=answer.headers)
        assert all(line in answer.text for line in house.settings.paper_address)
        assert "no such table" not in answer.text
    (told,) = [one.msg for one in caplog.records if one.name == "portal"]
    assert (told["event"], told["route"]) == ("store-silent", "/documents")
    assert "OperationalError" in [fault["type"] for fault in told["faults"]]
