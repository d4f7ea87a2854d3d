"""Forms from elsewhere: the token decides, headers may only add a no, and no posting page is left out."""

import re

import pytest

from tests.kit.portal import House
from tests.kit.visitor import Visitor

ROUX = "roux.jeanne"


def _token(visitor: Visitor, path: str = "/taille") -> str:
    return visitor.get(path).form("/quitter").untouched["jeton"]


def _choose_size(visitor: Visitor, token: str | None, **headers: str) -> int:
    fields = {"size": "24", "retour": "/"} | ({} if token is None else {"jeton": token})
    return visitor.post("/taille", fields, **headers).status


def test_a_form_of_ours_goes_through(house: House) -> None:
    visitor = house.visitor()
    assert _choose_size(visitor, _token(visitor)) == 303


@pytest.mark.parametrize("token", [None, "", "x", "é" * 43, "A" * 43, "A" * 42, "A" * 44, "A" * 60_000, "===="])
def test_a_form_without_a_right_token_is_refused(house: House, token: str | None) -> None:
    visitor = house.visitor()
    visitor.get("/")
    assert _choose_size(visitor, token) == 400


def test_the_token_of_another_visitor_is_refused(house: House) -> None:
    one, other = house.visitor(), house.visitor()
    token = _token(other)
    one.get("/")
    assert _choose_size(one, token) == 400
    assert _choose_size(other, token) == 303


def test_a_token_without_its_cookie_is_refused(house: House) -> None:
    visitor = house.visitor()
    token = _token(visitor)
    visitor.client.delete_cookie("dossier", domain="127.0.0.1")
    assert _choose_size(visitor, token) == 400


def test_each_page_carries_another_token_and_all_are_right(house: House) -> None:
    visitor = house.visitor()
    tokens = {_token(visitor) for _ in range(12)}
    assert len(tokens) == 12
    assert {_choose_size(visitor, token) for token in tokens} == {303}


def test_one_changed_sign_of_the_token_is_enough_to_refuse(house: House) -> None:
    visitor = house.visitor()
    token = _token(visitor)
    for place in (0, 20, 30, 41):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert _choose_size(visitor, changed) == 400, place


def test_the_token_before_signing_in_is_worth_nothing_after(house: House) -> None:
    visitor = house.visitor()
    before = _token(visitor)
    visitor.sign_in(ROUX)
    assert _choose_size(visitor, before) == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),  # text browsers say nothing of where a form comes from
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Origin": "null"}, 303),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Sec_Fetch_Site": "none"}, 303),
        ({"Referer": "http://127.0.0.1:8000/"}, 303),
        ({"Origin": "http://example.org"}, 400),
        ({"Origin": "http://127.0.0.1:8001"}, 400),
        ({"Origin": "http://["}, 400),
        ({"Origin": "127.0.0.1:8000"}, 400),
        ({"Origin": ""}, 400),
        ({"Sec_Fetch_Site": "cross-site"}, 400),
        ({"Sec_Fetch_Site": "same-site"}, 400),
    ],
)  # fmt: skip
def test_headers_that_name_another_place_refuse_a_right_token(
    house: House, headers: dict[str, str], status: int
) -> None:
    visitor = house.visitor()
    assert _choose_size(visitor, _token(visitor), **headers) == status


def test_every_page_that_takes_a_form_refuses_one_without_a_token(house: House) -> None:
    posting = [rule for rule in house.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posting) >= 8
    for visitor in (house.visitor(), house.signed_in(ROUX)):
        visitor.get("/aide")
        for rule in posting:
            assert visitor.post(re.sub("<[^>]+>", "carte", rule.rule), {"size": "14", "code": "1"}).status == 400, (
                rule.rule
            )
    assert visitor.get("/mon-dossier").status == 200
