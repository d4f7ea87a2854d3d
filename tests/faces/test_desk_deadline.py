"""The deadline calculator at the desk: both rules, every zone, kind errors, nobody's name."""

import pytest
import time_machine

from tests.kit.desk import AtDesk, desk_of, scripts_left_out
from tests.kit.portal import House
from tests.kit.visitor import Answer

PATH = "/calcul-du-delai"
A_WEDNESDAY = "2022-03-30T10:00:00+00:00"


@pytest.fixture
def paul(house: House) -> AtDesk:
    return desk_of(house).signed_in()


def ask(paul: AtDesk, day: str, month: str, year: str, postal_code: str = "43000") -> Answer:
    return paul.get(f"{PATH}?day={day}&month={month}&year={year}&postal_code={postal_code}")


def words_at(house: House, moment: str, *typed: str) -> str:
    with time_machine.travel(moment, tick=False):
        return ask(desk_of(house).signed_in(), *typed).words


def test_it_asks_for_a_day_and_a_place_and_for_nobody(paul: AtDesk) -> None:
    page = paul.get(PATH)
    assert page.status == 200
    assert set(page.form(PATH).offered) == {"day", "month", "year", "postal_code"}


def test_both_rules_are_told_and_the_later_one_decides(house: House) -> None:
    told = words_at(house, A_WEDNESDAY, "15", "mars", "2022")
    assert "Un mois 15 avril 2022 C’est le jour à dire ici. 15 avril 2022" in told
    assert "Six semaines 26 avril 2022 26 avril 2022" in told
    assert "Un non est accepté jusqu’au 26 avril 2022. Il reste 27 jours." in told


def test_in_alsace_good_friday_leads_to_the_tuesday_after_easter(house: House) -> None:
    assert "15 avril 2022 C’est le jour à dire ici. 19 avril 2022" in words_at(
        house, A_WEDNESDAY, "15", "3", "2022", "67000"
    )


def test_the_last_day_and_the_day_after_it(house: House) -> None:
    assert "Oui, mais c’est le dernier jour." in words_at(house, "2022-04-26T21:59:00+00:00", "15", "3", "2022")
    late = words_at(house, "2022-04-26T22:00:00+00:00", "15", "3", "2022")
    assert "Le délai est passé. Le dernier jour accepté était le 26 avril 2022." in late
    assert "Il n’est jamais refusé." in late


def test_far_from_paris_the_hour_of_paris_is_told_too(house: House) -> None:
    told = words_at(house, A_WEDNESDAY, "15", "3", "2022", "97500")
    assert "Saint-Pierre-et-Miquelon" in told
    assert "À Paris, jusqu’au 27 avril 2022 à 4 h 00." in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", "", "43000"), "Écrivez le jour, le mois et l’année."),
        (("31", "2", "2026"), "Ce jour n’existe pas."),
        (("2", "3", "26"), "Écrivez l’année avec quatre chiffres."),
        (("2", "3", "2090"), "Ce jour n’est pas encore venu."),
        (("2", "3", "1999"), "Aucune lettre n’est partie cette année-là."),
        (("2", "3", "2022", ""), "Il manque le code postal."),
        (("2", "3", "2022", "Lyon"), "Il faut 5 chiffres."),
        (("2", "3", "2022", "98800"), "Ce lieu a sa propre assurance maladie."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(paul: AtDesk, typed: tuple[str, ...], words: str) -> None:
    page = ask(paul, *typed)
    assert (page.status, words in page.words) == (422, True)
    assert page.form(PATH).untouched["year"] == typed[2]


def test_a_written_month_and_a_spaced_postal_code_are_understood(paul: AtDesk) -> None:
    assert ask(paul, "1er", "f%C3%A9vrier", "2026", "97 400").status == 200


def test_what_is_typed_is_never_markup(paul: AtDesk) -> None:
    assert "<em" not in ask(paul, "%3Cem%3E", "x", "y", "%22%3E%3Cem%3E").html


def test_without_htmx_the_same_form_does_the_same(paul: AtDesk) -> None:
    page = paul.get(PATH)
    assert 'hx-get="/calcul-du-delai"' in page.html
    plain = scripts_left_out(page.html)
    assert "hx-" not in plain
    assert '<form method="get" action="/calcul-du-delai">' in plain
