"""Her answer on the desk's own screen: a turn that opens the text of one draft, whoever signs in, and no record."""

from datetime import timedelta

import pytest

from dossier.base import LOW, SUBSTANTIAL
from dossier.identity import (
    LIMITS,
    Caller,
    SignInExpired,
    TurnOver,
    WayOut,
    begin_sign_in,
    desk_is_open,
    end_all_sessions,
    end_session,
    enter_vouched,
    find_session,
    find_staff_session,
    has_turn,
    keep_way_out,
    note_password,
    pass_code,
    password_facts,
    take_turn,
    turn_waiting,
)
from dossier.identity.staff_sessions import note_proof
from dossier.identity.turns import DeskTurn
from dossier.mandates import (
    MandateDead,
    MandateState,
    ProofKind,
    consent_by_session,
    draft_mandate,
    give_consent_turn,
    mandate_in_turn,
    mandate_of,
    refuse_in_turn,
)
from dossier.mandates.turning import begin_turn
from dossier.policy import Action, NotPermitted, Role, decide
from dossier.posting import ask_summary_letter
from tests.kit.house import CODES, NOW, herself, with_credentials
from tests.kit.mandates import (
    DOMAINS,
    NETWORK,
    TEXT,
    child_of,
    drafted,
    nobody,
    somebody,
    staff,
    wanted,
)
from tests.kit.turns import VISIT, activated, proved, told_in, turn_given

PLUS = "franceconnect-plus"
HOUR = timedelta(hours=1)
CALLER = Caller(NETWORK)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return enrolled(writing)


def enrolled(unit, **traits):
    """Somebody with a card and an identifier, which nobody at the desk knows."""
    found = somebody(unit, **traits)
    IDENTIFIERS[found.id] = with_credentials(unit, found.id, card=False)
    return found


IDENTIFIERS = {}


def begun(unit, ticket, visit=VISIT):
    assert take_turn(unit, ticket, visit, NOW)


def signs_in(unit, who, visit=VISIT, now=NOW, line=0):
    """Type one's identifier, password and a line of one's card; return the session that opens."""
    begin_sign_in(unit, visit, IDENTIFIERS[who.id], now)
    facts = password_facts(unit, visit, CALLER, now)
    note_password(unit, visit, facts, right=True, channels=("sms",), now=now)
    opened = pass_code(unit, visit, CODES[line], CALLER, at_home=True, now=now)
    assert opened is not None
    return find_session(unit, opened.token), opened


def in_turn(unit, paul, her, reference):
    """Give her the screen for this draft; return the session that she opens."""
    begun(unit, give_consent_turn(unit, paul, reference, NOW).ticket)
    return signs_in(unit, her)[0]


def state(unit, paul, reference):
    return mandate_of(unit, paul, reference, NOW).state


def test_the_desk_is_locked_and_nobody_is_looked_up_before_she_says_who_she_is(writing, paul, her):
    nobodys = draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW).reference
    for reference in (drafted(writing, paul, her).reference, nobodys):
        turn = give_consent_turn(writing, paul, reference, NOW)
        assert not desk_is_open(writing, paul)
        assert turn_waiting(writing, turn.ticket, NOW) == DeskTurn("Paul Mercier", paul.site, reference)
        begun(writing, turn.ticket)
        with pytest.raises(SignInExpired):
            password_facts(writing, VISIT, CALLER, NOW)
        after = find_staff_session(writing, turn.desk_token)
        note_proof(writing, after, NOW)
        assert not has_turn(writing, paul.staff_id, NOW)
        paul = find_staff_session(writing, turn.desk_token)


def test_her_session_reads_that_draft_and_may_do_nothing_else(writing, paul, her):
    other, reference = (drafted(writing, paul, her).reference for _ in "ab")
    session = in_turn(writing, paul, her, reference)
    assert (session.is_at_desk, session.at_home, session.draft) == (True, False, reference)
    assert session.acting.role is Role.PATIENT_AT_DESK
    assert {one for one in Action if decide(session.acting, one).permitted} == set()
    assert mandate_in_turn(writing, session, NOW).reference == reference
    with pytest.raises(MandateDead):
        consent_by_session(writing, session, VISIT, other, NOW)
    with pytest.raises(NotPermitted):
        ask_summary_letter(writing, session.acting, NOW)


def test_a_turn_to_read_answers_for_nothing(writing, paul):
    reader = activated(writing)
    reference = drafted(writing, paul, reader).reference
    token = proved(writing, turn_given(writing, staff(writing), reader).ticket).token
    session = find_session(writing, token)
    assert session.draft == ""
    for answer in (
        lambda: mandate_in_turn(writing, session, NOW),
        lambda: refuse_in_turn(writing, session, NOW),
        lambda: consent_by_session(writing, session, VISIT, reference, NOW),
    ):
        with pytest.raises(MandateDead):
            answer()


