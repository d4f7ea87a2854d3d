"""A notice whose letter came back: she is called, no window runs any more, and at last somebody tells her."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from back_office.post.following import PersonsWays, ways_of
from dossier.base import Settings, in_groups
from dossier.lifecycle import NOTICE, State, Way, case_of, notices_sent, open_due, opt_out, state_of
from dossier.outbox import Delivery, note_delivery, unreached, waiting_messages
from dossier.outbox.ending import end
from dossier.outbox.queries import open_posted
from dossier.outbox.tables import message
from tests.kit.answering import SETTINGS, VOICE, Carries, left, press, rung, type_in
from tests.kit.house import events_of, letter_holder, raw, rows_of
from tests.rooms.lifecycle.test_campaigns import AT, announced, email

DAY = timedelta(days=1)
HOME, MOBILE = "+33471090142", "+33639980142"
BACK = AT + 6 * DAY
"""When the letter comes back."""


@pytest.fixture
def posted(empty):
    """Announce by letter, the letter posted and the window running; with these telephones."""

    def post(**traits):
        patient = announced(empty, **traits)
        with empty.writing() as unit:
            raw(unit, "UPDATE outbox_message SET state = 'handed', batch = 'b' WHERE patient_id = ?", patient)
            notices_sent(unit, [patient])
            assert case_of(unit, patient).due_at is not None
        return patient

    return post


def comes_back(store, patient, *, calls=True):
    """Say that her letter came back, as the print shop's file does."""
    with store.writing() as unit:
        letter = sa.and_(message.c.kind == NOTICE, message.c.channel == "letter")
        row = unit.first(message.select().where(message.c.patient_id == patient, letter))
        end(unit, row, "bounced", "returned", PersonsWays(calls=calls), BACK)


def standing(store, patient):
    with store.reading() as unit:
        case = case_of(unit, patient)
        rows = {row["channel"]: row["state"] for row in rows_of(unit, "outbox_message", patient)}
    return rows, case.accepted_until, case.due_at


@pytest.mark.parametrize(
    ("phones", "number"),
    [({"landline": HOME, "mobile": MOBILE}, HOME), ({"landline": HOME}, HOME), ({"mobile": MOBILE}, MOBILE)],
)
def test_she_is_called_at_home_else_on_her_mobile_and_no_window_runs(empty, posted, phones, number):
    patient = posted(**phones)
    comes_back(empty, patient)
    rows, until, due_at = standing(empty, patient)
    assert (rows, until, due_at) == ({"letter": "bounced", "voice": "waiting"}, None, None)
    [call] = rung(empty, BACK)
    assert call.address == number
    rows, until, due_at = standing(empty, patient)
    assert (rows["voice"], until, due_at) == ("handed", None, None), "a call isn't the information that the law wants"


def test_nothing_opens_by_itself_while_she_was_not_told(empty, posted):
    patient = posted(landline=HOME)
    comes_back(empty, patient)
    with empty.gathering() as unit:
        open_due(unit, BACK + 400 * DAY, 1000)
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED


def test_a_call_that_she_took_starts_nothing_and_somebody_still_tells_her(empty, posted):
    patient = posted(landline=HOME)
    comes_back(empty, patient)
    [call] = rung(empty, BACK)
    with empty.writing() as unit:
        slip = Delivery(VOICE, "delivered", key=call.key)
        assert [note_delivery(unit, slip, PersonsWays(), BACK) for _ in range(2)] == ["noted", "known"]
    assert standing(empty, patient) == ({"letter": "bounced", "voice": "unreached"}, None, None)
    with empty.gathering() as unit:
        open_due(unit, BACK + 400 * DAY, 1000)
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED
        assert [one.path for one in unreached(unit, 5)] == [("letter", "voice")]


@pytest.mark.parametrize("ended", ["before", "after"])
def test_whoever_said_no_in_the_call_is_told_nothing_more(empty, posted, ended):
    patient = posted(landline=HOME)
    comes_back(empty, patient)
    [call] = rung(empty, BACK)
    press(empty, call, "5", BACK)
    with empty.writing() as unit:
        if ended == "before":
            note_delivery(unit, Delivery(VOICE, "delivered", key=call.key), PersonsWays(), BACK)
    assert type_in(empty, call, "12051942", BACK).said == "said-no"
    with empty.writing() as unit:
        note_delivery(unit, Delivery(VOICE, "failed", "machine", key=call.key), PersonsWays(), BACK)
        assert unreached(unit, 5) == []
        assert state_of(unit, patient) is State.OPPOSED


