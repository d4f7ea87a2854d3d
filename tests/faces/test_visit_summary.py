"""The desk's page of a summary: three ways for the patient, and not a line of it for the advisor."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import now
from dossier.identity import ContactKind, change_contact
from dossier.lifecycle import Way, close
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role, Scope
from tests.kit.desk import Desk, desk_of
from tests.kit.house import operator
from tests.kit.page_checker import DESK_PAGE, check_page
from tests.kit.portal import House
from tests.kit.samples_of_turns import desk_pages_drawn
from tests.kit.turns import told_in
from tests.kit.turns_at_the_desk import visiting_to_print
from tests.kit.visit_acts import Visiting, begun


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def visiting(desk: Desk) -> Visiting:
    return visiting_to_print(desk)


def letters(visiting: Visiting) -> int:
    with visiting.desk.house.store.reading() as unit:
        found = waiting_messages(unit, limit=99, patient_id=visiting.her.id)
    return sum(one.kind == "summary" for one in found)


def asked_by_letter(visiting: Visiting):
    page = visiting.open("resume")
    return visiting.ines.post_form(page, to=f"{visiting.path}/resume/lettre")


def test_the_page_offers_her_turn_and_a_letter_and_says_what_no_site_prevents(visiting: Visiting) -> None:
    page = visiting.open("resume")
    assert page.heading == "Le résumé du dossier"
    assert {form.action for form in page.forms} >= {f"{visiting.path}/resume/tour", f"{visiting.path}/resume/lettre"}
    for told in ("Vous ne voyez jamais ce résumé.", "Un regard sur l’écran", "téléchargements du poste"):
        assert told in page.words, told


def test_a_letter_is_asked_for_once_however_often_one_presses(visiting: Visiting) -> None:
    answer = asked_by_letter(visiting)
    assert answer.location == f"{visiting.path}/resume?fait=lettre"
    assert "La lettre est demandée" in visiting.ines.follow(answer).words
    asked_by_letter(visiting)
    assert letters(visiting) == 1
    with visiting.desk.house.store.writing() as unit:
        facts = [facts for event, facts in told_in(unit, visiting.her.id) if event == "documents:summary:asked"]
    assert {(one["site"], one["mandate"]) for one in facts} == {("France Services du Puy", visiting.reference)}


def test_an_address_that_changed_this_week_gets_nothing_and_no_act_is_noted(visiting: Visiting) -> None:
    page = visiting.open("resume")
    with visiting.desk.house.store.writing() as unit:
        change_contact(unit, operator(visiting.her.id), ContactKind.ADDRESS, "1 RUE NEUVE\n29000 QUIMPER", now())
    answer = visiting.ines.post_form(page, to=f"{visiting.path}/resume/lettre")
    assert (answer.status, "Son adresse est trop récente." in answer.words) == (409, True)
    assert letters(visiting) == 0
    with visiting.desk.house.store.writing() as unit:
        assert "mandates:mandate:used" not in [event for event, _ in told_in(unit, visiting.her.id)]
    assert f"{visiting.path}/resume/lettre" not in {form.action for form in visiting.open("resume").forms}


def test_without_an_address_she_is_told_to_take_her_turn(desk: Desk) -> None:
    visiting = visiting_to_print(desk, address=())
    answer = asked_by_letter(visiting)
    assert (answer.status, "Nous n’avons pas d’adresse" in answer.words) == (409, True)
    assert letters(visiting) == 0


def test_a_closed_record_has_neither_turn_nor_letter(visiting: Visiting) -> None:
    page = visiting.open("resume")
    with visiting.desk.house.store.writing() as unit:
        close(unit, Acting(Role.PATIENT, visiting.her.id, visiting.her.id), Way.SIGNED_IN, now())
    answer = visiting.ines.post_form(page, to=f"{visiting.path}/resume/lettre")
    assert (answer.status, letters(visiting)) == (409, 0)
    assert not [form for form in visiting.open("resume").forms if "/resume/" in form.action]


@pytest.mark.parametrize("what", ["tour", "lettre"])
def test_an_old_proof_leads_to_a_fresh_one_and_nothing_is_done(
    visiting: Visiting, clock: time_machine.Traveller, what: str
) -> None:
    page = visiting.open("resume")
    clock.shift(timedelta(minutes=10, seconds=1))
    answer = visiting.ines.post_form(page, to=f"{visiting.path}/resume/{what}")
    assert answer.location.startswith(f"{visiting.path}/preuve?acte=print-summary"), answer.location
    assert letters(visiting) == 0
    assert visiting.ines.get(visiting.path).status == 200, "the desk is still open"


@pytest.mark.parametrize("what", ["tour", "lettre"])
def test_without_the_scope_or_without_such_a_mandate_nothing_is_done(desk: Desk, what: str) -> None:
    other = begun(desk, Scope.CLOSURE)
    token = other.open("fermer").forms[0].untouched
    told = {
        f"/visite/{reference}/resume/{what}": other.ines.post(f"/visite/{reference}/resume/{what}", token).location
        for reference in (other.reference, "7KQM4HTX9DFR")
    }
    assert list(told.values()) == [other.path, "/visite?inconnu=1"]
    assert letters(other) == 0
    assert other.ines.get(other.path).status == 200, "the desk is still open"


def test_the_desk_has_no_address_that_hands_a_summary_over(desk: Desk) -> None:
    rules = {rule.rule for rule in desk.app.url_map.iter_rules() if "resume" in rule.rule}
    assert rules == {
        "/visite/<reference>/resume", "/visite/<reference>/resume/tour", "/visite/<reference>/resume/lettre",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "html"), list(desk_pages_drawn()), ids=lambda one: one if len(one) < 40 else "")
def test_every_page_in_every_state_is_strict_light_and_complete(name: str, html: str) -> None:
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    check_page(html, url=name, status=200, headers=headers, weight_budget=DESK_PAGE, scripts="/scripts/")
