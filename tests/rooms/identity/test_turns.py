"""The patient's turn at a desk: the desk locked, one ticket, her own two factors, a session for her summary alone."""

from datetime import timedelta

import pytest

from dossier.documents import (
    count_documents,
    documents_in_summary,
    list_documents,
    open_document,
    shelves,
    tell_summary,
)
from dossier.identity import (
    LIMITS,
    Caller,
    SignInExpired,
    TurnOver,
    desk_is_open,
    end_session,
    find_session,
    find_staff_session,
    has_turn,
    note_password,
    open_staff_session,
    pass_code,
    password_facts,
    sessions_of,
    take_turn,
    turn_waiting,
)
from dossier.identity.staff_sessions import note_proof
from dossier.identity.staff_tables import staff_session
from dossier.identity.turns import DeskTurn
from dossier.lifecycle import Way, close
from dossier.mandates import MandateDead, acting_under, give_turn
from dossier.policy import Acting, Action, NotPermitted, Role, Scope, decide
from dossier.profile import sections_of
from tests.kit.house import (
    CODES,
    NOW,
    deposited,
    herself,
    on_postgresql,
    together,
)
from tests.kit.mandates import NETWORK, given, somebody, staff
from tests.kit.turns import VISIT, activated, ended_turn, on_paper, proved, told_in, turn_given

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PRINT = Scope.PRINT_SUMMARY
PAUL = "Paul Mercier"


@pytest.fixture
def paul(store):
    with store.writing() as unit:
        return staff(unit)


@pytest.fixture
def her(store):
    with store.writing() as unit:
        return activated(unit)


def session_of(store, token):
    with store.reading() as unit:
        return find_session(unit, token)


def is_open(store, desk):
    with store.writing() as unit:
        return desk_is_open(unit, desk)


def test_the_desk_is_locked_under_a_new_cookie_before_the_patient_has_it(store, paul, her):
    with store.writing() as unit:
        turn = turn_given(unit, paul, her)
    assert not is_open(store, paul)
    with store.reading() as unit:
        after = find_staff_session(unit, turn.desk_token)
        assert (after.locked_at, after.ended_at) == (NOW, None)
        assert after.token_digest != paul.token_digest
        assert turn_waiting(unit, turn.ticket, NOW) == DeskTurn(PAUL, paul.site)
    assert len(turn.ticket) >= 32


def test_a_ticket_is_taken_once_and_only_for_five_minutes(store, paul, her):
    with store.writing() as unit:
        ticket = turn_given(unit, paul, her).ticket
        late = NOW + LIMITS.ticket_life
        assert turn_waiting(unit, ticket, late - SECOND)
        assert turn_waiting(unit, ticket, late) is None
        assert not take_turn(unit, ticket, VISIT, late)
        assert take_turn(unit, ticket, VISIT, late - SECOND)
        assert turn_waiting(unit, ticket, NOW) is None
        assert not take_turn(unit, ticket, "another-browser", NOW)
        assert not take_turn(unit, "no-such-ticket", VISIT, NOW)
        with pytest.raises(SignInExpired):
            password_facts(unit, "another-browser", Caller(NETWORK), NOW)


def test_two_who_take_one_ticket_at_once_are_one(store, paul, her):
    if not on_postgresql(store):
        pytest.skip("SQLite's writers wait for each other anyway")
    with store.writing() as unit:
        ticket = turn_given(unit, paul, her).ticket

    def take(number):
        with store.writing() as unit:
            return take_turn(unit, ticket, f"visit-{number}", NOW)

    assert sorted(together(lambda: take(1), lambda: take(2))) == [False, True]


