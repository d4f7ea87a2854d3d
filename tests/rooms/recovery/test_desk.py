"""An identity seen at a desk: two persons, and the patient's own visit. What thieves and colluding staff meet."""

import secrets
from datetime import timedelta

import pytest

from dossier.identity import ContactKind, TooManyTries
from dossier.policy import NotPermitted
from dossier.recovery import (
    AgentBarred,
    CaseRefused,
    CaseState,
    CaseUnknown,
    IdentityUnseen,
    Lost,
    Proof,
    SecondPersonMissing,
    approve_contact_change,
    ask_contact_change,
    choose_channel_online,
    confirm_seen,
    dispute,
    finish,
    frozen_cases,
    give_card_line,
    give_code,
    is_claimed_by,
    next_of,
    open_online,
    refuse_seen,
    resume_for_caller,
    see_identity,
    seen_by,
    seen_cases,
    show_desk_code,
    standing_of,
    standing_online,
)
from tests.kit.house import CODES, NOW, events_of
from tests.kit.recovery import (
    AFTER,
    CONTACTS,
    DOMAINS,
    INES,
    KARIM,
    LUCIE,
    MARC,
    NADIA,
    NEW,
    advisor,
    agent,
    dispute_codes,
    identity_of,
    messages,
    new_hash,
    newest_code,
    nobody,
    opened,
    prove,
    roux,
    see,
    supervisor,
)

DAY = timedelta(days=1)
HERS, THIEFS = "her own visit", "a thief's visit"
OMAR = b"omar------------"
"""Another supervisor."""


def helpless(unit):
    """Somebody whom no channel reaches, and her case."""
    her = roux(unit, card=False, email=CONTACTS["email"])
    case = opened(unit, her, Lost.EVERYTHING)
    assert case.state is CaseState.DESK_REQUIRED
    return her, case.number


def frozen(unit):
    her = roux(unit)
    case = opened(unit, her)
    dispute(unit, dispute_codes(unit, her)[0], "letter", NOW)
    return her, case.number


def told(unit, her):
    return [one.parameters["what"] for one in messages(unit, her, "recovery-notice")]


def unseen(unit, her, number, code, now=NOW, **changes):
    """Have an advisor type what doesn't go together: each time another one, so that none has to wait."""
    typed, staff_id = identity_of(unit, her, **changes), secrets.token_bytes(16)
    with pytest.raises(IdentityUnseen) as refused:
        see_identity(unit, number, typed, DOMAINS, code, now, lambda one: advisor(one, staff_id))
    return refused.value


def test_lost_everything_is_granted_by_two_persons_to_the_visit_that_stood_there(writing):
    her, number = helpless(writing)
    waiting = see(writing, her, number, HERS, NOW)
    assert (waiting.state, waiting.seen_at, waiting.seen_until) == (CaseState.DESK_REQUIRED, NOW, NOW + DAY)
    with pytest.raises(CaseRefused):
        finish(writing, number, HERS, new_hash(writing), "printed-card", NOW)
    assert confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW).state is CaseState.GRANTED
    for visit in (THIEFS, ""):
        with pytest.raises(CaseRefused):
            finish(writing, number, visit, new_hash(writing), "printed-card", NOW)
    assert is_claimed_by(writing, number, HERS, NOW)
    finish(writing, number, HERS, new_hash(writing), "printed-card", NOW)
    events = [event for event in events_of(writing, her) if event.startswith("recovery:") and "sought" not in event]
    assert events == [
        "recovery:case:opened",
        "recovery:identity:seen",
        "recovery:case:granted",
        "recovery:case:done",
    ]
    assert {"opened", "seen", "granted", "done"} == set(told(writing, her))