def test_the_call_says_what_is_at_stake_without_a_name_a_code_or_a_day_and_5_says_no(empty, posted):
    patient = posted(landline=HOME)
    comes_back(empty, patient)
    [call] = rung(empty, BACK)
    said = " ".join(call.spoken)
    with empty.reading() as unit:
        code = waiting_messages(unit, limit=5, patient_id=patient)[0].parameters["code"]
    for told in ("Notre lettre ne vous est pas parvenue.", "Vous avez le droit de dire non.", "tapez 5."):
        assert told in said
    for secret in ("Jeanne", "JEANNE", "Roux", "ROUX", "avril", "mars", code, in_groups(code)):
        assert secret not in said
    assert press(empty, call, "5", BACK).said == "birth-date"


def test_a_parent_hears_that_it_is_for_somebody_else(empty, posted):
    patient = posted(landline=HOME, addressee="MME CLAIRE MARTIN", first_names=("LÉO",), usual_name="MARTIN")
    comes_back(empty, patient)
    [call] = rung(empty, BACK)
    assert "Un dossier de santé va être créé pour une personne que vous représentez." in call.spoken
    assert not any("éo" in line or "artin" in line for line in call.spoken)


def test_a_call_that_nobody_takes_starts_no_window_and_somebody_tells_her(empty, posted):
    patient = posted(landline=HOME)
    comes_back(empty, patient)
    [call] = rung(empty, BACK)
    with empty.writing() as unit:
        slip = Delivery(VOICE, "failed", "no-answer", key=call.key)
        assert [note_delivery(unit, slip, PersonsWays(), BACK) for _ in range(2)] == ["noted", "known"]
    rows, until, due_at = standing(empty, patient)
    assert (rows, until, due_at) == ({"letter": "bounced", "voice": "unreached"}, None, None)
    with empty.reading() as unit:
        [listed] = unreached(unit, 5)
    assert (listed.kind, tuple(listed.path)) == ("opt-out-notice", ("letter", "voice"))


def test_without_a_telephone_somebody_tells_her_at_once_and_no_window_runs(empty, posted):
    patient = posted()
    comes_back(empty, patient)
    assert standing(empty, patient) == ({"letter": "unreached"}, None, None)


def test_where_nobody_takes_calls_nothing_waits_for_one(empty, posted):
    patient = posted(landline=HOME)
    comes_back(empty, patient, calls=False)
    assert standing(empty, patient) == ({"letter": "unreached"}, None, None)
    with empty.reading() as unit:
        posted_letter = open_posted(unit, unit.first(message.select().where(message.c.patient_id == patient)))
        for house, called in ((SETTINGS, True), (Settings.read({"STAGE": "development"}), False)):
            assert ("voice" in ways_of(house).on_file(unit, posted_letter)) is called


def test_an_email_that_came_back_from_somebody_without_an_address_becomes_a_call(empty):
    patient = announced(empty, email=email(), address=(), landline=HOME)
    [sent] = left(empty, AT, Carries("smtp", "email"))
    with empty.writing() as unit:
        note_delivery(unit, Delivery("smtp", "bounced", "5-1-1", key=sent.key), PersonsWays(), BACK)
    rows, until, due_at = standing(empty, patient)
    assert (rows, until, due_at) == ({"email": "bounced", "voice": "waiting"}, None, None)


def test_whoever_has_said_no_meanwhile_is_not_called(empty, posted):
    patient = posted(landline=HOME)
    with empty.writing() as unit:
        opt_out(unit, letter_holder(patient), Way.LETTER, AT + DAY)
    comes_back(empty, patient)
    assert rung(empty, BACK) == []
    with empty.reading() as unit:
        assert state_of(unit, patient) is State.OPPOSED
        assert "lifecycle:window:set" not in events_of(unit, patient)
