"""Lists: newest first, page after page without a hole or a double, and never a trace of what isn't hers to see."""

from datetime import date

import pytest

from dossier.documents import PAGE, count_documents, list_documents, shelves
from dossier.journal import witness_of
from dossier.lifecycle import State, move_space
from dossier.policy import NotPermitted
from dossier.vault import SealBroken
from tests.kit.house import NOW, deposited, enrolled, herself, laboratory, operator, representing

HIDDEN = frozenset({"INVISIBLE_PATIENT"})
FROM_PARENTS = frozenset({"INVISIBLE_REPRESENTANTS_LEGAUX"})
DAYS = [date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 12), date(2025, 12, 31), date(2025, 1, 1)]


@pytest.fixture(scope="module")
def records():
    """What `record` has planted, a store each: ninety-five documents are long to seal."""
    return {}


@pytest.fixture
def record(store, records):
    """95 visible documents on five days, most on the same, 12 hidden and 12 kept from parents among them."""
    if store not in records:
        with store.writing() as unit:
            patient = enrolled(unit)
            planted = []
            for number in range(95):
                day, title = DAYS[number % 5], f"Document {number}"
                planted.append((day, deposited(unit, patient, document_on=day, title=title)))
                if number % 8 == 0:
                    deposited(unit, patient, document_on=day, title="Caché", confidentiality=HIDDEN)
                    deposited(unit, patient, document_on=day, title="Secret", confidentiality=FROM_PARENTS)
        records[store] = patient, planted
    return records[store]


def walk(store, acting, **asked):
    """Follow the pages to their end; return every summary in the order shown."""
    shown, after = [], None
    while True:
        with store.reading() as unit:
            page = list_documents(unit, acting, witness_of(acting.patient_id, 1), after=after, **asked)
        shown += page.documents
        if not page.more:
            return shown
        assert len(page.documents) == asked.get("limit", PAGE)
        after = page.documents[-1].document_id


@pytest.mark.parametrize("limit", [1, 7, 20, 95, 96, 200])
def test_the_pages_hold_every_document_once_and_in_order(store, record, limit):
    patient, planted = record
    shown = [(s.document_on, s.document_id) for s in walk(store, representing(patient), limit=limit)]
    assert shown == sorted(planted, reverse=True)


def test_she_sees_what_is_kept_from_parents_and_not_what_is_hidden(store, record):
    patient, _ = record
    titles = [summary.title for summary in walk(store, herself(patient))]
    assert len(titles) == 95 + 12
    assert titles.count("Secret") == 12
    assert "Caché" not in titles


def test_counts_hold_what_is_visible_only(store, record):
    patient, _ = record
    with store.reading() as unit:
        assert count_documents(unit, herself(patient)) == 107
        assert count_documents(unit, representing(patient)) == 95


def test_the_last_page_is_known_as_the_last_even_before_hidden_documents(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        for _ in range(PAGE):
            deposited(unit, patient, document_on=date(2026, 3, 12))
        deposited(unit, patient, document_on=date(2020, 1, 1), confidentiality=HIDDEN)
        page = list_documents(unit, herself(patient), witness_of(patient, 1))
    assert len(page.documents) == PAGE
    assert not page.more


@pytest.mark.parametrize(("year", "count"), [(2026, 57), (2025, 38), (2024, 0)])
def test_a_year_holds_its_first_and_last_day(store, record, year, count):
    patient, _ = record
    shown = walk(store, representing(patient), year=year)
    assert len(shown) == count
    assert {summary.document_on.year for summary in shown} <= {year}


def test_a_category_holds_its_documents_only_and_pages_too(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        wanted = {deposited(unit, patient, type_code="11502-2") for _ in range(25)}
        for _ in range(5):
            deposited(unit, patient, type_code="34112-3")
    shown = [summary.document_id for summary in walk(store, herself(patient), category="BIOLOGIE")]
    assert len(shown) == 25
    assert set(shown) == wanted
    assert len(walk(store, herself(patient), category="CPT_REND")) == 5
    assert walk(store, herself(patient), category="CAR_VAC") == []
    assert len(walk(store, herself(patient), category="BIOLOGIE", year=2026)) == 25


def test_shelves_hold_only_what_leads_to_a_visible_document(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient, type_code="11502-2", document_on=date(2026, 1, 1))
        deposited(unit, patient, type_code="34112-3", document_on=date(1999, 5, 5), confidentiality=FROM_PARENTS)
        deposited(unit, patient, type_code="11369-6", document_on=date(1998, 5, 5), confidentiality=HIDDEN)
        assert shelves(unit, herself(patient)) == (("BIOLOGIE", "CPT_REND"), (2026, 1999))
        assert shelves(unit, representing(patient)) == (("BIOLOGIE",), (2026,))


@pytest.mark.parametrize("kind", ["hidden", "unknown", "another's"])
def test_a_list_continued_from_a_document_that_does_not_exist_for_her_is_empty(store, kind):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        deposited(unit, patient, document_on=date(2020, 1, 1))
        after = {
            "hidden": deposited(unit, patient, confidentiality=HIDDEN),
            "unknown": b"?" * 16,
            "another's": deposited(unit, other),
        }[kind]
        page = list_documents(unit, herself(patient), witness_of(patient, 1), after=after)
    assert page.documents == ()
    assert not page.more


@pytest.mark.parametrize("state", [State.OPENED, State.CLOSED])
def test_a_record_that_cannot_be_read_is_empty_on_every_shelf(store, state):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.OPENED)
        deposited(unit, patient)
        if state is State.CLOSED:
            move_space(unit, operator(patient), State.CLOSED, NOW)
        acting = herself(patient)
        assert list_documents(unit, acting, witness_of(patient, 1)).documents == ()
        assert count_documents(unit, acting) == 0
        assert shelves(unit, acting) == ((), ())


def test_a_witness_of_another_record_lists_nothing(store):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        deposited(unit, patient)
        with pytest.raises(SealBroken):
            list_documents(unit, herself(patient), witness_of(other, 1))


def test_sources_and_operators_list_and_count_nothing(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient)
        for acting in (laboratory(patient), operator(patient)):
            for ask in (shelves, count_documents):
                with pytest.raises(NotPermitted):
                    ask(unit, acting)
            with pytest.raises(NotPermitted):
                list_documents(unit, acting, witness_of(patient, 1))