def test_a_frozen_case_goes_on_under_another_number_for_the_advisor_and_her_visit_alone(writing):
    her, number = frozen(writing)
    see(writing, her, number, HERS, NOW)
    assert number in [one.number for one in frozen_cases(writing, supervisor(her), NOW)]
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    again = next_of(writing, number, HERS, NOW)
    assert again not in ("", number)
    assert (next_of(writing, number, THIEFS, NOW), next_of(writing, number, "", NOW)) == ("", "")
    assert standing_of(writing, advisor(her), number, NOW).next_number == again
    assert standing_of(writing, supervisor(her), number, NOW).next_number == ""
    assert standing_online(writing, number, NOW).next_number == ""
    standing = standing_of(writing, advisor(her), again, NOW)
    assert (standing.state, standing.proofs_given) == (CaseState.PROVED_ONCE, (Proof.DESK,))
    assert number not in [one.number for one in frozen_cases(writing, supervisor(her), NOW)]
    with pytest.raises(CaseRefused):
        see(writing, her, number, HERS, NOW, NADIA)
    opened(writing, her)  # the frozen one bars nothing any more


def test_a_paper_is_one_proof_beside_another(writing):
    her = roux(writing)
    case = opened(writing, her)
    assert prove(writing, her, case.number, Proof.SMS, NOW, HERS) == "right"
    assert see(writing, her, case.number, HERS, NOW).state is CaseState.GRANTED
    finish(writing, case.number, HERS, new_hash(writing), "printed-card", NOW)


@pytest.mark.parametrize(("proof", "state"), [(Proof.SMS, CaseState.GRANTED), (Proof.EMAIL, CaseState.COOLING)])
def test_a_paper_counts_the_same_before_another_proof_as_after_it(writing, proof, state):
    her = roux(writing)
    case = opened(writing, her)
    see(writing, her, case.number, HERS, NOW)
    assert prove(writing, her, case.number, proof, NOW, HERS) == "right"
    assert standing_of(writing, supervisor(her), case.number, NOW).state is state
    disputed, number = frozen(writing)
    see(writing, disputed, number, HERS, NOW)
    confirm_seen(writing, supervisor(disputed), number, NOW, shown_at=NOW)
    again = next_of(writing, number, HERS, NOW)
    choose_channel_online(writing, again, proof, NOW)
    assert give_code(writing, again, newest_code(writing, disputed), NOW, visit=HERS) == "right"
    assert standing_of(writing, supervisor(disputed), again, NOW).state is state


def test_a_paper_beside_an_e_mail_waits_three_days(writing):
    """One person of the staff, and whoever reads her e-mail: not without a notice finding its reader."""
    her = roux(writing)
    case = opened(writing, her)
    prove(writing, her, case.number, Proof.EMAIL, NOW, THIEFS)
    assert see(writing, her, case.number, THIEFS, NOW).state is CaseState.COOLING
    assert dispute(writing, dispute_codes(writing, her, "seen")[0], "page", NOW + 2 * DAY) == "frozen"


def test_a_case_of_the_pages_that_only_a_desk_can_help_waits_for_two_persons(writing):
    her = roux(writing, card=False, email=CONTACTS["email"])
    typed = identity_of(writing, her)
    case = open_online(writing, typed, DOMAINS, Lost.EVERYTHING, f"net {typed.ins}", NOW)
    assert case.state is CaseState.OPEN  # a page never says what is on file
    assert see(writing, her, case.number, HERS, NOW).state is CaseState.DESK_REQUIRED
    confirm_seen(writing, supervisor(her), case.number, NOW, shown_at=NOW)
    finish(writing, case.number, HERS, new_hash(writing), "printed-card", NOW, identifier=f"lune.{her.hex()[:12]}")


@pytest.mark.parametrize("wrong", ["number", "identity", "code", "unknown"])
def test_number_identity_and_code_go_together_and_nothing_says_which_is_wrong(writing, wrong):
    her, number = helpless(writing)
    other, others = helpless(writing)
    code = show_desk_code(writing, number, HERS, NOW).code
    refusals = {
        "number": lambda: unseen(writing, her, others, code),
        "identity": lambda: unseen(writing, her, number, code, first_name="JANE"),
        "code": lambda: unseen(writing, her, number, f"{int(code) ^ 1:06d}"),
        "unknown": lambda: unseen(writing, other, "2" * 12, code),
    }
    refused = refusals[wrong]()
    assert (refused.code, refused.facts) == ("recovery-identity-unseen", {})
    assert "recovery:identity:seen" not in events_of(writing, her)


