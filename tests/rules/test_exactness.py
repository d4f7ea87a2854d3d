"""An identity is exactly somebody's, or nobody's: accents, case and hyphens don't count, anything else does."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.identity import Person, TypedIdentity, traits_are_hers

HER = Person(
    ins="255081416802538",
    ins_domain=10,
    birth_name="LE GOFF-D’ŒUVRAY",
    first_names=("ANNE", "MARIE-LÉA"),
    birth_on=date(1955, 8, 14),
    sex="F",
    usual_name="ROUX",
)
TYPED = TypedIdentity("Le Goff d'Oeuvray", "anne", date(1955, 8, 14), "255081416802538")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"birth_name": "roux"},
        {"birth_name": "LE GOFF D OEUVRAY"},
        {"first_name": "Marie Lea"},
        {"first_name": "Anne Marie-Léa"},
    ],
)
def test_it_is_she(changes):
    assert traits_are_hers(HER, replace(TYPED, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_name": "Le Goff"},
        {"birth_name": ""},
        {"first_name": "Ann"},
        {"first_name": ""},
        {"birth_on": date(1955, 8, 15)},
        {"ins": "255081416802539"},
    ],
)
def test_it_is_not_she(changes):
    assert not traits_are_hers(HER, replace(TYPED, **changes))


def test_a_name_in_other_letters_is_compared_letter_by_letter():
    her = replace(HER, birth_name="حداد", usual_name="")
    assert traits_are_hers(her, replace(TYPED, birth_name="حداد"))
    assert not traits_are_hers(her, replace(TYPED, birth_name="حدد"))
