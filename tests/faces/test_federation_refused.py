"""A provider that misbehaves, a person who stops, an answer that comes twice: nothing is opened, and kindly so."""

import logging
from datetime import timedelta

import pytest
import time_machine

from dossier.base import IdentityProvider, now
from federation import Asking, Door, FederationFailed, line
from tests.kit.federation import Opening, at_provider, come_back, enter, plus, sessions
from tests.kit.franceconnect import MISTAKES_IN_THE_TOKEN, MISTAKES_IN_USER_INFO, ROUX, Provider
from tests.kit.portal import House
from tests.kit.visitor import Answer

UNSURE = [
    *MISTAKES_IN_THE_TOKEN,
    *MISTAKES_IN_USER_INFO,
    "a token that expires now",
    "no identity token",
    *(
        f"{fault}{of}"
        for of in ("", " of user info")
        for fault in (
            "no signature",
            "another algorithm",
            "an unknown key",
            "another key under the same name",
            "changed words",
        )
    ),
    "no keys",
    "user info in plain JSON",
    "user info of another kind",
]
SEALED = ["user info without a seal", "a seal for somebody else", "a weaker seal"]
SILENT = [
    *(
        f"{fault} at {page}"
        for page in ("token", "jwks", "userinfo")
        for fault in ("a fault", "a way elsewhere", "half an answer", "too many words")
        if (fault, page) not in (("half an answer", "userinfo"), ("too many words", "userinfo"))
    ),
    *(f"a page of words at {page}" for page in ("token", "jwks")),
    "a list at token",
    "another issuer's addresses",
    "no address",
]
HEADINGS = {
    "arret": "FranceConnect s’est arrêté avant la fin",
    "doute": "Par prudence, nous n’avons rien ouvert",
    "retard": "La demande à FranceConnect a trop attendu",
    "silence": "FranceConnect ne répond pas",
}


def refused(house: House, page: Answer, case: str, caplog: pytest.LogCaptureFixture) -> None:
    """Hold what every refusal keeps: a kind page with other ways, no session, one line that names nobody."""
    assert page.path == f"/connexion/franceconnect/echec?cas={case}"
    assert (page.status, page.heading) == (200, HEADINGS[case])
    assert {"/connexion", "/activation", "/aide"} <= set(page.links)
    assert sessions(house) == 0
    (told,) = [record for record in caplog.records if record.name == "portal"]
    assert told.levelno == logging.WARNING
    assert told.msg["event"] == "vouching-failed"
    assert told.msg["why"] != "withheld"
    assert "\n" not in told.getMessage()
    personal = [*ROUX.values(), "f81d4fae7dec", "somebody-else", "refusé", "AUTRE", "boum", "Maintenance"]
    assert [word for word in personal if word.casefold() in f"{caplog.text}{page.html}".casefold()] == []


@pytest.mark.parametrize("mistake", UNSURE)
def test_an_answer_that_can_not_be_trusted_opens_nothing(
    house_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str
) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    address = at_provider(visitor, provider)
    provider.mistake = mistake
    refused(house, visitor.follow(visitor.get(provider.visit(address))), "doute", caplog)
    assert visitor.get("/connexion/code").location == "/connexion", "nor is a code asked for"


@pytest.mark.parametrize("mistake", [*UNSURE, *SEALED])
def test_nor_does_one_of_franceconnect_plus(
    house_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str
) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    address = at_provider(visitor, provider)
    provider.mistake = mistake
    refused(house, visitor.follow(visitor.get(provider.visit(address))), "doute", caplog)


