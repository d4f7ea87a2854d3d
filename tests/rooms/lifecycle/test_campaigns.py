"""Announcing to many: the best channel, days told and days accepted, letters that leave late, e-mails that bounce."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest

from dossier.identity import known_since
from dossier.journal import verify_chain
from dossier.lifecycle import (
    Announcement,
    Occasion,
    Sending,
    SendingSource,
    State,
    Way,
    Zone,
    ZoneUnknown,
    announce_to,
    begin_windows,
    case_of,
    cases_of,
    erased_before,
    not_for_me,
    notice_came_back,
    notices_sent,
    open_due,
    opt_out,
    prove_letter,
    regime_named,
    regime_told,
    sent_as,
    state_of,
    zone_of_postal_code,
)
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role
from dossier.store import RowTaken
from dossier.vault import blind_index
from tests.kit.house import events_of, person, raw, rows_of

SENT_ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
MONTH = "one-month-from-sending"
BORN = date(1942, 5, 12)
ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")


def announcement(sent_on=SENT_ON, occasion=Occasion.CAMPAIGN, zone=Zone.METROPOLE, addressee="", **traits):
    told = regime_told(occasion, sent_on, MONTH)
    sending = Sending(occasion, sent_on, SendingSource.CAISSE, zone)
    return Announcement(person(**{"address": ADDRESS} | traits), "fr", sending, told, addressee)


def announced(store, **told):
    """Announce to one person as a batch does; return her id."""
    one = announcement(**told)
    with store.gathering() as unit:
        announce_to(unit, one, AT)
    with store.reading() as unit:
        digest = blind_index(unit.holder, "ins", f"{one.person.ins_domain}|{one.person.ins}")
        return bytes(raw(unit, "SELECT patient_id FROM blind_index WHERE digest = ?", digest).scalar_one())


def email():
    return f"roux.{secrets.token_hex(6)}@exemple.example"


def notice_of(unit, patient):
    [message] = waiting_messages(unit, limit=5, patient_id=patient)
    return message


def test_a_person_with_an_address_gets_a_letter_with_her_code_and_her_last_day(store):
    patient = announced(store)
    with store.writing() as unit:
        notice, case = notice_of(unit, patient), case_of(unit, patient)
        assert (notice.kind, notice.channel, notice.language) == ("opt-out-notice", "letter", "fr")
        assert notice.address.split("\n") == ["JEANNE ROUX", *ADDRESS]
        code = notice.parameters.pop("code")
        assert notice.parameters == {
            "last_day": "2026-04-02", "sent_on": "2026-03-02", "addressee": "ROUX", "about": "", "sex": "F",
        }  # fmt: skip
        assert (case.state, case.regime_id, case.displayed_on) == (State.ANNOUNCED, MONTH, date(2026, 4, 2))
        assert prove_letter(unit, code, BORN, "10.9.1", case.accepted_until - timedelta(seconds=1)).outcome == "right"
        assert verify_chain(unit, patient) == []
        assert events_of(unit, patient) == [
            "identity:patient:enrolled", "lifecycle:space:moved", "outbox:message:queued",
        ]  # fmt: skip


def test_with_an_email_the_notice_is_an_email(store):
    mine = email()
    patient = announced(store, email=mine)
    with store.reading() as unit:
        notice = notice_of(unit, patient)
    assert (notice.channel, notice.address) == ("email", mine)


def test_a_childs_letter_names_the_parent_on_the_envelope_and_says_whose_record_it_is(store):
    patient = announced(store, addressee="MME CLAIRE MARTIN", first_names=("LÉO",), usual_name="MARTIN")
    with store.reading() as unit:
        notice = notice_of(unit, patient)
    assert notice.address.split("\n") == ["MME CLAIRE MARTIN", *ADDRESS]
    assert (notice.parameters["addressee"], notice.parameters["about"]) == ("MME CLAIRE MARTIN", "LÉO MARTIN")


def test_who_cannot_be_written_to_is_announced_without_a_window_and_nothing_opens_by_itself(store):
    one = announcement(address=())
    with store.gathering() as unit:
        assert not announce_to(unit, one, AT)
    with store.reading() as unit:
        assert list(known_since(unit, [one.person.ins], 10).values()) == [AT]
        digest = blind_index(unit.holder, "ins", f"10|{one.person.ins}")
        patient = bytes(raw(unit, "SELECT patient_id FROM blind_index WHERE digest = ?", digest).scalar_one())
        case = case_of(unit, patient)
        assert (case.state, case.sent_on, case.due_at, case.accepted_until) == (State.ANNOUNCED, None, None, None)
        assert waiting_messages(unit, limit=5, patient_id=patient) == []
        assert rows_of(unit, "letter_code", patient) == []


def test_an_ins_taken_meanwhile_makes_the_whole_batch_fail_and_keeps_nothing_of_it(store):
    first, second = announcement(), announcement()
    with store.writing() as unit:
        announce_to(unit, second, AT)
    with pytest.raises(RowTaken), store.gathering() as unit:
        list(map(lambda one: announce_to(unit, one, AT), (first, second)))
    with store.reading() as unit:
        assert known_since(unit, [first.person.ins, second.person.ins], 10).keys() == {second.person.ins}


def test_the_rule_told_is_the_deployments_own_where_it_fits_the_occasion_and_the_day():
    assert regime_told(Occasion.CAMPAIGN, SENT_ON, MONTH).id == MONTH
    assert regime_told(Occasion.CAMPAIGN, None, "six-weeks-from-sending").id == "six-weeks-from-sending"
    assert regime_told(Occasion.BIRTH, SENT_ON, MONTH).id == "six-weeks-from-sending-birth"
    assert regime_told(Occasion.LATE_AFFILIATION, None, MONTH).id == "six-weeks-from-sending-late-affiliation"
    assert regime_told(Occasion.CAMPAIGN, date(2021, 8, 7), MONTH) is None
    assert regime_told(Occasion.BIRTH, date(2021, 12, 31), MONTH) is None


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("43000", Zone.METROPOLE), ("57000", Zone.ALSACE_MOSELLE), ("67000", Zone.ALSACE_MOSELLE),
        ("68100", Zone.ALSACE_MOSELLE), ("97110", Zone.GUADELOUPE), ("97133", Zone.SAINT_BARTHELEMY),
        ("97150", Zone.SAINT_MARTIN), ("97200", Zone.MARTINIQUE), ("97300", Zone.GUYANE), ("97400", Zone.LA_REUNION),
        ("97500", Zone.SAINT_PIERRE_ET_MIQUELON), ("97600", Zone.MAYOTTE), ("98000", Zone.METROPOLE),
        ("", Zone.METROPOLE), ("20000", Zone.METROPOLE), ("05700", Zone.METROPOLE),
    ],
)  # fmt: skip
def test_a_postal_code_tells_the_zone(code, zone):
    assert zone_of_postal_code(code) is zone


@pytest.mark.parametrize("code", ["98600", "98714", "98800"])
def test_the_pacific_has_no_zone_here(code):
    with pytest.raises(ZoneUnknown):
        zone_of_postal_code(code)


def test_who_was_erased_is_known_by_her_tombstone_alone(store):
    gone, here = announcement().person, announcement().person
    with store.writing() as unit:
        digest = blind_index(unit.holder, "ins", f"{gone.ins_domain}|{gone.ins}")
        statement = "INSERT INTO tombstone (patient_id, ins_digest, reason, made_at, signature) VALUES (?, ?, ?, ?, ?)"
        raw(unit, statement, secrets.token_bytes(16), digest, "erased", "2026-03-01 00:00:00.000000", bytes(64))
        assert erased_before(unit, [gone.ins, here.ins], 10) == {gone.ins}
        assert erased_before(unit, [gone.ins], 11) == set()
        assert erased_before(unit, [], 10) == set()


def test_a_letter_that_leaves_later_than_said_begins_its_window_then_and_its_code_lives_as_long(store):
    patient, leaves_on = announced(store), date(2026, 3, 20)
    with store.reading() as unit:
        code = notice_of(unit, patient).parameters["code"]
        assert sent_as(case_of(unit, patient), leaves_on) == (leaves_on, date(2026, 4, 20))
    with store.gathering() as unit:
        assert begin_windows(unit, [patient], leaves_on, AT) == {patient}
    with store.writing() as unit:
        case = case_of(unit, patient)
        assert (case.sent_on, case.displayed_on, case.accepted_on) == (leaves_on, date(2026, 4, 20), date(2026, 5, 4))
        assert case.due_at is None
        assert prove_letter(unit, code, BORN, "10.9.2", case.accepted_until - timedelta(seconds=1)).outcome == "right"
        assert events_of(unit, patient)[-1] == "lifecycle:window:set"
        assert verify_chain(unit, patient) == []


@pytest.mark.parametrize("by", ["letter", "email"])
def test_nobody_is_opened_before_her_notice_left_however_old_the_day_of_sending(store, by):
    patient = announced(store, **({"email": email()} if by == "email" else {}))
    years_later = AT + timedelta(days=800)
    with store.gathering() as unit:
        open_due(unit, years_later, 5000)
    with store.reading() as unit:
        case = case_of(unit, patient)
        assert (case.state, case.due_at, notice_of(unit, patient).channel) == (State.ANNOUNCED, None, by)
        assert (case.sent_on, case.displayed_on) == (SENT_ON, date(2026, 4, 2))
    with store.writing() as unit:
        notices_sent(unit, [patient])
        assert case_of(unit, patient).due_at == case.accepted_until + timedelta(minutes=10)
    with store.gathering() as unit:
        open_due(unit, years_later, 5000)
    with store.reading() as unit:
        assert state_of(unit, patient) is State.OPENED


def test_the_leaving_of_a_notice_starts_nothing_for_who_decided_was_not_meant_or_has_no_day(store):
    decided, astray, undated = announced(store), announced(store), announced(store, sent_on=None)
    with store.writing() as unit:
        opt_out(unit, Acting(Role.LETTER_HOLDER, decided), Way.LETTER, AT)
        not_for_me(unit, Acting(Role.LETTER_HOLDER, astray), Way.LETTER, AT)
        before = cases_of(unit, [decided, astray, undated])
        notices_sent(unit, [decided, astray, undated])
        assert cases_of(unit, [decided, astray, undated]) == before
        assert (before[astray].due_at, before[undated].due_at) == (None, None)


def test_a_letter_that_leaves_on_time_changes_no_window(store):
    patient = announced(store, sent_on=date(2026, 3, 25))
    with store.reading() as unit:
        before = case_of(unit, patient)
        assert sent_as(before, date(2026, 3, 20)) == (date(2026, 3, 25), before.displayed_on)
    with store.gathering() as unit:
        assert begin_windows(unit, [patient], date(2026, 3, 20), AT) == {patient}
    with store.reading() as unit:
        assert case_of(unit, patient) == before
        assert "lifecycle:window:set" not in events_of(unit, patient)


def test_a_window_without_a_day_begins_when_the_letter_leaves_by_the_rule_told_before(store):
    child = announced(store, sent_on=None, occasion=Occasion.BIRTH, zone=Zone.MARTINIQUE)
    adult = announced(store, sent_on=None)
    with store.gathering() as unit:
        begin_windows(unit, [child, adult], SENT_ON, AT)
    with store.reading() as unit:
        cases = cases_of(unit, [child, adult])
    assert (cases[child].regime_id, cases[child].displayed_on) == ("six-weeks-from-sending-birth", date(2026, 4, 13))
    assert cases[child].zone is Zone.MARTINIQUE
    assert (cases[adult].regime_id, cases[adult].displayed_on) == (MONTH, date(2026, 4, 2))


def test_a_window_that_begins_anew_stays_stopped_where_the_letter_was_for_somebody_else(store):
    patient = announced(store)
    with store.writing() as unit:
        not_for_me(unit, Acting(Role.LETTER_HOLDER, patient), Way.LETTER, AT)
    with store.gathering() as unit:
        begin_windows(unit, [patient], date(2026, 3, 20), AT)
    with store.reading() as unit:
        case = case_of(unit, patient)
    assert (case.sent_on, case.blocked_at, case.due_at) == (date(2026, 3, 20), AT, None)


def test_who_decided_keeps_her_case_whatever_leaves(store):
    patient = announced(store)
    with store.writing() as unit:
        opt_out(unit, Acting(Role.LETTER_HOLDER, patient), Way.LETTER, AT)
        before = case_of(unit, patient)
    with store.gathering() as unit:
        begin_windows(unit, [patient], date(2026, 3, 20), AT)
    with store.reading() as unit:
        assert case_of(unit, patient) == before


def test_who_acts_at_this_moment_is_left_for_another_try(store):
    if store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    patient, other = announced(store), announced(store)
    with store.writing() as acts:
        opt_out(acts, Acting(Role.LETTER_HOLDER, patient), Way.LETTER, AT)
        with store.gathering() as unit:
            assert begin_windows(unit, [patient, other], date(2026, 3, 20), AT) == {other}
    with store.reading() as unit:
        assert (state_of(unit, patient), case_of(unit, patient).sent_on) == (State.OPPOSED, SENT_ON)


def test_an_email_that_came_back_becomes_a_letter_with_a_new_code_and_no_window_runs_until_it_leaves(store):
    mine = email()
    patient = announced(store, email=mine)
    with store.writing() as unit:
        old_code = notice_of(unit, patient).parameters["code"]
        assert notice_came_back(unit, patient, mine.upper(), AT) == "written"
        case = case_of(unit, patient)
        assert (case.state, case.sent_on, case.accepted_until, case.due_at) == (State.ANNOUNCED, None, None, None)
        rows = rows_of(unit, "outbox_message", patient)
        assert sorted((row["channel"], row["state"]) for row in rows) == [("email", "bounced"), ("letter", "waiting")]
        letter = next(one for one in waiting_messages(unit, limit=5, patient_id=patient) if one.channel == "letter")
        assert letter.address.split("\n") == ["JEANNE ROUX", *ADDRESS]
        assert letter.parameters["code"] != old_code
        assert (letter.parameters["sent_on"], letter.parameters["last_day"]) == ("", "")
        assert prove_letter(unit, letter.parameters["code"], BORN, "10.9.3", AT).outcome == "right"
    with store.writing() as unit:
        assert notice_came_back(unit, patient, mine, AT) == "nothing"
        assert len(rows_of(unit, "outbox_message", patient)) == 2
        assert verify_chain(unit, patient) == []


def test_a_parents_email_that_came_back_becomes_a_letter_to_the_parent(store):
    mine = email()
    patient = announced(store, email=mine, addressee="MME CLAIRE MARTIN", first_names=("LÉO",), usual_name="MARTIN")
    with store.writing() as unit:
        assert notice_came_back(unit, patient, mine, AT) == "written"
        letter = next(one for one in waiting_messages(unit, limit=5, patient_id=patient) if one.channel == "letter")
    assert letter.address.split("\n")[0] == "MME CLAIRE MARTIN"
    assert letter.parameters["about"] == "LÉO MARTIN"


def test_an_email_that_came_back_from_somebody_without_an_address_stops_her_window(store):
    mine = email()
    patient = announced(store, email=mine, address=())
    with store.writing() as unit:
        assert notice_came_back(unit, patient, mine, AT) == "unreachable"
        assert case_of(unit, patient).due_at is None
        assert len(rows_of(unit, "outbox_message", patient)) == 1


def test_an_email_that_came_back_changes_nothing_for_who_said_no_or_was_written_to_elsewhere(store):
    mine = email()
    patient = announced(store, email=mine)
    with store.writing() as unit:
        assert notice_came_back(unit, patient, email(), AT) == "nothing"
        opt_out(unit, Acting(Role.LETTER_HOLDER, patient), Way.LETTER, AT)
        assert notice_came_back(unit, patient, mine, AT) == "moved"
        assert state_of(unit, patient) is State.OPPOSED
        assert {row["kind"] for row in rows_of(unit, "outbox_message", patient) if row["state"] == "waiting"} == {
            "receipt"
        }


def test_the_day_that_letters_tell_is_never_after_the_one_they_are_accepted_by(store):
    patient = announced(store)
    with store.reading() as unit:
        case = case_of(unit, patient)
    for days in range(60):
        leaves_on = SENT_ON + timedelta(days=days)
        sent_on, told = sent_as(case, leaves_on)
        assert sent_on == leaves_on
        assert told <= regime_window_end(leaves_on)


def regime_window_end(sent_on):
    from dossier.lifecycle import window

    return window(sent_on, regime_named("six-weeks-from-sending"), Zone.METROPOLE).accepted_until.day
