"""A ProConnect that misbehaves, somebody who stops, an answer that comes twice: nothing is opened nor linked."""

import logging
from datetime import timedelta

import pytest
import time_machine

from dossier.base import now
from federation import line
from tests.kit.desk import INES, AtDesk, Desk
from tests.kit.franceconnect import MISTAKES_IN_THE_TOKEN, MISTAKES_IN_USER_INFO
from tests.kit.proconnect import SIRET, Opening, ProConnect, at_provider, desks_open, enter, link, linked
from tests.kit.visitor import Answer

_FORGED = ("no signature", "another algorithm", "an unknown key", "another key under the same name", "changed words")
UNSURE = [
    *MISTAKES_IN_THE_TOKEN,
    *MISTAKES_IN_USER_INFO,
    *(f"{fault}{of}" for of in ("", " of user info") for fault in _FORGED),
    "a token that expires now",
    "no identity token",
    "no keys",
    "user info in plain JSON",
    "user info of another kind",
]
SILENT = [
    *(f"{fault} at {page}" for page in ("token", "jwks", "userinfo") for fault in ("a fault", "a way elsewhere")),
    *(f"{fault} at {page}" for page in ("token", "jwks") for fault in ("half an answer", "too many words")),
    "another issuer's addresses",
    "no address",
]
HEADINGS = {
    "arret": "ProConnect s’est arrêté avant la fin",
    "doute": "Par prudence, nous n’avons rien ouvert",
    "retard": "La demande à ProConnect a trop attendu",
    "silence": "ProConnect ne répond pas",
}
TWO_FACTORS = ["pwd", "totp", "mfa"]


def refused(desk: Desk, page: Answer, case: str, caplog: pytest.LogCaptureFixture, *, still_open: int = 0) -> None:
    """Hold what every refusal keeps: a page with another way, no desk, one line that names nobody."""
    assert page.path == f"/connexion/proconnect/echec?cas={case}"
    assert (page.status, page.heading) == (200, HEADINGS[case])
    assert ("/proconnect" if still_open else "/connexion") in page.links
    assert desks_open(desk) == still_open
    (told,) = [record for record in caplog.records if record.name == "assisted_desk"]
    assert told.levelno == logging.WARNING
    assert (told.msg["event"], told.msg["provider"]) == ("vouching-failed", "proconnect")
    assert told.msg["why"] != "withheld"
    assert "\n" not in told.getMessage()
    personal = [SIRET, "f81d4fae7dec", "somebody-else", "refusé", "AUTRE", "boum", "Maintenance"]
    assert [word for word in personal if word.casefold() in f"{caplog.text}{page.html}".casefold()] == []


def links(desk: Desk) -> int:
    with desk.house.store.reading() as unit:
        return unit.connection.exec_driver_sql("SELECT count(*) FROM staff_link").scalar()


def asked(visitor: AtDesk) -> str:
    return at_provider(visitor, visitor.get("/connexion"))