def test_franceconnect_plus_is_held_to_its_own_level(house_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    address = at_provider(visitor, provider)
    assert "acr_values=eidas2" in address
    answer = provider.visit(address)
    provider.level = 1
    refused(house, visitor.follow(visitor.get(answer)), "doute", caplog)


def test_a_level_above_the_one_asked_for_is_welcome(house_with: Opening) -> None:
    provider = plus()
    visitor = house_with(provider).visitor()
    answer = provider.visit(at_provider(visitor, provider))
    provider.level = 3
    assert visitor.follow(visitor.get(answer)).path == "/mon-dossier"


@pytest.mark.parametrize("mistake", SILENT)
def test_a_provider_in_trouble_is_told_as_such(
    house_with: Opening, caplog: pytest.LogCaptureFixture, mistake: str
) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    address = at_provider(visitor, provider)
    provider.mistake = mistake
    refused(house, visitor.follow(visitor.get(provider.visit(address))), "silence", caplog)
    assert "elsewhere" not in provider.calls


@pytest.mark.parametrize("page", [".well-known/openid-configuration", "token", "jwks", "userinfo"])
def test_a_provider_that_does_not_answer_is_not_waited_for(
    house_with: Opening, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.2)
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    answer = provider.visit(at_provider(visitor, provider))
    provider.mistake = f"silence at {page}"
    refused(house, visitor.follow(visitor.get(answer)), "silence", caplog)


@pytest.mark.parametrize("mistake", ["silence", "a fault", "a page of words", "a way elsewhere", "too many words"])
def test_trouble_before_she_leaves_is_told_before_she_leaves(
    house_with: Opening, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, mistake: str
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.2)
    provider = Provider(mistake=f"{mistake} at .well-known/openid-configuration")
    house = house_with(provider)
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), to="/connexion/franceconnect", simple="")
    refused(house, page, "silence", caplog)


