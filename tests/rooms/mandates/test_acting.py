"""Acting under a mandate: alive at this instant, hers, with this scope and a fresh proof; or not at all."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from time import sleep

import pytest

from dossier.access import history
from dossier.identity import end_desk, find_session, lock_desk, person_of, suspend_staff
from dossier.journal import witness_of
from dossier.lifecycle import Way, change_mind, not_for_me, opt_out
from dossier.mandates import (
    Duration,
    MandateDead,
    ProofTooOld,
    acting_under,
    ask_fresh_proof,
    consent_by_paper,
    draft_mandate,
    end_mandate,
    give_consent,
    give_fresh_proof,
    mandate_of,
    note_use,
    patient_under,
    prove_by_session,
    revoke,
)
from dossier.policy import Acting, Action, NotPermitted, Role, Scope, decide
from tests.kit.house import CODES, NOW, announced, events_of, herself, on_postgresql, raw, signed_in, together
from tests.kit.mandates import (
    BRIOUDE,
    DOMAINS,
    LE_PUY,
    NETWORK,
    TEXT,
    WRONG,
    Somebody,
    acted,
    drafted,
    given,
    newest_code,
    nobody,
    somebody,
    staff,
    wanted,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def why(unit, advisor, reference, scope=Scope.OPT_OUT, now=NOW):
    with pytest.raises(MandateDead) as refusal:
        acting_under(unit, advisor, reference, scope, now)
    return refusal.value.facts.get("why")


def test_who_acts_under_a_mandate_is_named_with_its_number_its_scope_and_her_site(writing, paul, her):
    number = given(writing, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
    acting = acted(writing, paul, number, Scope.OPT_OUT, NOW)
    assert acting == Acting(
        Role.ADVISOR, her.id, paul.staff_id, "Paul Mercier", mandate=number, scope=Scope.OPT_OUT, site=LE_PUY
    )
    assert decide(acting, Action.OPT_OUT).permitted
    assert not decide(acting, Action.SPACE_CLOSE).permitted
    assert not any(decide(acting, one).permitted for one in (Action.RECORD_READ, Action.SUMMARY_PRINT))


def test_an_opt_out_at_the_desk_stands_in_her_history_with_the_mandate_and_the_site(store):
    with store.writing() as unit:
        patient_id, _ = announced(unit, mobile="+33639980142", first_names=("JEANNE",))
        paul = staff(unit)
        her = identity_of(unit, patient_id)
        number = given(unit, paul, her)
        acting = acting_under(unit, paul, number, Scope.OPT_OUT, NOW)
        receipt = opt_out(unit, acting, Way.DESK, NOW)
        note_use(unit, acting, NOW)
        assert receipt.mandate == number
        assert receipt.actor == "Paul Mercier"
        told = history(unit, herself(patient_id), NOW).entries
    done = next(one for one in told if one.event == "lifecycle:act:done")
    assert {name: done.facts[name] for name in ("mandate", "scope", "site", "actor", "ground")} == {
        "mandate": number,
        "scope": "opt-out",
        "site": LE_PUY,
        "actor": "Paul Mercier",
        "ground": "mandate",
    }
    assert [one.event for one in told if one.role == "advisor" and one.event.endswith(":used")] == [
        "mandates:mandate:used"
    ]


def identity_of(unit, patient_id):
    return Somebody(patient_id, person_of(unit, patient_id, witness_of(patient_id, 1)))


def test_each_act_wants_a_proof_of_the_last_ten_minutes(writing, paul, her):
    number = given(writing, paul, her, Scope.OPT_OUT, Scope.RECOVERY, duration=Duration.MONTH)
    acting_under(writing, paul, number, Scope.RECOVERY, NOW + 10 * MINUTE)
    later = NOW + 3 * DAY
    with pytest.raises(ProofTooOld):
        acting_under(writing, paul, number, Scope.RECOVERY, later)
    ask_fresh_proof(writing, paul, number, Scope.RECOVERY, "sms", later)
    assert give_fresh_proof(writing, number, newest_code(writing, her.id), NETWORK, later) == "right"
    acting_under(writing, paul, number, Scope.RECOVERY, later + 10 * MINUTE)
    with pytest.raises(ProofTooOld):
        acting_under(writing, paul, number, Scope.OPT_OUT, later)
    ask_fresh_proof(writing, paul, number, Scope.OPT_OUT, "card", later)
    assert give_fresh_proof(writing, number, CODES[0], NETWORK, later) == "right"
    acting_under(writing, paul, number, Scope.OPT_OUT, later)


def test_a_proof_of_one_mandate_or_act_is_none_for_another(writing, paul, her):
    one, other = (given(writing, paul, her, Scope.OPT_OUT, Scope.CLOSURE, duration=Duration.DAY) for _ in range(2))
    later = NOW + 30 * MINUTE
    for number in (one, other):
        ask_fresh_proof(writing, paul, number, Scope.CLOSURE, "sms", later)
    codes = [newest_code(writing, her.id)]
    assert give_fresh_proof(writing, one, codes[0], NETWORK, later) == "wrong"
    assert give_fresh_proof(writing, other, codes[0], NETWORK, later) == "right"
    assert give_fresh_proof(writing, other, codes[0], NETWORK, later) == "expired"
    with pytest.raises(ProofTooOld):
        acting_under(writing, paul, other, Scope.OPT_OUT, later)


def test_a_code_for_an_act_is_no_consent_nor_the_other_way_round(writing, paul, her):
    number, draft = given(writing, paul, her), drafted(writing, paul, her).reference
    ask_fresh_proof(writing, paul, number, Scope.OPT_OUT, "sms", NOW)
    assert give_consent(writing, number, newest_code(writing, her.id), NETWORK, NOW) == "expired"
    assert give_fresh_proof(writing, draft, newest_code(writing, her.id), NETWORK, NOW) == "expired"


def test_her_session_gives_a_fresh_proof_too(writing, paul, her):
    number = given(writing, paul, her, duration=Duration.DAY)
    later = NOW + 60 * MINUTE
    visit = signed_in(writing, her.id, later)
    session = find_session(writing, visit)
    assert prove_by_session(writing, session, visit, number, Scope.OPT_OUT, later + MINUTE) == "right"
    acting_under(writing, paul, number, Scope.OPT_OUT, later + 11 * MINUTE)


def test_five_wrong_answers_before_an_act_end_the_mandate(writing, paul, her):
    number = given(writing, paul, her)
    ask_fresh_proof(writing, paul, number, Scope.OPT_OUT, "sms", NOW)
    told = [give_fresh_proof(writing, number, WRONG, NETWORK, NOW) for _ in range(5)]
    assert told == ["wrong"] * 4 + ["locked"]
    assert why(writing, paul, number) == "ended"
    assert events_of(writing, her.id)[-1] == "mandates:mandate:ended"


def test_no_state_but_alive_no_other_scope_no_colleague_no_other_site(writing, paul, her):
    alive, revoked, ended = (given(writing, paul, her, duration=Duration.DAY) for _ in range(3))
    revoke(writing, herself(her.id), revoked, NOW)
    end_mandate(writing, paul, ended, NOW)
    draft = drafted(writing, paul, her).reference
    assert why(writing, paul, draft) == "draft"
    assert why(writing, paul, draft, now=NOW + 61 * MINUTE) == "void"
    assert why(writing, paul, alive, now=NOW + DAY) == "expired"
    assert why(writing, paul, revoked) == "revoked"
    assert why(writing, paul, ended) == "ended"
    assert why(writing, paul, alive, Scope.CLOSURE) == "scope"
    colleague = staff(writing, first_name="Inès")
    moved = replace(paul, site=BRIOUDE)
    for who, number in ((colleague, alive), (moved, alive), (paul, "7KQM4HTX9DFR"), (paul, "?"), (colleague, revoked)):
        with pytest.raises(MandateDead) as refusal:
            acting_under(writing, who, number, Scope.OPT_OUT, NOW)
        assert refusal.value.facts == {}
    acting_under(writing, paul, alive, Scope.OPT_OUT, NOW)


@pytest.mark.parametrize("role", [Role.CALL_AGENT, Role.SUPERVISOR])
def test_no_other_role_acts_under_a_mandate_even_of_her_own_id(writing, paul, her, role):
    number = given(writing, paul, her)
    with pytest.raises(NotPermitted):
        acting_under(writing, replace(paul, role=role), number, Scope.OPT_OUT, NOW)


def test_a_decoy_never_comes_alive(writing, paul):
    line = draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
    assert why(writing, paul, line.reference) == "draft"
    raw(writing, "UPDATE mandate SET state = 'active' WHERE staff_id = ?", paul.staff_id)
    with pytest.raises((MandateDead, ProofTooOld)):
        acting_under(writing, paul, line.reference, Scope.OPT_OUT, NOW)


@pytest.mark.parametrize("how", ["suspended", "ended", "locked", "moved"])
def test_a_desk_that_closed_after_its_page_was_asked_does_nothing_more(writing, paul, her, how):
    number = given(writing, paul, her)
    if how == "suspended":
        suspend_staff(writing, paul.identifier, NOW)
    elif how == "ended":
        end_desk(writing, paul, NOW)
    elif how == "locked":
        lock_desk(writing, paul, NOW)
    else:
        raw(writing, "UPDATE staff_member SET site = ? WHERE staff_id = ?", BRIOUDE, paul.staff_id)
    assert why(writing, paul, number) == "desk"


def test_a_reading_unit_gives_no_right(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
    with store.reading() as unit, pytest.raises(ValueError, match="writing unit"):
        acting_under(unit, paul, number, Scope.OPT_OUT, NOW)


def test_an_act_undone_leaves_no_use_of_the_mandate(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
    with suppress(ZeroDivisionError), store.writing() as unit:
        acted(unit, paul, number, Scope.OPT_OUT, NOW)
        raise ZeroDivisionError
    with store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, her.id)


def test_a_mandate_that_dies_between_two_clicks_is_dead_for_the_second(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
    with store.reading() as unit:
        assert mandate_of(unit, paul, number, NOW).state == "active"  # the page before
    with store.writing() as unit:
        revoke(unit, herself(her.id), number, NOW)
    with store.writing() as unit:
        assert why(unit, paul, number) == "revoked"


def test_a_revocation_and_an_act_at_the_same_moment_come_one_after_the_other(store):
    """Either the act came first and is in her journal before the revocation, or it didn't come at all."""
    for _ in range(6):
        with store.writing() as unit:
            paul, her = staff(unit), somebody(unit)
            number = given(unit, paul, her)

        def act(paul=paul, number=number):
            with store.writing() as unit:
                return acted(unit, paul, number, Scope.OPT_OUT, NOW)

        def stop(her=her, number=number):
            with store.writing() as unit:
                return revoke(unit, herself(her.id), number, NOW)

        done, stopped = together(act, stop)
        assert stopped is None
        with store.reading() as unit:
            told = [one for one in events_of(unit, her.id) if one.startswith("mandates:mandate:")]
        was_first = ["mandates:mandate:used", "mandates:mandate:revoked"]
        if isinstance(done, Acting):
            assert told[-2:] == was_first
        else:
            assert (type(done), done.facts) == (MandateDead, {"why": "revoked"})
            assert told[-1] == "mandates:mandate:revoked"
            assert "mandates:mandate:used" not in told


