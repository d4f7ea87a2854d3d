"""Mme Morel gets her access back: alone, at a desk; and stops somebody else. At lynx, at w3m, on a small phone."""

import re
from pathlib import Path

import pytest

from tests.kit.house import CODES
from tests.printouts.reading import words

from .hands import Hands
from .recovering import begin, enter, take_password, who_lost
from .running import Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_a_lost_password_is_replaced_with_an_sms_and_a_line_of_the_card(hands: Hands, portal: Running) -> None:
    morel = who_lost(portal)
    begin(hands, morel, "Mon mot de passe")
    hands.choose("Un SMS")
    hands.press("Continuer")
    hands.see("le code du SMS")
    hands.write("le code du SMS", morel.sms_code())
    hands.press("Continuer")
    hands.see("une deuxième preuve")
    hands.see("Quimper")
    assert "Un SMS" not in hands.words()
    hands.choose("Ma carte de codes")
    hands.press("Continuer")
    hands.see("le code numéro 1 de votre carte")
    hands.write("le code numéro 1", CODES[0])
    hands.press("Continuer")
    take_password(hands)
    hands.choose("Un SMS")
    hands.press("Finir")
    hands.see("C’est fait : vous avez retrouvé votre accès")
    hands.see("Toutes les visites ouvertes sont fermées.")
    enter(hands, morel.identifier)
    hands.see("Le code reçu par SMS")
    hands.write("Le code reçu par SMS", morel.sms_code("sign-in-code"))
    hands.press("Ouvrir mon dossier")
    hands.see("Bonjour Madame Morel")


def test_who_lost_everything_gets_it_back_at_a_desk_on_her_own_screen(
    hands: Hands, portal: Running, tmp_path: Path
) -> None:
    morel = who_lost(portal, mobile=False)
    begin(hands, morel, "Tout")
    hands.press("Je n’ai rien de tout cela")
    hands.see("une pièce d’identité")
    hands.press("Montrer mon code")
    hands.see("Montrez ce code à la personne du guichet")
    shown = hands.words()
    morel.shows_her_paper(shown)
    hands.press("Continuer")
    hands.see("Une deuxième personne vérifie")
    morel.second_person_agrees(shown)
    hands.press("Continuer")
    hands.see("Votre nouvel identifiant")
    identifier = f"quimper-{morel.identifier.rpartition('.')[2]}-odette"
    hands.write("Votre nouvel identifiant", identifier)
    hands.press("Prendre cet identifiant")
    take_password(hands)
    hands.choose("Une carte de codes, à imprimer")
    hands.press("Finir")
    hands.see("Prenez maintenant votre carte de codes")
    card = words(hands.take_paper("Ouvrir ma carte", "/acces-perdu/fini", tmp_path / "carte.pdf"))
    assert "Odette Morel" in card
    enter(hands, identifier)
    hands.see("Le code numéro 1 de votre carte")
    hands.write("Le code numéro 1", _line(card, 1))
    hands.press("Ouvrir mon dossier")
    hands.see("Bonjour Madame Morel")


def test_this_was_not_me_stops_it_with_the_code_of_the_notice(hands: Hands, portal: Running) -> None:
    morel = who_lost(portal)
    number = morel.somebody_asks_for_her_access()
    hands.press("J’ai perdu mon identifiant")
    hands.see("Qu’avez-vous perdu ?")
    hands.press("Ce n’est pas moi")
    hands.see("Le code d’arrêt du message")
    code = morel.stop_code()
    hands.write("Le code d’arrêt du message", f"{code[:4]} {code[4:8]} {code[8:]}")
    hands.press("Continuer")
    hands.see("Ce n’est pas moi : vous êtes sûr ?")
    assert not morel.is_frozen(number)
    hands.press("Oui, tout arrêter")
    hands.see("C’est fait : tout est arrêté")
    hands.see("Ne donnez jamais un code.")
    assert morel.is_frozen(number)


def _line(card: str, number: int) -> str:
    """Return the code that stands on the printed card beside a number."""
    printed = re.search(rf"(?<!\d){number} (\d{{4}} \d{{4}})(?!\d)", card)
    assert printed, card
    return printed[1]
