"""FranceConnect and FranceConnect+: the whole way in and out, through a strict provider on loopback."""

import json
import logging
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from dossier.base import StartRefused
from tests.kit import portal
from tests.kit.federation import Opening, at_provider, enter, plus, sessions
from tests.kit.franceconnect import Provider
from tests.kit.markers import Trace, found_in, traces_of
from tests.kit.portal import House

ROUX = "roux.jeanne"


def journal(house: House, identifier: str = ROUX) -> list[str]:
    with house.store.reading() as unit:
        rows = unit.connection.exec_driver_sql(
            "SELECT event FROM journal_entry WHERE patient_id = ? ORDER BY sequence", (house.patient_id(identifier),)
        )
        return [row[0] for row in rows]


def test_without_a_provider_nobody_is_offered_one_and_its_addresses_do_not_exist(house: House) -> None:
    visitor = house.visitor()
    page = visitor.get("/connexion")
    assert "FranceConnect" not in page.html
    token = page.form().untouched["jeton"]
    assert visitor.post("/connexion/franceconnect", {"jeton": token, "simple": ""}).status == 404
    for path in ("retour?code=a&state=b", "cles"):
        assert visitor.get(f"/connexion/franceconnect/{path}").status == 404
    assert visitor.get("/connexion/franceconnect-plus/retour?code=a&state=b").status == 404
    for path in ("", "/aller", "/echec"):
        assert visitor.get(f"/connexion/franceconnect{path}").location == "/connexion"
    for path in ("sortie", "sortir", "sorti"):
        assert visitor.get(f"/connexion/franceconnect/{path}").location == "/au-revoir"


def test_each_provider_is_offered_when_it_is_configured(house_with: Opening) -> None:
    page = house_with(Provider(), plus()).visitor().get("/connexion")
    assert page.form("/connexion/franceconnect").offered.keys() == {"jeton", "plus", "simple"}
    assert page.form().action == "/connexion", "the identifier comes first"


def test_a_button_that_is_not_offered_leads_nowhere(house_with: Opening) -> None:
    provider = Provider()
    visitor = house_with(provider).visitor()
    form = visitor.get("/connexion").form("/connexion/franceconnect")
    assert form.offered.keys() == {"jeton", "simple"}
    assert visitor.post(form.action, form.untouched | {"plus": ""}).status == 404
    assert provider.calls == []


def test_simple_franceconnect_is_one_factor_and_the_code_of_the_card_follows(house_with: Opening) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    before = journal(house)
    page = enter(visitor, provider)
    assert (page.path, page.heading) == ("/connexion/code", "Le code numéro 1 de votre carte")
    assert sessions(house) == 0
    assert visitor.get("/mon-dossier").location == "/connexion"
    page = visitor.send(page, code=house.code(ROUX))
    assert page.path == "/mon-dossier"
    assert "Bonjour Madame Roux" in page.words
    assert journal(house)[len(before) :] == [
        "identity:federated_identity:linked",
        "identity:federated_identity:recognized",
        "identity:session:opened",
        "access:record:opened",
    ]
    assert "Dossier relié à FranceConnect" in visitor.get("/historique").words
    assert provider.refusals == []


def test_a_wrong_code_after_franceconnect_opens_nothing(house_with: Opening) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    page = enter(visitor, provider)
    wrong = f"{(int(house.code(ROUX)) + 1) % 10**8:08d}"
    assert visitor.post_form(page, code=wrong).status == 422
    assert sessions(house) == 0


def test_after_franceconnect_the_password_page_has_nothing_to_say(house_with: Opening) -> None:
    provider = Provider()
    visitor = house_with(provider).visitor()
    page = enter(visitor, provider)
    assert visitor.get("/connexion/mot-de-passe").location == "/connexion"
    token = page.form().untouched["jeton"]
    answer = visitor.post("/connexion/mot-de-passe", {"jeton": token, "password": "tilleul-sous-la-fenetre"})
    assert answer.location == "/connexion"


@pytest.mark.parametrize("kind", [ECKey, RSAKey], ids=["elliptic", "rsa"])
@pytest.mark.parametrize("signature", ["ES256", "RS256"])
def test_franceconnect_plus_opens_the_session_by_itself(house_with: Opening, kind: type, signature: str) -> None:
    provider = plus(signature=signature)
    house = house_with(provider, key=kind.generate_key("P-256" if kind is ECKey else 2048))
    visitor = house.visitor()
    before = visitor.get("/connexion") and visitor.cookie()
    page = enter(visitor, provider)
    assert page.path == "/mon-dossier"
    assert "Bonjour Madame Roux" in page.words
    assert (sessions(house), visitor.cookie() == before) == (1, False)
    assert journal(house)[-3:] == [
        "identity:federated_identity:recognized",
        "identity:session:opened",
        "access:record:opened",
    ]
    assert provider.refusals == []