def test_an_act_under_way_holds_the_revocation_back_until_it_is_whole(store):
    if not on_postgresql(store):
        pytest.skip("SQLite's writers wait for each other in any case")
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
    order = []

    def act():
        with store.writing() as unit:
            acting_under(unit, paul, number, Scope.OPT_OUT, NOW)
            order.append("acts")
            sleep(0.4)
            order.append("done")

    def stop():
        while not order:
            sleep(0.01)
        with store.writing() as unit:
            revoke(unit, herself(her.id), number, NOW)
            order.append("revoked")

    assert together(act, stop) == [None, None]
    assert order == ["acts", "done", "revoked"]


def test_a_suspension_waits_for_an_act_under_way_and_the_next_one_is_dead(store):
    if not on_postgresql(store):
        pytest.skip("SQLite's writers wait for each other in any case")
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
    order = []

    def act():
        with store.writing() as unit:
            acting_under(unit, paul, number, Scope.OPT_OUT, NOW)
            order.append("acts")
            sleep(0.4)
            order.append("done")

    def suspend():
        while not order:
            sleep(0.01)
        with store.writing() as unit:
            suspend_staff(unit, paul.identifier, NOW)
            order.append("suspended")

    assert together(act, suspend) == [None, None]
    assert order == ["acts", "done", "suspended"]
    with store.writing() as unit:
        assert why(unit, paul, number) == "desk"


