"""Paul at lynx, then at w3m: he opens his desk, computes a deadline, leaves his place and takes it again."""

import pytest

from tests.kit.desk import PASSWORDS, PAUL
from tests.kit.terminal import TextBrowser

from .running import Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_paul_opens_his_desk_computes_a_deadline_and_leaves_his_place(person: TextBrowser, portal: Running) -> None:
    person.open(f"{portal.desk_url}/")
    person.wait_for("Ouvrir le poste")
    person.type_into("Identifiant", PAUL)
    person.type_into("Mot de passe", PASSWORDS[PAUL])
    person.follow("Continuer")
    person.wait_for("Prouvez que c’est vous")
    person.type_into("6 chiffres", portal.code(PAUL))
    person.follow("Ouvrir le poste")
    person.wait_for("Votre poste de téléconseil")
    person.follow("Délai pour dire non")
    person.wait_for("Jusqu’à quand peut-on dire non")
    person.type_into("Jour", "2")
    person.type_into("Mois", "mars")
    person.type_into("Année", "2022")
    person.type_into("Code postal", "67000")
    person.follow("Calculer")
    person.wait_for("Le délai est passé.")
    person.wait_for("4 avril 2022")
    person.follow("Laisser le poste")
    person.wait_for("Ce poste est fermé à clé")
    person.type_into("6 chiffres", portal.code(PAUL))
    person.follow("Reprendre le poste")
    person.wait_for("Votre poste de téléconseil")
    person.follow("Finir ma journée")
    person.wait_for("Bonne fin de journée")
