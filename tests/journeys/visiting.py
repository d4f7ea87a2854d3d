"""A visit at a desk, step by step, as Inès, Mme Roux and Paul take it. Each sits at hands of her own."""

import re
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from back_office.demo.staff import SCHILTIGHEIM
from dossier.lifecycle import State, found_space, move_space
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list
from tests.kit.desk import INES, PASSWORDS, desk_of
from tests.kit.house import CODES, NOW, PASSWORD, operator, with_credentials
from tests.kit.portal import DEMO, opened
from tests.kit.visits import in_front, number_of, put_at

from .hands import Hands
from .letters import newest_message
from .running import Running

ALLERGY, SINCE = "Pénicilline", "Gonflement du visage"
_PEOPLE = count(2420543157700)
_LANDLINES = count(33471090300)
_STOP_CODE = re.compile(r"(?:\b\d, \d\. ?){6}")
_LINE = re.compile(r"[Cc]ode (?:numéro )?(\d+)")


@dataclass
class Roux:
    """Mme Roux, 84: a landline, a card of codes, an address; no mobile, no e-mail."""

    identifier: str
    ins: str
    landline: str
    crossed_out: set[int] = field(default_factory=set)
    """The lines of her card that were used: she crosses each out."""

    def code(self, screen: Hands) -> str:
        """Return the code that stands on her card where the screen says, or the first one that isn't crossed out."""
        found = _LINE.search(screen.words())
        line = int(found[1]) if found else next(one for one in count(1) if one not in self.crossed_out)
        self.crossed_out.add(line)
        return CODES[line - 1]

    def stop_code(self, portal: Running) -> str:
        """Return the code that the voice on her landline said twice, for what she agreed to last."""
        said = newest_message(portal, self.landline)
        found = _STOP_CODE.search(said)
        assert found, said
        return "".join(sign for sign in found[0] if sign.isdigit())


def mme_roux(portal: Running) -> Roux:
    """Have her enrolled, with an account she uses, and put Inès at her site."""
    ins, landline = number_of(next(_PEOPLE)), f"+{next(_LANDLINES)}"
    with opened({**DEMO, "VAR_DIR": str(portal.var_dir)}) as house:
        put_at(desk_of(house), SCHILTIGHEIM)
        her = in_front(house, ins=ins, mobile="", email="", landline=landline)
        with house.store.writing() as unit:
            identifier = with_credentials(unit, her.id, card=False)
            found_space(unit, operator(her.id), NOW)
            for step in (State.OPENED, State.ACTIVATED):
                move_space(unit, operator(her.id), step, NOW)
            declare_list(
                unit, Acting(Role.PATIENT, her.id, her.id), "allergies", (DeclaredItem(ALLERGY, SINCE, "1987"),), NOW
            )
    return Roux(identifier, ins, landline)


def open_desk(hands: Hands, portal: Running, identifier: str) -> None:
    """Open a desk, from its first page."""
    hands.see("Ouvrir le poste")
    hands.write("Identifiant", identifier)
    hands.write("Mot de passe", PASSWORDS[identifier])
    hands.press("Continuer")
    hands.see("Prouvez que c’est vous")
    hands.write("Code de votre application", portal.code(identifier))
    hands.press("Ouvrir le poste")


def prepare_visit(ines: Hands, roux: Roux, *scopes: str) -> None:
    """Say who is in front of the desk, and what she lets Inès do."""
    ines.press("Visite")
    ines.see("Numéro de sécurité sociale")
    for label, typed in (
        ("Nom de naissance", "Blanchard"), ("Prénom", "Jeanne"),
        ("Jour", "12"), ("Mois", "mai"), ("Année", "1942"), ("Numéro de sécurité sociale", roux.ins),
    ):  # fmt: skip
        ines.write(label, typed)
    for scope in scopes:
        ines.choose(scope)
    ines.press("Préparer l’accord")
    ines.see("D’abord, lisez à voix haute")


def agree_by_card(screen: Hands, roux: Roux) -> None:
    """Have her agree on the turned screen, with the line of her card that it asks for."""
    screen.press("Demander un code")
    screen.see("Êtes-vous d’accord ?")
    screen.write("de votre carte", roux.code(screen))
    screen.press("Je suis d’accord")
    screen.see("L’accord est donné.")


def prove_in_her_turn(screen: Hands, roux: Roux) -> None:
    """Sign in as she does in her turn: her password, then a code of her card."""
    screen.see("C’est à vous")
    screen.press("Commencer")
    screen.see("Votre mot de passe")
    screen.write("Votre mot de passe", PASSWORD)
    screen.press("Continuer")
    screen.see("de votre carte")
    screen.write("Le code numéro", roux.code(screen))
    screen.press("Continuer")
    screen.see("Votre résumé")


def take_sealed_summary(screen: Hands, path: Path) -> tuple[bytes, str]:
    """Take her summary away in a file; return it, and the sixteen digits that she wrote down."""
    screen.press("Imprimer, ou l’emporter")
    screen.see("Imprimer le résumé en quelle taille ?")
    screen.choose("Très grande")
    screen.press("Faire un fichier fermé")
    screen.see("Écrivez ces 16 chiffres sur un papier")
    found = re.search(r"\b(?:\d{4} ){3}\d{4}\b", screen.words())
    assert found, screen.words()
    paper = screen.take_paper("J’ai noté le code.", "/tour/imprimer/fichier", path)
    return paper, found[0].replace(" ", "")


def end_her_turn(screen: Hands, portal: Running) -> None:
    """Have her say that she is done; Inès opens her desk again with a code."""
    screen.press("J’ai fini")
    screen.see("Votre tour est fini")
    screen.press("Rendre l’écran au conseiller")
    screen.see("Ce poste est fermé à clé")
    screen.write("Code de votre application", portal.code(INES))
    screen.press("Reprendre le poste")


def sign_in_at_home(her: Hands, roux: Roux) -> None:
    """Sign in on another day's screen, with the identifier of her letter and a code of her card."""
    her.press("Ouvrir mon dossier")
    her.see("Il est écrit sur la lettre")
    her.write("Votre identifiant", roux.identifier)
    her.press("Continuer")
    her.see("Votre mot de passe")
    her.write("Votre mot de passe", PASSWORD)
    her.press("Continuer")
    her.see("Le code numéro")
    her.write("Le code numéro", roux.code(her))
    her.press("Ouvrir mon dossier")
    her.see("Bonjour Madame Roux")


def stop_by_telephone(paul: Hands, code: str) -> None:
    """Take her stop code, as she reads it out four digits at a time."""
    paul.press("Appels")
    paul.see("Tout arrêter, avec le code du message")
    paul.press("Tout arrêter, avec le code du message")
    paul.see("Le code d’arrêt")
    paul.write("Le code d’arrêt", " ".join(code[start : start + 4] for start in range(0, 12, 4)))
    paul.press("Tout arrêter")
    paul.see("Le mandat est arrêté.")
