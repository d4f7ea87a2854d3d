"""ProConnect at a desk: the way in and out, one's own link, through a strict provider on loopback."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import now
from dossier.identity import StaffAccount, recognize_staff, reset_staff, suspend_staff
from tests.kit.desk import INES, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.markers import Trace, found_in, traces_of
from tests.kit.page_checker import DESK_PAGE, check_page
from tests.kit.portal import House
from tests.kit.proconnect import SIRET, Opening, ProConnect, at_provider, desks_open, enter, link, linked
from tests.kit.samples_of_proconnect import proconnect_drawn

CODE = "/code?suite=/proconnect"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def recognized(desk: Desk, provider: ProConnect, siret: str = SIRET) -> bytes | None:
    with desk.house.store.reading() as unit:
        return recognize_staff(unit, StaffAccount("proconnect", provider.sub, siret))


def test_without_proconnect_nobody_is_offered_it_and_its_addresses_do_not_exist(house: House) -> None:
    visitor = desk_of(house).visitor()
    page = visitor.get("/connexion")
    assert "ProConnect" not in page.html
    assert visitor.post("/connexion/proconnect", page.form().untouched).status == 404
    assert visitor.get("/connexion/proconnect/retour?code=a&state=b").status == 404
    for path in ("", "/aller", "/echec"):
        assert visitor.get(f"/connexion/proconnect{path}").location == "/connexion"
    for path in ("sortie", "sortir", "sorti"):
        assert visitor.get(f"/connexion/proconnect/{path}").location == "/au-revoir"
    ines = desk_of(house).signed_in(INES)
    assert "ProConnect" not in ines.get("/cles").html
    assert ines.get("/proconnect").status == 404
    assert ines.post("/proconnect", ines.get("/cles").form("/quitter").untouched).status == 404


def test_it_is_offered_after_the_password_and_after_a_mistake_too(desk_with: Opening) -> None:
    visitor = desk_with(ProConnect()).visitor()
    page = visitor.get("/connexion")
    assert page.form().action == "/connexion", "the identifier comes first"
    assert page.form("/connexion/proconnect").offered.keys() == {"jeton"}
    again = visitor.post_form(page, identifier="", password="x")
    assert (again.status, again.form("/connexion/proconnect").action) == (422, "/connexion/proconnect")


def test_two_factors_given_there_just_now_open_the_desk(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    visitor.get("/connexion")
    before = visitor.cookie("poste")
    page = enter(visitor, provider)
    assert (page.path, page.heading) == ("/", "Votre guichet")
    assert "Inès Laurent" in page.all_words
    assert (desks_open(desk), visitor.cookie("poste") == before) == (1, False)
    assert provider.refusals == []


@pytest.mark.parametrize(
    "told",
    [
        {"methods": ["pwd"]},
        {"methods": ["totp"]},
        {"methods": []},
        {"silent_about": "amr"},
        {"silent_about": "auth_time"},
        {"seconds_ago": 3600},
    ],
    ids=str,
)
def test_one_factor_or_a_session_still_open_there_is_worth_a_password_and_our_code_follows(
    desk_with: Opening, clock: time_machine.Traveller, told: dict[str, object]
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    for name, value in told.items():
        setattr(provider, name, value)
    page = enter(visitor, provider)
    assert (page.path, page.heading) == ("/connexion/code", "Prouvez que c’est vous")
    assert desks_open(desk) == 0
    assert visitor.get("/").location == "/connexion"
    assert visitor.post_form(page, code="000000").status == 422
    clock.shift(30)
    assert visitor.send(page, code=desk.code(INES)).heading == "Votre guichet"


@pytest.mark.parametrize("signature", ["ES256", "RS256"])
@pytest.mark.parametrize("pkce", [False, True])
def test_the_question_holds_nothing_that_was_not_registered(desk_with: Opening, signature: str, pkce: bool) -> None:
    provider = ProConnect(signature=signature, pkce=pkce)
    visitor = linked(desk_with(provider), provider)
    address = at_provider(visitor, visitor.get("/connexion"))
    assert ("code_challenge" in address, "acr_values" in address) == (pkce, False)
    assert visitor.get(provider.visit(address)).location == "/"
    assert provider.refusals == []


def test_whoever_has_not_linked_her_account_is_nobody_here(desk_with: Opening) -> None:
    """Not even by the name or the e-mail of a colleague: nothing but the link is looked at."""
    provider = ProConnect(person={"siret": SIRET, "email": INES, "given_name": "Inès", "usual_name": "Laurent"})
    desk = desk_with(provider)
    visitor = desk.visitor()
    page = enter(visitor, provider)
    assert page.path == "/connexion/proconnect/echec?cas=inconnu"
    assert page.heading == "Ce compte ProConnect n’ouvre aucun poste"
    assert "/connexion" in page.links
    assert desks_open(desk) == 0
    assert visitor.get("/connexion/code").location == "/connexion?debut=1"
    provider.visit(visitor.get(visitor.follow(visitor.get(page.link("Quitter"))).link("Quitter")).location)
    assert provider.left == [provider.sub]


def test_another_establishment_is_another_account(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    provider.person["siret"] = "11000601200010"
    assert enter(visitor, provider).path == "/connexion/proconnect/echec?cas=inconnu"
    assert desks_open(desk) == 0
    provider.person["siret"] = SIRET
    assert enter(visitor, provider).path == "/"


def test_suspended_she_is_told_what_a_stranger_is_told(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    with desk.house.store.writing() as unit:
        suspend_staff(unit, INES, now())
    page = enter(visitor, provider)
    hers = provider.sub
    provider.sub = "somebody-else"
    stranger = enter(desk.visitor(), provider)
    assert (page.path, page.words) == (stranger.path, stranger.words)
    assert recognized(desk, ProConnect(sub=hers)) is None
    assert desks_open(desk) == 0


def test_a_reset_takes_the_link_away_too(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    linked(desk, provider)
    assert recognized(desk, provider) is not None
    with desk.house.store.writing() as unit:
        reset_staff(unit, INES, now())
        assert unit.connection.exec_driver_sql("SELECT count(*) FROM staff_link").scalar() == 0


def test_linking_asks_for_her_own_code_first(desk_with: Opening, clock: time_machine.Traveller) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    page = ines.get("/proconnect")
    assert "Aucun compte n’est relié." in page.words
    clock.shift(timedelta(minutes=10, seconds=1))
    for answer in (ines.get("/proconnect"), ines.post_form(page, to="/proconnect")):
        assert answer.location == CODE
    assert provider.calls == []
    ines.send(ines.get(CODE), to=CODE, code=desk.code(INES))
    page = link(ines, provider)
    assert (page.path, "C’est fait." in page.words) == ("/proconnect?fait=1", True)
    assert "Un compte est relié depuis le" in page.words


def test_a_code_that_grew_old_at_the_provider_links_nothing(desk_with: Opening, clock: time_machine.Traveller) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    address = at_provider(ines, ines.get("/proconnect"), to="/proconnect")
    clock.shift(timedelta(minutes=10, seconds=1))
    page = ines.follow(ines.get(provider.visit(address)))
    assert page.path == "/connexion/proconnect/echec?cas=retard"
    assert "/proconnect" in page.links, "her desk is open: she is led back there"
    assert recognized(desk, provider) is None


def test_a_desk_left_meanwhile_is_linked_to_nothing(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    answer = provider.visit(at_provider(ines, ines.get("/proconnect"), to="/proconnect"))
    ines.get("/")
    ines.leave_desk()
    assert ines.follow(ines.get(answer)).path == "/connexion/proconnect/echec?cas=retard"
    assert recognized(desk, provider) is None


def test_a_desk_that_nobody_touched_meanwhile_is_linked_to_nothing(
    desk_with: Opening, clock: time_machine.Traveller
) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    address = at_provider(ines, ines.get("/proconnect"), to="/proconnect")
    clock.shift(timedelta(minutes=15, seconds=1))
    assert ines.follow(ines.get(provider.visit(address))).path == "/connexion/proconnect/echec?cas=retard"
    assert recognized(desk, provider) is None


def test_a_session_that_a_colleague_left_open_there_is_not_linked(desk_with: Opening) -> None:
    provider = ProConnect(seconds_ago=600)
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    page = link(ines, provider)
    assert (page.path, page.heading) == (
        "/connexion/proconnect/echec?cas=doute",
        "Par prudence, nous n’avons rien ouvert",
    )
    assert recognized(desk, provider) is None
    provider.seconds_ago = 0
    assert link(ines, provider).path == "/proconnect?fait=1"


def test_one_account_opens_one_desk(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    linked(desk, provider)
    owner = recognized(desk, provider)
    sarah = desk.signed_in(SARAH)
    page = link(sarah, provider)
    assert (page.path, page.heading) == (
        "/connexion/proconnect/echec?cas=pris",
        "Ce compte ProConnect est celui d’un autre poste",
    )
    assert recognized(desk, provider) == owner


def test_another_account_takes_the_place_of_the_first_and_the_same_one_its_own(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    assert [link(ines, provider).path for _ in range(2)] == ["/proconnect?fait=1"] * 2
    first, provider.sub = provider.sub, "another-account"
    assert "Relier un autre compte" in ines.get("/proconnect").words
    assert link(ines, provider).path == "/proconnect?fait=1"
    assert recognized(desk, provider) is not None
    assert recognized(desk, ProConnect(sub=first)) is None


def test_she_takes_her_link_away(desk_with: Opening, clock: time_machine.Traveller) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    ines = desk.signed_in(INES)
    page = link(ines, provider)
    clock.shift(timedelta(minutes=10, seconds=1))
    assert ines.post_form(page, to="/proconnect/retirer").location == CODE
    assert recognized(desk, provider) is not None
    ines.send(ines.get(CODE), to=CODE, code=desk.code(INES))
    assert "Aucun compte n’est relié." in ines.send(ines.page, to="/proconnect/retirer").words
    assert recognized(desk, provider) is None


def test_a_colleague_opens_her_own_desk_where_another_one_stands_locked(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    linked(desk, provider)
    shared = desk.signed_in(PAUL)
    shared.leave_desk()
    page = enter(shared, provider)
    assert page.heading == "Votre guichet"
    assert desks_open(desk) == 1, "the desk that stood locked is over"


def test_an_open_desk_is_not_sent_to_the_provider(desk_with: Opening) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = desk.visitor()
    form = visitor.get("/connexion").form("/connexion/proconnect")
    visitor.sign_in(INES)
    token = visitor.page.form("/quitter").untouched["jeton"]
    assert visitor.post(form.action, {"jeton": token}).location == "/"
    assert provider.calls == []


def leave(visitor: AtDesk, provider: ProConnect) -> None:
    """End the working day, and hold that the provider is left with it, once."""
    page = visitor.send(visitor.page, to="/quitter")
    assert (page.path, page.heading) == ("/connexion/proconnect/sortie", "Quittez aussi ProConnect")
    assert page.headers["Refresh"] == "0; url=/connexion/proconnect/sortir"
    back = provider.visit(visitor.get(page.link("Quitter ProConnect")).location)
    assert visitor.follow(visitor.get(back)).heading == "Bonne fin de journée"
    assert visitor.get("/connexion/proconnect/sortir").location == "/au-revoir", "once only"
    assert (provider.left[-1:], provider.refusals) == ([provider.sub], [])


def test_the_end_of_the_day_ends_it_at_the_provider_too(desk_with: Opening, clock: time_machine.Traveller) -> None:
    provider = ProConnect()
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    enter(visitor, provider)
    leave(visitor, provider)
    provider.methods = ["pwd"]
    clock.shift(30)
    visitor.send(enter(visitor, provider), code=desk.code(INES))
    leave(visitor, provider)


@pytest.mark.parametrize("how", ["by the button", "by the clock", "by a page asked too late"])
def test_so_it_does_when_the_desk_was_locked_meanwhile(
    desk_with: Opening, clock: time_machine.Traveller, how: str
) -> None:
    provider = ProConnect()
    visitor = linked(desk_with(provider), provider)
    enter(visitor, provider)
    if how == "by the button":
        visitor.leave_desk()
    else:
        clock.shift(timedelta(minutes=15, seconds=1))
        visitor.follow(visitor.get("/reprise" if how == "by the clock" else "/"))
    assert visitor.page.heading == "Ce poste est fermé à clé"
    leave(visitor, provider)


def test_nobody_is_sent_out_of_an_open_desk(desk_with: Opening) -> None:
    provider = ProConnect()
    visitor = linked(desk_with(provider), provider)
    enter(visitor, provider)
    for path in ("sortie", "sortir"):
        assert visitor.get(f"/connexion/proconnect/{path}").location == "/au-revoir"
    assert visitor.get("/").status == 200
    leave(visitor, provider)


def test_no_token_secret_or_name_stands_in_an_address_a_cookie_a_log_or_the_database(
    desk_with: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider = ProConnect(sub="zorva-subject")
    desk = desk_with(provider)
    visitor = linked(desk, provider)
    page = enter(visitor, provider)
    markers = [*provider.tokens, provider.secret, provider.sub]
    assert len(markers) == 12
    there_and_back = (f"{provider.url}/", "/connexion/proconnect/retour?")
    own = [address for address in visitor.trail if not address.startswith(there_and_back)]
    traces = [
        *traces_of(desk.house.store, desk.house.settings.var_dir),
        Trace("logs", caplog.text.encode()),
        Trace("addresses", "\n".join(own).encode()),
        Trace("cookies", repr([visitor.cookie("poste"), page.cookies]).encode()),
        Trace("pages", page.content),
        Trace("settings", repr(desk.house.settings).encode()),
    ]
    assert found_in(traces, markers) == []
    assert found_in([*traces, Trace("planted", provider.tokens[0].encode())], markers) != []


@pytest.mark.parametrize(("name", "html"), list(proconnect_drawn()), ids=[name for name, _ in proconnect_drawn()])
def test_every_state_of_every_page_is_strict_light_and_titled(name: str, html: str) -> None:
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    check_page(html, url=name, status=200, headers=headers, weight_budget=DESK_PAGE, scripts="/scripts/")
    title, heading = re.search("<title>(.*?)</title>", html).group(1), re.search("<h1>(.*?)</h1>", html).group(1)
    mistaken = "Erreur : " if 'class="error"' in html else ""
    assert title.replace("\u00a0", " ") == f"{mistaken}{heading} – Poste Dossier Clair".replace("\u00a0", " ")
    assert not re.search(r" [:?!;»]|« |\d h \d", re.sub(r"<style>.*?</style>|<[^>]*>", "\n", html, flags=re.DOTALL))
