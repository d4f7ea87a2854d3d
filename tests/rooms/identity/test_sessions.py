"""Sessions live on the server: found in one statement, ended at once, and never a way into another's record."""

from datetime import timedelta

import pytest

from dossier.documents import DocumentNotFound, incoming, list_documents, open_document
from dossier.identity import (
    Basis,
    end_session,
    find_session,
    needs_touch,
    open_record,
    represent,
    touch,
)
from dossier.policy import NotPermitted, Role
from dossier.vault import SealBroken, shred
from tests.kit.house import NOW, deposited, enrolled, events_of, raw, raw_bytes, rows_of, signed_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def family(store):
    """Claire Martin, her son Léo whom she represents, and a stranger's record: their patient ids."""
    with store.writing() as unit:
        claire = enrolled(unit, first_names=("CLAIRE",), birth_name="MARTIN", usual_name="")
        leo = enrolled(unit, first_names=("LÉO", "PAUL"))
        stranger = enrolled(unit)
        represent(unit, claire, leo, Basis.PARENT, NOW)
    return claire, leo, stranger


def session_of(store, token):
    with store.reading() as unit:
        return find_session(unit, token)


def revoke(store, claire):
    with store.writing() as unit:
        raw(unit, "DELETE FROM representation WHERE patient_id = ?", claire)


def test_a_token_finds_its_session_and_is_not_kept(store, family):
    claire, _, _ = family
    with store.writing() as unit:
        token = signed_in(unit, claire)
        held = unit.connection.exec_driver_sql("SELECT * FROM web_session").mappings()
        assert token.encode() not in raw_bytes([dict(row) for row in held])
    session = session_of(store, token)
    assert (session.patient_id, session.record_id, session.record_name) == (claire, claire, "")
    assert (session.acting.role, session.acting.actor_id) == (Role.PATIENT, claire)
    assert (session.started_at, session.seen_at, session.ended_at) == (NOW, NOW, None)
    assert len(token) >= 32


def test_two_sessions_have_two_tokens_and_end_apart(store, family):
    claire, _, _ = family
    with store.writing() as unit:
        one, other = signed_in(unit, claire), signed_in(unit, claire)
        end_session(unit, find_session(unit, one), NOW + MINUTE)
    assert one != other
    assert session_of(store, one).ended_at == NOW + MINUTE
    assert session_of(store, other).ended_at is None


def test_ending_twice_is_told_once(store, family):
    claire, _, _ = family
    with store.writing() as unit:
        session = find_session(unit, signed_in(unit, claire))
        end_session(unit, session, NOW + MINUTE)
        end_session(unit, session, NOW + 2 * MINUTE)
        assert events_of(unit, claire).count("identity:session:closed") == 1


def test_a_session_in_use_is_noted_once_a_minute(store, family):
    with store.writing() as unit:
        token = signed_in(unit, family[0])
    session = session_of(store, token)
    assert not needs_touch(session, NOW + MINUTE)
    assert needs_touch(session, NOW + MINUTE + timedelta(seconds=1))
    with store.writing() as unit:
        touch(unit, session, NOW + 5 * MINUTE)
    assert session_of(store, token).seen_at == NOW + 5 * MINUTE


def test_old_sessions_are_swept_when_another_opens_after_twenty_hours(store, family):
    with store.writing() as unit:
        old = signed_in(unit, family[0])
        signed_in(unit, family[0], NOW + timedelta(hours=20))
        assert find_session(unit, old) is not None
        signed_in(unit, family[0], NOW + timedelta(hours=20, seconds=1))
        assert find_session(unit, old) is None


def test_a_session_whose_records_key_is_gone_is_no_session(store, family):
    with store.writing() as unit:
        token = signed_in(unit, family[0])
        shred(unit, family[0])
    assert session_of(store, token) is None


def test_a_mother_opens_her_sons_record_and_both_journals_tell(store, family):
    claire, leo, _ = family
    with store.writing() as unit:
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
    session = session_of(store, token)
    assert (session.patient_id, session.record_id, session.record_name) == (claire, leo, "LÉO")
    assert session.acting.role is Role.LEGAL_REPRESENTATIVE
    assert (session.acting.patient_id, session.acting.actor_id) == (leo, claire)
    assert session.acting.actor_name == "CLAIRE MARTIN"
    with store.reading() as unit:
        last = [rows_of(unit, "journal_entry", who)[-1] for who in (claire, leo)]
    assert [row["event"] for row in last] == ["access:other_record:opened", "access:record:opened"]
    assert last[1]["role"] == "legal_representative"


def test_in_his_record_she_reads_his_documents_and_no_longer_hers(store, family):
    claire, leo, _ = family
    with store.writing() as unit:
        his, hers = deposited(unit, leo), deposited(unit, claire, traits=incoming.Traits("", (), None, "U"))
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
        session = find_session(unit, token)
        shown = list_documents(unit, session.acting, session.witness).documents
        assert [summary.document_id for summary in shown] == [his]
        assert open_document(unit, session.acting, his, NOW).document_id == his
    with pytest.raises(DocumentNotFound), store.writing() as unit:
        open_document(unit, session.acting, hers, NOW)


@pytest.mark.parametrize("whose", ["a stranger's", "nobody's", "her mother's, the wrong way round"])
def test_a_record_she_does_not_represent_stays_shut(store, family, whose):
    claire, leo, stranger = family
    who, record = {
        "a stranger's": (claire, stranger),
        "nobody's": (claire, b"?" * 16),
        "her mother's, the wrong way round": (leo, claire),
    }[whose]
    with store.writing() as unit:
        token = signed_in(unit, who)
        before = len(rows_of(unit, "journal_entry", record))
    with pytest.raises(NotPermitted), store.writing() as unit:
        open_record(unit, find_session(unit, token), record, NOW)
    assert session_of(store, token).record_id == who
    with store.reading() as unit:
        assert len(rows_of(unit, "journal_entry", record)) == before


def test_she_comes_back_to_her_own_record(store, family):
    claire, leo, _ = family
    with store.writing() as unit:
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
        open_record(unit, find_session(unit, token), claire, NOW)
    session = session_of(store, token)
    assert (session.record_id, session.acting.role, session.record_name) == (claire, Role.PATIENT, "")


def test_a_right_that_ends_while_the_record_is_open_ends_the_reading(store, family):
    claire, leo, _ = family
    with store.writing() as unit:
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
    revoke(store, claire)
    session = session_of(store, token)
    assert session.acting is None
    assert session.record_name == ""


def test_a_session_moved_to_another_record_by_hand_reads_nothing_there(store, family):
    claire, leo, stranger = family
    with store.writing() as unit:
        deposited(unit, stranger)
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
        raw(unit, "UPDATE web_session SET record_id = ? WHERE patient_id = ?", stranger, claire)
        raw(unit, "UPDATE representation SET represented_id = ? WHERE patient_id = ?", stranger, claire)
    with pytest.raises(SealBroken):
        session_of(store, token)


def test_the_names_told_in_a_session_are_sealed(store, family):
    claire, leo, _ = family
    with store.writing() as unit:
        open_record(unit, find_session(unit, signed_in(unit, claire)), leo, NOW)
        held = raw_bytes(rows_of(unit, "web_session", claire))
    assert held
    assert b"CLAIRE" not in held
    assert "LÉO".encode() not in held
