"""A mandate ends with what it stands on: a childhood, a parent's right, nobody's protection (DOMAIN B7, B8)."""

from datetime import date, timedelta

import pytest

from dossier.identity import Basis, find_session, represent
from dossier.journal import verify_chain
from dossier.mandates import (
    Duration,
    MandateDead,
    MandateState,
    acting_under,
    ask_fresh_proof,
    draft_mandate,
    give_consent,
    give_fresh_proof,
    mandate_of,
    patient_under,
    prove_by_session,
    renew,
    send_consent_code,
)
from dossier.policy import Scope
from tests.kit.house import NOW, events_of, raw, signed_in
from tests.kit.mandates import (
    DOMAINS,
    NETWORK,
    TEXT,
    child_of,
    given,
    messages,
    newest_code,
    somebody,
    staff,
    wanted,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SOON_GROWN = date(NOW.year - 18, NOW.month, NOW.day) + timedelta(days=2)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def given_for(unit, advisor, child, parent, duration=Duration.YEAR):
    asked = wanted(duration=duration)
    number = draft_mandate(unit, advisor, child.typed, DOMAINS, asked, TEXT, NOW, given_by=parent.typed).reference
    send_consent_code(unit, advisor, number, "sms", NOW)
    assert give_consent(unit, number, newest_code(unit, parent.id), NETWORK, NOW) == "right"
    return number


def is_over(unit, advisor, number, scope, now):
    """Try whatever goes on under a mandate; each must be refused, and why is told to nobody at the desk."""
    for act in (
        lambda: acting_under(unit, advisor, number, scope, now),
        lambda: ask_fresh_proof(unit, advisor, number, scope, "sms", now),
        lambda: patient_under(unit, advisor, number, scope, now),
        lambda: renew(unit, advisor, number, wanted(scope), TEXT, now),
    ):
        with pytest.raises(MandateDead):
            act()
    line = mandate_of(unit, advisor, number, now)
    return (line.state, line.why) == (MandateState.ENDED, "unfit")


def test_a_parents_mandate_ends_with_the_childhood(writing, paul, her):
    leo = child_of(writing, her, born=SOON_GROWN)
    number = given_for(writing, paul, leo, her)
    assert acting_under(writing, paul, number, Scope.OPT_OUT, NOW + MINUTE).patient_id == leo.id
    assert is_over(writing, paul, number, Scope.OPT_OUT, NOW + 100 * DAY)
    assert events_of(writing, leo.id)[-1] == "mandates:mandate:ended"
    assert verify_chain(writing, leo.id) == []


def test_a_draft_for_a_child_who_grew_up_meanwhile_is_void(writing, paul, her):
    leo = child_of(writing, her, born=SOON_GROWN)
    late = NOW + 2 * DAY - 30 * MINUTE
    late = late.replace(hour=23, minute=30)
    number = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, late - DAY, given_by=her.typed).reference
    send_consent_code(writing, paul, number, "sms", late - DAY)
    raw(writing, "UPDATE representation SET basis = ? WHERE represented_id = ?", str(Basis.MEASURE), leo.id)
    assert give_consent(writing, number, newest_code(writing, her.id), NETWORK, late - DAY) == "grown"
    assert mandate_of(writing, paul, number, late - DAY).state is MandateState.VOID


def test_a_parents_mandate_ends_with_her_right_to_represent(writing, paul, her):
    leo = child_of(writing, her)
    number = given_for(writing, paul, leo, her)
    raw(writing, "DELETE FROM representation WHERE represented_id = ?", leo.id)
    assert is_over(writing, paul, number, Scope.OPT_OUT, NOW + MINUTE)


def test_a_mandate_ends_once_a_measure_protects_her(writing, paul, her):
    guardian = somebody(writing, first_names=("LUC",))
    number = given(writing, paul, her, Scope.CLOSURE, duration=Duration.YEAR)
    ask_fresh_proof(writing, paul, number, Scope.CLOSURE, "sms", NOW)
    code = newest_code(writing, her.id)
    represent(writing, guardian.id, her.id, Basis.MEASURE, NOW + MINUTE)
    assert give_fresh_proof(writing, number, code, NETWORK, NOW + 2 * MINUTE) == "expired"
    visit = signed_in(writing, her.id, NOW)
    session = find_session(writing, visit)
    with pytest.raises(MandateDead):
        prove_by_session(writing, session, visit, number, Scope.CLOSURE, NOW + 2 * MINUTE)
    assert is_over(writing, paul, number, Scope.CLOSURE, NOW + 5 * MINUTE)
    assert events_of(writing, her.id).count("mandates:mandate:ended") == 1
    assert len(messages(writing, her.id)) == 2


def test_reading_shows_it_as_ended_before_anything_wrote_it(store):
    with store.writing() as unit:
        paul, her, guardian = staff(unit), somebody(unit), somebody(unit, first_names=("LUC",))
        number = given(unit, paul, her, duration=Duration.YEAR)
        represent(unit, guardian.id, her.id, Basis.MEASURE, NOW + MINUTE)
    with store.reading() as unit:
        assert mandate_of(unit, paul, number, NOW + 2 * MINUTE).state is MandateState.ENDED
        assert "mandates:mandate:ended" not in events_of(unit, her.id)
