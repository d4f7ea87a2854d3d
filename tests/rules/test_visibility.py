"""Who sees a document: the truth table of the confidentiality codes (DOMAIN C5), every set of them."""

from itertools import combinations

import pytest

from dossier.documents.rules import hiding_column, visibility_of
from dossier.policy import Role

CODES = ("N", "MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX")
SETS = [frozenset(chosen) for size in range(len(CODES) + 1) for chosen in combinations(CODES, size)]


def seen_by(codes):
    """Return (holder sees it, legal representative sees it, masked from professionals)."""
    visibility = visibility_of(codes)
    return (
        not getattr(visibility, hiding_column(Role.PATIENT)),
        not getattr(visibility, hiding_column(Role.LEGAL_REPRESENTATIVE)),
        visibility.masked,
    )


@pytest.mark.parametrize(
    ("code", "holder", "representative", "masked"),
    [
        ("N", True, True, False),
        ("MASQUE_PS", True, True, True),
        ("INVISIBLE_PATIENT", False, False, False),
        ("INVISIBLE_REPRESENTANTS_LEGAUX", True, False, False),
    ],
)
def test_the_truth_table(code, holder, representative, masked):
    assert seen_by(frozenset({code})) == (holder, representative, masked)


@pytest.mark.parametrize("codes", SETS, ids=lambda codes: "+".join(sorted(codes)) or "none")
def test_codes_together_hide_as_much_as_each_alone(codes):
    alone = [seen_by(frozenset({code})) for code in codes]
    holder, representative, masked = seen_by(codes)
    assert holder is all(row[0] for row in alone)
    assert representative is all(row[1] for row in alone)
    assert masked is any(row[2] for row in alone)


def test_a_code_nobody_knows_hides_nothing_and_no_code_neither():
    assert seen_by(frozenset({"R"})) == seen_by(frozenset()) == (True, True, False)


def test_whoever_is_not_the_patient_sees_at_most_what_her_representative_sees():
    for_herself = {Role.PATIENT, Role.PATIENT_AT_DESK, Role.POST}
    assert {hiding_column(role) for role in set(Role) - for_herself} == {"hidden_from_representatives"}


def test_a_code_hides_whatever_its_letters():
    assert visibility_of(frozenset({"invisible_patient"})) == visibility_of(frozenset({"INVISIBLE_PATIENT"}))
    assert visibility_of(frozenset({"Masque_PS"})).masked


@pytest.mark.parametrize("role", [Role.PATIENT_AT_DESK, Role.POST])
def test_a_turn_at_a_desk_and_a_letter_hide_what_is_hidden_from_the_patient_herself(role):
    assert hiding_column(role) == hiding_column(Role.PATIENT)