def test_her_yes_gives_the_mandate_and_is_in_her_history(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    session = in_turn(writing, paul, her, reference)
    assert consent_by_session(writing, session, VISIT, reference, NOW) == "right"
    end_session(writing, session, NOW)
    assert not has_turn(writing, paul.staff_id, NOW)
    assert not desk_is_open(writing, paul), "only the advisor's own code opens the desk again"
    line = mandate_of(writing, paul, reference, NOW)
    assert (line.state, line.proof) == (MandateState.ACTIVE, ProofKind.SESSION)
    told = dict(told_in(writing, her.id))
    closed = told["identity:session:closed"]
    assert (closed["actor"], closed["site"], closed["mandate"]) == ("Paul Mercier", paul.site, reference)
    assert told["mandates:mandate:given"]["mandate"] == reference
    assert "access:record:opened" not in told


def test_her_no_voids_it(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    refuse_in_turn(writing, in_turn(writing, paul, her, reference), NOW)
    assert state(writing, paul, reference) is MandateState.VOID
    assert told_in(writing, her.id)[-1][0] == "mandates:mandate:refused"


def test_a_parent_answers_for_a_child(writing, paul, her):
    child = child_of(writing, her)
    reference = draft_mandate(
        writing, paul, child.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed
    ).reference  # fmt: skip
    session = in_turn(writing, paul, her, reference)
    assert consent_by_session(writing, session, VISIT, reference, NOW) == "right"
    assert told_in(writing, child.id)[-1][0] == "mandates:mandate:given"


def test_whoever_is_not_the_one_asked_opens_nothing_whether_somebody_is_or_not(writing, paul, her):
    stranger = enrolled(writing, birth_name="MOREL")
    drafts = (
        drafted(writing, paul, her).reference,
        draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW).reference,
    )
    for number, reference in enumerate(drafts):
        turn = give_consent_turn(writing, paul, reference, NOW)
        begun(writing, turn.ticket, f"visit-{number}")
        with pytest.raises(TurnOver):
            signs_in(writing, stranger, f"visit-{number}", line=number)
        note_proof(writing, find_staff_session(writing, turn.desk_token), NOW)
        paul = find_staff_session(writing, turn.desk_token)


def test_franceconnect_plus_opens_the_same_turn_and_is_named_as_the_proof(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    begun(writing, give_consent_turn(writing, paul, reference, NOW).ticket)
    keep_way_out(writing, VISIT, WayOut(PLUS, "https://fc.example/out", "token"), NOW)
    opened = enter_vouched(writing, VISIT, her.id, PLUS, SUBSTANTIAL, channels=(), now=NOW)
    session = find_session(writing, opened.token)
    assert session.draft == reference
    assert consent_by_session(writing, session, opened.token, reference, NOW) == "right"
    assert mandate_of(writing, paul, reference, NOW).proof is ProofKind.FRANCECONNECT_PLUS


def test_a_provider_of_one_factor_leads_to_the_turn_by_the_code_and_to_nothing_else(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    begun(writing, give_consent_turn(writing, paul, reference, NOW).ticket)
    assert enter_vouched(writing, VISIT, her.id, "franceconnect", LOW, channels=(), now=NOW) is None
    opened = pass_code(writing, VISIT, CODES[0], CALLER, at_home=False, now=NOW)
    assert find_session(writing, opened.token).draft == reference


@pytest.mark.parametrize("end", ["the desk opens again", "the clock", "all her visits are closed"])
@pytest.mark.parametrize("way", ["a password", "a provider"])
def test_once_it_is_over_the_same_browser_opens_no_record_either(writing, paul, her, end, way):
    """She was at the provider, or slow to type, when the advisor took the desk back."""
    turn = give_consent_turn(writing, paul, drafted(writing, paul, her).reference, NOW)
    begun(writing, turn.ticket)
    begin_sign_in(writing, VISIT, IDENTIFIERS[her.id], NOW)
    facts = password_facts(writing, VISIT, CALLER, NOW)
    note_password(writing, VISIT, facts, right=True, channels=("sms",), now=NOW)
    late = NOW + HOUR
    if end == "the desk opens again":
        note_proof(writing, find_staff_session(writing, turn.desk_token), NOW)
    elif end == "all her visits are closed":
        end_all_sessions(writing, herself(her.id), NOW)
    begin_sign_in(writing, "another-visit", "anybody", late)  # sweeps what waited too long
    with pytest.raises(SignInExpired):
        pass_code(writing, VISIT, CODES[0], CALLER, at_home=False, now=late)
    enters = {
        "a provider": lambda: enter_vouched(writing, VISIT, her.id, PLUS, SUBSTANTIAL, channels=(), now=late),
        "a password": lambda: signs_in(writing, her, now=late),
    }
    with pytest.raises(TurnOver):
        enters[way]()


def test_a_turn_to_answer_ends_no_turn_of_hers_elsewhere(writing, paul):
    reader = activated(writing)
    token = proved(writing, turn_given(writing, staff(writing, first_name="Léa"), reader).ticket).token
    give_consent_turn(writing, paul, drafted(writing, paul, reader).reference, NOW)
    assert find_session(writing, token).ended_at is None
    again = begin_turn(writing, paul, reader.id, DeskTurn("Paul Mercier", paul.site, "X"), NOW)
    assert turn_waiting(writing, again.ticket, NOW), "the advisor's own turn before has ended, this one waits"


@pytest.mark.parametrize("what", ["given already", "another advisor's"])
def test_only_a_draft_of_ones_own_has_a_turn(writing, paul, her, what):
    reference = drafted(writing, paul, her).reference
    if what == "given already":
        assert consent_by_session(writing, in_turn(writing, paul, her, reference), VISIT, reference, NOW) == "right"
    asks = paul if what == "given already" else staff(writing)
    with pytest.raises(MandateDead):
        give_consent_turn(writing, asks, reference, NOW)


def test_a_turn_to_answer_lasts_as_long_as_any(writing, paul, her):
    begun(writing, give_consent_turn(writing, paul, drafted(writing, paul, her).reference, NOW).ticket)
    with pytest.raises(TurnOver):
        signs_in(writing, her, now=NOW + LIMITS.turn_proof)