def test_an_advisor_who_guesses_has_to_wait(writing):
    her, number = helpless(writing)
    staff_id = b"guess---" + her[:8]
    as_guesser = lambda one: advisor(one, staff_id)  # noqa: E731
    code = show_desk_code(writing, number, HERS, NOW).code
    for _ in range(10):
        with pytest.raises(IdentityUnseen):
            see_identity(writing, number, identity_of(writing, her), DOMAINS, "x", NOW, as_guesser)
    with pytest.raises(TooManyTries):
        see_identity(writing, number, identity_of(writing, her), DOMAINS, code, NOW, as_guesser)
    assert see(writing, her, number, HERS, NOW).seen_at  # a colleague's desk stays open


def test_a_stolen_number_shows_another_code_and_never_takes_her_place(writing):
    her, number = helpless(writing)
    hers = show_desk_code(writing, number, HERS, NOW)
    assert (len(hers.code), hers.until) == (6, NOW + timedelta(minutes=30))
    show_desk_code(writing, number, THIEFS, NOW)
    unseen(writing, her, number, hers.code)  # hers is dead: she shows it again
    see(writing, her, number, HERS, NOW)
    show_desk_code(writing, number, THIEFS, NOW)  # too late: the paper was seen before her screen
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    with pytest.raises(CaseRefused):
        finish(writing, number, THIEFS, new_hash(writing), "printed-card", NOW)
    finish(writing, number, HERS, new_hash(writing), "printed-card", NOW)


def test_the_code_of_a_screen_serves_once_for_half_an_hour_and_proves_nothing(writing):
    her, number = frozen(writing)
    code = show_desk_code(writing, number, HERS, NOW).code
    unseen(writing, her, number, code, NOW + timedelta(minutes=30))
    other = roux(writing)
    case = opened(writing, other)
    assert give_code(writing, case.number, show_desk_code(writing, case.number, HERS, NOW).code, NOW) == "wrong"
    typed = identity_of(writing, her)
    see_identity(writing, number, typed, DOMAINS, code, NOW, advisor)
    unseen(writing, her, number, code)


def test_a_decoy_shows_a_code_and_nobody_is_ever_seen_with_it(writing):
    typed = nobody()
    case = open_online(writing, typed, DOMAINS, Lost.PASSWORD, "net decoy", NOW)
    shown = show_desk_code(writing, case.number, HERS, NOW)
    with pytest.raises(IdentityUnseen):
        see_identity(writing, case.number, typed, DOMAINS, shown.code, NOW, lambda one: advisor(one, b"d" * 16))
    assert standing_online(writing, case.number, NOW).seen_at is None


# Beyond what she may open.


def begun_online(unit, her, **written):
    """Have her whole identity typed on the pages, from a network of its own."""
    typed = identity_of(unit, her, **written)
    return open_online(unit, typed, DOMAINS, Lost.PASSWORD, secrets.token_hex(8), NOW).number


def used_up(unit):
    """Somebody whose three cases a thief opened, with a fourth of her own."""
    her = roux(unit)
    for _ in range(3):
        begun_online(unit, her)
    return her


def disputed(unit):
    """Somebody who said that a case wasn't hers: its number is the thief's."""
    return frozen(unit)[0]


def test_after_a_thief_used_up_her_cases_a_paper_is_one_proof_in_the_next(writing):
    her = used_up(writing)
    number = begun_online(writing, her)
    resume_for_caller(writing, identity_of(writing, her), DOMAINS, number, NOW, lambda one: agent(one, LUCIE))
    assert give_card_line(writing, number, CODES[0], NOW, visit=HERS) == "wrong"
    assert see(writing, her, number, HERS, NOW).state is CaseState.PROVED_ONCE
    with pytest.raises(CaseUnknown):  # the agent who had taken it up sees nothing of what is hers
        standing_of(writing, agent(her, LUCIE), number, NOW)
    assert "seen" in told(writing, her)
    assert give_card_line(writing, number, CODES[0], NOW, visit=HERS) == "right"
    finish(writing, number, HERS, new_hash(writing), "printed-card", NOW)


