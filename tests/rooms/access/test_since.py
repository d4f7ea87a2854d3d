"""What happened since her last visit at a desk: since when it is told, what is told once, what never is."""

from datetime import date, timedelta

import pytest

from dossier.access import SINCE_EVENTS, Topic, since_last_visit
from dossier.documents import open_document
from dossier.identity import ContactKind, change_contact
from dossier.journal import Event
from dossier.lifecycle import State, Status, Way, answer, opt_out
from dossier.mandates import acting_under, end_mandate
from dossier.outbox import hand_over, letters_waiting
from dossier.policy import Acting, NotPermitted, Role, Scope
from tests.kit.house import (
    MARKER,
    NOW,
    deposited,
    enrolled,
    events_of,
    herself,
    laboratory,
    operator,
    person,
    representing,
)
from tests.kit.mandates import Somebody, acted, given, somebody, staff
from tests.kit.turns import told_in
from tests.kit.visit_acts import space_of
from tests.rooms.mandates.test_at_a_distance import agreed_far

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HIDDEN = frozenset({"INVISIBLE_PATIENT"})


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def since(unit, her, now, role=Role.PATIENT, **more):
    return since_last_visit(unit, Acting(role, her.id, her.id), now, "screen", **more)


def readable(unit):
    return Somebody(enrolled(unit), person())


def announced(unit):
    her = somebody(unit)
    space_of(unit, her.id, State.ANNOUNCED, sent_on=NOW.date())
    return her


def told(found, topic):
    return [(one.entry.event, one.count) for one in found.happenings if one.topic is topic]


def test_it_is_told_from_her_last_visit_on_an_earlier_day_however_often_she_comes_today(writing, paul, her):
    given(writing, paul, her, now=NOW - 40 * DAY)
    at = given(writing, paul, her, now=NOW - 3 * DAY)
    acted(writing, paul, at, Scope.OPT_OUT, NOW - 3 * DAY + 5 * MINUTE)
    given(writing, paul, her, now=NOW)
    found = since(writing, her, NOW + MINUTE)
    assert (found.of, found.begins_at) == ("visit", NOW - 3 * DAY + 5 * MINUTE)
    assert since(writing, her, NOW + 2 * MINUTE).begins_at == found.begins_at
    assert since(writing, her, NOW + 5 * DAY).begins_at == NOW
    assert since(writing, her, NOW + 5 * DAY, visit_at=NOW).begins_at == found.begins_at


def test_a_visit_by_telephone_is_none(writing, paul, her):
    given(writing, paul, her, now=NOW - 20 * DAY)
    agreed_far(writing, paul, her, now=NOW - 2 * DAY)
    assert since(writing, her, NOW).begins_at == NOW - 20 * DAY


def test_without_a_visit_it_is_a_month_or_since_the_beginning(writing, her):
    found = since(writing, her, NOW + 5 * DAY)
    assert (found.of, found.begins_at) == ("beginning", NOW)
    found = since(writing, her, NOW + 50 * DAY)
    assert (found.of, found.begins_at) == ("month", NOW + 19 * DAY)
    assert found.happenings == ()


def test_who_read_is_counted_by_reader_and_no_title_is_told(writing):
    her = readable(writing)
    document = deposited(writing, her.id)
    for minutes in range(3):
        open_document(writing, herself(her.id), document, NOW + minutes * MINUTE)
    found = since(writing, her, NOW + DAY)
    assert told(found, Topic.READING) == [(Event.DOCUMENTS_DOCUMENT_OPENED, 3)]
    [reading] = [one for one in found.happenings if one.topic is Topic.READING]
    assert reading.entry.at == NOW + 2 * MINUTE
    assert Event.DOCUMENTS_DOCUMENT_DEPOSITED in [event for event, _ in told(found, Topic.RECORD)]
    assert all("title" not in one.entry.facts for one in found.happenings)
    assert MARKER not in repr(found)