@pytest.mark.parametrize("pkce", [True, False])
def test_a_provider_that_knows_pkce_gets_it_and_another_one_no_word_of_it(house_with: Opening, pkce: bool) -> None:
    provider = plus(pkce=pkce)
    visitor = house_with(provider).visitor()
    address = at_provider(visitor, provider)
    assert ("code_challenge" in address) is pkce
    assert visitor.follow(visitor.get(provider.visit(address))).path == "/mon-dossier"
    assert provider.refusals == []


def test_the_second_time_the_link_counts_even_if_a_trait_was_mended(house_with: Opening) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    enter(visitor, provider)
    visitor.leave()
    provider.person["family_name"] = "BLANCHARD-MENDED"
    assert enter(visitor, provider).path == "/mon-dossier"
    assert journal(house).count("identity:federated_identity:linked") == 1


def test_two_providers_may_vouch_for_one_person(house_with: Opening) -> None:
    simple, strong = Provider(), plus()
    house = house_with(simple, strong)
    assert enter(house.visitor(), strong).path == "/mon-dossier"
    assert enter(house.visitor(), simple).path == "/connexion/code"
    assert journal(house).count("identity:federated_identity:linked") == 2


@pytest.mark.parametrize(
    "trait",
    [
        {"family_name": "BLANCHART"},
        {"family_name": "ROUX"},  # her usual name is not her name of birth
        {"given_name": "JEANNE"},
        {"given_name": "MARIE JEANNE"},
        {"birthdate": "1942-05-13"},
        {"birthdate": "1942-00-00"},
        {"birthdate": ""},
        {"gender": "male"},
        {"gender": "unspecified"},
        {"birthplace": "43158"},
        {"birthplace": "", "birthcountry": "99127"},
        {"birthplace": "", "birthcountry": ""},
        {"family_name": "", "given_name": ""},
    ],
    ids=str,
)
def test_who_is_not_found_exactly_is_not_found_and_told_the_other_ways(
    house_with: Opening, trait: dict[str, str]
) -> None:
    provider = plus()
    provider.person |= trait
    house = house_with(provider)
    visitor = house.visitor()
    page = enter(visitor, provider)
    assert page.heading == "Nous ne trouvons pas votre dossier avec FranceConnect"
    assert {"/connexion", "/activation", "/aide"} <= set(page.links)
    assert sessions(house) == 0
    assert visitor.get("/mon-dossier").location == "/connexion"


def test_known_or_not_the_page_says_the_same(house_with: Opening) -> None:
    """A stranger with an identity of her own learns nothing of who has a record here."""
    provider = plus()
    house = house_with(provider)
    told = []
    for trait in ({"birthdate": "1942-05-13"}, {"family_name": "PERSONNE", "given_name": "ABSENTE"}):
        provider.person |= trait
        provider.sub += "x"
        page = enter(house.visitor(), provider)
        told.append((page.path, page.status, page.words))
    assert told[0] == told[1]


def test_accents_case_and_hyphens_of_names_do_not_count(house_with: Opening) -> None:
    provider = plus()
    provider.person |= {"family_name": "Blanchard", "given_name": "Jeanne-Marie"}
    assert enter(house_with(provider).visitor(), provider).path == "/mon-dossier"


def test_leaving_ends_the_session_at_the_provider_too(house_with: Opening) -> None:
    provider = plus()
    house = house_with(provider)
    visitor = house.visitor()
    enter(visitor, provider)
    page = visitor.leave()
    assert (page.path, page.heading) == ("/connexion/franceconnect/sortie", "Quittez aussi FranceConnect")
    assert page.headers["Refresh"] == "0; url=/connexion/franceconnect/sortir"
    assert sessions(house) == 0
    address = visitor.get(page.link("Quitter FranceConnect")).location
    page = visitor.follow(visitor.get(provider.visit(address)))
    assert page.heading == "Au revoir"
    assert (provider.left, provider.refusals) == ([provider.sub], [])
    assert visitor.get("/connexion/franceconnect/sortir").location == "/au-revoir", "once only"


def test_leaving_after_franceconnect_and_a_code_does_so_too(house_with: Opening) -> None:
    provider = Provider()
    house = house_with(provider)
    visitor = house.visitor()
    visitor.send(enter(visitor, provider), code=house.code(ROUX))
    address = visitor.get(visitor.leave().link("Quitter FranceConnect")).location
    assert visitor.follow(visitor.get(provider.visit(address))).heading == "Au revoir"
    assert provider.left == [provider.sub]


