"""An entry is written in the act's own transaction, chained to the one before, its facts sealed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from dossier.base import Refused
from dossier.documents import open_document
from dossier.journal import Audience, Event, append, entries_before, verify_chain, witness_of
from dossier.lifecycle import State, move_space, state_of
from dossier.profile import DeclaredItem, declare_list
from dossier.store import StoreSilent
from tests.kit.house import NOW, deposited, enrolled, herself, operator, raw_bytes, representing, rows_of, together

ALL = {str(event) for event in Event}


class Interrupted(Refused):
    code = "interrupted"


def newest(unit, patient, audiences=frozenset(Audience)):
    return entries_before(unit, witness_of(patient, 1), set(audiences), ALL, None, 100)


def test_an_entry_says_who_when_what_and_on_what_ground(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        append(unit, representing(patient), Event.ACCESS_HISTORY_READ, NOW, {"ground": "legal_representation"})
        entry = newest(unit, patient)[0]
    assert (entry.at, entry.event, entry.role) == (NOW, "access:history:read", "legal_representative")
    assert entry.facts == {"actor": "Claire MARTIN", "ground": "legal_representation"}


def test_the_facts_of_an_entry_are_sealed(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        append(unit, representing(patient), Event.ACCESS_HISTORY_READ, NOW, {"title": "Bilan sanguin"})
        kept = raw_bytes(rows_of(unit, "journal_entry", patient))
    assert b"access:history:read" in kept
    assert b"MARTIN" not in kept
    assert b"Bilan" not in kept


def test_an_act_that_fails_leaves_neither_change_nor_entry(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        before = rows_of(unit, "journal_entry", patient), rows_of(unit, "journal_head", patient)

    def close_and_fail(unit):
        move_space(unit, operator(patient), State.CLOSED, NOW)
        raise Interrupted

    with pytest.raises(Interrupted), store.writing() as unit:
        close_and_fail(unit)
    with store.reading() as unit:
        assert (rows_of(unit, "journal_entry", patient), rows_of(unit, "journal_head", patient)) == before
        assert state_of(unit, patient) is State.ACTIVATED


def break_the_journal(monkeypatch):
    """Plant the fault: the journal's own insert fails, as on a full disk."""
    insert = sa.Table.insert

    def broken(table, *more):
        if table.name == "journal_entry":
            raise sa.exc.OperationalError("INSERT", {}, Exception("disk full"))
        return insert(table, *more)

    monkeypatch.setattr(sa.Table, "insert", broken)


def test_a_document_whose_opening_cannot_be_journaled_is_not_opened(store, monkeypatch):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
    handed_out = None
    break_the_journal(monkeypatch)
    with pytest.raises(StoreSilent), store.writing() as unit:
        handed_out = open_document(unit, herself(patient), document, NOW)
    assert handed_out is None


def test_a_change_that_cannot_be_journaled_does_not_happen(store, monkeypatch):
    with store.writing() as unit:
        patient = enrolled(unit)
    break_the_journal(monkeypatch)
    with pytest.raises(StoreSilent), store.writing() as unit:
        declare_list(unit, herself(patient), "allergies", (DeclaredItem("Pénicilline"),), NOW)
    monkeypatch.undo()
    with store.reading() as unit:
        assert rows_of(unit, "profile_section", patient) == []
        assert verify_chain(unit, patient) == []


def test_a_unit_that_keeps_nothing_gives_no_witness(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
    with store.reading() as unit:
        with pytest.raises(ValueError, match="reading unit"):
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)
        with pytest.raises(ValueError, match="reading unit"):
            open_document(unit, herself(patient), document, NOW)


def test_an_audience_is_shown_its_entries_only(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)
        for audience in Audience:
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW, {"for": audience}, audience)
        shown = newest(unit, patient, {Audience.NOT_REPRESENTATIVES})
    assert [entry.facts["for"] for entry in shown] == ["not_representatives"]


def test_entries_come_newest_first_and_page_without_hole_or_double(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)
        for minute in range(24):
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW + timedelta(minutes=minute))
        pages, before = [], None
        while page := entries_before(unit, witness_of(patient, 1), set(Audience), ALL, before, 7):
            pages += [entry.sequence for entry in page]
            before = page[-1].sequence
    assert pages == list(range(25, 0, -1))


def test_acts_at_the_same_moment_make_one_chain_without_fork_or_loss(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)

    def act():
        for _ in range(8):
            with store.writing() as unit:
                append(unit, representing(patient), Event.ACCESS_HISTORY_READ, NOW)

    assert together(*[act] * 6) == [None] * 6
    with store.reading() as unit:
        numbers = [row["sequence"] for row in rows_of(unit, "journal_entry", patient)]
        assert numbers == list(range(1, 1 + 6 * 8 + 1))
        assert verify_chain(unit, patient) == []
