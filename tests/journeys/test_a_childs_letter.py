"""A child's letter: it reached a stranger, who says so; his mother Claire Martin, signed in, says no for him."""

import subprocess

import pytest
from playwright.sync_api import Page, expect

from back_office.demo.cast import BY_IDENTIFIER
from dossier.lifecycle import State
from tests.kit.terminal import TextBrowser

from .letters import NOE, VIDAL, letter_to
from .running import DOSSIER, HOUSE, Running
from .saying_no import (
    begin_at_terminal,
    begin_on_phone,
    comes_to,
    plain,
    take_the_no_back_at_terminal,
    take_the_no_back_on_phone,
    words_on,
)
from .signing_in import CLAIRE, give_password

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PRIVATE = ("Noé", "Martin", "2 août 2026")


def test_a_childs_letter_that_reached_a_stranger_opens_nothing_by_itself(person: TextBrowser, portal: Running) -> None:
    noe = letter_to(portal, NOE)
    assert noe.case().due_at is not None
    begin_at_terminal(person, "Cette lettre n’est pas pour moi")
    person.wait_for("Le code de la lettre reçue par erreur")
    person.type_into("Le code de la lettre reçue par erreur", noe.code())
    person.follow("Continuer")
    person.wait_for("Ce n’est pas dire non. Nous allons chercher qui doit répondre.")
    person.follow("Oui, elle n’est pas pour moi")
    person.wait_for("C’est noté : la lettre n’est pas pour vous")
    person.wait_for("Le dossier ne s’ouvrira pas tout seul.")
    assert [private for private in PRIVATE if private in plain(person.screen())] == []
    case = noe.case()
    assert (case.state, case.due_at) == (State.ANNOUNCED, None)
    assert case.blocked_at is not None


def test_claire_signs_in_says_no_for_noe_and_takes_it_back(person: TextBrowser, portal: Running) -> None:
    _claire_opens_noes_record(person, portal)
    person.follow("Dire non au dossier")
    person.wait_for("Vous lisez le dossier de Noé.")
    person.follow("Dire non pour Noé")
    person.wait_for("Vérifiez, puis dites non")
    person.follow("Je dis non au dossier")
    person.wait_for("C’est noté : vous avez dit non")
    person.wait_for("Pour qui Noé Martin Fait par Claire Martin La demande Dire non au dossier")
    person.wait_for("sur ce site, avec un identifiant")
    take_the_no_back_at_terminal(person)
    person.follow("Mon dossier")
    person.wait_for("Vous pouvez dire non jusqu’au")


def test_after_a_small_phone_said_it_the_clock_opens_the_neighbors_record_and_not_the_childs(
    phone: Page, portal: Running
) -> None:
    noe, neighbor = letter_to(portal, NOE), letter_to(portal, VIDAL)
    begin_on_phone(phone, "Cette lettre n’est pas pour moi")
    phone.get_by_label("Le code de la lettre reçue par erreur").fill(noe.code())
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Cette lettre n’est pas pour vous ?")
    phone.get_by_role("button", name="Oui, elle n’est pas pour moi").click()
    comes_to(phone, "C’est noté : la lettre n’est pas pour vous")
    assert [private for private in PRIVATE if private in words_on(phone)] == []
    for reader in (noe, neighbor):
        reader.let_days_pass(90)
    _the_clock_opens_what_is_due(portal)
    assert (noe.case().state, neighbor.case().state) == (State.ANNOUNCED, State.OPENED)


def test_claire_says_no_for_noe_on_a_small_phone_and_takes_it_back(phone: Page, portal: Running) -> None:
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    give_password(phone, CLAIRE)
    phone.get_by_role("button", name="Prendre plutôt ma carte de codes").click()
    phone.get_by_label("Le code numéro").fill(portal.code(CLAIRE))
    phone.get_by_role("button", name="Ouvrir mon dossier").click()
    phone.get_by_role("link", name="Changer de dossier").click()
    phone.get_by_role("button", name="Noé").click()
    expect(phone.get_by_text("Vous lisez le dossier de Noé.")).to_be_visible()
    phone.get_by_role("link", name="Dire non au dossier").click()
    phone.get_by_role("button", name="Dire non pour Noé").click()
    comes_to(phone, "Vérifiez, puis dites non")
    phone.get_by_role("button", name="Je dis non au dossier").click()
    comes_to(phone, "C’est noté : vous avez dit non")
    assert "Pour qui Noé Martin Fait par Claire Martin La demande Dire non au dossier" in words_on(phone)
    take_the_no_back_on_phone(phone)


def _claire_opens_noes_record(person: TextBrowser, portal: Running) -> None:
    person.follow("Ouvrir mon dossier")
    person.wait_for("Il est écrit sur la lettre")
    person.type_into("Votre identifiant", CLAIRE)
    person.follow("Continuer")
    person.wait_for("Votre mot de passe")
    person.type_into("Votre mot de passe", BY_IDENTIFIER[CLAIRE].password)
    person.follow("Continuer")
    person.wait_for("Le code reçu par SMS")
    person.follow("Prendre plutôt ma carte")
    person.wait_for("Cherchez le numéro")
    person.type_into("Le code numéro", portal.code(CLAIRE))
    person.follow("Ouvrir mon dossier")
    person.wait_for("Bonjour Madame Martin")
    person.follow("Changer de dossier")
    person.wait_for("Quel dossier voulez-vous lire ?")
    person.follow("Noé")
    person.wait_for("Ne rien faire, c’est dire oui. Le dossier s’ouvrira alors tout seul.")


def _the_clock_opens_what_is_due(portal: Running) -> None:
    environ = {"DEMO": "1", "VAR_DIR": str(portal.var_dir), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run([DOSSIER, "jobs"], env=environ, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
