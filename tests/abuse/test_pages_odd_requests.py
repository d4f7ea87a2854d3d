"""Odd methods, odd values, odd cookies, huge forms: a calm page each time, never a crash."""

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.kit.page_checker import check_page
from tests.kit.portal import House
from tests.kit.visitor import Visitor

ROUX = "roux.jeanne"
ODD = (
    "zzz",
    "",
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "1e3",
    "٣",
    "²",
    "%00",
    "%ff%fe",
    "'%20OR%201=1--",
    "<b>",
    "a%0d%0aX:y",
)


@pytest.mark.parametrize("path", ["/documents", "/historique", "/documents/annee/2026", "/taille", "/session-terminee"])
@pytest.mark.parametrize("name", ["apres", "avant", "retour", "garde", "inconnu"])
def test_odd_values_in_the_address_never_break_a_page(house: House, path: str, name: str) -> None:
    visitor = house.signed_in(ROUX)
    for value in ODD:
        answer = visitor.get(f"{path}?{name}={value}&{name}=2")
        assert answer.status in (200, 303, 404), value
        assert "X" not in answer.headers


@pytest.mark.parametrize("shape", ["/documents/{}", "/documents/annee/{}", "/documents/categorie/{}", "/{}"])
def test_odd_addresses_never_break_a_page(house: House, shape: str) -> None:
    visitor = house.signed_in(ROUX)
    for value in ODD:
        answer = visitor.get(shape.format(value))
        # Without a value the address is a page's own.
        assert answer.status == 404 or (value in ("", "0") and answer.status in (303, 404)), value


@pytest.mark.parametrize(
    "path", ["//example.org", "//example.org/documents", "/documents//", "/./documents", "///aide"]
)
def test_doubled_slashes_lead_to_no_other_place(house: House, path: str) -> None:
    status, headers, body = _asked(house, path)
    assert status.startswith(("200", "404"))
    assert "Location" not in headers
    check_page(body, url=path, status=int(status[:3]), headers=headers)


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUITTER"])
def test_methods_that_no_page_has_get_the_page_that_says_so(house: House, method: str) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("/", "/documents", "/connexion", "/quitter", visitor.page.documents[0]):
        with visitor.client.open(path, method=method, base_url=visitor.base_url) as answer:
            assert answer.status_code == 405
            check_page(answer.text, url=path, status=405, headers=answer.headers)


def test_head_answers_as_get_without_a_body(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("/aide", "/acces-perdu"):
        page = visitor.get(path)
        with visitor.client.head(path, base_url=visitor.base_url) as answer:
            assert (answer.status_code, answer.data) == (200, b"")
            assert abs(int(answer.headers["Content-Length"]) - len(page.content)) < 3
            assert answer.headers["Cache-Control"] == page.headers["Cache-Control"]


def test_head_uses_nothing_up_and_writes_no_line_of_history(house: House) -> None:
    visitor = house.signed_in(ROUX)
    document, before = visitor.page.documents[0], visitor.get("/historique").words.count("Document lu")
    with visitor.client.head(document, base_url=visitor.base_url) as answer:
        assert (answer.status_code, answer.data) == (405, b"")
    assert visitor.get("/historique").words.count("Document lu") == before
    assert visitor.get(document).status == 200
    assert visitor.get("/historique").words.count("Document lu") == before + 1


def test_a_huge_form_is_turned_away_before_it_is_read(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("/connexion", "/imprimer", "/quitter"):
        assert visitor.post(path, {"x": "y" * 100_000}).status == 413
    many = {f"x{n}": "" for n in range(2_000)}
    assert visitor.post("/taille", many).status in (400, 413)


@pytest.mark.parametrize(
    "body",
    [b"%", b"jeton=%zz&size=%", b"\xff\xfe\x00", b"&&&===", b"jeton", b"{}", b"jeton=\x00", b"=" * 1000],
)
def test_a_form_that_is_no_form_is_refused(house: House, body: bytes) -> None:
    visitor = house.visitor()
    visitor.get("/")
    for kind in ("application/x-www-form-urlencoded", "application/json", "text/plain", "multipart/form-data", "x"):
        with visitor.client.post("/taille", data=body, content_type=kind, base_url=visitor.base_url) as answer:
            assert answer.status_code == 400, kind


def test_a_file_where_a_field_should_be_is_refused(house: House) -> None:
    visitor = house.visitor()
    visitor.get("/")
    part = b'--x\r\nContent-Disposition: form-data; name="jeton"; filename="a"\r\n\r\nabc\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    with visitor.client.post("/taille", data=part, content_type=kind, base_url=visitor.base_url) as answer:
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    [
        "dossier=; taille=²",
        "taille=" + "9" * 5000,
        "dossier=" + "a" * 32,
        "dossier=" + "é" * 32,
        "=;=;;",
        "taille=-1",
        "dossier=x; dossier=y; SameSite=Lax",
        "dossier",
        '"',
        'dossier="a\\"; taille=21',
    ],
)
def test_odd_cookies_are_a_stranger(house: House, cookie: str) -> None:
    status, headers, body = _asked(house, "/mon-dossier", cookie)
    assert status.startswith("303")
    status, headers, body = _asked(house, "/aide", cookie)
    assert status.startswith("200")
    assert '<body class="s20">' in body
    check_page(body, url="/aide", status=200, headers=headers)


def test_lynx_may_send_samesite_back_as_if_it_were_a_cookie(house: House) -> None:
    visitor = house.signed_in(ROUX)
    cookie = f"dossier={visitor.cookie()}; SameSite=Lax; taille=24; SameSite=Lax"
    status, _, body = _asked(house, "/mon-dossier", cookie)
    assert status.startswith("200")
    assert "Bonjour Madame Roux" in body.replace("\u00a0", " ")
    assert '<body class="s24">' in body


def _asked(house: House, path: str, cookie: str = "") -> tuple[str, dict[str, str], str]:
    """Ask by hand: the test client would tidy path and cookie up."""
    environ = EnvironBuilder("/", base_url="http://127.0.0.1:8000").get_environ()
    environ["PATH_INFO"] = path
    environ["HTTP_COOKIE"] = cookie.encode().decode("latin-1")
    parts, status, headers = run_wsgi_app(house.app, environ, buffered=True)
    return status, dict(headers), b"".join(parts).decode()


def test_a_host_of_another_name_gets_no_address_of_that_name(house: House) -> None:
    visitor = Visitor(house.app.test_client(), house.code, "http://example.org")
    for path in ("/", "/mon-dossier", "/taille", "/nulle-part"):
        answer = visitor.get(path)
        assert b"example.org" not in answer.content
        assert "example.org" not in answer.location
