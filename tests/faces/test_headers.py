"""What every response says to the browser, over http and over TLS."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit import portal
from tests.kit.portal import House
from tests.kit.visitor import Answer

ROUX = "roux.jeanne"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def _one_of_each(house: House) -> list[Answer]:
    visitor = house.signed_in(ROUX)
    document = visitor.page.documents[0]
    return [
        visitor.page,
        visitor.get(document),
        visitor.get(f"{document}/original"),
        visitor.get(f"{document}/pieces/1"),
        visitor.post_form(visitor.get("/imprimer"), size="14"),
        visitor.get("/nulle-part"),
        visitor.post("/connexion", {}),
        visitor.get("/aide"),
        visitor.post_form(visitor.page, to="/quitter"),
        visitor.get("/mon-dossier"),
    ]


def test_every_kind_of_answer_is_kept_by_nobody_and_closed_to_others(house: House) -> None:
    for answer in _one_of_each(house):
        assert "no-store" in answer.headers["Cache-Control"], answer.path
        for name, value in EVERYWHERE.items():
            assert answer.headers[name] == value, answer.path
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), answer.path
        assert "frame-ancestors 'none'" in policy, answer.path
        assert "camera=()" in answer.headers["Permissions-Policy"], answer.path


def test_the_policy_lets_in_exactly_the_style_that_is_sent(house: House) -> None:
    for answer in _one_of_each(house):
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status == 303:
            continue
        style = re.findall(r"<style>(.*?)</style>", answer.html, re.DOTALL)
        digest = b64encode(sha256(style[0].encode()).digest()).decode()
        assert len(style) == 1
        assert f"style-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"], answer.path
        assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_files_are_sandboxed_and_only_our_own_sheet_opens_in_place(house: House) -> None:
    _, _, original, scan, sheet, *_ = _one_of_each(house)
    for file in (original, scan):
        assert file.headers["Content-Security-Policy"].endswith("sandbox")
        assert file.headers["Content-Disposition"].startswith("attachment;")
    assert sheet.headers["Content-Disposition"].startswith('inline; filename="mon-resume.pdf"')


def test_over_http_the_cookie_is_hidden_from_pages_and_from_other_sites(house: House) -> None:
    (cookie,) = house.visitor().get("/").cookies
    assert re.fullmatch(r"dossier=[\w-]{32}; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_the_cookie_outlives_the_browser_only_on_her_own_computer(house: House) -> None:
    for own, lasts in (({}, False), ({"own_computer": "yes"}, True)):
        visitor = house.visitor()
        page = visitor.give_password(ROUX)
        cookie, *known = visitor.post_form(page, code=house.code(ROUX), **own).cookies
        assert ("Max-Age=115200" in cookie) is lasts
        assert [one.partition("=")[0] for one in known] == (["connu"] if lasts else [])


def test_all_cookies_together_stay_small(house: House) -> None:
    visitor = house.visitor()
    visitor.send(visitor.give_password(ROUX), code=house.code(ROUX), own_computer="yes")
    visitor.send(visitor.get("/taille?retour=/mon-dossier"), to="/taille", size="34")
    sent = "; ".join(f"{name}={visitor.cookie(name)}" for name in ("dossier", "connu", "taille"))
    assert len(visitor.cookie("connu")) == 32
    assert len(sent) + 3 * len("__Host-") < 200


@pytest.fixture
def over_tls(planted: Path, tmp_path: Path) -> House:
    with portal.copy_of(planted, tmp_path / "var", PORTAL_URL="https://127.0.0.1") as house:
        yield house


def test_over_tls_the_cookie_is_tied_to_this_host_and_the_browser_told_to_stay_there(over_tls: House) -> None:
    visitor = over_tls.visitor()
    answer = visitor.get("/")
    (cookie,) = answer.cookies
    assert re.fullmatch(r"__Host-dossier=[\w-]{32}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    visitor.sign_in(ROUX)
    assert visitor.get("/documents").status == 200
    assert "Secure;" in visitor.post_form(visitor.page, to="/quitter").cookies[0]


def test_the_text_size_cookie_says_nothing_else_and_lasts_a_year(house: House) -> None:
    visitor = house.visitor()
    (cookie,) = visitor.post_form(visitor.get("/taille"), size="28").cookies
    assert re.fullmatch(r"taille=28; Expires=[^;]+; Max-Age=31536000; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_the_address_asked_for_never_names_the_program_that_answers(house: House) -> None:
    for answer in _one_of_each(house):
        assert not {"Server", "X-Powered-By"} & answer.headers.keys()


def test_a_cookie_planted_behind_a_space_that_is_none_is_not_taken_for_ours(over_tls: House) -> None:
    client = over_tls.app.test_client(use_cookies=False)
    for space, ours in ((" ", True), ("\xa0", False), ("\x85", False), ("\x1c", False)):
        sent = {"HTTP_COOKIE": f"autre=1;{space}__Host-dossier={'p' * 32}"}
        answer = client.get("/", base_url=over_tls.settings.portal_url, environ_overrides=sent)
        # Whoever brings none of ours gets one.
        assert ("Set-Cookie" not in answer.headers) is ours, repr(space)
