"""One code told, keyed in or sent back stops whatever its notice told of: a case, a change, a mandate."""

import secrets
from datetime import timedelta

import pytest

from dossier.identity import ContactKind, TooManyTries
from dossier.mandates import Duration, MandateDead, MandateState, acting_under, check_deed
from dossier.policy import Scope
from dossier.recovery import (
    CaseState,
    ChangeRefused,
    approve_contact_change,
    ask_contact_change,
    send_contact_code,
    standing_online,
    stop_by_code,
)
from tests.kit.house import NOW, events_of
from tests.kit.mandates import given, somebody, staff, stop_codes
from tests.kit.recovery import KARIM, NEW, agent, dispute_codes, opened, roux

WAYS = ["keypad", "phone", "letter", "sms"]
DAY = timedelta(days=1)


def typed(code, way):
    """How a code arrives: an SMS begins with the word, whatever its case; people part the digits as they like."""
    parted = " ".join(code[start : start + 4] for start in (0, 4, 8))
    return f"Stop {parted}" if way == "sms" else parted


def network():
    return secrets.token_hex(4)


@pytest.mark.parametrize("way", WAYS)
def test_a_mandates_code_ends_it_at_once_and_later_says_that_it_is_over(writing, way):
    paul, her = staff(writing), somebody(writing)
    number, other = given(writing, paul, her), given(writing, paul, her)
    acting_under(writing, paul, number, Scope.OPT_OUT, NOW)
    code = typed(stop_codes(writing, her.id, number)[0], way)
    assert stop_by_code(writing, code, way, NOW, network=network()) == "revoked"
    with pytest.raises(MandateDead):
        acting_under(writing, paul, number, Scope.OPT_OUT, NOW)
    acting_under(writing, paul, other, Scope.OPT_OUT, NOW)
    assert events_of(writing, her.id).count("mandates:mandate:revoked") == 1
    assert stop_by_code(writing, code, way, NOW, network=network()) == "over"


@pytest.mark.parametrize("way", WAYS)
def test_a_recoverys_code_freezes_its_case(writing, way):
    her = roux(writing)
    number = opened(writing, her).number
    code = typed(dispute_codes(writing, her)[0], way)
    assert stop_by_code(writing, code, way, NOW, network=network()) == "frozen"
    assert standing_online(writing, number, NOW).state is CaseState.FROZEN
    assert stop_by_code(writing, code, way, NOW, network=network()) == "unknown"


def test_a_changes_code_stops_it(writing):
    her = roux(writing)
    change = ask_contact_change(writing, agent(her), ContactKind.MOBILE, NEW["mobile"], "Lyon", NOW)
    approve_contact_change(writing, agent(her, KARIM), change.reference, "Brest", NOW)
    code = dispute_codes(writing, her, "contact-approved")[0]
    assert stop_by_code(writing, code, "keypad", NOW + 6 * DAY, network=network()) == "stopped"
    with pytest.raises(ChangeRefused):
        send_contact_code(writing, agent(her), change.reference, NOW + 7 * DAY)


def test_after_the_mandates_end_its_code_is_known_and_stops_nothing(writing):
    paul, her = staff(writing), somebody(writing)
    number = given(writing, paul, her, duration=Duration.DAY)
    code = stop_codes(writing, her.id, number)[0]
    assert stop_by_code(writing, code, "phone", NOW + DAY, network=network()) == "over"
    assert check_deed(writing, number, NOW + DAY).state is MandateState.EXPIRED


def test_wrong_codes_of_both_kinds_count_together_and_right_ones_count_for_nothing(writing):
    paul = staff(writing)
    people = [somebody(writing) for _ in range(11)]
    codes = [stop_codes(writing, her.id, given(writing, paul, her))[0] for her in people]
    here = network()
    for code in codes[:10]:
        assert stop_by_code(writing, code, "phone", NOW, network=here) == "revoked"
    for guess in range(10):
        assert stop_by_code(writing, f"{guess:012d}", "phone", NOW, network=here) == "unknown"
    for code in (codes[10], dispute_codes(writing, _stoppable(writing))[0]):
        with pytest.raises(TooManyTries):
            stop_by_code(writing, code, "phone", NOW, network=here)
    assert stop_by_code(writing, codes[10], "keypad", NOW, network=network()) == "revoked"


def _stoppable(unit):
    her = roux(unit)
    opened(unit, her)
    return her