def test_who_was_not_found_may_leave_the_provider_as_well(house_with: Opening) -> None:
    provider = plus()
    provider.person["birthplace"] = "75056"
    visitor = house_with(provider).visitor()
    enter(visitor, provider)
    provider.visit(visitor.get(visitor.leave().link("Quitter FranceConnect")).location)
    assert provider.left == [provider.sub]


def test_a_visit_without_a_provider_leaves_as_ever(house_with: Opening) -> None:
    visitor = house_with(Provider(), plus()).signed_in(ROUX)
    assert visitor.leave().heading == "Au revoir"


def test_nobody_is_sent_out_of_an_open_visit(house_with: Opening) -> None:
    """Another site could lead her browser to these addresses."""
    provider = plus()
    visitor = house_with(provider).visitor()
    enter(visitor, provider)
    for path in ("sortie", "sortir"):
        assert visitor.get(f"/connexion/franceconnect/{path}").location == "/au-revoir"
    assert visitor.get("/mon-dossier").status == 200
    assert visitor.leave().heading == "Quittez aussi FranceConnect"


def test_who_is_signed_in_already_is_not_sent_to_a_provider(house_with: Opening) -> None:
    provider = plus()
    visitor = house_with(provider).visitor()
    form = visitor.get("/connexion").form("/connexion/franceconnect")
    enter(visitor, provider)
    calls = len(provider.calls)
    token = visitor.page.form("/quitter").untouched["jeton"]
    assert visitor.post(form.action, {"jeton": token, "plus": ""}).location == "/mon-dossier"
    assert visitor.get("/connexion/franceconnect-plus/retour?code=a&state=b").location == "/mon-dossier"
    assert len(provider.calls) == calls


def test_our_public_key_alone_is_given_out(house_with: Opening) -> None:
    house = house_with(plus(), key=RSAKey.generate_key(2048))
    answer = house.visitor().get("/connexion/franceconnect/cles")
    assert answer.headers["Content-Type"].startswith("application/json")
    (key,) = json.loads(answer.content)["keys"]
    assert key.keys() == {"kty", "n", "e", "use", "kid", "alg"}
    assert (key["use"], key["alg"]) == ("enc", "RSA-OAEP")


def test_no_token_secret_or_trait_stands_in_an_address_a_cookie_a_log_or_the_database(
    house_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    simple, strong = Provider(), plus()
    simple.sub, strong.sub = "zorva-subject-one", "zorva-subject-two"
    house = house_with(simple, strong)
    visitor = house.visitor()
    visitor.send(enter(visitor, simple), code=house.code(ROUX))
    provider_out = visitor.get(visitor.leave().link("Quitter FranceConnect")).location
    enter(visitor, strong)
    markers = [*simple.tokens, *strong.tokens, simple.secret, strong.secret, simple.sub, strong.sub]
    assert len(markers) == 14
    there_and_back = (
        f"{simple.url}/",
        f"{strong.url}/",
        "/connexion/franceconnect/retour?",
        "/connexion/franceconnect-plus/retour?",
    )
    own = [address for address in visitor.trail if not address.startswith(there_and_back)]
    assert len(visitor.trail) - len(own) == 5, "there twice, back twice, and out once: the protocol's own addresses"
    assert simple.tokens[4] in provider_out, "the way out names the token it ends"
    traces = [
        *traces_of(house.store, house.settings.var_dir),
        Trace("logs", caplog.text.encode()),
        Trace("addresses", "\n".join(own).encode()),
        Trace("cookies", repr([visitor.cookie(), visitor.page.cookies]).encode()),
        Trace("pages", visitor.page.content),
        Trace("settings", repr(house.settings).encode()),
    ]
    assert found_in(traces, markers) == []
    assert found_in([*traces, Trace("planted", strong.tokens[0].encode())], markers) != []


@pytest.mark.parametrize("key", ["nothing", b"", b"no key", "public"], ids=str)
def test_a_key_that_can_not_be_read_is_one_line_and_no_start(planted: Path, tmp_path: Path, key: bytes | str) -> None:
    file = tmp_path / "fc.pem"
    if key != "nothing":
        file.write_bytes(key if isinstance(key, bytes) else ECKey.generate_key("P-256").as_pem(private=False))
    told = {f"FRANCECONNECT_PLUS_{name}": "x" for name in ("CLIENT_ID", "CLIENT_SECRET")}
    told |= {"FRANCECONNECT_PLUS_URL": "http://127.0.0.1:1", "FRANCECONNECT_PLUS_KEY_FILE": str(file)}
    with pytest.raises(StartRefused) as refusal, portal.copy_of(planted, tmp_path / "var", **told):
        pass
    assert refusal.value.lines == ["FRANCECONNECT_PLUS_KEY_FILE can't be read as a private key (PEM)."]