def test_after_her_own_dispute_two_persons_and_one_more_proof_let_her_in(writing):
    her = disputed(writing)
    number = begun_online(writing, her)
    waiting = see(writing, her, number, HERS, NOW)
    assert (waiting.state, waiting.disputed_at) == (CaseState.FROZEN, NOW)
    assert give_card_line(writing, number, CODES[0], NOW, visit=HERS) == "wrong"
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    again = next_of(writing, number, HERS, NOW)
    assert (bool(again), next_of(writing, number, THIEFS, NOW)) == (True, "")
    assert standing_online(writing, again, NOW).state is CaseState.PROVED_ONCE
    assert give_card_line(writing, again, CODES[0], NOW, visit=HERS) == "right"
    finish(writing, again, HERS, new_hash(writing), "printed-card", NOW)


@pytest.mark.parametrize("begin", [used_up, disputed])
def test_such_a_case_is_hers_however_she_wrote_her_name_and_nobody_elses(writing, begin):
    her, other = begin(writing), begin(writing)
    number = begun_online(writing, her, birth_name="Roux", first_name="jeanne-marie")
    for who, code in ((other, show_desk_code(writing, number, HERS, NOW).code), (her, "000000")):
        unseen(writing, who, number, code)
    barred = identity_of(writing, other)
    with pytest.raises(CaseUnknown):
        resume_for_caller(writing, barred, DOMAINS, number, NOW, lambda one: agent(one, secrets.token_bytes(16)))
    assert see(writing, her, number, HERS, NOW).number == number


def test_one_person_is_not_two_and_neither_opened_it(writing):
    her, number = helpless(writing)
    see(writing, her, number, HERS, NOW)
    with pytest.raises(SecondPersonMissing) as same:
        confirm_seen(writing, supervisor(her, MARC), number, NOW, shown_at=NOW)
    with pytest.raises(NotPermitted):
        confirm_seen(writing, advisor(her, NADIA), number, NOW, shown_at=NOW)
    with pytest.raises(NotPermitted):
        confirm_seen(writing, agent(her, KARIM), number, NOW, shown_at=NOW)
    case = opened(writing, her, Lost.EVERYTHING, staff_id=MARC)
    with pytest.raises(SecondPersonMissing) as opener:
        see(writing, her, case.number, HERS, NOW, MARC)
    see(writing, her, case.number, HERS, NOW, NADIA)
    with pytest.raises(SecondPersonMissing) as second:
        confirm_seen(writing, supervisor(her, MARC), case.number, NOW, shown_at=NOW)
    assert [one.value.facts["why"] for one in (same, opener, second)] == ["same", "opener", "opener"]


def test_what_nobody_saw_or_was_seen_a_day_ago_is_not_agreed_to(writing):
    her, number = helpless(writing)
    with pytest.raises(SecondPersonMissing):
        confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    see(writing, her, number, HERS, NOW)
    with pytest.raises(SecondPersonMissing) as late:
        confirm_seen(writing, supervisor(her), number, NOW + DAY, shown_at=NOW + DAY)
    assert late.value.facts["why"] == "late"
    see(writing, her, number, HERS, NOW + DAY)
    assert confirm_seen(writing, supervisor(her), number, NOW + DAY, shown_at=NOW + DAY).state is CaseState.GRANTED


def test_a_contact_that_changed_this_week_keeps_the_desk_from_granting(writing):
    her, number = helpless(writing)
    see(writing, her, number, HERS, NOW)
    asked = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
    approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", NOW)
    with pytest.raises(SecondPersonMissing) as changed:
        confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    assert changed.value.facts["why"] == "changed"


def test_who_approved_a_change_of_contact_is_not_the_second_person(writing):
    her, number = frozen(writing)
    asked = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
    approve_contact_change(writing, supervisor(her, INES), asked.reference, "Tours", NOW)
    see(writing, her, number, HERS, NOW)
    with pytest.raises(AgentBarred):
        confirm_seen(writing, supervisor(her, INES), number, NOW, shown_at=NOW)


def test_what_the_second_person_refuses_counts_for_nothing_and_is_told(writing):
    her, number = helpless(writing)
    see(writing, her, number, THIEFS, NOW)
    refuse_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    assert "seen-refused" in told(writing, her)
    assert "recovery:identity:refused" in events_of(writing, her)
    with pytest.raises(SecondPersonMissing):
        confirm_seen(writing, supervisor(her, OMAR), number, NOW, shown_at=NOW)
    with pytest.raises(SecondPersonMissing):
        refuse_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    [his] = [one for one in seen_by(writing, MARC, NOW) if one.number == number]
    assert (his.seen_at, his.state, his.channels) == (None, CaseState.DESK_REQUIRED, ())


