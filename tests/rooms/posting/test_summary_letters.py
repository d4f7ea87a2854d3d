"""A summary by letter: asked under a mandate, never looked into, never to an address that is too new."""

from datetime import timedelta

import pytest

from dossier.identity import ContactKind, change_contact, hold_contact
from dossier.lifecycle import Way, close
from dossier.mandates import acting_under
from dossier.outbox import waiting_messages
from dossier.policy import NotPermitted, Scope
from dossier.posting import SUMMARY, SummaryUnposted, ask_summary_letter, what_hinders
from dossier.profile import DeclaredItem, declare_list
from tests.kit.house import MARKER, NOW, deposited, herself, operator, raw
from tests.kit.mandates import given, staff
from tests.kit.turns import activated, on_paper, told_in

PRINT = Scope.PRINT_SUMMARY
DAY = timedelta(days=1)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return activated(writing)


def acting_for(unit, advisor, her, now=NOW):
    reference = given(unit, advisor, her, PRINT, now=now)
    return acting_under(unit, advisor, reference, PRINT, now)


def letters(unit, patient_id):
    return [one for one in waiting_messages(unit, limit=99, patient_id=patient_id) if one.kind == SUMMARY]


def test_the_letter_that_waits_names_who_asked_and_holds_no_line_of_the_record(writing, paul, her):
    deposited(writing, her.id)
    declare_list(writing, herself(her.id), "allergies", (DeclaredItem("Pénicilline", "", "1987"),), NOW)
    acting = acting_for(writing, paul, her)
    assert ask_summary_letter(writing, acting, NOW) is None
    [letter] = letters(writing, her.id)
    assert (letter.channel, letter.address) == ("letter", "JEANNE ROUX\n12 RUE DES TANNEURS\n43000 LE PUY-EN-VELAY")
    assert letter.parameters == {
        "advisor": "Paul Mercier", "site": paul.site, "asked_at": NOW.isoformat(), "sex": "F",
    }  # fmt: skip
    assert MARKER not in str(letter)
    events = [event for event, _ in told_in(writing, her.id)]
    assert not {"documents:summary:printed", "documents:summary:shown", "documents:document:opened"} & set(events)


def test_it_is_told_in_her_history_with_the_advisor_the_site_and_the_mandate(writing, paul, her):
    acting = acting_for(writing, paul, her)
    ask_summary_letter(writing, acting, NOW)
    facts = next(facts for event, facts in told_in(writing, her.id) if event == "documents:summary:asked")
    assert (facts["actor"], facts["site"], facts["mandate"]) == ("Paul Mercier", paul.site, acting.mandate)
    assert (facts["ground"], facts["way"]) == ("mandate", "letter")


def test_asked_twice_it_leaves_once(writing, paul, her):
    acting = acting_for(writing, paul, her)
    for _ in range(3):
        ask_summary_letter(writing, acting, NOW)
    assert len(letters(writing, her.id)) == 1
    raw(writing, "UPDATE outbox_message SET state = 'handed' WHERE kind = 'summary'")
    ask_summary_letter(writing, acting, NOW)
    assert len(letters(writing, her.id)) == 2, "one that left doesn't keep another from leaving"


def test_a_signed_paper_is_enough_for_a_letter(writing, paul, her):
    ask_summary_letter(writing, acting_under(writing, paul, on_paper(writing, paul, her), PRINT, NOW), NOW)
    assert len(letters(writing, her.id)) == 1


def test_without_the_scope_nobody_has_anything_posted(writing, paul, her):
    other_scope = acting_under(writing, paul, given(writing, paul, her, Scope.CLOSURE), Scope.CLOSURE, NOW)
    for acting in (other_scope, herself(her.id), operator(her.id)):
        with pytest.raises(NotPermitted):
            ask_summary_letter(writing, acting, NOW)
    assert letters(writing, her.id) == []


def test_nothing_leaves_for_an_address_that_changed_this_week_or_is_held_back(writing, paul, her):
    change_contact(writing, operator(her.id), ContactKind.ADDRESS, "1 RUE NEUVE\n29000 QUIMPER", NOW)
    assert what_hinders(writing, her.id, NOW + 7 * DAY - timedelta(seconds=1)) == "recent"
    assert what_hinders(writing, her.id, NOW + 7 * DAY) == ""
    hold_contact(writing, her.id, ContactKind.ADDRESS, NOW + 9 * DAY)
    assert what_hinders(writing, her.id, NOW + 8 * DAY) == "recent"
    with pytest.raises(SummaryUnposted) as refused:
        ask_summary_letter(writing, acting_for(writing, paul, her), NOW)
    assert refused.value.facts["why"] == "recent"
    assert letters(writing, her.id) == []


def test_nothing_leaves_without_an_address_or_from_a_closed_record(writing, paul, her):
    nowhere = activated(writing, address=())
    with pytest.raises(SummaryUnposted) as refused:
        ask_summary_letter(writing, acting_for(writing, paul, nowhere), NOW)
    assert refused.value.facts["why"] == "none"
    close(writing, herself(her.id), Way.SIGNED_IN, NOW)
    assert what_hinders(writing, her.id, NOW) == "closed"
    with pytest.raises(SummaryUnposted) as refused:
        ask_summary_letter(writing, acting_for(writing, paul, her), NOW)
    assert refused.value.facts["why"] == "closed"
    assert letters(writing, her.id) + letters(writing, nowhere.id) == []
