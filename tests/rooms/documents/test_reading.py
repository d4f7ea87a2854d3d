"""Opening a document: decided, journaled and unsealed in one act; what isn't hers to see does not exist."""

from datetime import date

import pytest

from dossier.documents import DocumentNotFound, incoming, narrative, open_document, open_part
from dossier.journal import Audience, Event, entries_before, witness_of
from dossier.lifecycle import State, move_space
from dossier.policy import NotPermitted
from tests.kit.house import (
    MARKER,
    NOW,
    deposited,
    enrolled,
    herself,
    laboratory,
    operator,
    representing,
    rows_of,
)

HIDDEN = frozenset({"INVISIBLE_PATIENT"})
FROM_PARENTS = frozenset({"INVISIBLE_REPRESENTANTS_LEGAUX"})


def last_entry(unit, patient):
    everything = {str(event) for event in Event}
    return entries_before(unit, witness_of(patient, 1), set(Audience), everything, None, 1)[0]


def refusal_of(store, acting, document, attachment=-1):
    """Ask for a document, or one of its parts; return what can be told of the refusal, and check it leaves nothing."""
    patient = acting.patient_id
    with store.reading() as unit:
        before = rows_of(unit, "journal_head", patient)
    with pytest.raises(DocumentNotFound) as refusal, store.writing() as unit:
        _ask(unit, acting, document, attachment)
    with store.reading() as unit:
        assert rows_of(unit, "journal_head", patient) == before
    return type(refusal.value), refusal.value.code, refusal.value.facts, str(refusal.value)


def _ask(unit, acting, document, attachment):
    if attachment == -1:
        open_document(unit, acting, document, NOW)
    else:
        open_part(unit, acting, document, attachment, NOW)


def test_she_reads_the_words_of_her_document(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        opened = open_document(unit, herself(patient), deposited(unit, patient), NOW)
    assert narrative.words(opened.text) == f"{MARKER} %"
    assert opened.document_on == date(2026, 3, 12)
    assert (opened.facts.title, opened.facts.category) == (f"Bilan sanguin, {MARKER}", "BIOLOGIE")
    assert (opened.facts.author, opened.facts.language) == ("Dr Hélène MARCHAND", "fr-FR")


def test_an_unknown_kind_of_document_goes_with_the_others(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        opened = open_document(unit, herself(patient), deposited(unit, patient, type_code="99999-9"), NOW)
    assert opened.facts.category == "AUTR_DOC"


def test_each_reading_is_told_with_its_reader_ground_and_title(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
        open_document(unit, representing(patient), document, NOW)
        read = last_entry(unit, patient)
        open_part(unit, herself(patient), document, None, NOW)
        taken = last_entry(unit, patient)
    assert read.event == "documents:document:opened"
    assert read.facts == {
        "actor": "Claire MARTIN",
        "ground": "legal_representation",
        "document": document.hex(),
        "title": f"Bilan sanguin, {MARKER}",
    }
    assert (taken.event, taken.facts["ground"]) == ("documents:part:downloaded", "own_record")


def test_hidden_unknown_and_another_patients_documents_are_refused_in_the_same_way(store):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        hidden = deposited(unit, patient, confidentiality=HIDDEN)
        others = deposited(unit, other)
    told = [refusal_of(store, herself(patient), document) for document in (hidden, others, b"?" * 16)]
    assert told == [(DocumentNotFound, "document-not-found", {}, "document-not-found")] * 3
    parts = [refusal_of(store, herself(patient), document, None) for document in (hidden, others, b"?" * 16)]
    assert parts == told


def test_a_parent_does_not_see_what_is_kept_from_parents_and_the_child_does(store):
    with store.writing() as unit:
        child = enrolled(unit)
        kept = deposited(unit, child, confidentiality=FROM_PARENTS)
        assert open_document(unit, herself(child), kept, NOW).document_id == kept
    refusal_of(store, representing(child), kept)
    refusal_of(store, representing(child), kept, None)


def test_a_document_hidden_from_the_patient_is_hidden_from_who_represents_her(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        hidden = deposited(unit, patient, confidentiality=HIDDEN)
    refusal_of(store, representing(patient), hidden)


def test_masking_for_professionals_hides_nothing_from_her(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        masked = deposited(unit, patient, confidentiality=frozenset({"N", "MASQUE_PS"}))
        assert open_document(unit, herself(patient), masked, NOW).document_id == masked
        assert open_document(unit, representing(patient), masked, NOW).document_id == masked


def test_a_closed_record_opens_no_document(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
        move_space(unit, operator(patient), State.CLOSED, NOW)
    refusal_of(store, herself(patient), document)


def test_a_record_not_activated_opens_no_document(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.OPENED)
        document = deposited(unit, patient)
    refusal_of(store, herself(patient), document)


@pytest.mark.parametrize("number", [0, -2, 2, 10**9])
def test_an_attachment_that_is_not_there_is_refused_like_a_document_that_is_not(store, number):
    scan = incoming.Attachment("application/pdf", b"%PDF", "Scan")
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient, attachments=(scan,))
    assert refusal_of(store, herself(patient), document, number)[1] == "document-not-found"


def test_sources_and_operators_read_nothing(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
        for acting in (laboratory(patient), operator(patient)):
            with pytest.raises(NotPermitted):
                open_document(unit, acting, document, NOW)
            with pytest.raises(NotPermitted):
                open_part(unit, acting, document, None, NOW)
