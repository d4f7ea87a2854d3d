"""What else a mandate may be given by: a paper, a parent's proof, her own session; and who can give none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dossier.identity import (
    Basis,
    FactorProofMissing,
    ask_proof,
    find_session,
    give_proof,
    represent,
)
from dossier.mandates import (
    Duration,
    MandateDead,
    MandateRefused,
    MandateState,
    ProofKind,
    acting_under,
    consent_by_paper,
    consent_by_session,
    draft_mandate,
    give_consent,
    mandate_of,
    prove_by_session,
    send_consent_code,
    session_act,
)
from dossier.policy import Scope
from tests.kit.house import CODES, NOW, events_of, signed_in
from tests.kit.mandates import (
    DOMAINS,
    NETWORK,
    TEXT,
    WRONG,
    child_of,
    drafted,
    given,
    messages,
    newest_code,
    somebody,
    staff,
    wanted,
)

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
SCAN = b"s" * 32


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def state_of(unit, advisor, reference, now=NOW):
    line = mandate_of(unit, advisor, reference, now)
    return line.state, line.why


def test_a_paper_opens_the_opt_out_for_a_day_and_says_so(writing, paul, her):
    reference = drafted(writing, paul, her, Scope.OPT_OUT, Scope.PRINT_SUMMARY, duration=Duration.DAY).reference
    consent_by_paper(writing, paul, reference, SCAN, 2, NOW)
    mandate = mandate_of(writing, paul, reference, NOW)
    assert (mandate.proof, mandate.is_weak) == (ProofKind.PAPER, True)
    assert acting_under(writing, paul, reference, Scope.OPT_OUT, NOW).is_weak
    assert len(messages(writing, her.id, "mandate-given")) == 4


@pytest.mark.parametrize(
    ("scopes", "duration"),
    [
        ((Scope.RECOVERY,), Duration.VISIT),
        ((Scope.OPT_OUT, Scope.CLOSURE), Duration.DAY),
        ((Scope.OPT_OUT,), Duration.MONTH),
    ],
)
def test_a_paper_opens_nothing_else_and_nothing_longer(writing, paul, her, scopes, duration):
    reference = drafted(writing, paul, her, *scopes, duration=duration).reference
    with pytest.raises(MandateRefused, match="paper"):
        consent_by_paper(writing, paul, reference, SCAN, 1, NOW)
    assert state_of(writing, paul, reference) == (MandateState.DRAFT, "")


def protected(unit):
    guarded = somebody(unit)
    represent_by = somebody(unit, first_names=("ANNE",))
    represent(unit, represent_by.id, guarded.id, Basis.MEASURE, NOW)
    return guarded


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (lambda unit: somebody(unit, measure="curatelle"), "protected"),
        (protected, "protected"),
        (lambda unit: somebody(unit, birth_on=date(2010, 1, 1)), "minor"),
    ],
)
def test_a_protected_adult_and_a_minor_give_no_mandate_and_only_they_learn_why(writing, paul, her, make, outcome):
    unfit = make(writing)
    line, usual = drafted(writing, paul, unfit), drafted(writing, paul, her)
    assert replace(line, reference="") == replace(usual, reference="")
    send_consent_code(writing, paul, line.reference, "sms", NOW)
    assert give_consent(writing, line.reference, WRONG, NETWORK, NOW) == "wrong"
    assert give_consent(writing, line.reference, newest_code(writing, unfit.id), NETWORK, NOW) == outcome
    assert state_of(writing, paul, line.reference) == (MandateState.VOID, "unfit")
    assert messages(writing, unfit.id, "mandate-given") == []
    with pytest.raises(MandateDead):
        acting_under(writing, paul, line.reference, Scope.OPT_OUT, NOW)


def test_a_parent_agrees_for_a_child_with_her_own_proof_and_the_child_is_acted_for(writing, paul, her):
    leo = child_of(writing, her)
    line = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
    send_consent_code(writing, paul, line.reference, "sms", NOW)
    assert give_consent(writing, line.reference, newest_code(writing, her.id), NETWORK, NOW) == "right"
    acting = acting_under(writing, paul, line.reference, Scope.OPT_OUT, NOW)
    assert acting.patient_id == leo.id
    assert "mandates:mandate:given" in events_of(writing, leo.id)
    assert len(messages(writing, her.id, "mandate-given")) == 4
    with pytest.raises(MandateRefused, match="scopes"):
        draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(Scope.CLOSURE), TEXT, NOW, given_by=her.typed)


@pytest.mark.parametrize("case", ["a stranger", "a guardian", "grown up", "of herself"])
def test_nobody_but_a_parent_of_a_child_agrees_for_another(writing, paul, her, case):
    basis = Basis.MEASURE if case == "a guardian" else Basis.PARENT
    parent = somebody(writing, first_names=("ANNE",)) if case == "a stranger" else her
    born = date(2000, 1, 1) if case == "grown up" else date(2015, 4, 2)
    leo = her if case == "of herself" else child_of(writing, parent, basis, born)
    line = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
    send_consent_code(writing, paul, line.reference, "sms", NOW)
    assert messages(writing, her.id) == []
    consent_by_paper(writing, paul, line.reference, SCAN, 1, NOW)
    assert messages(writing, her.id, "mandate-given") == []
    with pytest.raises(MandateDead):
        acting_under(writing, paul, line.reference, Scope.OPT_OUT, NOW)


def test_her_own_session_agrees_with_a_fresh_sign_in_or_a_factor_proved_for_this_draft(writing, paul, her):
    one, other, third = (drafted(writing, paul, her).reference for _ in range(3))
    visit = signed_in(writing, her.id)
    session = find_session(writing, visit)
    assert consent_by_session(writing, session, visit, one, NOW + 10 * MINUTE) == "right"
    late = NOW + 11 * MINUTE
    with pytest.raises(FactorProofMissing):
        consent_by_session(writing, session, visit, other, late)
    ask_proof(writing, session, visit, session_act(other), ("sms",), late)
    assert give_proof(writing, session, visit, CODES[0], NETWORK, late)
    with pytest.raises(FactorProofMissing):
        consent_by_session(writing, session, visit, third, late)
    assert consent_by_session(writing, session, visit, other, late) == "right"
    assert mandate_of(writing, paul, other, late).proof is ProofKind.SESSION
    with pytest.raises(FactorProofMissing):
        consent_by_session(writing, session, visit, third, late)


def test_somebody_elses_session_agrees_to_nothing(writing, paul, her):
    another = somebody(writing)
    visit = signed_in(writing, another.id)
    session = find_session(writing, visit)
    draft, mandate = drafted(writing, paul, her).reference, given(writing, paul, her)
    with pytest.raises(MandateDead):
        consent_by_session(writing, session, visit, draft, NOW)
    with pytest.raises(MandateDead):
        prove_by_session(writing, session, visit, mandate, Scope.OPT_OUT, NOW)
