"""Types of documents: where the public finds each, known or not."""

import pytest

from dossier.documents import types


@pytest.mark.parametrize(
    ("type_code", "category"),
    [
        ("11502-2", "BIOLOGIE"),
        ("18748-4", "RADIO_SC"),
        ("DOCPAT04", "RADIO_SC"),
        ("57833-6", "ORD_SOIN"),
        ("60593-1", "ORD_SOIN"),
        ("SYNTH", "SYNTHESE"),
        ("60591-5", "SYNTHESE"),
        ("11490-0", "CPT_REND"),
        ("75492-9", "DEPISTAG"),
        ("11369-6", "CAR_VAC"),
        ("89601-9", "CERT_MED"),
        ("ATTEST-DROITS-AM", "DOC_ADM"),
        ("EXPPAT_3", "DIR_ANT"),
        ("74465-6", "QUEST_SANTE"),
        ("REMB", "AUTR_DOC"),
    ],
)
def test_a_type_is_found_where_people_look_for_it(type_code: str, category: str) -> None:
    assert types.category_of(type_code) == category


@pytest.mark.parametrize("unheard_of", ["", "99999-9", "syNTH", "'; --", "é" * 5000])
def test_a_type_unheard_of_goes_with_the_other_documents(unheard_of: str) -> None:
    assert types.category_of(unheard_of) == "AUTR_DOC"
    assert types.class_of(unheard_of) is None


def test_a_type_without_class_still_has_a_category() -> None:
    assert types.class_of("28617-9") is None
    assert types.category_of("28617-9") == "CPT_REND"
    assert types.category_of("101881-1") == "AUTR_DOC"


def test_each_type_leads_to_a_category_that_is_shown_and_each_category_is_reached() -> None:
    reached = {types.category_of(code) for code in types.CLASS_OF_TYPE}
    assert reached == set(types.CATEGORIES)


def test_the_edition_holds_every_type_once_under_its_class() -> None:
    assert types.VERSION == "2024-09-27"
    # Counted on the printed table: 34 + 20 + 4 + 14 + 2 + 6 + 1 + 7 + 1 + 4 + 8, and 6 without class.
    assert len(types.CLASS_OF_TYPE) == 107
    assert types.class_of("60591-5") == "11"
    assert types.class_of("REMB") == "60"
