"""Saying no and closing in a visit: the deadline, every case of the law, the receipt, and what her history says."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from dossier.access import history
from dossier.identity import suspend_staff
from dossier.journal import Entry
from dossier.lifecycle import ActKind, State, Way, case_of, receipts_of
from dossier.mandates import Duration, end_mandates_of
from dossier.outbox import waiting_messages
from dossier.policy import Scope
from tests.kit.desk import INES, Desk, desk_of, scripts_left_out
from tests.kit.house import events_of, herself
from tests.kit.mandates import LE_PUY
from tests.kit.portal import House
from tests.kit.visit_acts import Visiting, begun
from tests.printouts.reading import words as words_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SENT_ON = date(2026, 11, 2)
LONG_AGO = date(2026, 6, 1)
NO, CLOSE = Scope.OPT_OUT, Scope.CLOSURE


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def state_of(visiting: Visiting) -> State:
    with visiting.desk.house.store.reading() as unit:
        case = case_of(unit, visiting.her.id)
        assert case is not None
        return case.state


def entries_of(visiting: Visiting, *events: str) -> list[Entry]:
    """Return what her own access history shows of these."""
    with visiting.desk.house.store.writing() as unit:
        entries = history(unit, herself(visiting.her.id), NOON).entries
    return [next(one for one in entries if one.event == event) for event in events]


def test_the_deadline_is_shown_before_anything_is_done(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    page = visiting.open("dire-non")
    assert page.heading == "Dire non au dossier"
    assert "Dernier jour à dire : le 2 décembre 2026." in page.words
    assert "Accepté jusqu’au 14 décembre 2026" in page.words
    assert "Ne rien faire, c’est dire oui." in page.words
    assert "JEANNE BLANCHARD" in page.all_words
    assert state_of(visiting) is State.ANNOUNCED
    with desk.house.store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, visiting.her.id)


def test_a_no_in_time_gives_a_receipt_to_hand_over_and_stands_in_her_history(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    page = visiting.press("dire-non", "dire-non")
    assert page.heading == "C’est noté : la personne a dit non"
    assert state_of(visiting) is State.OPPOSED
    with desk.house.store.reading() as unit:
        (receipt,) = receipts_of(unit, visiting.her.id)
        assert "receipt" in {one.kind for one in waiting_messages(unit, limit=50)}
    assert (receipt.kind, receipt.way, receipt.actor, receipt.in_time) == (
        ActKind.OPT_OUT, Way.DESK, "Inès Laurent", True,
    )  # fmt: skip
    done, used = entries_of(visiting, "lifecycle:act:done", "mandates:mandate:used")
    for entry in (done, used):
        assert (entry.role, entry.facts["actor"], entry.facts["site"]) == ("advisor", "Inès Laurent", LE_PUY)
        assert (entry.facts["mandate"], entry.facts["scope"]) == (visiting.reference, "opt-out")
    assert done.facts["ground"] == "mandate"


def test_the_printed_receipt_says_the_name_that_was_typed_here(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    page = visiting.press("dire-non", "dire-non")
    for size in ("14", "18", "24"):
        paper = visiting.ines.get(f"{visiting.path}/dire-non/recepisse/papier?taille={size}")
        assert (paper.status, paper.headers["Content-Type"]) == (200, "application/pdf")
        told = words_of(paper.content)
        assert "Jeanne Blanchard" in told
        assert "Roux" not in told, "her name in use was never typed here"
    assert page.link("En grandes lettres") == f"{visiting.path}/dire-non/recepisse/papier?taille=18"
    assert "Roux" not in page.html + visiting.open("dire-non/recepisse").html


def test_a_no_that_comes_late_asks_for_the_closure_and_says_so_before(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, state=State.OPENED, sent_on=LONG_AGO)
    page = visiting.open("dire-non")
    assert "Le dossier existe déjà." in page.words
    assert "Il n’est jamais refusé." in page.words
    page = visiting.press("dire-non", "fermer")
    assert page.heading == "C’est noté : la fermeture est demandée"
    assert state_of(visiting) is State.CLOSED
    with desk.house.store.reading() as unit:
        assert receipts_of(unit, visiting.her.id)[0].kind is ActKind.CLOSURE_REQUEST


def test_an_activated_record_is_not_said_no_to_but_closed_under_the_scope_for_it(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    without = begun(desk, NO, state=State.ACTIVATED)
    page = without.open("dire-non")
    assert "Ce dossier est déjà activé." in page.words
    assert "Le mandat ne parle pas de fermer." in page.words
    assert [form.action for form in page.forms if form.action.endswith("/dire-non")] == []


def test_an_activated_record_leads_to_the_closure_that_the_mandate_holds(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, CLOSE, state=State.ACTIVATED)
    assert visiting.open("dire-non").link("Fermer le dossier") == f"{visiting.path}/fermer"


def test_she_changes_her_mind_at_the_same_desk(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    visiting.press("dire-non", "dire-non")
    clock.shift(timedelta(seconds=1))
    page = visiting.press("dire-non", "changer-avis")
    assert page.heading == "C’est noté : la personne a changé d’avis"
    assert state_of(visiting) is State.ANNOUNCED


def test_the_opening_is_stopped_without_a_no_and_a_no_stays_possible(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    page = visiting.press("dire-non", "pas-pour-moi")
    assert page.heading == "C’est noté : le dossier ne s’ouvre plus tout seul"
    assert state_of(visiting) is State.ANNOUNCED
    page = visiting.open("dire-non")
    assert "Le dossier ne s’ouvre plus tout seul." in page.words
    clock.shift(timedelta(seconds=1))
    assert visiting.press("dire-non", "dire-non").heading == "C’est noté : la personne a dit non"


def test_without_a_known_sending_day_every_day_is_in_time(desk: Desk, clock: time_machine.Traveller) -> None:
    page = begun(desk, NO).open("dire-non")
    assert "La date de la lettre n’est pas connue : chaque jour compte à temps." in page.words


def test_nobody_to_say_no_for_is_said_kindly(desk: Desk, clock: time_machine.Traveller) -> None:
    page = begun(desk, NO, state=None).open("dire-non")
    assert "Aucun dossier n’est annoncé." in page.words


def test_sent_twice_it_is_one_act_and_one_receipt(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    form = visiting.open("dire-non").form(f"{visiting.path}/dire-non")
    sent = {"jeton": form.untouched["jeton"], "dire-non": ""}
    first, second = (visiting.ines.follow(visiting.ines.post(form.action, sent)) for _ in range(2))
    assert first.words == second.words
    with desk.house.store.reading() as unit:
        assert len(receipts_of(unit, visiting.her.id)) == 1


def test_what_the_page_did_not_offer_is_not_done(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    token = visiting.open("dire-non").form(f"{visiting.path}/dire-non").untouched["jeton"]
    for button in ("fermer", "changer-avis", "lettre-x"):
        answer = visiting.ines.post(f"{visiting.path}/dire-non", {"jeton": token, button: ""})
        assert (answer.status, "Voici où en est le dossier maintenant." in answer.words) == (409, True)
    assert state_of(visiting) is State.ANNOUNCED
    with desk.house.store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, visiting.her.id)


def test_a_proof_older_than_ten_minutes_leads_to_a_new_one_and_nothing_is_done(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    form = visiting.open("dire-non").form(f"{visiting.path}/dire-non")
    clock.shift(timedelta(minutes=11))
    answer = visiting.ines.post(form.action, {"jeton": form.untouched["jeton"], "dire-non": ""})
    assert answer.location == f"{visiting.path}/preuve?acte=opt-out"
    assert visiting.ines.get(f"{visiting.path}/dire-non").location == answer.location
    assert state_of(visiting) is State.ANNOUNCED


@pytest.mark.parametrize("place", ["dire-non", "fermer", "activer", "acces", "contact", "papier"])
def test_an_act_that_the_mandate_does_not_hold_is_no_page(
    desk: Desk, clock: time_machine.Traveller, place: str
) -> None:
    visiting = begun(desk, Scope.PRINT_SUMMARY)
    assert visiting.ines.get(f"{visiting.path}/{place}").location == visiting.path
    token = visiting.ines.get("/").form("/quitter").untouched["jeton"]
    sent = {"jeton": token, "dire-non": "", "fermer": "", "lost": "phone", "sorte": "mobile", "value": "0612345678"}
    assert visiting.ines.post(f"{visiting.path}/{place}", sent).location == visiting.path
    with desk.house.store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, visiting.her.id)


def test_a_mandate_that_was_stopped_between_two_clicks_does_nothing(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, CLOSE, sent_on=SENT_ON)
    form = visiting.open("dire-non").form(f"{visiting.path}/dire-non")
    with desk.house.store.writing() as unit:
        end_mandates_of(unit, visiting.her.id, NOON)
    answer = visiting.ines.post(form.action, {"jeton": form.untouched["jeton"], "dire-non": ""})
    assert answer.location == visiting.path
    assert state_of(visiting) is State.ANNOUNCED


def test_another_advisors_visit_is_no_page_and_a_suspended_one_is_out(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, sent_on=SENT_ON)
    form = visiting.open("dire-non").form(f"{visiting.path}/dire-non")
    assert visiting.ines.get("/visite/7KQM4HTX9DFR/dire-non").location == "/visite?inconnu=1"
    with desk.house.store.writing() as unit:
        suspend_staff(unit, INES, NOON)
    answer = visiting.ines.post(form.action, {"jeton": form.untouched["jeton"], "dire-non": ""})
    assert answer.location == "/session-terminee"
    assert state_of(visiting) is State.ANNOUNCED


def test_a_record_is_closed_by_one_person_and_its_receipt_says_how_to_open_it(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, CLOSE, state=State.ACTIVATED)
    page = visiting.open("fermer")
    assert "Fermer, ce n’est pas effacer." in page.words
    page = visiting.press("fermer", "fermer")
    assert page.heading == "C’est noté : le dossier est fermé"
    assert "Vous pouvez rouvrir le dossier pendant dix ans" in page.words
    assert state_of(visiting) is State.CLOSED
    again = visiting.open("fermer")
    assert "Ce dossier est déjà fermé." in again.words
    assert again.link("Revoir et imprimer") == f"{visiting.path}/fermer/recepisse"
    paper = visiting.ines.get(f"{visiting.path}/fermer/recepisse/papier")
    assert paper.headers["Content-Type"] == "application/pdf"


def test_there_is_nothing_to_close_before_the_record_is_open(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, CLOSE)
    page = visiting.open("fermer")
    assert "Il n’y a rien à fermer." in page.words
    token = visiting.ines.get("/").form("/quitter").untouched["jeton"]
    answer = visiting.ines.post(f"{visiting.path}/fermer", {"jeton": token})
    assert (answer.status, state_of(visiting)) == (409, State.ANNOUNCED)


def test_the_receipt_of_another_visit_is_not_shown_here(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, NO, state=State.OPPOSED)
    page = visiting.open("dire-non")
    assert "C’est déjà non." in page.words
    assert "récépissé" not in page.words
    assert visiting.ines.get(f"{visiting.path}/dire-non/recepisse").location == f"{visiting.path}/dire-non"
    assert visiting.ines.get(f"{visiting.path}/dire-non/recepisse/papier").location == f"{visiting.path}/dire-non"


def test_the_pages_are_the_same_without_scripts_and_hold_no_trait_of_hers(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, NO, CLOSE, sent_on=SENT_ON, duration=Duration.DAY)
    pages = [visiting.open(place) for place in ("dire-non", "fermer")]
    for page in pages:
        assert "hx-" not in scripts_left_out(page.html)
        assert not re.search(f"roux|tanneurs|jeanne\\.roux|63998|{visiting.her.person.ins}", page.html, re.IGNORECASE)
