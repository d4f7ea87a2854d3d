"""A new contact that was asked for by telephone: confirmed on the page by the code that came there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import in_groups, new_sign_code, now
from dossier.identity import ContactKind
from dossier.recovery import approve_contact_change, ask_contact_change, send_contact_code
from tests.kit.activating import NOON
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import KARIM, NEW, agent, newest_code
from tests.kit.visitor import Answer, Visitor

WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def change(house: House, clock: time_machine.Traveller) -> tuple[str, str]:
    """A change whose hold is over; its reference and its code."""
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        hers = agent(patient_id)
        asked = ask_contact_change(unit, hers, ContactKind.MOBILE, NEW["mobile"], "Lyon", now(), call_reference="B-1")
        approve_contact_change(unit, agent(patient_id, KARIM), asked.reference, "Brest", now())
        clock.shift(WEEK)
        send_contact_code(unit, hers, asked.reference, now())
        return asked.reference, newest_code(unit, patient_id, "contact-code")


def confirm(visitor: Visitor, reference: str, code: str) -> Answer:
    return visitor.send(visitor.get("/confirmer-un-contact"), number=reference, code=code)


def test_reference_and_code_confirm_the_contact_and_a_form_sent_twice_says_so_again(
    house: House, change: tuple[str, str]
) -> None:
    reference, code = change
    visitor = house.visitor()
    done = confirm(visitor, f" {in_groups(reference).lower()} ", f"{code[:4]} {code[4:]}")
    assert done.heading == "C’est fait : nous vous écrivons là, maintenant"
    assert "Pendant 7 jours" in done.words
    assert confirm(visitor, reference, code).path == done.path
    assert confirm(house.visitor(), reference, code).status == 422


def test_a_wrong_code_a_locked_change_and_an_unknown_reference_hear_the_same(
    house: House, change: tuple[str, str]
) -> None:
    reference, code = change
    unknown = new_sign_code()
    heard = []
    for tried in (reference, unknown):
        for _ in range(6):
            page = confirm(house.visitor(), tried, "00000000" if code != "00000000" else "11111111")
            heard.append((page.status, page.words, len(page.content), page.form().untouched["number"] == tried))
    assert len(set(heard)) == 1
    assert heard[0][0] == 422
    assert "Le numéro et le code ne vont pas ensemble." in heard[0][1]
    assert confirm(house.visitor(), reference, code).status == 422, "after five errors it is dead"


def test_an_old_code_is_told_to_who_knows_it(
    house: House, change: tuple[str, str], clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=1))
    assert "Ce code a attendu trop longtemps." in confirm(house.visitor(), *change).words


@pytest.mark.parametrize(
    ("reference", "code", "told"),
    [
        ("", "12345678", "La case est vide."),
        ("7KQM", "12345678", "Il en manque 8."),
        ("", "", "La case est vide."),
    ],
)
def test_what_is_missing_is_told_kindly(house: House, reference: str, code: str, told: str) -> None:
    page = confirm(house.visitor(), reference, code)
    assert (page.status, told in page.words) == (422, True)
    assert page.form().untouched["number"] == reference


def test_a_missing_code_keeps_the_reference(house: House) -> None:
    reference = in_groups(new_sign_code())
    page = confirm(house.visitor(), reference, "")
    assert "Écrivez le code du message dans la case." in page.words
    assert page.form().untouched["number"] == reference


def test_nothing_is_said_to_be_done_that_was_not(house: House) -> None:
    assert house.visitor().get("/confirmer-un-contact/fait").location == "/confirmer-un-contact"


def test_help_and_site_map_lead_here(house: House) -> None:
    visitor = house.visitor()
    for path in ("/aide", "/plan-du-site"):
        assert "/confirmer-un-contact" in visitor.get(path).links
