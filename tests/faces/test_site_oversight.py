"""What waits for a second person, and what is odd at a site: told to its own supervisor, without any patient."""

from collections.abc import Iterator

import pytest
import time_machine

from dossier.base import now
from dossier.identity import ContactKind, add_site
from dossier.mandates import Duration
from dossier.policy import Acting, Role, Scope
from dossier.recovery import approve_contact_change, ask_contact_change
from tests.kit.desk import INES, NADIA, SARAH, Desk, desk_of
from tests.kit.mandates import Somebody, drafted, given, somebody
from tests.kit.mandates import desk_of as session_of
from tests.kit.oversight import helpless, seen, staff_id_of
from tests.kit.portal import House
from tests.kit.recovery import NEW, agent
from tests.kit.visits import put_at

ALARMS, WAITING = "/alarmes", "/a-confirmer"
FRIDAY, SUNDAY = "2026-11-27T10:00:00+01:00", "2026-11-29T10:00:00+01:00"
SCHILTIGHEIM = "France Services de Schiltigheim"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def friday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


def visits(desk: Desk, often: int, *, agreed: bool = True) -> list[str]:
    """So many drafts of Inès; return their numbers."""
    with desk.house.store.writing() as unit:
        ines, people = session_of(unit, INES, now()), [somebody(unit) for _ in range(often)]
        if agreed:
            return [given(unit, ines, her, duration=Duration.MONTH, now=now()) for her in people]
        return [drafted(unit, ines, her, now=now()).reference for her in people]


def asked_by(desk: Desk, identifier: str, her: Somebody, team: str = SCHILTIGHEIM) -> str:
    """Have an advisor ask that her mobile be the new one; return the change's number."""
    under = {"mandate": "7KQM4HTX9DFR", "scope": Scope.CONTACT_CHANGE, "site": team}
    acting = Acting(Role.ADVISOR, her.id, staff_id_of(desk, identifier), "Inès", **under)
    with desk.house.store.writing() as unit:
        return ask_contact_change(unit, acting, ContactKind.MOBILE, NEW["mobile"], team, now()).reference


def people(desk: Desk, often: int = 1) -> list[Somebody]:
    with desk.house.store.writing() as unit:
        return [somebody(unit) for _ in range(often)]


# Alarms


def test_a_site_without_anything_odd_says_so(desk: Desk, friday: time_machine.Traveller) -> None:
    visits(desk, 2)
    page = desk.signed_in(NADIA).get(ALARMS)
    assert page.heading.replace("\u00a0", " ") == f"Alarmes : {SCHILTIGHEIM}"
    assert "Aucune alarme. Rien ne sort de l’ordinaire depuis 7 jours." in page.words


def test_each_oddity_is_worded_with_whom_how_often_and_what_to_check(
    desk: Desk, friday: time_machine.Traveller
) -> None:
    numbers = visits(desk, 8)
    visits(desk, 9, agreed=False)
    friday.shift(3600)
    page = desk.signed_in(NADIA).get(ALARMS)
    assert "Beaucoup de visites en un jour Trois fois son jour habituel, ou plus." in page.words
    assert f"Inès Laurent · {SCHILTIGHEIM} 17 visites" in page.words
    assert "Beaucoup de visites sans accord Plus de la moitié n’ont rien donné." in page.words
    assert not [one for one in numbers if one in page.html]


def test_a_sunday_is_odd_by_the_clock_of_the_place(desk: Desk) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        visits(desk, 1)
        page = desk.signed_in(NADIA).get(ALARMS)
    assert "Gestes la nuit ou le dimanche" in page.words
    assert "1 geste" in page.words