def test_a_slow_provider_takes_two_places_of_a_worker_and_no_more(
    house_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    with line._PLACES, line._PLACES:
        page = visitor.send(visitor.get("/connexion"), to="/connexion/franceconnect", simple="")
    refused(house, page, "silence", caplog)
    assert provider.calls == []
    assert enter(visitor, provider).path == "/connexion/code", "the places are free again"


@pytest.mark.parametrize(
    ("error", "case"),
    [
        ("access_denied", "arret"),
        ("login_required", "arret"),
        ("interaction_required", "arret"),
        ("server_error", "silence"),
        ("Y000400", "silence"),
        ("<script>", "silence"),
    ],
)
def test_who_stops_at_the_provider_is_met_kindly(
    house_with: Opening, caplog: pytest.LogCaptureFixture, error: str, case: str
) -> None:
    provider = plus(answer=error)
    house = house_with(provider)
    refused(house, enter(house.visitor(), provider), case, caplog)


def test_she_may_try_again_at_once(house_with: Opening) -> None:
    provider = plus(answer="access_denied")
    visitor = house_with(provider).visitor()
    enter(visitor, provider)
    provider.answer = ""
    assert enter(visitor, provider).path == "/mon-dossier"


def test_an_answer_counts_once(house_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = plus(answer="access_denied")
    house = house_with(provider)
    visitor = house.visitor()
    answer = provider.visit(at_provider(visitor, provider))
    visitor.follow(visitor.get(answer))
    caplog.clear()
    refused(house, visitor.follow(visitor.get(answer)), "retard", caplog)


def test_a_used_code_is_refused_by_the_provider(house_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    used = provider.visit(at_provider(visitor, provider)).partition("code=")[2].partition("&")[0]
    provider._grants[used].used = True
    fresh = provider.visit(at_provider(visitor, provider))
    code = fresh.partition("code=")[2].partition("&")[0]
    refused(house, visitor.follow(visitor.get(fresh.replace(code, used))), "retard", caplog)
    assert provider.refusals == ["invalid_grant"]


def test_the_code_of_another_visit_is_betrayed_by_its_nonce(
    house_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody puts a code that was given to her into the answer to another person."""
    provider = plus()
    house = house_with(provider)
    thief, victim = house.visitor(), house.visitor()
    stolen = provider.visit(at_provider(victim, provider)).partition("code=")[2].partition("&")[0]
    own = provider.visit(at_provider(thief, provider))
    code = own.partition("code=")[2].partition("&")[0]
    refused(house, thief.follow(thief.get(own.replace(code, stolen))), "doute", caplog)


@pytest.mark.parametrize("state", ["", "a" * 43, "é"])
def test_an_answer_with_another_state_is_nobodys_and_hers_still_counts(
    house_with: Opening, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    answer = provider.visit(at_provider(visitor, provider))
    own = answer.partition("state=")[2].partition("&")[0]
    refused(house, visitor.follow(visitor.get(answer.replace(own, state))), "retard", caplog)
    assert visitor.follow(visitor.get(answer)).path == "/mon-dossier"


def test_an_answer_brought_by_another_browser_is_nobodys(house_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = plus()
    house = house_with(provider)
    answer = provider.visit(at_provider(house.visitor(), provider))
    for stranger in (house.visitor(), house.visitor()):
        caplog.clear()
        refused(house, stranger.follow(stranger.get(answer)), "retard", caplog)


def test_one_provider_can_not_answer_in_the_place_of_the_other(
    house_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    simple, strong = Provider(), plus()
    house = house_with(simple, strong)
    visitor = house.visitor()
    answer = simple.visit(at_provider(visitor, simple))
    elsewhere = answer.replace("/franceconnect/", "/franceconnect-plus/")
    refused(house, visitor.follow(visitor.get(elsewhere)), "retard", caplog)


@pytest.mark.parametrize(
    ("change", "case"),
    [
        (lambda answer, url: answer.replace(url.replace(":", "%3A").replace("/", "%2F"), "https%3A%2F%2Ffc"), "doute"),
        (lambda answer, url: answer.replace("code=", "cod="), "doute"),
        (lambda answer, url: answer.replace("code=", "code=x"), "retard"),
    ],
    ids=["another issuer", "no code", "a code nobody gave"],
)
def test_an_answer_that_was_changed_on_the_way_opens_nothing(
    house_with: Opening, caplog: pytest.LogCaptureFixture, change, case: str
) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    answer = provider.visit(at_provider(visitor, provider))
    changed = change(answer, provider.url)
    assert changed != answer
    refused(house, visitor.follow(visitor.get(changed)), case, caplog)


def test_an_answer_after_twenty_minutes_is_too_late(house_with: Opening, caplog: pytest.LogCaptureFixture) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    with time_machine.travel(now(), tick=False) as clock:
        address = at_provider(visitor, provider)
        clock.shift(timedelta(minutes=20, seconds=1))
        answer = provider.visit(address)
        refused(house, visitor.follow(visitor.get(answer)), "retard", caplog)


def test_a_token_is_good_until_its_very_end(house_with: Opening) -> None:
    """The access token lives for one minute: with Authlib's own leeway it would be dead at once."""
    provider = plus()
    visitor = house_with(provider).visitor()
    with time_machine.travel(now(), tick=False):
        assert come_back(visitor, provider).location == "/mon-dossier"


def test_a_wrong_secret_is_told_to_the_operator_without_the_secret(
    house_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    provider = plus()
    house = house_with(provider)
    registered, provider.secret = provider.secret, "another"
    visitor = house.visitor()
    page = enter(visitor, provider)
    refused(house, page, "silence", caplog)
    assert provider.refusals == ["invalid_client"]
    assert registered not in caplog.text
    assert "the token endpoint refused" in caplog.text


def test_no_address_is_believed_without_tls_when_the_provider_has_it() -> None:
    told = IdentityProvider("franceconnect", 1, "https://fc.example/api", "house", "secret", "ES256", pkce=False)
    names = ("authorization", "token", "userinfo", "end_session")
    good = {f"{name}_endpoint": f"https://fc.example/{name}" for name in names}
    good |= {"issuer": told.issuer, "jwks_uri": "https://fc.example/jwks"}

    class Told:
        def __init__(self, document):
            self.document = lambda address: document

    door = Door(told, Asking("https://dossier.example/retour", "https://dossier.example/sorti", "openid", {}))
    assert door._endpoints(Told(good))["token_endpoint"] == "https://fc.example/token"
    for name in good:
        for bad in ("http://fc.example/", "", "https://fc.example/a b", "javascript:1", "https://fc.example/\r\nX: y"):
            with pytest.raises(FederationFailed):
                door._endpoints(Told({**good, name: bad}))
