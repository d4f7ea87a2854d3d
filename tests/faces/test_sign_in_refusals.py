"""Signing in, refused: alike for known and unknown people, calm when too many come, slower after each failure."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from dossier.identity import passwords
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX = "roux.jeanne"
NOBODY = "paul.absent"  # as long as her own identifier
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _password_page(visitor: Visitor, identifier: str) -> Answer:
    return visitor.send(visitor.get("/connexion"), identifier=identifier)


def _told(answer: Answer) -> tuple[int, dict[str, str], int, str]:
    """What a stranger can tell two answers apart by."""
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    plain = re.sub(r'(?<=name="jeton" value=")[^"]+', "", answer.html)
    plain = plain.replace(ROUX, "…").replace(NOBODY, "…")
    return answer.status, headers, len(answer.content), plain


def test_a_wrong_password_says_the_same_of_known_and_unknown_people(house: House) -> None:
    answers = []
    for identifier in (ROUX, NOBODY):
        visitor = house.visitor()
        page = _password_page(visitor, identifier)
        answers.append([page, visitor.post_form(page, password="pas le bon mot")])
    known, unknown = ([_told(answer) for answer in pair] for pair in answers)
    assert known == unknown
    assert known[1][0] == 422
    assert "Nous n’avons pas reconnu l’identifiant ou le mot de passe." in answers[1][1].words


@pytest.mark.parametrize("identifier", [ROUX, NOBODY])
def test_known_or_unknown_the_same_hashing_is_done(
    house: House, identifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    verify = passwords._verify

    def counted(hasher: object, kept_hash: str, secret: bytes) -> bool:
        hashed.append(kept_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(hasher, kept_hash, secret)

    monkeypatch.setattr(passwords, "_verify", counted)
    visitor = house.visitor()
    visitor.post_form(_password_page(visitor, identifier), password="pas le bon mot")
    assert hashed == ["$argon2id$v=19$m=19456,t=2,p=1"]


def test_too_many_failures_ask_for_a_pause_alike_for_known_and_unknown(house: House) -> None:
    told = []
    with time_machine.travel(NOON, tick=False) as clock:
        for identifier in (ROUX, NOBODY):
            visitor = house.visitor()
            page = _password_page(visitor, identifier)
            statuses = [visitor.post_form(page, password="pas le bon mot").status for _ in range(5)]
            assert statuses == [422] * 5
            told.append(_told(visitor.post_form(page, password="pas le bon mot")))
        assert told[0] == told[1]
        status, headers, _, html = told[0]
        assert (status, headers["Retry-After"]) == (429, "31")
        assert "Attendez 1 minute, puis essayez encore." in html
        clock.shift(timedelta(seconds=32))
        assert visitor.post_form(page, password="pas le bon mot").status == 422


def test_while_she_must_wait_even_the_right_password_waits_and_another_network_does_not(house: House) -> None:
    visitor = house.visitor()
    page = _password_page(visitor, ROUX)
    for _ in range(5):
        visitor.post_form(page, password="pas le bon mot")
    assert visitor.post_form(page, password="tilleul-sous-la-fenetre").status == 429
    elsewhere = house.visitor()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.sign_in(ROUX).path == "/mon-dossier"


def test_wrong_codes_make_her_wait_too_and_she_reads_of_it_in_her_history(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.visitor()
        page = visitor.give_password(ROUX)
        wrong = f"{(int(house.code(ROUX)) + 1) % 10**8:08d}"
        assert [visitor.post_form(page, code=wrong).status for _ in range(6)] == [422] * 5 + [429]
        clock.shift(timedelta(minutes=2))
        visitor.send(page, code=house.code(ROUX))
        told = visitor.get("/historique").words
        assert told.count("Essai d’entrer, sans réussir") == 5
        assert "Inconnu" in told
        assert visitor.get("/historique/autres").words.count("Essai d’entrer, sans réussir") == 5


def test_when_too_many_sign_in_at_once_a_calm_page_says_when_to_come_back(house: House) -> None:
    visitor = house.visitor()
    page = _password_page(visitor, ROUX)
    with ExitStack() as others:
        for _ in range(3):
            others.callback(passwords.admission._places.release)
            assert passwords.admission._places.acquire(blocking=False)
        busy = visitor.post_form(page, password="tilleul-sous-la-fenetre")
    assert (busy.status, busy.headers["Retry-After"]) == (503, "5")
    assert "Rien n’est perdu." in busy.words
    page = visitor.get(busy.link("Essayer encore"))
    assert visitor.post_form(page, password="tilleul-sous-la-fenetre").location == "/connexion/code"


def test_pages_go_on_while_the_hashing_is_full(house: House) -> None:
    visitor = house.signed_in(ROUX)
    with ExitStack() as others:
        for _ in range(3):
            others.callback(passwords.admission._places.release)
            assert passwords.admission._places.acquire(blocking=False)
        assert visitor.get("/documents").status == 200


def test_on_a_socket_open_to_both_kinds_of_addresses_a_stranger_elsewhere_makes_nobody_wait(house: House) -> None:
    stranger, she = house.visitor(), house.visitor()
    stranger.client.environ_base["REMOTE_ADDR"] = "::ffff:203.0.113.9"
    she.client.environ_base["REMOTE_ADDR"] = "::ffff:198.51.100.7"
    page = stranger.send(stranger.get("/connexion"), identifier=ROUX)
    for _ in range(6):
        page = stranger.post_form(page if page.forms else stranger.page, password="ce n’est pas le bon")
        if page.status == 429:
            break
    assert page.status == 429
    assert she.give_password(ROUX).path == "/connexion/code"
