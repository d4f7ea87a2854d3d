"""A supervisor and her own people; sites; what two of them do to each other; the journal that nothing changes."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dossier.identity import (
    AlreadyKnown,
    ColleagueRefused,
    SiteUnfit,
    SiteUnknown,
    StaffAct,
    StaffUnknown,
    acts_counted,
    acts_done,
    add_site,
    add_staff,
    all_sites,
    colleague_of,
    colleagues_of,
    handed_means_lately,
    invite_colleague,
    lock_desk,
    note_staff_act,
    reset_colleague,
    site_named,
    staff_member_of,
    suspend_colleague,
    suspend_staff,
    sweep_staff_acts,
)
from dossier.identity.staff_tables import staff_act
from dossier.policy import NotPermitted, Role
from tests.kit.house import NOW, raw, together
from tests.kit.mandates import BRIOUDE, LE_PUY, desk_of, staff
from tests.kit.staff import colleague

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def boss(writing):
    return staff(writing, Role.SUPERVISOR, first_name="Nadia")


def ids(members):
    return {one.staff_id for one in members}


def test_she_sees_her_site_whole_whatever_the_team_and_no_other_site(writing, boss):
    here, there = staff(writing), staff(writing, site=BRIOUDE)
    raw(writing, "UPDATE staff_member SET team = 'Loire' WHERE staff_id = ?", here.staff_id)
    seen = ids(colleagues_of(writing, boss))
    assert {here.staff_id, boss.staff_id} <= seen
    assert there.staff_id not in seen
    for act in (colleague_of, lambda *args: suspend_colleague(*args, NOW), lambda *args: reset_colleague(*args, NOW)):
        with pytest.raises(StaffUnknown):
            act(writing, boss, there.staff_id)
    assert desk_of(writing, there.identifier).suspended_at is None


def test_without_a_site_she_sees_her_own_team_and_nobody_of_a_site(writing):
    head = colleague(writing, Role.SUPERVISOR, "Sud-Ouest")
    session = desk_of(writing, head.identifier)
    mine, other = colleague(writing, team="Sud-Ouest"), colleague(writing, team="Nord")
    placed = staff(writing)
    raw(writing, "UPDATE staff_member SET team = 'Sud-Ouest' WHERE staff_id = ?", placed.staff_id)
    seen = ids(colleagues_of(writing, session))
    assert mine.staff_id in seen
    assert not seen & {other.staff_id, placed.staff_id}


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CALL_AGENT])
def test_nobody_else_supervises_anybody(writing, role):
    paul, other = staff(writing, role), staff(writing)
    for act in (
        lambda: colleagues_of(writing, paul),
        lambda: colleague_of(writing, paul, other.staff_id),
        lambda: suspend_colleague(writing, paul, other.staff_id, NOW),
        lambda: reset_colleague(writing, paul, other.staff_id, NOW),
        lambda: acts_done(writing, paul, NOW - DAY, NOW + DAY),
        lambda: acts_counted(writing, paul, NOW - DAY, NOW + DAY),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_nobody_suspends_or_resets_herself(writing, boss):
    for act in (suspend_colleague, reset_colleague):
        with pytest.raises(ColleagueRefused) as refusal:
            act(writing, boss, boss.staff_id, NOW)
        assert refusal.value.facts == {"why": "self"}
    assert find_again(writing, boss).is_alive(NOW, DAY)


def test_a_supervisor_is_suspended_by_another_and_reset_by_the_operator_alone(writing, boss):
    peer = staff(writing, Role.SUPERVISOR)
    with pytest.raises(ColleagueRefused) as refusal:
        reset_colleague(writing, boss, peer.staff_id, NOW)
    assert refusal.value.facts == {"why": "supervisor"}
    suspend_colleague(writing, boss, peer.staff_id, NOW)
    assert not find_again(writing, peer).is_alive(NOW, DAY)


def test_an_invited_colleague_is_an_advisor_here_or_an_agent_of_the_team(writing, boss):
    name = staff(writing).identifier
    staff_id, code = invite_colleague(writing, boss, f"a{name}", "Chloé", "Petit", NOW)
    assert len(code) == 12
    new = colleague_of(writing, boss, staff_id)
    assert (new.role, new.site, new.enrolled, new.enrollment_until) == (Role.ADVISOR, LE_PUY, False, NOW + 3 * DAY)
    head = desk_of(writing, colleague(writing, Role.SUPERVISOR, "Sud-Ouest").identifier)
    agent = colleague_of(writing, head, invite_colleague(writing, head, f"b{name}", "Léo", "Roy", NOW)[0])
    assert (agent.role, agent.site, agent.team) == (Role.CALL_AGENT, "", "Sud-Ouest")


def test_a_desk_that_closed_after_its_page_was_asked_changes_nobody(writing, boss):
    paul = staff(writing)
    lock_desk(writing, boss, NOW)
    for act in (suspend_colleague, reset_colleague):
        with pytest.raises(NotPermitted):
            act(writing, boss, paul.staff_id, NOW)
    with pytest.raises(NotPermitted):
        invite_colleague(writing, boss, f"a{paul.identifier}", "Chloé", "Petit", NOW)
    assert find_again(writing, paul).is_alive(NOW, DAY)


def test_two_supervisors_who_suspend_each_other_come_one_after_the_other(store):
    for _ in range(6):
        with store.writing() as unit:
            one, other = (staff(unit, Role.SUPERVISOR) for _ in range(2))

        def suspend(by, whom):
            with store.writing() as unit:
                return suspend_colleague(unit, by, whom.staff_id, NOW)

        told = together(lambda: suspend(one, other), lambda: suspend(other, one))  # noqa: B023
        assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "NotPermitted"]


def test_who_handed_out_her_means_is_known_for_a_while(writing, boss):
    paul = staff(writing)
    reset_colleague(writing, boss, paul.staff_id, NOW)
    assert handed_means_lately(writing, boss.staff_id, paul.staff_id, NOW - DAY)
    assert not handed_means_lately(writing, boss.staff_id, paul.staff_id, NOW)
    assert not handed_means_lately(writing, paul.staff_id, paul.staff_id, NOW - DAY)
    by_operator = staff(writing)
    assert not handed_means_lately(writing, boss.staff_id, by_operator.staff_id, NOW - DAY)


def test_changes_are_told_with_who_and_about_whom_and_the_operators_too(writing, boss):
    paul = staff(writing)
    suspend_colleague(writing, boss, paul.staff_id, NOW + SECOND)
    suspend_staff(writing, paul.identifier, NOW + 2 * SECOND)
    mine = [one for one in acts_done(writing, boss, NOW - DAY, NOW + DAY) if one.about_id == paul.staff_id]
    assert [(one.kind, one.staff_id, one.is_done) for one in mine] == [
        (StaffAct.SUSPENDED, None, True),
        (StaffAct.SUSPENDED, boss.staff_id, True),
        (StaffAct.INVITED, None, True),
    ]
    elsewhere = staff(writing, Role.SUPERVISOR, BRIOUDE)
    assert paul.staff_id not in {one.about_id for one in acts_done(writing, elsewhere, NOW - DAY, NOW + DAY)}


def test_a_line_stays_at_the_site_where_it_was_done(writing, boss):
    paul = staff(writing)
    at = NOW + timedelta(hours=1)
    note_staff_act(writing, paul.staff_id, StaffAct.PAPER_SEEN, at, is_done=False)
    raw(writing, "UPDATE staff_member SET site = ? WHERE staff_id = ?", BRIOUDE, paul.staff_id)
    seen = [one.kind for one in acts_done(writing, boss, at, at + SECOND) if one.staff_id == paul.staff_id]
    assert seen == [StaffAct.PAPER_SEEN]
    (count,) = [one for one in acts_counted(writing, boss, at, at + SECOND) if one.kind is StaffAct.PAPER_SEEN]
    assert (count.done, count.not_done) == (0, 1)


def test_pages_of_the_journal_follow_each_other(writing):
    site = "France Services de Langeac"
    boss, at = staff(writing, Role.SUPERVISOR, site), NOW + timedelta(hours=2)
    for second in range(7):
        note_staff_act(writing, boss.staff_id, StaffAct.CODE_GIVEN, at + second * SECOND)
    whole = acts_done(writing, boss, at, at + DAY)
    pages = [acts_done(writing, boss, at, at + DAY, skip=skip, most=3) for skip in (0, 3, 6)]
    assert [one for page in pages for one in page] == whole
    assert [one.done_at for one in whole] == sorted((one.done_at for one in whole), reverse=True)


@pytest.mark.parametrize("sql", ["UPDATE staff_act SET kind = 'invited'", "DELETE FROM staff_act"])
def test_nobody_rewrites_the_journal(store, sql):
    with store.writing() as unit:
        staff(unit)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql(sql)


def test_a_line_is_swept_seven_years_later_by_whole_months_and_the_sweep_is_a_line(writing):
    old, younger = datetime(2019, 2, 28, 23, 59, tzinfo=UTC), datetime(2019, 3, 1, tzinfo=UTC)
    boss = staff(writing, Role.SUPERVISOR, "France Services de Langeac")
    for at in (old, younger):
        note_staff_act(writing, boss.staff_id, StaffAct.CODE_GIVEN, at)

    def lines():
        return [one.done_at for one in acts_done(writing, boss, old, younger + DAY)]

    sweep_staff_acts(writing, datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert lines() == [younger, old]
    before = swept(writing)
    for _ in range(2):
        sweep_staff_acts(writing, datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert lines() == [younger]
    assert swept(writing) == before + 1, "nothing to sweep leaves no line"


@pytest.mark.parametrize(("age", "may_go"), [(timedelta(days=2557), False), (timedelta(days=2557, seconds=2), True)])
def test_the_database_itself_lets_no_line_go_that_isnt_seven_years_older_than_the_newest(writing, age, may_go):
    site, undone = "France Services de Langeac", writing.connection.begin_nested()
    boss, newest = staff(writing, Role.SUPERVISOR, site), datetime(2190, 1, 1, tzinfo=UTC)  # past any other test's
    for at in (newest, newest - age):
        note_staff_act(writing, boss.staff_id, StaffAct.CODE_GIVEN, at)
    line = staff_act.delete().where(staff_act.c.site == site, staff_act.c.done_at == newest - age)
    refused = pytest.raises(sa.exc.DBAPIError, match="append-only")
    with nullcontext() if may_go else refused, writing.connection.begin_nested():
        writing.execute(line)
    left = [one.done_at for one in acts_done(writing, boss, newest - 2 * age, newest + DAY)]
    undone.rollback()
    assert left == ([newest] if may_go else [newest, newest - age])


def swept(unit):
    told = sa.select(sa.func.count()).where(staff_act.c.kind == str(StaffAct.JOURNAL_SWEPT))
    return unit.scalar(told)


def test_a_site_has_one_name_an_address_and_a_siret_or_none(writing):
    add_site(writing, "  France Services  du Test ", "1 rue Haute", NOW, siret="120 027 016 00563")
    found = site_named(writing, "France Services du Test")
    assert (found.address, found.siret) == ("1 rue Haute", "12002701600563")
    assert found in all_sites(writing)
    for name, siret in (("France Services du Test", ""), ("Ailleurs", "12002701600563")):
        with pytest.raises(AlreadyKnown):
            add_site(writing, name, "2 rue Basse", NOW, siret=siret)
    for name, address, siret in (
        ("", "a", ""),
        ("n" * 41, "a", ""),
        ("n", "", ""),
        ("n", "a" * 201, ""),
        ("n", "a", "12"),
    ):
        with pytest.raises(SiteUnfit):
            add_site(writing, name, address, NOW, siret=siret)


def test_nobody_stands_at_a_site_that_isnt_there(writing):
    with pytest.raises(SiteUnknown):
        add_staff(writing, "petit.chloe.a", "Chloé", "Petit", Role.ADVISOR, "Auvergne", NOW, site="Nulle part")
    with pytest.raises(StaffUnknown):
        staff_member_of(writing, "petit.chloe.a")


def find_again(unit, session):
    """The same desk, as it stands now."""
    row = raw(unit, "SELECT ended_at FROM staff_session WHERE token_digest = ?", session.token_digest).first()
    member = raw(unit, "SELECT suspended_at FROM staff_member WHERE staff_id = ?", session.staff_id).first()
    return replace(session, ended_at=row[0], suspended_at=member[0])