def test_she_needs_her_password_and_a_code_and_never_an_identifier(store, paul, her):
    with store.writing() as unit:
        ticket = turn_given(unit, paul, her).ticket
        take_turn(unit, ticket, VISIT, NOW)
        facts = password_facts(unit, VISIT, Caller(NETWORK), NOW)
        assert (facts.identifier, facts.patient_id) == ("", her.id)
        with pytest.raises(SignInExpired):
            pass_code(unit, VISIT, CODES[0], Caller(NETWORK), at_home=False, now=NOW)
        assert note_password(unit, VISIT, facts, right=True, channels=("sms",), now=NOW) is None
        assert pass_code(unit, VISIT, "00000000", Caller(NETWORK), at_home=False, now=NOW) is None
        opened = pass_code(unit, VISIT, CODES[0], Caller(NETWORK), at_home=True, now=NOW)
    assert (opened.at_home, opened.device) == (False, ""), "a desk is never hers"
    session = session_of(store, opened.token)
    assert session.is_at_desk
    assert session.acting == Acting(Role.PATIENT_AT_DESK, her.id, her.id, PAUL, site=paul.site)


def test_somebody_without_an_account_gets_as_far_as_a_wrong_password(store, paul):
    with store.writing() as unit:
        nobody_yet = somebody(unit)
        take_turn(unit, turn_given(unit, paul, nobody_yet).ticket, VISIT, NOW)
        facts = password_facts(unit, VISIT, Caller(NETWORK), NOW)
        assert (facts.patient_id, facts.password_hash) == (None, None)


def test_her_session_makes_her_summary_and_opens_nothing_else(store, paul, her):
    with store.writing() as unit:
        document = deposited(unit, her.id)
        session = find_session(unit, proved(unit, turn_given(unit, paul, her).ticket).token)
        acting = session.acting
        assert {one for one in Action if decide(acting, one).permitted} == {Action.SINCE_READ, Action.SUMMARY_PRINT}
        witness = tell_summary(unit, acting, NOW, "screen")
        assert len(sections_of(unit, acting, witness)) > 0
        assert [one.document_id for one in documents_in_summary(unit, acting, witness, limit=999)] == [document]
        for forbidden in (
            lambda: list_documents(unit, acting, witness),
            lambda: count_documents(unit, acting),
            lambda: shelves(unit, acting),
            lambda: open_document(unit, acting, document, NOW),
            lambda: close(unit, acting, Way.SIGNED_IN, NOW),
        ):
            with pytest.raises(NotPermitted):
                forbidden()


def test_all_of_it_is_in_her_history_with_the_advisor_and_the_site(store, paul, her):
    with store.writing() as unit:
        token = proved(unit, turn_given(unit, paul, her).ticket).token
        session = find_session(unit, token)
        tell_summary(unit, session.acting, NOW, "screen")
        tell_summary(unit, session.acting, NOW, "sealed")
        end_session(unit, session, NOW)
        told = told_in(unit, her.id)
    assert [event for event, _ in told][-4:] == [
        "identity:session:opened", "documents:summary:shown", "documents:summary:printed", "identity:session:closed",
    ]  # fmt: skip
    for _, facts in told[-4:]:
        assert (facts["actor"], facts["site"]) == (PAUL, paul.site)
    assert [facts.get("way") for _, facts in told[-3:-1]] == ["screen", "sealed"]
    used = next(facts for event, facts in told if event == "mandates:mandate:used")
    assert used["scope"] == PRINT


def test_she_ends_it_and_nothing_of_it_opens_again(store, paul, her):
    with store.writing() as unit:
        ticket = turn_given(unit, paul, her).ticket
        token = proved(unit, ticket).token
        assert has_turn(unit, paul.staff_id, NOW)
        end_session(unit, find_session(unit, token), NOW)
        assert not has_turn(unit, paul.staff_id, NOW)
        assert find_session(unit, token).ended_at == NOW
        assert sessions_of(unit, her.id) == ()
        assert not take_turn(unit, ticket, VISIT, NOW)
    assert not is_open(store, paul), "only the advisor's own code opens the desk again"


