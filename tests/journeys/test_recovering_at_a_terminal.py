"""Mme Roux has lost her password, at lynx, then at w3m: who she is, a code of her card, and what is asked next."""

import pytest

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.terminal import TextBrowser

from .running import Running
from .signing_in import ROUX

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_madame_roux_proves_with_her_card_and_is_asked_for_a_second_proof(person: TextBrowser, portal: Running) -> None:
    her = BY_IDENTIFIER[ROUX].person
    person.follow("J’ai perdu mon identifiant")
    person.wait_for("Qu’avez-vous perdu ?")
    person.choose("Mon mot de passe")
    person.follow("Continuer")
    person.wait_for("Accès perdu : votre nom")
    person.type_into("Nom de naissance", her.birth_name)
    person.type_into("Premier prénom", her.first_names[0])
    person.follow("Continuer")
    person.wait_for("votre date de naissance")
    for label, typed in (("Jour", "12"), ("Mois", "mai"), ("Année", "1942")):
        person.type_into(label, typed)
    person.follow("Continuer")
    person.wait_for("Accès perdu : votre numéro")
    person.type_into("Accès perdu : votre numéro", her.ins)
    person.follow("Continuer")
    person.wait_for("une première preuve")
    person.wait_for("Le numéro de votre demande")
    person.choose("Ma carte de codes")
    person.follow("Continuer")
    person.wait_for("un code de votre carte")
    person.type_into("un code de votre carte", portal.code(ROUX))
    person.follow("Continuer")
    person.wait_for("une deuxième preuve")
    person.wait_for("Le Puy")
    assert "Ma carte de codes" not in person.screen()
