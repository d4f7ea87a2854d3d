"""STOP from a telephone: every mandate that was told to its number ends, and nothing that people write is kept."""

import secrets
from datetime import timedelta

import pytest

from back_office.post import answers
from back_office.post.answers import is_stop
from dossier.identity import ContactKind, change_contact
from dossier.mandates import (
    Duration,
    MandateState,
    draft_mandate,
    end_mandate,
    give_consent,
    mandate_of,
    send_consent_code,
)
from dossier.outbox import queue
from dossier.recovery import CaseState, standing_online
from dossier.store import StoreSilent
from tests.kit.answering import write
from tests.kit.house import NOW, events_of, operator, raw, raw_bytes, rows_of
from tests.kit.mandates import (
    DOMAINS,
    NETWORK,
    TEXT,
    child_of,
    given,
    newest_code,
    somebody,
    staff,
    stop_codes,
    wanted,
)
from tests.kit.recovery import dispute_codes, opened, roux
from tests.kit.turns import told_in

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def number():
    """A mobile of this test alone."""
    return f"+336{secrets.randbelow(10**8):08d}"


@pytest.fixture
def family(store):
    """Two people who share a telephone, each with a mandate, and somebody else; the advisor of all."""
    shared = number()
    with store.writing() as unit:
        paul = staff(unit)
        people = [somebody(unit, mobile=mobile) for mobile in (shared, shared, number())]
        return paul, shared, [(her, given(unit, paul, her, duration=Duration.DAY)) for her in people]


def states(store, paul, people, now=NOW):
    with store.reading() as unit:
        return [mandate_of(unit, paul, reference, now).state for _, reference in people]


ACTIVE, REVOKED = MandateState.ACTIVE, MandateState.REVOKED


def test_stop_ends_what_was_told_to_that_telephone_in_whosever_name_and_nothing_else(store, family):
    paul, shared, people = family
    assert write(store, shared, "STOP", NOW + MINUTE) == "stopped"
    assert states(store, paul, people) == [REVOKED, REVOKED, ACTIVE]
    with store.writing() as unit:
        for her, _ in people[:2]:
            [facts] = [facts for event, facts in told_in(unit, her.id) if event == "mandates:mandate:revoked"]
            assert facts["way"] == "sms"
        assert "mandates:mandate:revoked" not in events_of(unit, people[2][0].id)


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop", " Stop ! ", "S T O P", "s.t.o.p.", "«STOP»", "Stop svp", "STOP\nmerci", "stop, je ne veux pas",
        "stóp", "ＳＴＯＰ", "ARRET", "Arrêt", "arre\u0302t !", "arrèt", "ARRÊTEZ", "arrêter", "STOP STOP",
    ],
)  # fmt: skip
def test_it_is_understood_however_it_is_written(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["", "OK", "Qui est-ce ?", "Arrêt de bus", "non", "ne pas stopper", "STOPPER", "1234", "je dis stop", "🛑", "S T"],
)
def test_anything_else_is_something_else(text):
    assert not is_stop(text)


def test_anything_else_changes_nothing_and_is_kept_nowhere(store, family, caplog):
    paul, shared, people = family
    before = _everything(store, people)
    with caplog.at_level(0):
        assert write(store, shared, "Rappelez ma fille Mélisande", NOW + MINUTE) == "other"
        assert write(store, number(), "STOP", NOW + MINUTE) == "nothing"
    assert states(store, paul, people) == [ACTIVE] * 3
    assert _everything(store, people) == before
    logged = "".join(str(one.__dict__) for one in caplog.records)
    assert "other" in logged
    for told in ("Mélisande", "Rappelez", shared, shared[3:]):
        assert told not in logged


def _everything(store, people):
    with store.reading() as unit:
        return [rows_of(unit, table, her.id) for her, _ in people for table in ("journal_entry", "outbox_message")]


def test_a_number_is_kept_as_a_keyed_digest_alone_and_only_where_stop_means_something(store, family):
    _, shared, people = family
    with store.reading() as unit:
        rows = rows_of(unit, "outbox_message", people[0][0].id)
    marked = [(row["kind"], row["channel"]) for row in rows if row["address_mark"] is not None]
    assert marked == [("mandate-given", "sms")]
    assert shared.encode() not in raw_bytes(rows)


def test_told_twice_it_counts_once_and_never_ends_what_was_given_since(store, family):
    paul, shared, people = family
    [(her, _), *_] = people
    event = secrets.token_hex(8)
    assert write(store, shared, "STOP", NOW + MINUTE, event=event) == "stopped"
    with store.writing() as unit:
        later = given(unit, paul, her, now=NOW + 2 * MINUTE)
    assert write(store, shared, "STOP", NOW + 3 * MINUTE, event=event) == "again"
    assert states(store, paul, [(her, later)], NOW + 3 * MINUTE) == [ACTIVE]
    assert write(store, shared, "STOP", NOW + 4 * MINUTE) == "stopped"
    assert states(store, paul, [(her, later)], NOW + 4 * MINUTE) == [REVOKED]


def test_by_smpp_it_has_no_name_and_a_second_time_does_no_harm(store, family):
    _, shared, people = family
    assert [write(store, shared, "STOP", NOW + MINUTE, event="") for _ in range(2)] == ["stopped", "nothing"]
    with store.writing() as unit:
        assert events_of(unit, people[0][0].id).count("mandates:mandate:revoked") == 1


def test_what_ended_otherwise_stays_as_it_ended(store, family):
    paul, shared, people = family
    with store.writing() as unit:
        end_mandate(unit, paul, people[0][1], NOW)
    assert write(store, shared, "STOP", NOW + 2 * DAY) == "nothing"
    with store.reading() as unit:
        assert mandate_of(unit, paul, people[0][1], NOW + 2 * DAY).state is MandateState.ENDED
        assert mandate_of(unit, paul, people[1][1], NOW + 2 * DAY).state is MandateState.EXPIRED


