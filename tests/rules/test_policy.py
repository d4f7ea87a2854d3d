"""Who may do what: the whole table, cell by cell; what isn't written in it is refused."""

from itertools import product

import pytest

from dossier.policy import Acting, Action, Ground, NotPermitted, Role, Scope, decide, require

PATIENT, OTHER = b"p" * 16, b"o" * 16
RIGHT_ACTOR = {
    Role.PATIENT: PATIENT,
    Role.LEGAL_REPRESENTATIVE: OTHER,
    Role.SOURCE: None,
    Role.OPERATOR: None,
    Role.LETTER_HOLDER: None,
    Role.CALL_AGENT: OTHER,
    Role.SUPERVISOR: OTHER,
    Role.ADVISOR: OTHER,
    Role.STRANGER: None,
    Role.PATIENT_AT_DESK: PATIENT,
    Role.POST: None,
}
READING = (Action.DOCUMENT_OPEN, Action.HISTORY_READ, Action.RECORD_READ, Action.SUMMARY_PRINT)
SAYING_NO = (Action.MIND_CHANGE, Action.OPENING_STOP, Action.OPT_OUT)
CLOSING = (Action.SPACE_CLOSE, Action.SPACE_REOPEN)
OVER_HER_RECORD = (*SAYING_NO, *CLOSING, Action.SPACE_TAKE_UP)
HERS_ALONE = (
    Action.CONTACT_CHANGE,
    Action.FACTOR_CHANGE,
    Action.PROFILE_DECLARE,
    Action.SINCE_READ,
    Action.SPACE_ACTIVATE,
    Action.SPACE_ERASE,
)
RECOVERING = (Action.RECOVERY_CASE_OPEN, Action.RECOVERY_CASE_READ, Action.RECOVERY_CODE_SEND)
AT_THE_TELEPHONE = (
    *RECOVERING,
    Action.RECOVERY_CONTACT_APPROVE,
    Action.RECOVERY_CONTACT_ASK,
)
SUPERVISING = (
    Action.RECOVERY_ALARMS_READ,
    Action.RECOVERY_CASE_READ,
    Action.RECOVERY_CASE_REOPEN,
    Action.RECOVERY_CONTACT_APPROVE,
)
AT_THE_DESK = (Action.RECOVERY_CASE_READ, Action.RECOVERY_IDENTITY_CHECK)
OVER_MANDATES = (Action.MANDATE_READ, Action.MANDATE_REVOKE)
REPRESENTED = Ground.LEGAL_REPRESENTATION
OPERATED = (
    Action.MANDATE_EVIDENCE_OPEN,
    Action.SPACE_MOVE,
    Action.SPACE_ERASE,
    Action.CONTACT_CHANGE,
    *SAYING_NO,
    *CLOSING,
)
PERMITTED = {
    **{(Role.PATIENT, one): Ground.OWN_RECORD for one in (*READING, *OVER_HER_RECORD, *HERS_ALONE, *OVER_MANDATES)},
    **{(Role.LEGAL_REPRESENTATIVE, one): REPRESENTED for one in (*READING, *OVER_HER_RECORD, *OVER_MANDATES)},
    **{(Role.LETTER_HOLDER, one): Ground.LETTER_CODE for one in SAYING_NO},
    **{(Role.OPERATOR, one): Ground.OPERATION for one in OPERATED},
    **{(Role.CALL_AGENT, one): Ground.RECOVERY for one in AT_THE_TELEPHONE},
    **{(Role.SUPERVISOR, one): Ground.RECOVERY for one in SUPERVISING},
    **{(Role.ADVISOR, one): Ground.RECOVERY for one in AT_THE_DESK},
    **{(Role.STRANGER, one): Ground.RECOVERY for one in RECOVERING},
    **{(Role.ADVISOR, one): Ground.RECOVERY for one in AT_THE_DESK},
    (Role.SUPERVISOR, Action.MANDATE_FIGURES_READ): Ground.RECOVERY,
    (Role.SUPERVISOR, Action.STAFF_SUPERVISE): Ground.RECOVERY,
    (Role.SOURCE, Action.DOCUMENT_DEPOSIT): Ground.FEEDING,
    **{(Role.PATIENT_AT_DESK, one): Ground.OWN_RECORD for one in (Action.SUMMARY_PRINT, Action.SINCE_READ)},
    **{(Role.POST, one): Ground.MANDATE for one in (Action.SUMMARY_PRINT, Action.SINCE_READ)},
}
UNDER = {
    Scope.OPT_OUT: (*SAYING_NO, Action.LETTER_CODE_SEND),
    Scope.ACTIVATION: (Action.LETTER_CODE_SEND,),
    Scope.RECOVERY: RECOVERING,
    Scope.PRINT_SUMMARY: (Action.SUMMARY_POST, Action.TURN_GIVE),
    Scope.PAPER_IN: (Action.DOCUMENT_DEPOSIT,),
    Scope.CONTACT_CHANGE: (Action.RECOVERY_CONTACT_ASK,),
    Scope.CLOSURE: (Action.SPACE_CLOSE,),
}
"""What an advisor may do under each scope, written out a second time."""


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_every_cell_of_the_table(role, action):
    acting = Acting(role, PATIENT, RIGHT_ACTOR[role])
    expected = PERMITTED.get((role, action))
    assert decide(acting, action).ground == expected
    assert decide(acting, action).permitted is (expected is not None)


