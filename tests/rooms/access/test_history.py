"""The access history tells who, when, what and on what ground; of what isn't hers to see, not a line."""

from datetime import timedelta

import pytest

from dossier.access import PAGE, history
from dossier.documents import open_document
from dossier.identity import Basis, find_session, open_record, represent
from dossier.journal import Event, append
from dossier.outbox import queue
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
    signed_in,
)

HIDDEN = frozenset({"INVISIBLE_PATIENT"})
FROM_PARENTS = frozenset({"INVISIBLE_REPRESENTANTS_LEGAUX"})


def lines(store, acting, before=None):
    with store.writing() as unit:
        return history(unit, acting, NOW, before)


def titles(store, acting):
    return [entry.facts["title"] for entry in lines(store, acting).entries if "title" in entry.facts]


def test_her_own_reading_of_the_history_is_its_first_line(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    first = lines(store, herself(patient)).entries[0]
    assert (first.event, first.role, first.facts["ground"]) == ("access:history:read", "patient", "own_record")
    assert lines(store, herself(patient)).entries[1].event == "access:history:read"


def test_a_deposit_and_a_reading_are_told_with_their_author(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
        open_document(unit, representing(patient), document, NOW + timedelta(hours=1))
    _, opened, put_in, *_ = lines(store, herself(patient)).entries
    assert (opened.event, opened.at) == ("documents:document:opened", NOW + timedelta(hours=1))
    assert opened.facts["actor"] == "Claire MARTIN"
    assert (put_in.event, put_in.role) == ("documents:document:deposited", "source")
    assert put_in.facts["actor"] == "LABORATOIRE DES TILLEULS"
    assert put_in.facts["title"] == f"Bilan sanguin, {MARKER}"


def test_a_hidden_document_leaves_no_line_for_her_nor_for_who_represents_her(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient, title="Visible")
        deposited(unit, patient, title="Caché", confidentiality=HIDDEN)
    assert titles(store, herself(patient)) == ["Visible"]
    assert titles(store, representing(patient)) == ["Visible"]


def test_what_is_kept_from_parents_leaves_them_no_line_not_even_of_the_childs_reading(store):
    with store.writing() as unit:
        child = enrolled(unit)
        secret = deposited(unit, child, title="Secret", confidentiality=FROM_PARENTS)
        open_document(unit, herself(child), secret, NOW)
    assert titles(store, herself(child)) == ["Secret", "Secret"]
    assert titles(store, representing(child)) == []


def test_neither_messages_nor_the_steps_inside_a_sign_in_are_lines(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        before = [entry.event for entry in history(unit, herself(patient), NOW).entries]
        queue(
            unit,
            herself(patient),
            NOW,
            kind="sign-in-code",
            channel="sms",
            language="fr",
            address="+33639980103",
            parameters={},
            not_after=NOW,
        )
        append(unit, herself(patient), Event.IDENTITY_PASSWORD_ACCEPTED, NOW)
        after = [entry.event for entry in history(unit, herself(patient), NOW).entries]
    assert after == ["access:history:read", *before]


def test_the_history_pages_through_every_line_once(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        for number in range(2 * PAGE):
            deposited(unit, patient, title=str(number))
            deposited(unit, patient, title="Caché", confidentiality=HIDDEN)
    seen, page = [], lines(store, herself(patient))
    while True:
        seen += [entry.facts["title"] for entry in page.entries if "title" in entry.facts]
        if page.older_than is None:
            break
        assert len(page.entries) == PAGE
        page = lines(store, herself(patient), page.older_than)
    assert seen == [str(number) for number in reversed(range(2 * PAGE))]


def test_one_history_is_not_anothers(store):
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
        deposited(unit, one, title="À elle")
        deposited(unit, other, title="À lui")
    assert titles(store, herself(one)) == ["À elle"]


def test_a_representative_reads_the_history_of_the_record_and_is_in_it(store):
    with store.writing() as unit:
        mother, son = enrolled(unit), enrolled(unit)
        represent(unit, mother, son, Basis.PARENT, NOW)
        token = signed_in(unit, mother)
        open_record(unit, find_session(unit, token), son, NOW)
        acting = find_session(unit, token).acting
        read = history(unit, acting, NOW).entries
    assert [entry.event for entry in read[:3]] == [
        "access:history:read",
        "access:record:opened",
        "identity:representative:added",
    ]
    assert read[0].facts == {"actor": "JEANNE ROUX", "ground": "legal_representation"}


def test_sources_and_operators_read_no_history_and_leave_no_line(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        before = rows_of(unit, "journal_entry", patient)
        for acting in (laboratory(patient), operator(patient)):
            with pytest.raises(NotPermitted):
                history(unit, acting, NOW)
        assert rows_of(unit, "journal_entry", patient) == before


def test_the_readings_of_others_can_be_seen_alone_page_after_page(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        document = deposited(unit, patient)
        for _ in range(PAGE + 3):
            open_document(unit, herself(patient), document, NOW)
            open_document(unit, representing(patient), document, NOW)
    with store.writing() as unit:
        first = history(unit, herself(patient), NOW, of_others=True)
        rest = history(unit, herself(patient), NOW, first.older_than, of_others=True)
    told = [entry.role for entry in (*first.entries, *rest.entries)]
    assert len(first.entries) == PAGE
    assert "patient" not in told
    assert told.count("legal_representative") == PAGE + 3
    assert "source" in told