def test_the_letter_that_is_not_for_her_is_said_under_the_opt_out(store):
    with store.writing() as unit:
        patient_id, _ = announced(unit, mobile="+33639980142")
        paul = staff(unit)
        number = given(unit, paul, identity_of(unit, patient_id))
        receipt = not_for_me(unit, acting_under(unit, paul, number, Scope.OPT_OUT, NOW), Way.DESK, NOW)
    assert receipt.kind == "not-for-me"


def test_whose_record_an_act_would_be_in_is_told_as_to_an_act_and_notes_nothing(store):
    with store.writing() as unit:
        paul, ines, her = staff(unit), staff(unit, first_name="Inès"), somebody(unit)
        number = given(unit, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
        decoy = draft_mandate(unit, paul, nobody(), DOMAINS, wanted(), TEXT, NOW).reference
    with store.reading() as unit:
        assert patient_under(unit, paul, number, Scope.OPT_OUT, NOW) == her.id
        for who, which, scope in (
            (ines, number, Scope.OPT_OUT),
            (paul, number, Scope.PAPER_IN),
            (paul, decoy, Scope.OPT_OUT),
        ):
            with pytest.raises(MandateDead):
                patient_under(unit, who, which, scope, NOW)
        with pytest.raises(ProofTooOld):
            patient_under(unit, paul, number, Scope.OPT_OUT, NOW + 11 * MINUTE)
        assert "mandates:mandate:used" not in events_of(unit, her.id)


def test_a_paper_alone_says_no_for_nobody(writing, paul):
    patient_id, _ = announced(writing, mobile="+33639980142")
    her = identity_of(writing, patient_id)
    number = drafted(writing, paul, her).reference
    consent_by_paper(writing, paul, number, b"s" * 32, 1, NOW)
    acting = acting_under(writing, paul, number, Scope.OPT_OUT, NOW)
    assert acting.is_weak
    with pytest.raises(NotPermitted):
        opt_out(writing, acting, Way.DESK, NOW)
    with pytest.raises(NotPermitted):
        change_mind(writing, acting, Way.DESK, NOW)
