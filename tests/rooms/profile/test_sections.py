"""A section of the profile is not filled in, declared none on a day, or a list; never one for another."""

from datetime import timedelta

import pytest

from dossier.documents import RecordNotOpen, tell_summary
from dossier.lifecycle import State
from dossier.policy import NotPermitted
from dossier.profile import (
    SECTIONS,
    Declared,
    DeclaredItem,
    SectionState,
    SectionUnfit,
    declare_list,
    declare_none,
    sections_of,
)
from dossier.vault import SealBroken
from tests.kit.house import NOW, enrolled, herself, laboratory, operator, raw_bytes, representing, rows_of

PENICILLIN = DeclaredItem("Pénicilline", "urticaire", "1987-05")


def printed(unit, acting):
    witness = tell_summary(unit, acting, NOW, "paper")
    return {declared.section: declared for declared in sections_of(unit, acting, witness)}


def test_nothing_said_is_not_the_same_as_nothing_to_declare(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        declare_list(unit, herself(patient), "allergies", (PENICILLIN,), NOW)
        declare_none(unit, herself(patient), "treatments", NOW + timedelta(days=1))
        told = printed(unit, herself(patient))
    assert tuple(told) == SECTIONS
    assert told["allergies"] == Declared("allergies", SectionState.LISTED, (PENICILLIN,), NOW)
    assert told["treatments"] == Declared("treatments", SectionState.DECLARED_NONE, (), NOW + timedelta(days=1))
    assert told["problems"] == Declared("problems", SectionState.NOT_FILLED_IN, (), None)


def test_a_section_declared_again_takes_the_place_of_the_earlier(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        declare_none(unit, herself(patient), "allergies", NOW)
        declare_list(unit, herself(patient), "allergies", (PENICILLIN,), NOW + timedelta(days=1))
        told = printed(unit, herself(patient))["allergies"]
        assert len(rows_of(unit, "profile_section", patient)) == 1
    assert (told.state, told.declared_at) == (SectionState.LISTED, NOW + timedelta(days=1))


def test_whether_there_is_something_to_declare_is_sealed_too(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        declare_list(unit, herself(patient), "allergies", (PENICILLIN,), NOW)
        held = raw_bytes(rows_of(unit, "profile_section", patient))
    for word in ("Pénicilline", "urticaire", "1987", "listed"):
        assert word.encode() not in held


def test_a_declaration_is_told_with_its_section(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        declare_none(unit, herself(patient), "allergies", NOW)
        entry = rows_of(unit, "journal_entry", patient)[-1]
    assert (entry["event"], entry["role"]) == ("profile:section:declared", "patient")


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("wishes", (PENICILLIN,)),
        ("allergies", ()),
        ("allergies", (PENICILLIN,) * 101),
        ("allergies", (DeclaredItem("x" * 301),)),
        ("allergies", (DeclaredItem("x", "y" * 301),)),
    ],
)
def test_what_a_section_does_not_take_is_refused_and_leaves_nothing(store, name, items):
    with store.writing() as unit:
        patient = enrolled(unit)
        with pytest.raises(SectionUnfit) as refusal:
            declare_list(unit, herself(patient), name, items, NOW)
        assert rows_of(unit, "profile_section", patient) == []
    assert refusal.value.facts == {"section": name}


def test_only_she_declares_and_only_readers_of_the_record_print(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        for acting in (representing(patient), laboratory(patient), operator(patient)):
            with pytest.raises(NotPermitted):
                declare_none(unit, acting, "allergies", NOW)
        for acting in (laboratory(patient), operator(patient)):
            with pytest.raises(NotPermitted):
                tell_summary(unit, acting, NOW, "paper")
        assert printed(unit, representing(patient))["allergies"].state is SectionState.NOT_FILLED_IN


@pytest.mark.parametrize("state", [None, State.ANNOUNCED, State.OPPOSED, State.OPENED, State.CLOSED])
def test_no_summary_is_printed_of_a_record_that_cannot_be_read(store, state):
    with store.writing() as unit:
        patient = enrolled(unit, state=state)
        with pytest.raises(RecordNotOpen):
            tell_summary(unit, herself(patient), NOW, "paper")


def test_the_witness_of_one_printing_opens_no_other_profile(store):
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
        declare_none(unit, herself(other), "allergies", NOW)
        witness = tell_summary(unit, herself(one), NOW, "paper")
        with pytest.raises(SealBroken):
            sections_of(unit, herself(other), witness)
