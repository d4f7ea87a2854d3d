"""On a signed paper alone: taken for everybody alike, a letter at most, and its pages sealed for a dispute."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dossier.identity import Basis, represent
from dossier.journal import verify_chain
from dossier.lifecycle import Purpose, State, send_letter_code
from dossier.mandates import (
    MandateDead,
    MandateState,
    ProofTooOld,
    UseDetail,
    act_on_paper,
    acting_under,
    acts_of_site,
    check_deed,
    consent_by_paper,
    draft_mandate,
    end_mandate,
    give_turn,
    mandate_of,
    note_use,
    open_evidence,
    patient_under,
    revoke,
    revoke_by_code,
    sweep_mandates,
    uses_of,
)
from dossier.mandates.keeping import number_digest
from dossier.mandates.tables import mandate as table
from dossier.outbox import letter_waits, letters_waiting
from dossier.policy import NotPermitted, Role, Scope
from dossier.posting import SUMMARY, ask_summary_letter
from tests.kit.house import NOW, events_of, herself, raw
from tests.kit.mandates import DOMAINS, TEXT, given, messages, nobody, somebody, staff, stop_codes, wanted
from tests.kit.visit_acts import space_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PAPER = b"%PDF-1.4 a signed paper, two pages"
BOTH = (Scope.OPT_OUT, Scope.PRINT_SUMMARY)


@pytest.fixture
def paul(writing):
    return staff(writing, site="France Services de Craponne")


@pytest.fixture
def her(writing):
    her = somebody(writing)
    space_of(writing, her.id, State.ANNOUNCED)
    return her


def on_paper(unit, advisor, typed, now=NOW):
    line = draft_mandate(unit, advisor, typed, DOMAINS, wanted(*BOTH), TEXT, now)
    consent_by_paper(unit, advisor, line.reference, PAPER, 2, now)
    return line.reference


def protected(unit):
    guarded, guardian = somebody(unit), somebody(unit, first_names=("ANNE",))
    represent(unit, guardian.id, guarded.id, Basis.MEASURE, NOW)
    return guarded


def send_letter(unit):
    return lambda acting: send_letter_code(unit, acting, Purpose.OPT_OUT, NOW, sms=False)


def letters(unit, patient_id):
    return [one for one in messages(unit, patient_id, "letter-code") if one.channel == "letter"]


def test_a_paper_is_taken_for_nobody_and_for_who_can_give_none_and_looks_the_same(writing, paul, her):
    people = [her.typed, nobody(), protected(writing).typed, somebody(writing, first_names=("LEA",)).typed]
    seen = []
    for typed in people:
        number = on_paper(writing, paul, typed)
        for scope in BOTH:
            act_on_paper(writing, paul, number, scope, NOW + MINUTE, send_letter(writing))
        line = mandate_of(writing, paul, number, NOW + MINUTE)
        deed = check_deed(writing, number, NOW + MINUTE)
        assert (line.state, line.is_weak, deed.genuine) == (MandateState.ACTIVE, True, True)
        assert len(line.head) == 16
        done = uses_of(writing, paul, number, NOW + MINUTE)
        assert {(one.scope, one.detail) for one in done} == {(scope, UseDetail.LETTER) for scope in BOTH}
        with pytest.raises(MandateDead):
            patient_under(writing, paul, number, Scope.OPT_OUT, NOW + MINUTE)
        with pytest.raises(ProofTooOld):
            act_on_paper(writing, paul, number, Scope.OPT_OUT, NOW + 11 * MINUTE, send_letter(writing))
        seen.append(replace(line, reference="", person="", head="", signature=None))
    assert seen[0] == seen[1] == seen[2] == seen[3]


def test_for_nobody_and_for_who_can_give_none_nothing_is_done_and_nothing_tells(writing, paul, her):
    guarded = protected(writing)
    space_of(writing, guarded.id, State.ANNOUNCED)
    done = []
    for typed in (her.typed, nobody(), guarded.typed):
        number = on_paper(writing, paul, typed)
        act_on_paper(writing, paul, number, Scope.OPT_OUT, NOW, lambda acting: done.append(acting.patient_id))
    assert done == [her.id]
    number = on_paper(writing, paul, her.typed)
    act_on_paper(writing, paul, number, Scope.OPT_OUT, NOW, send_letter(writing))
    assert len(letters(writing, her.id)) == 1
    assert len(messages(writing, her.id, "mandate-given")) == 8
    assert events_of(writing, her.id).count("mandates:mandate:used") == 2
    assert verify_chain(writing, her.id) == []


def test_an_act_that_the_house_refuses_looks_as_if_it_was_done(writing, paul):
    bare = somebody(writing)  # no record is announced for her: there is nothing to say no to
    number = on_paper(writing, paul, bare.typed)
    act_on_paper(writing, paul, number, Scope.OPT_OUT, NOW, send_letter(writing))
    assert letters(writing, bare.id) == []
    assert len(uses_of(writing, paul, number, NOW)) == 1


def test_what_a_paper_opens_stops_no_opening_and_gives_no_turn(writing, paul, her):
    number = on_paper(writing, paul, her.typed)
    acting = acting_under(writing, paul, number, Scope.PRINT_SUMMARY, NOW)
    with pytest.raises(NotPermitted):
        give_turn(writing, paul, acting, NOW)


def test_the_signed_pages_are_sealed_and_opened_by_the_operator_alone_under_an_entry(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number, decoy = on_paper(unit, paul, her.typed), on_paper(unit, paul, nobody())
        digest = unit.scalar(sa.select(table.c.scan_digest).where(table.c.patient_id == her.id))
        assert digest == hashlib.sha256(PAPER).digest()
        kept = raw(unit, "SELECT sealed FROM mandate_paper WHERE patient_id = ?", her.id).scalars().all()
        assert len(kept) == 1
        assert PAPER not in bytes(kept[0])
        decoys = raw(unit, "SELECT count(*) FROM mandate_paper WHERE number_digest = ?", number_digest(unit, decoy))
        assert decoys.scalar() == 0
        assert open_evidence(unit, number, NOW + DAY) == PAPER
        assert events_of(unit, her.id)[-1] == "mandates:evidence:opened"
        for none in (decoy, given(unit, paul, her), "7KQM4HTX9DFR", "rien"):
            with pytest.raises(MandateDead):
                open_evidence(unit, none, NOW)
    with store.writing() as unit:
        sweep_mandates(unit, NOW + 365 * DAY)
        sweep_mandates(unit, NOW + 5 * 365 * DAY)
        assert raw(unit, "SELECT count(*) FROM mandate_paper WHERE patient_id = ?", her.id).scalar() == 1
        sweep_mandates(unit, NOW + 7 * 366 * DAY)
        assert raw(unit, "SELECT count(*) FROM mandate_paper WHERE patient_id = ?", her.id).scalar() == 0


def test_a_summary_asked_for_on_paper_waits_for_the_notice_and_stops_with_the_mandate(writing, paul):
    her = somebody(writing)
    space_of(writing, her.id, State.ACTIVATED)
    number = on_paper(writing, paul, her.typed)
    act_on_paper(
        writing, paul, number, Scope.PRINT_SUMMARY, NOW, lambda acting: ask_summary_letter(writing, acting, NOW)
    )

    def leaves(now):
        return any(one.patient_id == her.id for one in letters_waiting(writing, {SUMMARY}, 10_000, now))

    assert letter_waits(writing, her.id, SUMMARY)
    assert [leaves(NOW + days * DAY) for days in (0, 2, 3)] == [False, False, True]
    assert revoke_by_code(writing, stop_codes(writing, her.id, number)[0], "page", "paper-stop", NOW + DAY) == "over"
    assert revoke_by_code(writing, stop_codes(writing, her.id, number)[0], "page", "paper-stop", NOW) == "revoked"
    assert not letter_waits(writing, her.id, SUMMARY)


@pytest.mark.parametrize("how", ["she stops it", "she stops another", "the visit ends"])
def test_a_stopped_mandate_takes_the_letter_that_was_asked_for_under_it_back(writing, paul, how):
    her = somebody(writing)
    space_of(writing, her.id, State.ACTIVATED)
    number, other = given(writing, paul, her, Scope.PRINT_SUMMARY), given(writing, paul, her)
    acting = acting_under(writing, paul, number, Scope.PRINT_SUMMARY, NOW)
    ask_summary_letter(writing, acting, NOW)
    note_use(writing, acting, NOW)
    if how == "the visit ends":
        end_mandate(writing, paul, number, NOW)
    else:
        revoke(writing, herself(her.id), number if how == "she stops it" else other, NOW)
    assert letter_waits(writing, her.id, SUMMARY) is (how != "she stops it")


def test_the_figures_of_a_site_count_papers_of_people_who_arent_here_like_others(writing, her):
    paul = staff(writing, site="France Services de Blesle")
    boss = staff(writing, Role.SUPERVISOR, site="France Services de Blesle")
    for typed in (her.typed, nobody()):
        on_paper(writing, paul, typed)
    assert acts_of_site(writing, boss, NOW - DAY, NOW + DAY).by_proof == {"paper": 2}
