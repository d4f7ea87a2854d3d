"""What is typed before anybody is known: kept for this visit and this purpose alone, twenty hours, sealed."""

from datetime import timedelta
from hashlib import sha256

import pytest

from dossier.identity import Preferences, draft, drop_draft, keep_draft, preferences_of, set_preferences
from dossier.policy import NotPermitted
from dossier.vault import SealBroken
from tests.kit.house import NOW, enrolled, herself, raw, raw_bytes, representing

TYPED = {"code": "7KQM4HTX9DFR", "birth": "1942-05-12"}


def test_a_draft_comes_back_to_its_own_visit_and_purpose_only(store):
    with store.writing() as unit:
        keep_draft(unit, "visit-one", "opt-out", TYPED, NOW)
        keep_draft(unit, "visit-one", "activation", {"code": "x"}, NOW)
        keep_draft(unit, "visit-one", "opt-out", {**TYPED, "name": "Éloïse"}, NOW)
        assert draft(unit, "visit-one", "opt-out", NOW) == {**TYPED, "name": "Éloïse"}
        assert draft(unit, "visit-two", "opt-out", NOW) == {}
        drop_draft(unit, "visit-one", "opt-out")
        assert draft(unit, "visit-one", "opt-out", NOW) == {}
        assert draft(unit, "visit-one", "activation", NOW) == {"code": "x"}


def test_a_draft_lasts_twenty_hours_and_is_swept_after(store):
    with store.writing() as unit:
        keep_draft(unit, "visit-three", "opt-out", TYPED, NOW)
        assert draft(unit, "visit-three", "opt-out", NOW + timedelta(hours=20)) == TYPED
        assert draft(unit, "visit-three", "opt-out", NOW + timedelta(hours=21)) == {}
        keep_draft(unit, "visit-four", "opt-out", TYPED, NOW + timedelta(hours=21))
        left = {row["visit_digest"] for row in raw(unit, "SELECT visit_digest FROM draft").mappings()}
        assert sha256(b"visit-three").digest() not in left
        assert sha256(b"visit-four").digest() in left


def test_nothing_typed_lies_in_clear_and_a_draft_moved_to_another_visit_does_not_open(store):
    with store.writing() as unit:
        keep_draft(unit, "visit-five", "opt-out", TYPED, NOW)
        rows = [dict(row) for row in raw(unit, "SELECT * FROM draft").mappings()]
        for secret in (b"7KQM4HTX9DFR", b"1942-05-12", b"visit-five"):
            assert secret not in raw_bytes(rows)
        raw(unit, "UPDATE draft SET purpose = ? WHERE visit_digest = ?", "recovery", sha256(b"visit-five").digest())
        with pytest.raises(SealBroken):
            draft(unit, "visit-five", "recovery", NOW)


def test_preferences_are_hers_to_set_and_have_a_usual_value(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        assert preferences_of(unit, patient) == Preferences(20, "letter")
        set_preferences(unit, herself(patient), Preferences(28, "email"))
        set_preferences(unit, herself(patient), Preferences(34, "email"))
        assert preferences_of(unit, patient) == Preferences(34, "email")
        with pytest.raises(NotPermitted):
            set_preferences(unit, representing(patient), Preferences(20, "letter"))