def test_a_document_that_is_kept_from_her_is_not_told(writing):
    her = readable(writing)
    before = told(since(writing, her, NOW + DAY), Topic.RECORD)
    deposited(writing, her.id, confidentiality=HIDDEN)
    assert told(since(writing, her, NOW + DAY), Topic.RECORD) == before


def test_mandates_contacts_and_the_caisses_answer_are_told(writing, paul):
    her = announced(writing)
    reference = given(writing, paul, her, Scope.OPT_OUT, now=NOW)
    for minutes in (1, 2):
        acted(writing, paul, reference, Scope.OPT_OUT, NOW + minutes * MINUTE)
    end_mandate(writing, paul, reference, NOW + 3 * MINUTE)
    change_contact(writing, operator(her.id), ContactKind.MOBILE, "+33639980199", NOW + 4 * MINUTE)
    receipt = opt_out(writing, herself(her.id), Way.SIGNED_IN, NOW + 5 * MINUTE)
    assert since(writing, her, NOW + 6 * MINUTE).answers == (), "the caisse hasn't answered"
    assert answer(writing, receipt.number, Status.ACKNOWLEDGED, "", NOW + 6 * MINUTE) == "changed"
    found = since(writing, her, NOW + 7 * MINUTE)
    assert told(found, Topic.MANDATES)[:3] == [
        (Event.MANDATES_MANDATE_ENDED, 1), (Event.MANDATES_MANDATE_USED, 2), (Event.MANDATES_MANDATE_GIVEN, 1),
    ]  # fmt: skip
    assert (Event.IDENTITY_CONTACT_CHANGED, 1) in told(found, Topic.ACCESS)
    assert [(one.kind, one.accepted) for one in found.answers] == [("opt-out", True)]
    assert found.say_no_until is None


def test_until_when_she_may_say_no_is_told_while_she_may(writing):
    her = announced(writing)
    found = since(writing, her, NOW)
    assert isinstance(found.say_no_until, date)
    assert since(writing, her, NOW + 200 * DAY).say_no_until is None


def test_letters_that_were_posted_are_counted_by_kind_and_none_is_opened(writing, paul, her):
    given(writing, paul, her)
    waiting = [one for one in letters_waiting(writing, {"mandate-given"}, 10_000, NOW) if one.patient_id == her.id]
    assert since(writing, her, NOW + DAY).letters == ()
    hand_over(writing, waiting, "B1", NOW + MINUTE)
    assert since(writing, her, NOW + MINUTE).letters == (("mandate-given", 1, NOW + MINUTE),)


def test_telling_it_is_journaled_with_its_way_and_is_no_reading_itself(writing, her):
    since(writing, her, NOW)
    since_last_visit(writing, Acting(Role.PATIENT_AT_DESK, her.id, her.id), NOW, "paper")
    since_last_visit(writing, Acting(Role.POST, her.id), NOW, "letter")
    ways = [facts["way"] for event, facts in told_in(writing, her.id) if event == Event.ACCESS_SINCE_READ]
    assert ways == ["screen", "paper", "letter"]
    assert "access:since:read" not in SINCE_EVENTS
    assert "access:history:read" not in SINCE_EVENTS


@pytest.mark.parametrize("acting", [representing, operator, laboratory])
def test_it_is_for_herself_alone(writing, her, acting):
    who = acting(her.id, b"o" * 16) if acting is representing else acting(her.id)
    before = events_of(writing, her.id)
    with pytest.raises(NotPermitted):
        since_last_visit(writing, who, NOW, "screen")
    assert events_of(writing, her.id) == before


def test_an_advisor_is_refused_whatever_the_mandate_holds(writing, paul, her):
    acting = acting_under(writing, paul, given(writing, paul, her, Scope.PRINT_SUMMARY), Scope.PRINT_SUMMARY, NOW)
    with pytest.raises(NotPermitted):
        since_last_visit(writing, acting, NOW, "screen")
