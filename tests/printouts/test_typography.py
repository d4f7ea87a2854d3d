"""French line ends: which spaces hold, and that nothing but a space ever changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printouts.typography import NO_BREAK, bind


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Douleur : oui ; non ! Où ?", "Douleur~: oui~; non~! Où~?"),
        ("« aucune allergie »", "«~aucune allergie~»"),
        ("850 mg le soir", "850~mg le soir"),
        ("1 000 mg", "1~000~mg"),
        ("1 comprimé, 2 gélules", "1~comprimé, 2~gélules"),
        ("6,9 % et 37,5 °C", "6,9~% et 37,5~°C"),
        ("le 3 mars 2026", "le 3~mars~2026"),
        ("1er mars 2026", "1er~mars~2026"),
        ("Mme Roux, M. Roux, Dr Le Goff", "Mme~Roux, M.~Roux, Dr~Le Goff"),
        ("mardi à 8 h 05, de 8 h 30 à 17 h", "mardi à 8~h~05, de 8~h~30 à 17~h"),
        ("article L. 1111-18", "article L.~1111-18"),
    ],
)
def test_these_stay_together(text, bound):
    assert bind(text) == bound.replace("~", NO_BREAK)


@pytest.mark.parametrize(
    "text",
    ["10:30", "http://exemple.fr", "3 mgr", "type 2 depuis", "en mars", "Drôle de nom", "Diabète de type 2"],
)
def test_these_are_left_alone(text):
    assert bind(text) == text


@given(st.text(alphabet=st.sampled_from(" :;!?«»%°0123456789mghlLMre.rs\u00a0éd")))
def test_binding_changes_spaces_only_and_twice_is_once(text):
    bound = bind(text)
    assert bound.replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")
    assert bind(bound) == bound