@pytest.mark.parametrize(("address", "odd"), [("1 rue de Paris, 97400 Saint-Denis", False), ("Place, 67300 X", True)])
def test_five_in_the_morning_is_the_middle_of_the_morning_in_saint_denis(desk: Desk, address: str, odd: bool) -> None:
    with time_machine.travel("2026-11-27T05:30:00+01:00", tick=False):
        with desk.house.store.writing() as unit:
            add_site(unit, "Une autre maison", address, now())
        for identifier in (INES, NADIA):
            put_at(desk, "Une autre maison", identifier)
        visits(desk, 1)
        page = desk.signed_in(NADIA).get(ALARMS)
    assert ("Gestes la nuit" in page.words) is odd


def test_one_advisor_with_one_contact_for_two_people_is_odd_and_the_contact_isnt_shown(
    desk: Desk, friday: time_machine.Traveller
) -> None:
    for her in people(desk, 2):
        asked_by(desk, INES, her)
    page = desk.signed_in(NADIA).get(ALARMS)
    assert "Le même contact demandé pour plusieurs personnes Par la même personne du guichet." in page.words
    assert "1 contact Une famille partage parfois un téléphone" in page.words
    assert not [sign for sign in (NEW["mobile"], NEW["mobile"][-2:] + " ", "Roux") if sign in page.words]


def test_alarms_of_a_site_are_its_supervisors_and_those_of_calls_the_others(
    desk: Desk, friday: time_machine.Traveller
) -> None:
    visits(desk, 8)
    assert "Inès" not in desk.signed_in(SARAH).get(ALARMS).words
    for identifier in (INES, NADIA):
        put_at(desk, "", identifier)
    assert "Inès" not in desk.signed_in(NADIA).get(ALARMS).words


# What waits for a second person


def test_a_change_that_her_advisor_asked_for_is_told_by_who_and_until_when_and_nothing_else(
    desk: Desk, friday: time_machine.Traveller
) -> None:
    number = asked_by(desk, INES, people(desk)[0])
    page = desk.signed_in(NADIA).get(WAITING)
    told = "Inès Laurent Demandé le 27 novembre 2026 à 10 h 00."
    assert told in page.words.replace("\u00a0", " ")
    assert "effacé le 28 novembre 2026 à 10 h 00." in page.words.replace("\u00a0", " ")
    assert "Aucun changement n’attend votre accord." in page.words, "her own team never agrees"
    assert not [sign for sign in (number, "Roux", NEW["mobile"][-2:] + " ", "portable") if sign in page.html]


def test_it_is_gone_once_another_team_answered_or_a_day_has_passed(desk: Desk, friday: time_machine.Traveller) -> None:
    first, second = people(desk, 2)
    number = asked_by(desk, INES, first)
    asked_by(desk, INES, second)
    with desk.house.store.writing() as unit:
        approve_contact_change(unit, agent(first.id), number, "Nord", now())
    nadia = desk.signed_in(NADIA)
    assert nadia.get(WAITING).words.count("Inès Laurent") == 1
    friday.shift(24 * 3600)
    assert "Inès Laurent" not in desk.signed_in(NADIA).get(WAITING).words


def test_what_waits_for_her_own_yes_is_counted_on_the_first_page_and_leads_there(
    desk: Desk, friday: time_machine.Traveller
) -> None:
    sarah = desk.signed_in(SARAH)
    line = "Voir ce qui attend une deuxième personne"
    assert f"{line} Une pièce vue à un guichet, un contact à changer." in sarah.get("/").words
    asked_by(desk, INES, people(desk)[0])
    assert f"{line} 1 demande attend une réponse." in sarah.get("/").words
    patient_id, number = helpless(desk.house)
    seen(desk.house, patient_id, number, staff_id_of(desk, INES))
    assert f"{line} 2 demandes attendent une réponse." in sarah.get("/").words
    page = sarah.get(WAITING)
    assert page.link("1 changement attend votre accord") == "/changements"
    assert "Inès Laurent Demandé" not in page.words, "another place's people aren't named"
    assert f"{line} 1 demande attend" in desk.signed_in(NADIA).get("/").words, "the paper alone"
