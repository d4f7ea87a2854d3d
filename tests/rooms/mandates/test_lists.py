"""Lists of mandates: the advisor's, the patient's, a site's figures; in a bounded number of statements."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dossier.mandates import (
    Duration,
    MandateState,
    ProofKind,
    acts_of_site,
    draft_mandate,
    mandates_of_advisor,
    mandates_of_patient,
    refuse_at_desk,
    revoke,
)
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import NOW, herself, laboratory, raw, representing
from tests.kit.mandates import (
    BRIOUDE,
    DOMAINS,
    TEXT,
    acted,
    child_of,
    drafted,
    given,
    nobody,
    somebody,
    staff,
    wanted,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@contextmanager
def counting(unit):
    """Count the statements that the database is sent meanwhile."""
    sent = []

    def note(connection, cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(unit.connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(unit.connection, "before_cursor_execute", note)


def test_fifty_mandates_of_fifty_patients_are_one_statement(store):
    with store.writing() as unit:
        paul = staff(unit)
        for number in reversed(range(50)):
            hour = NOW - timedelta(hours=number)
            given(unit, paul, somebody(unit, card=False), duration=Duration.MONTH, now=hour)
    with store.reading() as unit, counting(unit) as sent:
        lines = mandates_of_advisor(unit, paul, NOW)
        assert len(sent) == 1
    assert len(lines) == 50
    assert {line.person for line in lines} == {"JEANNE BLANCHARD"}
    assert [line.drafted_at for line in lines] == sorted((line.drafted_at for line in lines), reverse=True)


def test_an_advisor_sees_her_own_decoys_told_and_no_colleagues_nor_another_sites(store):
    with store.writing() as unit:
        paul, ines, her = staff(unit), staff(unit, first_name="Inès"), somebody(unit)
        given(unit, paul, her, now=NOW - 40 * DAY)
        mine = given(unit, paul, her)
        given(unit, ines, her)
        decoy = draft_mandate(unit, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
        seen = mandates_of_advisor(unit, paul, NOW)
        assert {line.reference for line in seen} == {mine, decoy.reference}
        assert {line.person for line in seen} == {"JEANNE BLANCHARD", "CLAIRE DURAND"}
        raw(unit, "UPDATE mandate SET site = ? WHERE staff_id = ?", BRIOUDE, paul.staff_id)
        assert mandates_of_advisor(unit, paul, NOW) == []
        with pytest.raises(NotPermitted):
            mandates_of_advisor(unit, staff(unit, Role.SUPERVISOR), NOW)


def test_a_patient_sees_who_holds_what_and_a_parent_her_childs(store):
    with store.writing() as unit:
        paul, her, another = staff(unit), somebody(unit), somebody(unit)
        leo = child_of(unit, her)
        given(unit, paul, another)
        number = given(unit, paul, her, Scope.OPT_OUT, Scope.RECOVERY)
        draft = draft_mandate(unit, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
    with store.reading() as unit:
        with counting(unit) as sent:
            lines = mandates_of_patient(unit, herself(her.id), NOW)
            assert len(sent) == 1
        assert {(line.reference, line.advisor, line.site, line.state) for line in lines} == {
            (number, "Paul Mercier", "France Services du Puy", MandateState.ACTIVE),
            (draft.reference, "Paul Mercier", "France Services du Puy", MandateState.DRAFT),
        }
        assert [line.reference for line in mandates_of_patient(unit, representing(leo.id, her.id), NOW)] == [
            draft.reference
        ]
        with pytest.raises(NotPermitted):
            mandates_of_patient(unit, laboratory(her.id), NOW)


def test_a_supervisor_sees_her_sites_figures_and_no_patient(store):
    with store.writing() as unit:
        site = "France Services de Langeac"
        paul, ines = staff(unit, site=site), staff(unit, site=site, first_name="Inès")
        boss, elsewhere = staff(unit, Role.SUPERVISOR, site), staff(unit, Role.SUPERVISOR, BRIOUDE)
        her = somebody(unit)
        number = given(unit, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
        for scope in (Scope.OPT_OUT, Scope.OPT_OUT, Scope.CLOSURE):
            acted(unit, paul, number, scope, NOW + MINUTE)
        stopped = given(unit, ines, her, duration=Duration.DAY)
        acted(unit, ines, stopped, Scope.OPT_OUT, NOW)
        revoke(unit, herself(her.id), stopped, NOW)
        refuse_at_desk(unit, paul, drafted(unit, paul, her).reference, NOW)
        draft_mandate(unit, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
    with store.reading() as unit:
        with counting(unit) as sent:
            found = acts_of_site(unit, boss, NOW - DAY, NOW + 2 * MINUTE)
            assert len(sent) == 3
        assert found.drafts == 4
        assert found.by_state == {
            MandateState.ACTIVE: 1, MandateState.REVOKED: 1, MandateState.VOID: 1, MandateState.DRAFT: 1,
        }  # fmt: skip
        assert found.by_proof == {ProofKind.SMS: 2}
        assert found.by_duration == {Duration.VISIT: 1, Duration.DAY: 1}
        assert (found.refused, found.voided_by_errors, found.minutes_to_agree) == (1, 0, 0)
        assert found.by_scope == {Scope.OPT_OUT: 3, Scope.CLOSURE: 1}
        assert found.by_advisor == {paul.staff_id: 3, ines.staff_id: 1}
        assert [one.staff_id for one in found.latest][-1] == ines.staff_id
        assert acts_of_site(unit, boss, NOW - DAY, NOW + 2 * DAY).by_state[MandateState.EXPIRED] == 1
        assert acts_of_site(unit, elsewhere, NOW - DAY, NOW).by_advisor.get(paul.staff_id) is None
        for advisor in (paul, replace(boss, role=Role.CALL_AGENT)):
            with pytest.raises(NotPermitted):
                acts_of_site(unit, advisor, NOW - DAY, NOW)