@pytest.mark.parametrize("begin", [helpless, frozen])
def test_a_dispute_between_the_two_persons_takes_the_seeing_back(writing, begin):
    """An advisor sees a thief's paper; her notice comes before the second person's yes."""
    her, number = begin(writing)
    see(writing, her, number, THIEFS, NOW)
    assert dispute(writing, dispute_codes(writing, her, "seen")[0], "keypad", NOW) == "frozen"
    with pytest.raises(SecondPersonMissing):
        confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    with pytest.raises(SecondPersonMissing) as again:  # it takes others now
        see(writing, her, number, THIEFS, NOW, MARC)
    assert again.value.facts["why"] == "opener"


def test_two_colluding_persons_are_stopped_by_one_dispute_and_cannot_begin_again(writing):
    her, number = frozen(writing)
    see(writing, her, number, THIEFS, NOW)
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    again = next_of(writing, number, THIEFS, NOW)
    # The notice of the seeing comes after the yes: what followed stops with it.
    assert dispute(writing, dispute_codes(writing, her, "seen")[0], "letter", NOW + DAY) == "frozen"
    assert standing_of(writing, supervisor(her), again, NOW + DAY).state is CaseState.FROZEN
    with pytest.raises(SecondPersonMissing):
        see(writing, her, again, THIEFS, NOW + DAY, MARC)
    see(writing, her, again, HERS, NOW + DAY, NADIA)
    with pytest.raises(SecondPersonMissing):
        confirm_seen(writing, supervisor(her, INES), again, NOW + DAY, shown_at=NOW + DAY)
    confirm_seen(writing, supervisor(her, OMAR), again, NOW + DAY, shown_at=NOW + DAY)


def test_an_old_letter_does_not_stop_what_she_took_up_herself(writing):
    her, number = frozen(writing)
    see(writing, her, number, HERS, NOW + DAY)
    confirm_seen(writing, supervisor(her), number, NOW + DAY, shown_at=NOW + DAY)
    assert dispute(writing, dispute_codes(writing, her, "opened")[-1], "letter", NOW + 2 * DAY) == "frozen"
    again = next_of(writing, number, HERS, NOW + 2 * DAY)
    assert standing_of(writing, supervisor(her), again, NOW + 2 * DAY).state is CaseState.PROVED_ONCE


def test_a_dispute_after_the_desk_gave_an_access_takes_it_away(writing):
    her, number = helpless(writing)
    see(writing, her, number, THIEFS, NOW)
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    assert dispute(writing, dispute_codes(writing, her, "granted")[0], "page", NOW) == "frozen"
    with pytest.raises(CaseRefused):
        finish(writing, number, THIEFS, new_hash(writing), "printed-card", NOW)


def test_supervisors_see_what_waits_and_advisors_what_they_saw_themselves(writing):
    her, number = helpless(writing)
    see(writing, her, number, HERS, NOW)
    [waits] = [one for one in seen_cases(writing, supervisor(her), NOW) if one.standing.number == number]
    assert (waits.seen_by, waits.seen_at, waits.seen_until) == (MARC, NOW, NOW + DAY)
    assert number not in [one.standing.number for one in seen_cases(writing, supervisor(her), NOW + DAY)]
    assert number in [one.number for one in seen_by(writing, MARC, NOW)]
    assert number not in [one.number for one in seen_by(writing, NADIA, NOW)]
    with pytest.raises(CaseUnknown):
        standing_of(writing, advisor(her, NADIA), number, NOW)
    with pytest.raises(NotPermitted):
        seen_cases(writing, advisor(her), NOW)
    confirm_seen(writing, supervisor(her), number, NOW, shown_at=NOW)
    assert number not in [one.standing.number for one in seen_cases(writing, supervisor(her), NOW)]
    assert standing_of(writing, advisor(her), number, NOW).state is CaseState.GRANTED


def test_a_case_that_is_over_shows_no_code(writing):
    her = roux(writing)
    case = opened(writing, her)
    with pytest.raises(CaseRefused):
        show_desk_code(writing, case.number, HERS, NOW + 30 * DAY + AFTER)
