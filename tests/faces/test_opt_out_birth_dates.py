"""Birth dates as people type them: understood in many ways, and told kindly when they can't be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui import TypedDate, read_birth
from portal.ui.words import MONTHS
from tests.kit.letters import letter_to
from tests.kit.portal import House

TODAY = date(2026, 11, 20)
BORN = date(1942, 5, 12)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "typed",
    [
        TypedDate("12", "5", "1942"),
        TypedDate("12", "05", "1942"),
        TypedDate("12", "mai", "1942"),
        TypedDate("12.", " MAI ", "1942"),
        TypedDate("１２", "５", "１９４２"),
        TypedDate("١٢", "٥", "١٩٤٢"),
        TypedDate("12/05/1942"),
        TypedDate("12 mai 1942"),
        TypedDate("", "", "12-5-1942"),
    ],
)
def test_the_twelfth_of_may_is_understood(typed: TypedDate) -> None:
    assert read_birth(typed, TODAY) == BORN


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (TypedDate("1er", "août", "1950"), date(1950, 8, 1)),
        (TypedDate("1 er", "aout", "1950"), date(1950, 8, 1)),
        (TypedDate("1er août 1950"), date(1950, 8, 1)),
        (TypedDate("29", "févr.", "2024"), date(2024, 2, 29)),
        (TypedDate("2", "Décembre", "1947"), date(1947, 12, 2)),
        (TypedDate("20", "11", "2026"), TODAY),
    ],
)
def test_first_days_short_months_and_today_are_understood(typed: TypedDate, day: date) -> None:
    assert read_birth(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        (TypedDate(), "missing"),
        (TypedDate("", "5", "1942"), "missing-day"),
        (TypedDate("12", "", "1942"), "missing-month"),
        (TypedDate("12", "mai", ""), "missing-year"),
        (TypedDate("12", "5", "42"), "short-year"),
        (TypedDate("30", "2", "1942"), "no-such-day"),
        (TypedDate("29", "février", "2023"), "no-such-day"),
        (TypedDate("31", "4", "1942"), "no-such-day"),
        (TypedDate("0", "5", "1942"), "no-such-day"),
        (TypedDate("12", "13", "1942"), "no-such-day"),
        (TypedDate("12", "jui", "1942"), "no-such-day"),
        (TypedDate("douze", "mai", "1942"), "no-such-day"),
        (TypedDate("12", "mai", "mille"), "no-such-day"),
        (TypedDate("12", "mai", "19420"), "no-such-day"),
        (TypedDate("12", "mai", "9" * 200), "no-such-day"),
        (TypedDate("21", "11", "2026"), "future"),
        (TypedDate("1", "1", "2042"), "future"),
        (TypedDate("12", "5", "1842"), "too-long-ago"),
    ],
)
def test_each_mistake_is_named(typed: TypedDate, mistake: str) -> None:
    assert read_birth(typed, TODAY) == mistake


@given(st.dates(min_value=date(1890, 1, 1), max_value=TODAY), st.sampled_from([{}, WIDE, ARABIC]), st.booleans())
def test_every_day_is_understood_in_digits_of_any_script_and_in_words(day: date, digits: dict, word: bool) -> None:
    month = MONTHS[day.month - 1] if word else str(day.month)
    typed = [text.translate(digits) for text in (str(day.day), month, str(day.year))]
    assert read_birth(TypedDate(*typed), TODAY) == day


@given(st.builds(TypedDate, st.text(), st.text(), st.text()))
def test_nothing_that_can_be_typed_breaks_it(typed: TypedDate) -> None:
    assert isinstance(read_birth(typed, TODAY), str | date)


@pytest.mark.parametrize(
    ("fields", "told", "box"),
    [
        ({}, "La date manque.", "day"),
        ({"day": "5", "month": "5"}, "Il manque l’année.", "year"),
        ({"day": "5", "year": "1995"}, "Il manque le mois.", "month"),
        ({"day": "5", "month": "5", "year": "95"}, "Écrivez l’année avec quatre chiffres.", "year"),
        ({"day": "30", "month": "2", "year": "1995"}, "Ce jour n’existe pas.", "day"),
        ({"day": "5", "month": "5", "year": "2095"}, "Ce jour n’est pas encore venu.", "year"),
    ],
)
def test_the_page_leads_to_the_box_and_keeps_what_was_typed(
    house: House, fields: dict[str, str], told: str, box: str
) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/opposition/code"), code=letter_to(house, "diallo.amina"))
    page = visitor.post_form(page, **fields)
    assert (page.status, told in page.words) == (422, True)
    assert page.title.startswith("Erreur : ")
    assert f"#{box}" in page.links
    kept = page.form("/opposition/naissance").untouched
    assert {name: kept[name] for name in fields} == fields