@pytest.mark.parametrize("way", ["a code at the locked desk", "a sign-in at another desk"])
@pytest.mark.parametrize("how_far", ["ticket", "password", "open"])
def test_an_advisor_who_opens_a_desk_again_ends_the_turn_first(store, paul, her, way, how_far):
    with store.writing() as unit:
        turn = turn_given(unit, paul, her)
        opened = ended_turn(unit, turn.ticket, how_far)
        if way == "a code at the locked desk":
            note_proof(unit, find_staff_session(unit, turn.desk_token), NOW)
        else:
            open_staff_session(unit, paul.staff_id, NOW)
        assert not has_turn(unit, paul.staff_id, NOW)
        assert turn_waiting(unit, turn.ticket, NOW) is None
        if opened is not None:
            assert find_session(unit, opened.token).ended_at == NOW
        if how_far == "password":
            with pytest.raises(SignInExpired):
                password_facts(unit, VISIT, Caller(NETWORK), NOW)


def test_a_code_given_after_the_desk_was_opened_again_opens_nothing(store, paul, her):
    with store.writing() as unit:
        ticket = turn_given(unit, paul, her).ticket
        take_turn(unit, ticket, VISIT, NOW)
        note_password(
            unit, VISIT, password_facts(unit, VISIT, Caller(NETWORK), NOW), right=True, channels=("sms",), now=NOW
        )
        late = NOW + LIMITS.turn_proof
        with pytest.raises(TurnOver):
            pass_code(unit, VISIT, CODES[0], Caller(NETWORK), at_home=False, now=late)


def test_while_a_turn_lives_the_advisor_may_do_nothing_from_anywhere(store, paul, her):
    with store.writing() as unit:
        other = activated(unit)
        theirs = given(unit, paul, other, PRINT)
        turn = turn_given(unit, paul, her)
        with pytest.raises(MandateDead) as locked:
            acting_under(unit, paul, theirs, PRINT, NOW)
        assert locked.value.facts["why"] == "desk"
        desk = find_staff_session(unit, turn.desk_token)
        unlocked_by_stealth(unit, desk)
        with pytest.raises(MandateDead) as living:
            acting_under(unit, find_staff_session(unit, turn.desk_token), theirs, PRINT, NOW)
        assert living.value.facts["why"] == "turn"


def unlocked_by_stealth(unit, desk):
    """A desk unlocked beside the door: two requests at once, on two machines."""
    unit.execute(staff_session.update().where(staff_session.c.token_digest == desk.token_digest).values(locked_at=None))


def test_a_second_turn_ends_the_first_of_the_same_advisor_and_of_the_same_patient(store, paul, her):
    with store.writing() as unit:
        first = turn_given(unit, paul, her)
        token = proved(unit, first.ticket).token
        lea = staff(unit, first_name="Léa")
        second = turn_given(unit, lea, her)
        assert find_session(unit, token).ended_at == NOW
        assert not has_turn(unit, paul.staff_id, NOW)
        assert turn_waiting(unit, second.ticket, NOW)
        third = turn_given(unit, staff(unit), activated(unit))
        assert turn_waiting(unit, second.ticket, NOW), "another advisor's with another patient goes on"
        assert turn_waiting(unit, third.ticket, NOW)


def test_a_turn_wants_the_scope_an_own_desk_and_more_than_a_paper(store, paul, her):
    with store.writing() as unit:
        reference = given(unit, paul, her, Scope.CLOSURE, PRINT)
        acting = acting_under(unit, paul, reference, Scope.CLOSURE, NOW)
        with pytest.raises(NotPermitted):
            give_turn(unit, paul, acting, NOW)
        right = acting_under(unit, paul, reference, PRINT, NOW)
        with pytest.raises(NotPermitted):
            give_turn(unit, staff(unit), right, NOW)
        with pytest.raises(NotPermitted):
            give_turn(unit, paul, herself(her.id), NOW)


def test_a_mandate_on_paper_alone_gives_no_turn(store, paul, her):
    with store.writing() as unit:
        acting = acting_under(unit, paul, on_paper(unit, paul, her), PRINT, NOW)
        with pytest.raises(NotPermitted):
            give_turn(unit, paul, acting, NOW)
        assert desk_is_open(unit, paul)
