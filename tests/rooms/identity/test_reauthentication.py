"""The password once more: for one act, in one record, for ten minutes, with waits that grow after wrong ones."""

from datetime import datetime, timedelta

import pytest

from dossier.identity import (
    Session,
    TooManyTries,
    find_session,
    note_password_again,
    password_again_facts,
    password_is_right,
    password_was_given_again,
    use_password_again,
)
from dossier.store import Unit
from tests.kit.house import NOW, PASSWORD, enrolled, events_of, rows_of, signed_in, with_credentials

NETWORK = "192.0.2"


def _session(writing: Unit) -> tuple[Session, str]:
    patient_id = enrolled(writing)
    with_credentials(writing, patient_id)
    token = signed_in(writing, patient_id)
    session = find_session(writing, token)
    assert session is not None
    return session, token


def _give(
    writing: Unit, session: Session, token: str, password: str, act: str = "closure", now: datetime = NOW
) -> bool:
    facts = password_again_facts(writing, session, NETWORK, now)
    right = password_is_right(writing.holder, facts.password_hash, password)
    note_password_again(writing, session, token, "closure", facts, right=right, now=now)
    return right


def test_a_right_password_is_good_once_for_its_act(writing: Unit) -> None:
    session, token = _session(writing)
    assert _give(writing, session, token, PASSWORD)
    assert password_was_given_again(writing, session, token, "closure", NOW)
    assert not password_was_given_again(writing, session, token, "erasure", NOW)
    assert use_password_again(writing, session, token, "closure", NOW)
    assert not use_password_again(writing, session, token, "closure", NOW)
    assert events_of(writing, session.patient_id)[-1] == "identity:password:accepted"


def test_it_is_good_for_ten_minutes_and_used_up_even_when_too_late(writing: Unit) -> None:
    session, token = _session(writing)
    _give(writing, session, token, PASSWORD)
    at_last = NOW + timedelta(minutes=10)
    assert password_was_given_again(writing, session, token, "closure", at_last)
    assert not use_password_again(writing, session, token, "closure", at_last + timedelta(seconds=1))
    assert not use_password_again(writing, session, token, "closure", NOW)


def test_it_is_good_in_the_record_it_was_given_for_and_in_its_own_visit(writing: Unit) -> None:
    session, token = _session(writing)
    _give(writing, session, token, PASSWORD)
    other, other_token = _session(writing)
    assert not password_was_given_again(writing, other, token, "closure", NOW)
    assert not password_was_given_again(writing, session, other_token, "closure", NOW)


def test_a_wrong_password_opens_nothing_and_the_fifth_is_told_in_the_journal(writing: Unit) -> None:
    session, token = _session(writing)
    for _ in range(5):
        assert "identity:sign_in:refused" not in events_of(writing, session.patient_id)
        assert not _give(writing, session, token, "au hasard")
    assert not password_was_given_again(writing, session, token, "closure", NOW)
    assert events_of(writing, session.patient_id).count("identity:sign_in:refused") == 1
    assert [row["role"] for row in rows_of(writing, "journal_entry", session.patient_id)][-1] == "stranger"


def test_after_wrong_ones_the_right_one_waits_then_passes_and_is_forgiven(writing: Unit) -> None:
    session, token = _session(writing)
    for _ in range(5):
        _give(writing, session, token, "au hasard")
    with pytest.raises(TooManyTries) as refused:
        password_again_facts(writing, session, NETWORK, NOW)
    assert refused.value.facts["retry_after_seconds"] == 31
    later = NOW + timedelta(seconds=31)
    assert _give(writing, session, token, PASSWORD, now=later)
    assert not _give(writing, session, token, "au hasard", now=later)
    password_again_facts(writing, session, NETWORK, later)


def test_who_has_no_password_can_never_give_it(writing: Unit) -> None:
    patient_id = enrolled(writing)
    token = signed_in(writing, patient_id)
    session = find_session(writing, token)
    assert session is not None
    assert not _give(writing, session, token, PASSWORD)
