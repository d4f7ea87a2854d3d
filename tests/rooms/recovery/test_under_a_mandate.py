"""A recovery opened under a mandate: its advisor sees hints and sends codes; another one, or without it, nothing."""

from dataclasses import replace

import pytest

from dossier.identity import ContactKind
from dossier.policy import Acting, NotPermitted, Role, Scope
from dossier.recovery import (
    NOBODY,
    CaseUnknown,
    ChangeRefused,
    ContactUnfit,
    Lost,
    NothingToRecover,
    Proof,
    SecondPersonMissing,
    TooManyCases,
    approve_contact_change,
    ask_contact_change,
    case_opened_for,
    changes_of,
    choose_channel,
    open_case,
    see_identity,
    show_desk_code,
    standing_of,
)
from tests.kit.house import NOW, enrolled, events_of
from tests.kit.recovery import CONTACTS, DOMAINS, KARIM, MARC, NADIA, NEW, agent, identity_of, messages, roux


def advisor(patient_id: bytes, staff_id: bytes = MARC, scope: Scope | None = Scope.RECOVERY) -> Acting:
    who = Acting(Role.ADVISOR, patient_id, staff_id, "Marc")
    return who if scope is None else replace(who, mandate="7KQM4HTX9DFR", scope=scope, site="Le Puy")


def test_the_advisor_whom_she_lets_sees_two_digits_and_no_contact(writing):
    her = roux(writing)
    case = open_case(writing, advisor(her), Lost.CARD, NOW)
    ways = {one.proof: (one.hint, one.why_not) for one in case.channels}
    assert ways[Proof.SMS] == (CONTACTS["mobile"][-2:], "")
    assert ways[Proof.CARD][1] == "lost" or Proof.CARD not in ways
    assert not {CONTACTS["mobile"], CONTACTS["email"], CONTACTS["landline"]} & {hint for hint, _ in ways.values()}
    assert case_opened_for(writing, her, MARC, NOW) == case


def test_a_code_is_sent_to_her_and_not_told(writing):
    her = roux(writing)
    case = open_case(writing, advisor(her), Lost.PASSWORD, NOW)
    after = choose_channel(writing, advisor(her), case.number, Proof.SMS, NOW)
    code = messages(writing, her, "recovery-code")[0].parameters["code"]
    assert code not in repr(after)
    assert after.code_sent_by is Proof.SMS


@pytest.mark.parametrize("other", [advisor(b"", NADIA), advisor(b"", MARC, None), advisor(b"", MARC, Scope.OPT_OUT)])
def test_a_colleague_or_the_same_without_the_mandate_sees_and_sends_nothing(writing, other):
    her = roux(writing)
    case = open_case(writing, advisor(her), Lost.PASSWORD, NOW)
    acting = replace(other, patient_id=her)
    with pytest.raises((CaseUnknown, NotPermitted)):
        standing_of(writing, acting, case.number, NOW)
    with pytest.raises((CaseUnknown, NotPermitted)):
        choose_channel(writing, acting, case.number, Proof.SMS, NOW)
    assert case_opened_for(writing, her, NADIA, NOW) is None
    assert case_opened_for(writing, NOBODY, MARC, NOW) is None


def test_who_opened_it_is_not_who_sees_her_paper(writing):
    her = roux(writing)
    case = open_case(writing, advisor(her), Lost.PASSWORD, NOW)
    code = show_desk_code(writing, case.number, "her own visit", NOW).code
    paper = identity_of(writing, her)
    with pytest.raises(SecondPersonMissing, match="opener"):
        see_identity(writing, case.number, paper, DOMAINS, code, NOW, lambda who: advisor(who, MARC, None))


def test_the_limits_of_a_person_hold_at_a_desk_too(writing):
    her = roux(writing)
    for _ in range(3):
        open_case(writing, advisor(her), Lost.PASSWORD, NOW)
    with pytest.raises(TooManyCases):
        open_case(writing, advisor(her), Lost.PASSWORD, NOW)


def test_who_never_had_an_access_has_none_to_find_again(writing):
    with pytest.raises(NothingToRecover):
        open_case(writing, advisor(enrolled(writing)), Lost.PASSWORD, NOW)


def test_a_change_asked_under_a_mandate_is_real_also_for_who_never_signed_in(writing):
    her = enrolled(writing, **CONTACTS)
    acting = advisor(her, MARC, Scope.CONTACT_CHANGE)
    asked = ask_contact_change(writing, acting, ContactKind.MOBILE, NEW["mobile"], "Le Puy", NOW)
    assert asked.new_hint == NEW["mobile"][-2:]
    assert "recovery:contact:asked" in events_of(writing, her)
    with pytest.raises(ChangeRefused):
        ask_contact_change(writing, acting, ContactKind.MOBILE, NEW["mobile"], "Le Puy", NOW)
    with pytest.raises(ContactUnfit):
        ask_contact_change(writing, acting, ContactKind.EMAIL, "jeanne", "Le Puy", NOW)
    approve_contact_change(writing, agent(her, KARIM), asked.reference, "Brest", NOW)
    assert {str(one.state) for one in changes_of(writing, agent(her, KARIM), NOW)} == {"held"}


def test_the_advisor_who_asked_neither_agrees_nor_recovers(writing):
    her = roux(writing)
    acting = advisor(her, MARC, Scope.CONTACT_CHANGE)
    asked = ask_contact_change(writing, acting, ContactKind.MOBILE, NEW["mobile"], "Le Puy", NOW)
    with pytest.raises(NotPermitted):
        approve_contact_change(writing, acting, asked.reference, "Brest", NOW)
    with pytest.raises(Exception, match="recovery-agent-barred"):
        open_case(writing, advisor(her), Lost.PASSWORD, NOW)
