"""Codes that an advisor has sent under a mandate: to her alone, by what is on file, never twice so soon."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dossier.lifecycle import AccountExists, Purpose, SpaceUnknown, State, send_letter_code
from dossier.policy import Acting, NotPermitted, Role, Scope
from tests.kit.house import NOW, enrolled, with_credentials
from tests.kit.mandates import CONTACTS, messages

ADDRESS = {"address": CONTACTS["address"]}
MOBILE = {"mobile": CONTACTS["mobile"]}


def advisor(patient_id: bytes, scope: Scope = Scope.ACTIVATION, *, is_weak: bool = False) -> Acting:
    who = Acting(Role.ADVISOR, patient_id, b"ines------------", "Inès Laurent")
    return replace(who, mandate="7KQM4HTX9DFR", scope=scope, site="Le Puy", is_weak=is_weak)


@pytest.mark.parametrize(
    ("contacts", "sms", "how"),
    [
        (MOBILE | ADDRESS, True, "sms"),
        (MOBILE | ADDRESS, False, "letter"),
        (ADDRESS, True, "letter"),
        (MOBILE, False, "nowhere"),
        ({}, True, "nowhere"),
    ],
)
def test_it_goes_to_what_is_on_file_and_the_advisor_learns_by_which_way_alone(writing, contacts, sms, how):
    her = enrolled(writing, state=State.OPENED, **contacts)
    assert send_letter_code(writing, advisor(her), Purpose.ACTIVATION, NOW, sms=sms) == how
    assert [one.channel for one in messages(writing, her, "letter-code")] == ([] if how == "nowhere" else [how])


@pytest.mark.parametrize(("sms", "pause"), [(True, timedelta(minutes=1)), (False, timedelta(days=1))])
def test_another_one_waits_its_time(writing, sms, pause):
    her = enrolled(writing, state=State.OPENED, **MOBILE, **ADDRESS)
    for at, how in ((NOW, "sms" if sms else "letter"), (NOW + pause - timedelta(seconds=1), "lately")):
        assert send_letter_code(writing, advisor(her), Purpose.ACTIVATION, at, sms=sms) == how
    assert send_letter_code(writing, advisor(her), Purpose.ACTIVATION, NOW + pause * 2, sms=sms) != "lately"


def test_under_a_mandate_on_paper_it_travels_by_letter_whatever_can_be_sent(writing):
    her = enrolled(writing, state=State.ANNOUNCED, **MOBILE, **ADDRESS)
    weak = advisor(her, Scope.OPT_OUT, is_weak=True)
    assert send_letter_code(writing, weak, Purpose.OPT_OUT, NOW, sms=True) == "letter"


def test_who_has_an_identifier_needs_no_code_to_activate(writing):
    her = enrolled(writing, **MOBILE)
    with_credentials(writing, her)
    with pytest.raises(AccountExists):
        send_letter_code(writing, advisor(her), Purpose.ACTIVATION, NOW, sms=True)


def test_who_has_no_space_has_nothing_to_activate(writing):
    with pytest.raises(SpaceUnknown):
        send_letter_code(writing, advisor(enrolled(writing, state=None)), Purpose.ACTIVATION, NOW, sms=True)


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope not in (Scope.ACTIVATION, Scope.OPT_OUT)])
def test_no_other_scope_sends_one(writing, scope):
    with pytest.raises(NotPermitted):
        send_letter_code(writing, advisor(enrolled(writing), scope), Purpose.ACTIVATION, NOW, sms=True)