def test_who_was_erased_has_no_number_here_any_more_and_the_others_are_stopped(store, family):
    paul, shared, people = family
    with store.writing() as unit:
        unit.forget(people[0][0].id)
    assert write(store, shared, "STOP", NOW + MINUTE) == "stopped"
    assert states(store, paul, people[1:]) == [REVOKED, ACTIVE]
    with store.reading() as unit:
        assert rows_of(unit, "outbox_message", people[0][0].id) == []


def test_a_broken_key_keeps_nobody_else_from_being_stopped(store, family):
    paul, shared, people = family
    with store.writing() as unit:
        raw(unit, "DELETE FROM patient_key WHERE patient_id = ?", people[0][0].id)
    assert write(store, shared, "STOP", NOW + MINUTE) == "stopped"
    assert states(store, paul, people[1:]) == [REVOKED, ACTIVE]


def test_a_parent_stops_what_was_given_for_a_child(store):
    shared = number()
    with store.writing() as unit:
        paul, parent = staff(unit), somebody(unit, mobile=shared)
        leo = child_of(unit, parent).typed
        reference = draft_mandate(unit, paul, leo, DOMAINS, wanted(), TEXT, NOW, given_by=parent.typed).reference
        send_consent_code(unit, paul, reference, "sms", NOW)
        assert give_consent(unit, reference, newest_code(unit, parent.id), NETWORK, NOW) == "right"
    assert write(store, shared, "STOP", NOW + MINUTE) == "stopped"
    assert states(store, paul, [(None, reference)]) == [REVOKED]


def test_the_number_counts_that_it_went_to_whatever_is_on_file_since(store, family):
    paul, shared, people = family
    her = people[0][0]
    with store.writing() as unit:
        change_contact(unit, operator(her.id), ContactKind.MOBILE, number(), NOW)
    assert write(store, shared, "STOP", NOW + MINUTE) == "stopped"
    assert states(store, paul, people[:1]) == [REVOKED]


def test_with_a_right_code_it_stops_that_one_and_no_other(store, family):
    paul, shared, people = family
    with store.reading() as unit:
        code = stop_codes(unit, people[0][0].id)[0]
    assert write(store, shared, f"Stop {code[:4]} {code[4:8]} {code[8:]}", NOW + MINUTE) == "stopped"
    assert states(store, paul, people) == [REVOKED, ACTIVE, ACTIVE]


def test_with_a_wrong_code_it_is_stop_all_the_same_however_many_came_before(store, family):
    paul, shared, people = family
    for guess in range(12):
        assert write(store, shared, f"STOP {guess:012d}", NOW + MINUTE) == ("stopped" if guess == 0 else "nothing")
    assert states(store, paul, people) == [REVOKED, REVOKED, ACTIVE]


def test_with_the_code_of_a_recovery_it_stops_that_from_any_telephone(store):
    with store.writing() as unit:
        her = roux(unit)
        case = opened(unit, her).number
        code = dispute_codes(unit, her)[0]
    assert write(store, number(), f"STOP {code}", NOW + MINUTE) == "stopped"
    with store.reading() as unit:
        assert standing_online(unit, case, NOW + MINUTE).state is CaseState.FROZEN


def test_a_forged_sender_keeps_nobody_from_stopping_with_her_right_code(store):
    with store.writing() as unit:
        her = roux(unit)
        case = opened(unit, her).number
        code = dispute_codes(unit, her)[0]
    hers = number()
    for guess in range(40):
        assert write(store, hers, f"STOP {guess:012d}", NOW + MINUTE) == "nothing"
    assert write(store, hers, f"STOP {code}", NOW + MINUTE) == "stopped"
    with store.reading() as unit:
        assert standing_online(unit, case, NOW + MINUTE).state is CaseState.FROZEN


def test_the_code_of_a_recovery_told_twice_ends_no_mandate_of_that_number(store, family):
    paul, shared, people = family
    with store.writing() as unit:
        her = roux(unit)
        opened(unit, her)
        code = dispute_codes(unit, her)[0]
    for _ in range(2):
        assert write(store, shared, f"STOP {code}", NOW + MINUTE) == "stopped"
    assert states(store, paul, people) == [ACTIVE, ACTIVE, ACTIVE]


def test_cut_short_it_is_told_again_and_ends_what_is_left(store, family, monkeypatch):
    paul, shared, people = family
    whole, count, event = answers.revoke_if_known, iter(range(9)), secrets.token_hex(8)

    def silent_at_the_second(*told):
        if next(count) == 1:
            raise StoreSilent
        return whole(*told)

    monkeypatch.setattr(answers, "revoke_if_known", silent_at_the_second)
    with pytest.raises(StoreSilent):
        write(store, shared, "STOP", NOW + MINUTE, event=event)
    assert sorted(states(store, paul, people[:2])) == [ACTIVE, REVOKED]
    assert write(store, shared, "STOP", NOW + MINUTE, event=event) == "stopped"
    assert states(store, paul, people) == [REVOKED, REVOKED, ACTIVE]


def test_only_kinds_that_something_ends_are_found_by_a_number(store):
    shared = number()
    with store.writing() as unit:
        her = somebody(unit, mobile=shared)
        queue(
            unit, operator(her.id), NOW, kind="sign-in-code", channel="sms", language="fr", address=shared,
            parameters={"code": "314159"}, not_after=NOW + MINUTE,
        )  # fmt: skip
    assert write(store, shared, "STOP", NOW) == "nothing"