@pytest.mark.parametrize("mistake", UNSURE)
def test_an_answer_that_can_not_be_trusted_opens_no_desk(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    address = asked(visitor)
    provider.mistake = mistake
    refused(desk, visitor.follow(visitor.get(provider.visit(address))), "doute", caplog)
    assert visitor.get("/connexion/code").location == "/connexion?debut=1", "nor is a code asked for"


@pytest.mark.parametrize("mistake", UNSURE)
def test_nor_is_it_linked_to_one(desk_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    address = at_provider(ines, ines.get("/proconnect"), to="/proconnect")
    provider.mistake = mistake
    refused(desk, ines.follow(ines.get(provider.visit(address))), "doute", caplog, still_open=1)
    assert links(desk) == 0


@pytest.mark.parametrize(
    "siret", [None, "", "1300252650001", "130025265000134", "1300252650001A", 13002526500013], ids=str
)
def test_an_establishment_that_is_none_opens_and_links_nothing(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, siret: object
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    provider.person = {} if siret is None else {"siret": siret}
    refused(desk, enter(visitor, provider), "doute", caplog)
    caplog.clear()
    refused(desk, link(desk.signed_in(INES), provider), "doute", caplog, still_open=1)


@pytest.mark.parametrize("methods", ["mfa", "", {"mfa": True}, 7], ids=str)
def test_methods_that_are_no_list_are_not_believed(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, methods: object
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    provider.methods = methods
    refused(desk, enter(visitor, provider), "doute", caplog)


@pytest.mark.parametrize("mistake", SILENT)
def test_a_provider_in_trouble_is_told_as_such(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    address = asked(visitor)
    provider.mistake = mistake
    refused(desk, visitor.follow(visitor.get(provider.visit(address))), "silence", caplog)
    assert "elsewhere" not in provider.calls


@pytest.mark.parametrize("to", ["/connexion/proconnect", "/proconnect"])
def test_a_provider_that_does_not_answer_is_not_waited_for(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.2)
    provider = ProConnect(mistake="silence at .well-known/openid-configuration")
    desk = desk_with(provider)
    at_desk = to == "/proconnect"
    visitor = desk.signed_in(INES) if at_desk else desk.visitor()
    page = visitor.send(visitor.get(to if at_desk else "/connexion"), to=to)
    refused(desk, page, "silence", caplog, still_open=int(at_desk))


@pytest.mark.parametrize(("error", "case"), [("access_denied", "arret"), ("Y000400", "silence")])
def test_who_stops_there_is_met_kindly(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, error: str, case: str
) -> None:
    provider = ProConnect(answer=error)
    desk = desk_with(provider)
    refused(desk, enter(desk.visitor(), provider), case, caplog)


def test_an_answer_counts_once(desk_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = ProConnect(answer="access_denied")
    desk = desk_with(provider)
    visitor = desk.visitor()
    answer = provider.visit(asked(visitor))
    visitor.follow(visitor.get(answer))
    caplog.clear()
    refused(desk, visitor.follow(visitor.get(answer)), "retard", caplog)


@pytest.mark.parametrize("state", ["", "a" * 43, "é"])
def test_an_answer_with_another_state_is_nobodys_and_hers_still_counts(
    desk_with: Opening, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    answer = provider.visit(asked(visitor))
    own = answer.partition("state=")[2].partition("&")[0]
    refused(desk, visitor.follow(visitor.get(answer.replace(own, state))), "retard", caplog)
    assert visitor.follow(visitor.get(answer)).path == "/"


def test_an_answer_brought_by_another_browser_is_nobodys(desk_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor, stranger = linked(desk, provider), desk.visitor()
    answer = provider.visit(asked(visitor))
    refused(desk, stranger.follow(stranger.get(answer)), "retard", caplog)


def test_an_answer_for_the_sign_in_links_nobody(desk_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody has a colleague's open desk take the answer that was meant to open her own."""
    provider = ProConnect()
    desk = desk_with(provider)
    stranger, ines = desk.visitor(), desk.signed_in(INES)
    answer = provider.visit(asked(stranger))
    refused(desk, ines.follow(ines.get(answer)), "retard", caplog, still_open=1)
    assert links(desk) == 0


def test_the_code_of_another_visit_is_betrayed_by_its_nonce(
    desk_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    thief, victim = linked(desk, provider), desk.visitor()
    stolen = provider.visit(asked(victim)).partition("code=")[2].partition("&")[0]
    own = provider.visit(asked(thief))
    code = own.partition("code=")[2].partition("&")[0]
    refused(desk, thief.follow(thief.get(own.replace(code, stolen))), "doute", caplog)


def test_an_answer_after_twenty_minutes_is_too_late(desk_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    with time_machine.travel(now(), tick=False) as clock:
        address = asked(visitor)
        clock.shift(timedelta(minutes=20, seconds=1))
        refused(desk, visitor.follow(visitor.get(provider.visit(address))), "retard", caplog)


def test_a_token_is_good_until_its_very_end(desk_with: Opening) -> None:
    """The access token lives for one minute: with Authlib's own leeway it would be dead at once."""
    provider = ProConnect()
    visitor = linked(desk_with(provider), provider)
    with time_machine.travel(now(), tick=False):
        assert enter(visitor, provider).path == "/"
