"""Mme Roux at lynx, then at w3m: in with her card, the blood test, the summary on paper, and out again.

Both browsers draw Back from their own memory and ask the server nothing (seen with lynx 2.9.0 and w3m 0.5.3): lynx
sets every "don't keep" mark aside for Back on purpose, w3m only lifts the page on top, and takes orders in answers
from local programs alone. No header, cookie or status changes that: until the browser is closed, Back shows the page
that was read. So the page of leaving asks to close the window. Held here is what a server can hold: from such an old
page every step leads to the sign-in, and once the browser is closed, nothing of the record is left in its folder.
"""

import time
from pathlib import Path

import pytest

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.terminal import TextBrowser
from tests.printouts.reading import runs, words

from .running import Running
from .signing_in import ROUX, sign_in_at_terminal

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PERSONAL = ("Roux", "ROUX", ROUX, BY_IDENTIFIER[ROUX].password, "thyroïde", "Lévothyroxine", "TSH")
READING = "Document lu : Prise de sang : thyroïde"


def test_madame_roux_reads_her_blood_test_prints_her_summary_and_leaves(
    person: TextBrowser, portal: Running, tmp_path: Path
) -> None:
    person.follow("Ouvrir mon dossier")
    sign_in_at_terminal(person, portal)
    person.wait_for("Bonjour Madame Roux")
    person.follow("Lire les documents")
    person.wait_for("Tous les documents")
    person.follow("Prise de sang : thyroïde")
    person.wait_for("TSH 6,8 mUI/L 0,4 à 4,0 5,9 mUI/L")
    person.wait_for("TSH un peu haute. Parlez de la dose de lévothyroxine avec votre médecin.")
    assert "REFRESH" not in person.screen().upper()
    person.follow("Imprimer")
    person.wait_for("en quelle taille")
    person.follow("Préparer le résumé")
    summary = words(_saved_pdf(person, tmp_path / "resume.pdf"))
    for word in ("JEANNE ROUX", "Pénicilline", "Lévothyroxine", "Prise de sang : thyroïde"):
        assert word in summary
    person.back()
    person.wait_for("en quelle taille")
    person.follow("Qui l’a lu")
    person.wait_for("Chaque lecture est notée ici")
    assert READING in " ".join(person.screen().split("Entrée sur le site")[0].split()), "not in this visit's part"
    _leave_and_close(person)


def _leave_and_close(person: TextBrowser) -> None:
    person.follow("Quitter et effacer")
    person.wait_for("Au revoir")
    person.wait_for("Fermez maintenant cette fenêtre")
    assert not _personal(person.screen())
    person.back()
    person.wait_for("Qui a lu le dossier")  # out of the browser's memory: see above
    for step in ("Documents", "Mon dossier", "Imprimer"):  # the first two are in the browser's memory as well
        person.follow(step)
        person.wait_for("Il est écrit sur la lettre")
        assert not _personal(person.screen())
        person.back()
    person.press("Q")
    assert [file.name for file in person.home.rglob("*") if file.is_file() and _personal(_text_of(file))] == []


def test_a_password_can_be_looked_at_before_it_is_sent(person: TextBrowser) -> None:
    person.follow("Ouvrir mon dossier")
    person.wait_for("Il est écrit sur la lettre")
    person.type_into("Votre identifiant", ROUX)
    person.follow("Continuer")
    person.wait_for("Votre mot de passe")
    person.type_into("Votre mot de passe", "un essai à voir")
    assert "un essai" not in person.screen()
    person.follow("Afficher le mot de passe")
    person.wait_for("un essai à voir")
    person.follow("Cacher le mot de passe")
    person.wait_for("Afficher le mot de passe")
    assert "un essai" not in person.screen()


def test_what_was_chosen_too_late_is_kept_and_sent_after_signing_in_again(
    person: TextBrowser, portal: Running, tmp_path: Path
) -> None:
    person.follow("Ouvrir mon dossier")
    sign_in_at_terminal(person, portal)
    person.wait_for("Bonjour Madame Roux")
    person.follow("Imprimer le résumé")
    person.wait_for("en quelle taille")
    person.choose("Très grande")
    portal.let_idle_time_pass()
    person.follow("Préparer le résumé")
    person.wait_for("Votre visite est terminée")
    person.wait_for("Ce que vous avez écrit est gardé.")
    person.follow("Ouvrir encore mon dossier")
    sign_in_at_terminal(person, portal)
    person.wait_for("Voulez-vous l’envoyer maintenant ?")
    person.follow("Envoyer maintenant")
    summary = _saved_pdf(person, tmp_path / "resume.pdf")
    assert "Lévothyroxine" in words(summary)
    assert 24 in {round(run.points) for run in runs(summary)}


def _saved_pdf(person: TextBrowser, path: Path) -> bytes:
    """Save the PDF that comes, and wait for its end: w3m writes a file while it arrives."""
    person.save_as(path)
    deadline = time.monotonic() + 20
    while not path.read_bytes().rstrip().endswith(b"%%EOF"):
        assert time.monotonic() < deadline, "the PDF never ends"
        time.sleep(0.05)
    return path.read_bytes()


def _personal(text: str) -> list[str]:
    return [word for word in PERSONAL if word in text]


def _text_of(file: Path) -> str:
    return file.read_bytes().decode(errors="replace")
