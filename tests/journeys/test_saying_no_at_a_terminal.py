"""Who got a letter, at lynx, then at w3m: says no, changes her mind, comes late, or has lost it."""

from datetime import date
from io import BytesIO
from pathlib import Path
from subprocess import run

import pytest
import zxingcpp
from PIL import Image

from dossier.lifecycle import State
from portal.ui import day_in_words
from tests.kit.terminal import TextBrowser
from tests.printouts.reading import words

from .letters import VIDAL, in_groups_of_four, letter_to
from .papers import saved_paper
from .running import Running
from .saying_no import (
    begin_at_terminal,
    give_date_at_terminal,
    plain,
    prove_letter_at_terminal,
    say_no_at_terminal,
    take_the_no_back_at_terminal,
    today,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_madame_vidal_says_no_with_her_letter_and_follows_her_request(
    person: TextBrowser, portal: Running, tmp_path: Path
) -> None:
    vidal = letter_to(portal, VIDAL)
    code = vidal.code()
    begin_at_terminal(person, "J’ai la lettre")
    _give_a_mistyped_code_then(person, code)
    _give_a_day_that_is_none_then(person, vidal.person.birth_on)
    person.wait_for("Vérifiez, puis dites non")
    person.wait_for(code)
    person.wait_for(f"Vous pouvez dire non jusqu’au {_last_day(vidal.case().displayed_on)}.")
    person.back()
    person.wait_for("Quand est née la personne de la lettre ?")
    person.follow("Continuer")
    person.wait_for("6 avril 1947")
    assert vidal.case().state is State.ANNOUNCED
    person.follow("Je dis non au dossier")
    person.wait_for("C’est noté : vous avez dit non")
    person.wait_for("Le dossier ne sera pas créé.")
    assert vidal.case().state is State.OPPOSED
    number = in_groups_of_four(person.screen())
    assert today() in plain(person.screen())
    person.follow("En grandes lettres")
    paper = saved_paper(person, tmp_path / "recepisse.pdf")
    for told in ("Vous avez dit non au dossier", number, "Marguerite Vidal", today(), "Dire non au dossier"):
        assert told in words(paper)
    assert _squares(paper) == [f"{portal.url.upper()}/R/{number.replace('-', '')}"]
    person.back()
    _follow_the_request(person, number, vidal.person.birth_on)
    _check_the_number(person, number)


def test_she_changes_her_mind_at_once_and_again_with_the_same_letter_later(
    person: TextBrowser, portal: Running
) -> None:
    vidal = letter_to(portal, VIDAL)
    code = vidal.code()
    say_no_at_terminal(person, code, vidal)
    take_the_no_back_at_terminal(person)
    assert vidal.case().state is State.ANNOUNCED
    person.wait_for("Vous pouvez encore dire non.")
    person.follow("Dire non au dossier")
    person.wait_for("Vérifiez, puis dites non")
    person.follow("Je dis non au dossier")
    person.wait_for("C’est noté : vous avez dit non")
    person.follow("Quitter et effacer")
    person.wait_for("Au revoir")
    person.open(f"{portal.url}/")
    prove_letter_at_terminal(person, code, vidal)
    person.wait_for("Vous avez déjà dit non")
    person.wait_for(f"Nous avons noté votre non le {today()}.")
    assert vidal.case().state is State.OPPOSED
    take_the_no_back_at_terminal(person)
    assert vidal.case().state is State.ANNOUNCED


def test_without_her_letter_she_asks_for_a_code_and_learns_nothing_until_it_comes(
    person: TextBrowser, portal: Running
) -> None:
    vidal = letter_to(portal, VIDAL)
    vidal.let_days_pass(3)
    first = vidal.code()
    begin_at_terminal(person, "Je n’ai pas ma lettre")
    _say_who_she_is(person, "VIDALE", vidal.person.birth_on, vidal.person.ins)
    person.wait_for("Un code part peut-être vers vous")
    told_to_a_stranger = person.screen()
    assert vidal.code() == first
    person.follow("Vérifier mes réponses")
    _say_who_she_is(person, "Vidal", vidal.person.birth_on, vidal.person.ins)
    person.wait_for("Un code part peut-être vers vous")
    assert person.screen() == told_to_a_stranger
    new = vidal.code()
    assert new != first
    person.follow("J’ai reçu le code")
    person.wait_for("Il est écrit en gros sur la lettre.")
    person.type_into("Le code de votre lettre", new)
    person.follow("Continuer")
    person.wait_for("Quand est née la personne de la lettre ?")
    give_date_at_terminal(person, vidal.person.birth_on)
    person.follow("Continuer")
    person.wait_for("Vérifiez, puis dites non")
    person.follow("Je dis non au dossier")
    person.wait_for("C’est noté : vous avez dit non")
    assert vidal.case().state is State.OPPOSED


def test_too_late_the_same_form_asks_for_the_closure_and_says_the_difference(
    person: TextBrowser, portal: Running
) -> None:
    vidal = letter_to(portal, VIDAL)
    vidal.let_days_pass(60)
    prove_letter_at_terminal(person, vidal.code(), vidal)
    person.wait_for("Le dossier existe déjà : vous pouvez le fermer")
    person.wait_for("Dire non à temps Le dossier n’est pas créé.")
    person.wait_for("Demander la fermeture maintenant Le dossier est fermé. Il n’est plus lu. Il est gardé dix ans.")
    assert "Je dis non" not in person.screen()
    person.follow("Demander la fermeture")
    person.wait_for("C’est noté : vous demandez la fermeture")
    person.wait_for("Le dernier jour pour dire non était passé. Alors le dossier est fermé.")
    assert vidal.case().state is State.CLOSED
    person.follow("J’ai changé d’avis")
    person.wait_for("Le code de la lettre ne suffit pas pour le rouvrir.")


def _give_a_mistyped_code_then(person: TextBrowser, code: str) -> None:
    person.wait_for("Il est écrit en gros sur la lettre.")
    person.type_into("Le code de votre lettre", code[:-2])
    person.follow("Continuer")
    person.wait_for("Il faut 12 signes. Il en manque 2.")
    person.type_into("Le code de votre lettre", code.lower())
    person.follow("Continuer")
    person.wait_for("Quand est née la personne de la lettre ?")


def _give_a_day_that_is_none_then(person: TextBrowser, born_on: date) -> None:
    person.type_into("Jour", "30")
    person.type_into("Mois", "février")
    person.type_into("Année", str(born_on.year))
    person.follow("Continuer")
    person.wait_for("Ce jour n’existe pas.")
    give_date_at_terminal(person, born_on)
    person.follow("Continuer")


def _say_who_she_is(person: TextBrowser, birth_name: str, born_on: date, number: str) -> None:
    person.wait_for("Pour qui faut-il un code ?")
    person.type_into("Nom de naissance", birth_name)
    person.type_into("Prénom", "Marguerite")
    person.follow("Continuer")
    person.wait_for("Quelle est la date de naissance ?")
    give_date_at_terminal(person, born_on)
    person.follow("Continuer")
    person.wait_for("Quel est le numéro de sécurité sociale ?")
    person.type_into("Quel est le numéro de sécurité sociale ?", number)
    person.follow("Demander un code")


def _follow_the_request(person: TextBrowser, number: str, born_on: date) -> None:
    person.wait_for("Vérifier ce récépissé")
    person.follow("Vérifier ce récépissé")
    person.wait_for("Ce récépissé est authentique")
    person.follow("Savoir où en est ma demande")
    person.wait_for("Où en est votre demande ?")
    person.type_into("Le numéro du récépissé", number)
    give_date_at_terminal(person, born_on)
    person.follow("Voir où elle en est")
    person.wait_for("Votre demande, aujourd’hui")
    person.wait_for("Elle va partir à l’Assurance Maladie.")
    assert today() in plain(person.screen())


def _check_the_number(person: TextBrowser, number: str) -> None:
    person.follow("Plan du site")
    person.wait_for("Pour tout le monde")
    person.follow("Vérifier un récépissé")
    person.wait_for("Il est écrit en gros sur le papier.")
    person.type_into("Le numéro du récépissé", number)
    person.follow("Vérifier ce récépissé")
    person.wait_for("Ce récépissé est authentique")
    person.wait_for(f"Il a été fait le {today()}.")
    for private in ("Marguerite", "Vidal", "dit non"):
        assert private not in person.screen()


def _last_day(day: date | None) -> str:
    assert day is not None
    return day_in_words(day)


def _squares(paper: bytes) -> list[str]:
    """Return what a telephone reads in the squares of a paper."""
    drawn = run(["pdftoppm", "-r", "100", "-gray", "-"], input=paper, capture_output=True, check=True).stdout
    pages = (BytesIO(b"P5" + page) for page in drawn.split(b"P5")[1:])
    return [found.text for page in pages for found in zxingcpp.read_barcodes(Image.open(page))]
