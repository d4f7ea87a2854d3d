"""The walk over mandates would find their faults: each of a list is planted, and caught."""

import pytest

from tests.abuse.mandate_mutations import FAULTS, IN_A_HURRY, NAME
from tests.abuse.planting import is_caught

NAMES = [fault.name for fault in FAULTS]


def test_the_list_is_long_enough_and_each_fault_can_be_planted():
    assert len(FAULTS) >= 35
    assert len(set(NAMES)) == len(NAMES)
    for fault in FAULTS:
        compile(fault.source(), fault.module, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_A_HURRY)
def test_a_planted_fault_is_caught(name):
    assert is_caught(NAME, FAULTS[NAMES.index(name)])


@pytest.mark.drill
@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_every_planted_fault_is_caught(fault):
    assert is_caught(NAME, fault)