@pytest.mark.parametrize(("role", "scope", "action"), list(product(Role, Scope, Action)))
def test_every_cell_under_a_mandate(role, scope, action):
    acting = Acting(role, PATIENT, OTHER, mandate="7KQM4HTX9DFR", scope=scope)
    right = role is Role.ADVISOR and action in UNDER[scope]
    assert decide(acting, action).ground == (Ground.MANDATE if right else None)


def test_a_mandate_on_paper_alone_has_a_letter_sent_and_says_nothing_else():
    acting = Acting(Role.ADVISOR, PATIENT, OTHER, mandate="7KQM4HTX9DFR", scope=Scope.OPT_OUT, is_weak=True)
    permitted = {action for action in Action if decide(acting, action).permitted}
    assert permitted == {Action.LETTER_CODE_SEND}


@pytest.mark.parametrize(("scope", "action"), list(product(Scope, Action)))
def test_at_a_distance_there_is_no_turn_and_no_paper(scope, action):
    acting = Acting(Role.ADVISOR, PATIENT, OTHER, mandate="7KQM4HTX9DFR", scope=scope, is_remote=True)
    right = action in UNDER[scope] and action not in (Action.TURN_GIVE, Action.DOCUMENT_DEPOSIT)
    assert decide(acting, action).permitted is right


@pytest.mark.parametrize("scope", list(Scope))
def test_no_scope_reads_anything_or_does_what_is_hers_alone(scope):
    assert not set(UNDER[scope]) & {*READING, *HERS_ALONE}


@pytest.mark.parametrize(("scope", "actions"), UNDER.items())
def test_a_mandate_without_its_number_its_scope_or_somebody_else_is_none(scope, actions):
    for action in actions:
        assert not decide(Acting(Role.ADVISOR, PATIENT, OTHER, scope=scope), action).permitted
        assert not decide(Acting(Role.ADVISOR, PATIENT, OTHER, mandate="7KQM4HTX9DFR"), action).permitted
        for actor in (None, PATIENT):
            acting = Acting(Role.ADVISOR, PATIENT, actor, mandate="7KQM4HTX9DFR", scope=scope)
            assert not decide(acting, action).permitted


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("actor", [OTHER, None])
def test_a_patient_is_nothing_in_anothers_record(actor, action):
    for role in (Role.PATIENT, Role.PATIENT_AT_DESK):
        assert not decide(Acting(role, PATIENT, actor), action).permitted


@pytest.mark.parametrize("action", list(Action))
def test_whoever_answers_for_a_mandate_in_her_turn_may_do_nothing_else(action):
    assert not decide(Acting(Role.PATIENT_AT_DESK, PATIENT, PATIENT, mandate="7KQM4HTX9DFR"), action).permitted


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("actor", [PATIENT, None])
def test_nobody_represents_herself_and_a_representative_is_somebody(actor, action):
    assert not decide(Acting(Role.LEGAL_REPRESENTATIVE, PATIENT, actor), action).permitted


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("actor", [PATIENT, None])
@pytest.mark.parametrize("role", [Role.CALL_AGENT, Role.SUPERVISOR, Role.ADVISOR])
def test_staff_is_somebody_and_never_acts_on_her_own_record(role, actor, action):
    assert not decide(Acting(role, PATIENT, actor), action).permitted


@pytest.mark.parametrize("role", [Role.CALL_AGENT, Role.SUPERVISOR, Role.ADVISOR, Role.STRANGER])
def test_who_recovers_an_access_reads_nothing_of_the_record(role):
    for action in (*READING, *SAYING_NO, *CLOSING, *HERS_ALONE):
        assert not decide(Acting(role, PATIENT, RIGHT_ACTOR[role]), action).permitted


def test_an_act_goes_on_with_its_ground():
    assert require(Acting(Role.PATIENT, PATIENT, PATIENT), Action.DOCUMENT_OPEN) is Ground.OWN_RECORD


def test_a_refused_act_says_which_and_in_which_role_but_not_who():
    with pytest.raises(NotPermitted) as refusal:
        require(Acting(Role.SOURCE, PATIENT, None, "Dr MARCHAND"), Action.DOCUMENT_OPEN)
    assert str(refusal.value) == "not-permitted (action=documents:document:open, role=source)"


def test_nobody_sees_a_paper_and_is_the_second_person_too():
    for role in Role:
        acting = Acting(role, PATIENT, RIGHT_ACTOR[role])
        both = (Action.RECOVERY_IDENTITY_CHECK, Action.RECOVERY_CASE_REOPEN)
        assert not all(decide(acting, action).permitted for action in both)
