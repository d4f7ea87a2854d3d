"""Her agreement on the desk's own screen: she signs in herself, and that browser opens one text and no record."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import now
from dossier.mandates import MandateState, ProofKind
from dossier.mandates.keeping import held
from tests.kit.desk import Desk, desk_of
from tests.kit.federation import Opening, come_back, plus, sessions
from tests.kit.franceconnect import Provider
from tests.kit.house import CODES, PASSWORD, events_of, with_credentials
from tests.kit.mandates import Somebody
from tests.kit.portal import House
from tests.kit.turns_at_the_desk import Screen, turned, visiting_to_print
from tests.kit.visit_acts import Visiting
from tests.kit.visitor import Answer
from tests.kit.visits import advisor_at, ask_for, drafted_by, in_front, number_of, reference_in, state_of, typed

MINUTE = timedelta(minutes=1)
ANSWER, OVER = "/tour/accord", "/tour/fini?fait=rien"
TOO_LATE = f"{OVER}&temps=1"
REFUSED = (
    "/mon-dossier", "/documents", "/historique", "/imprimer", "/dossiers", "/mandats", "/mon-compte",
    "/mon-compte/moyens", "/depuis-ma-derniere-visite", "/tour/resume", "/tour/imprimer", "/tour/depuis", "/reprendre",
)  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def identifiers() -> dict[bytes, str]:
    return {}


@pytest.fixture
def visiting(desk: Desk, identifiers: dict[bytes, str]) -> Visiting:
    return drafted(desk, identifiers)


@pytest.fixture
def screen(visiting: Visiting) -> Screen:
    return turned(visiting, place="accord")


def drafted(desk: Desk, identifiers: dict[bytes, str], **traits: object) -> Visiting:
    """Begin a visit for Mme Roux, who has an account and a card, and agreed to nothing yet."""
    her = in_front(desk.house, **traits)
    with desk.house.store.writing() as unit:
        identifiers[her.id] = with_credentials(unit, her.id, card=False)
    ines = advisor_at(desk)
    return Visiting(desk, ines, drafted_by(ines, her), her)


def by_password(screen: Screen, identifier: str) -> Answer:
    """Take the ticket, then identifier, password and a line of her card; return what the screen shows."""
    begun = screen.begin()
    assert begun.path == "/connexion", begun.words
    return screen.by_card(screen.browser.send(screen.browser.send(begun, identifier=identifier), password=PASSWORD))


def opened(screen: Screen, identifiers: dict[bytes, str]) -> Answer:
    page = by_password(screen, identifiers[screen.visiting.her.id])
    assert page.path == ANSWER, page.words
    return page


def desk_again(screen: Screen) -> None:
    """Have the advisor open the desk again with a code, as after every turn."""
    screen.ines.send(screen.ines.get("/reprise"), to="/reprise", code=screen.ines.code_of("laurent.ines"))


def test_the_ticket_says_what_it_is_for_and_that_no_record_opens(screen: Screen) -> None:
    page = screen.browser.get(f"/tour/{screen.ticket}")
    assert "Vous allez lire un texte, puis dire oui ou non." in page.words
    assert "Votre dossier ne s’ouvre pas ici." in page.words
    assert "résumé" not in page.words
    assert screen.ines.get(screen.visiting.path).location == "/reprise", "the desk is locked"


def test_she_reads_says_yes_and_the_screen_goes_back_at_once(
    screen: Screen, desk: Desk, identifiers: dict[bytes, str]
) -> None:
    page = opened(screen, identifiers)
    assert page.heading == "Êtes-vous d’accord avec ce texte ?"
    assert "Vous donnez un mandat à Inès Laurent" in page.words
    assert "C’est votre tour." in page.all_words
    assert "give" in screen.browser.get(f"{ANSWER}?langue=en").words
    old = screen.browser.cookie()
    done = screen.browser.send(page, to=ANSWER)
    assert "Votre accord est donné. Le conseiller le voit dans son poste." in done.words
    assert "imprimante" not in done.words
    for path in (ANSWER, "/mon-dossier"):
        screen.browser.client.set_cookie("dossier", old, domain="127.0.0.1")
        assert screen.browser.get(path).location == OVER, path
    assert sessions(desk.house) == 0
    assert screen.ines.get(screen.visiting.path).location == "/reprise"
    desk_again(screen)
    assert "L’accord est donné." in screen.ines.get(screen.visiting.path).words
    assert state_of(desk, screen.visiting.reference) is MandateState.ACTIVE


def test_she_says_no_and_it_is_void(screen: Screen, desk: Desk, identifiers: dict[bytes, str]) -> None:
    done = screen.browser.send(opened(screen, identifiers), to=ANSWER, non="")
    assert "Vous avez dit non. Rien n’est fait." in done.words
    assert state_of(desk, screen.visiting.reference) is MandateState.VOID
    assert screen.browser.get(ANSWER).location == "/connexion"


def test_she_leaves_without_an_answer(screen: Screen, desk: Desk, identifiers: dict[bytes, str]) -> None:
    done = screen.browser.send(opened(screen, identifiers), to="/quitter")
    assert "Rien n’est donné, rien n’est ouvert." in done.words
    assert state_of(desk, screen.visiting.reference) is MandateState.DRAFT


def test_a_measure_of_protection_is_told_in_her_history_and_on_no_screen_of_a_desk(
    desk: Desk, identifiers: dict[bytes, str]
) -> None:
    screen = turned(drafted(desk, identifiers, measure="guardianship"), place="accord")
    done = screen.browser.send(opened(screen, identifiers), to=ANSWER)
    assert "Ce mandat n’est pas possible." in done.words
    assert "juge" not in done.words
    assert state_of(desk, screen.visiting.reference) is MandateState.VOID


def test_every_other_page_refuses_her_session(screen: Screen, identifiers: dict[bytes, str]) -> None:
    page = opened(screen, identifiers)
    for path in REFUSED:
        assert screen.browser.get(path).location == ANSWER, path
    sent = page.form("/quitter").untouched
    for path in ("/imprimer", "/tour/imprimer", f"/mandats/{screen.visiting.reference}/accord"):
        assert screen.browser.post(path, sent | {"size": "18"}).location == ANSWER, path
    assert screen.browser.get("/").location == "/mon-dossier"
    with screen.house.store.writing() as unit:
        assert "access:record:opened" not in events_of(unit, screen.visiting.her.id)


def test_a_turn_to_read_has_no_page_to_answer_on(desk: Desk, identifiers: dict[bytes, str]) -> None:
    reader = turned(visiting_to_print(desk))
    reader.prove()
    assert reader.browser.get(ANSWER).location == "/tour/resume"


def test_whoever_else_signs_in_hears_the_same_for_her_draft_and_for_nobodys(
    desk: Desk, identifiers: dict[bytes, str], clock: time_machine.Traveller
) -> None:
    stranger = drafted(desk, identifiers, ins=number_of(2540343765432), birth_name="MOREL").her
    visiting = drafted(desk, identifiers)
    nobodys = typed(visiting.her) | {"birth_name": "Durand", "ins": number_of(2540343765499)}
    heard = []
    for n, reference in enumerate((visiting.reference, reference_in(ask_for(visiting.ines, nobodys, "opt-out")))):
        at = Visiting(desk, visiting.ines, reference, visiting.her)
        screen = turned(at, place="accord")
        answers = [screen.browser.get(f"/tour/{screen.ticket}"), screen.begin()]
        answers.append(screen.browser.send(answers[-1], identifier=identifiers[stranger.id]))
        code = screen.browser.send(answers[-1], password=PASSWORD)
        answers.append(screen.browser.send(code, code=CODES[n]))
        assert (answers[-1].path, answers[-1].status) == (OVER, 200)
        heard.append([(one.status, one.words) for one in answers])
        clock.shift(MINUTE)
        desk_again(screen)
        assert state_of(desk, reference) is MandateState.DRAFT
    assert heard[0] == heard[1]
    assert "Le tour est terminé, ou il n’est pas pour vous." in heard[0][-1][1]
    assert sessions(desk.house) == 0


@pytest.mark.parametrize("end", ["the clock", "the desk"])
def test_left_alone_or_taken_back_it_is_over_and_nothing_is_given(
    screen: Screen, desk: Desk, identifiers: dict[bytes, str], clock: time_machine.Traveller, end: str
) -> None:
    page = opened(screen, identifiers)
    assert page.headers["Refresh"] == f"605; url={TOO_LATE}"
    if end == "the clock":
        clock.shift(10 * MINUTE + timedelta(seconds=1))
    else:
        desk_again(screen)
    over = screen.browser.get(ANSWER).location
    assert over == (TOO_LATE if end == "the clock" else OVER)
    told = screen.browser.get(over).words
    assert "Rien n’est donné" in told
    assert ("Les 10 minutes sont passées." in told) is (end == "the clock")
    assert "résumé" not in told
    assert state_of(desk, screen.visiting.reference) is MandateState.DRAFT


def test_ten_minutes_are_hers_to_read_without_a_touch_and_the_page_says_so(
    screen: Screen, desk: Desk, identifiers: dict[bytes, str], clock: time_machine.Traveller
) -> None:
    page = opened(screen, identifiers)
    assert "Vous avez 10 minutes pour lire et répondre." in page.words
    clock.shift(10 * MINUTE - timedelta(seconds=1))
    assert "Votre accord est donné." in screen.browser.send(page, to=ANSWER).words
    assert state_of(desk, screen.visiting.reference) is MandateState.ACTIVE


def test_begun_again_in_the_same_browser_her_sign_in_opens_no_record_until_she_was_told(
    screen: Screen, identifiers: dict[bytes, str]
) -> None:
    screen.begin()
    desk_again(screen)
    begun = screen.browser.get("/connexion")
    identifier = identifiers[screen.visiting.her.id]
    told = screen.by_card(screen.browser.send(screen.browser.send(begun, identifier=identifier), password=PASSWORD))
    assert told.path == OVER
    assert sessions(screen.house) == 0


# By FranceConnect+


def seated(house: House, identifier: str = "roux.jeanne") -> Screen:
    """Give the screen to Mme Roux of the demonstration, for whom the provider vouches; or to another of the cast."""
    desk, ines = desk_of(house), advisor_at(desk_of(house))
    her = Somebody(house.patient_id(identifier), BY_IDENTIFIER[identifier].person)
    return turned(Visiting(desk, ines, drafted_by(ines, her), her), place="accord")


def test_by_franceconnect_plus_she_answers_and_the_provider_is_left_before_anything_is_shown(
    house_with: Opening,
) -> None:
    provider = plus()
    house = house_with(provider, Provider())
    screen = seated(house)
    asked = screen.begin()
    assert "FranceConnect+" in asked.words
    assert "simple" not in asked.form("/connexion/franceconnect").offered, "a code would come after it"
    token = asked.form("/connexion/franceconnect").untouched
    assert screen.browser.post("/connexion/franceconnect", token | {"simple": ""}).status == 404
    back = come_back(screen.browser, provider)
    assert back.location == "/connexion/franceconnect/sortie"
    leaving = screen.browser.get(back.location)
    assert leaving.headers["Refresh"] == "0; url=/connexion/franceconnect/sortir"
    assert "Après, vous revenez ici." in leaving.words
    provider.visit(screen.browser.get(leaving.link("Quitter FranceConnect")).location)
    assert provider.left == [provider.sub]
    page = screen.browser.follow(screen.browser.get("/connexion/franceconnect/sorti"))
    assert page.path == ANSWER
    assert "Votre accord est donné." in screen.browser.send(page, to=ANSWER).words
    with house.store.reading() as unit:
        given = held(unit, screen.visiting.reference, now()).mandate
    assert (given.state, given.proof) == (MandateState.ACTIVE, ProofKind.FRANCECONNECT_PLUS)
    assert sessions(house) == 0


@pytest.mark.parametrize("who", ["somebody else", "nobody here", "herself, too late"])
def test_whoever_it_is_the_provider_is_left_and_no_record_opens(house_with: Opening, who: str) -> None:
    provider = plus()
    house = house_with(provider)
    screen = seated(house, "martin.claire" if who == "somebody else" else "roux.jeanne")
    screen.begin()
    if who == "herself, too late":
        desk_again(screen)
    elif who == "nobody here":
        provider.person["family_name"] = "INCONNUE"
    back = come_back(screen.browser, provider)
    assert back.location == "/connexion/franceconnect/sortie"
    leaving = screen.browser.get(back.location)
    provider.visit(screen.browser.get(leaving.link("Quitter FranceConnect")).location)
    assert provider.left == [provider.sub]
    assert screen.browser.get("/connexion/franceconnect/sorti").location == OVER
    assert sessions(house) == 0
