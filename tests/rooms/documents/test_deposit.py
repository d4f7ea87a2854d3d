"""A document is kept as it was received, once, sealed, in an open record of the person it names."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from dossier.documents import AnotherPerson, RecordNotOpen, deposit, incoming, narrative, open_part
from dossier.lifecycle import State
from dossier.policy import NotPermitted
from dossier.vault import SealBroken
from tests.kit.house import (
    MARKER,
    NOW,
    deposited,
    enrolled,
    herself,
    laboratory,
    operator,
    paper,
    person,
    raw,
    raw_bytes,
    representing,
    rows_of,
)

TABLES = ("document", "document_part", "journal_entry", "outbox_message", "patient", "journal_head")


def kept(unit, patient):
    return {table: len(rows_of(unit, table, patient)) for table in ("document", "document_part", "journal_entry")}


def test_the_received_bytes_come_back_identical(store):
    content = b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<ClinicalDocument>\t\xe2\x82\xac</ClinicalDocument>\r\n\0"
    scan = incoming.Attachment("application/pdf", b"%PDF-1.7 \x00\xff", "Radiographie")
    picture = incoming.Attachment("image/png", b"\x89PNG\r\n", "")
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient, content=content, attachments=(scan, picture))
    with store.writing() as unit:
        original = open_part(unit, herself(patient), document, None, NOW)
        first, second = (open_part(unit, herself(patient), document, n, NOW) for n in (1, 2))
    assert (original.content, original.facts.media_type, original.facts.size) == (content, "text/xml", len(content))
    assert (first.content, first.facts.title) == (scan.content, "Radiographie")
    assert (second.content, second.facts.media_type) == (picture.content, "image/png")


def test_nothing_readable_of_a_document_is_in_the_database(store):
    scan = incoming.Attachment("application/pdf", f"%PDF {MARKER}".encode(), f"Radiographie {MARKER}")
    with store.writing() as unit:
        patient = enrolled(unit, address=("12 RUE DES TANNEURS",), mobile="+33639980103")
        document = deposited(unit, patient, attachments=(scan,))
        open_part(unit, herself(patient), document, 1, NOW)
        held = raw_bytes([row for table in TABLES for row in rows_of(unit, table, patient)])
    for word in (MARKER, "glyqu", "Bilan", "Radiographie", "MARCHAND", "TILLEULS", "11502-2", "BIOLOGIE", "text/xml"):
        assert word.encode() not in held, word
    for word in ("BLANCHARD", "ROUX", "TANNEURS", "639980103", "1942"):
        assert word.encode() not in held, word


def test_the_same_bytes_twice_are_one_document_and_one_entry(store):
    report = paper()
    with store.writing() as unit:
        patient = enrolled(unit)
        first = deposit(unit, laboratory(patient), person(), report, NOW)
        before = kept(unit, patient)
    with store.writing() as unit:
        again = deposit(unit, laboratory(patient), person(), replace(report, title="Autre titre"), NOW)
        assert kept(unit, patient) == before
    assert (first.created, again.created) == (True, False)
    assert again.document_id == first.document_id


def test_one_other_byte_is_another_document(store):
    report = paper()
    with store.writing() as unit:
        patient = enrolled(unit)
        deposit(unit, laboratory(patient), person(), report, NOW)
        other = deposit(unit, laboratory(patient), person(), replace(report, content=report.content + b" "), NOW)
    assert other.created


def test_the_same_bytes_for_two_people_are_two_documents_and_the_database_does_not_show_it(store):
    report = paper()
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
        for patient in (one, other):
            assert deposit(unit, laboratory(patient), person(), report, NOW).created
        (hers,), (his,) = (rows_of(unit, "document", patient) for patient in (one, other))
    for column in ("document_id", "sealed", "category_index", "content_digest"):
        assert hers[column] != his[column], column


@pytest.mark.parametrize("state", [None, State.ANNOUNCED, State.OPPOSED, State.CLOSED])
def test_a_record_that_is_not_open_takes_nothing(store, state):
    with store.writing() as unit:
        patient = enrolled(unit, state=state)
        before = kept(unit, patient)
        with pytest.raises(RecordNotOpen):
            deposited(unit, patient)
        assert kept(unit, patient) == before


def test_a_record_never_activated_is_fed_all_the_same(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.OPENED)
        assert deposited(unit, patient)


@pytest.mark.parametrize(
    ("traits", "differs"),
    [
        (incoming.Traits("BLANCHARD", ("JEANNE",), date(1942, 5, 13), "F"), "birth date"),
        (incoming.Traits("LE GOFF", ("JEANNE",), date(1942, 5, 12), "F"), "birth name"),
    ],
)
def test_a_paper_of_another_person_is_refused_without_telling_her_traits(store, traits, differs):
    with store.writing() as unit:
        patient = enrolled(unit)
        with pytest.raises(AnotherPerson) as refusal:
            deposited(unit, patient, traits=traits)
        assert kept(unit, patient)["document"] == 0
    assert refusal.value.facts == {"differs": differs}


@pytest.mark.parametrize("name", ["Blanchard", "BLANCHÀRD", "BLAN-CHARD", "BLANCHARD ", ""])
def test_the_same_name_written_otherwise_is_the_same_person(store, name):
    with store.writing() as unit:
        patient = enrolled(unit)
        assert deposited(unit, patient, traits=incoming.Traits(name, (), None, "U"))


def test_nobody_but_a_source_deposits(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        for acting in (herself(patient), representing(patient), operator(patient)):
            with pytest.raises(NotPermitted):
                deposit(unit, acting, person(), paper(), NOW)


def test_a_deposit_cut_in_the_middle_leaves_nothing(store, monkeypatch):
    with store.writing() as unit:
        patient = enrolled(unit)
        before = kept(unit, patient)

    def broken(text):
        raise MemoryError

    monkeypatch.setattr(narrative, "to_bytes", broken)
    with pytest.raises(MemoryError), store.writing() as unit:
        deposited(unit, patient)
    with store.reading() as unit:
        assert kept(unit, patient) == before


def test_a_part_cannot_be_moved_to_another_document(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        one, other = deposited(unit, patient), deposited(unit, patient)
        stolen = next(row["sealed"] for row in rows_of(unit, "document_part", patient) if row["document_id"] == one)
        move = "UPDATE document_part SET sealed = ? WHERE patient_id = ? AND document_id = ?"
        raw(unit, move, stolen, patient, other)
    with store.writing() as unit, pytest.raises(SealBroken):
        open_part(unit, herself(patient), other, None, NOW)


def test_the_database_itself_refuses_the_same_content_twice(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient)
        row = rows_of(unit, "document", patient)[0]
    again = {**row, "document_id": b"2" * 16}
    statement = f"INSERT INTO document ({', '.join(again)}) VALUES ({', '.join('?' * len(again))})"
    with pytest.raises(sa.exc.IntegrityError), store.writing() as unit:
        raw(unit, statement, *again.values())
