"""Mme Roux closes her record with her password written again, reads what that means, and opens it again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.terminal import TextBrowser

from .letters import in_groups_of_four
from .running import Running, running
from .saying_no import comes_to, plain, today, words_on
from .signing_in import ROUX, sign_in_at_terminal, sign_in_on_phone

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PASSWORD = BY_IDENTIFIER[ROUX].password


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of this module's own: whatever happens here, the other journeys find her record open."""
    with running(tmp_path_factory.mktemp("closing")) as portal:
        yield portal


def test_madame_roux_closes_and_opens_again(person: TextBrowser, portal: Running) -> None:
    person.follow("Ouvrir mon dossier")
    sign_in_at_terminal(person, portal)
    person.wait_for("Bonjour Madame Roux")
    person.follow("Fermer ou effacer ce dossier")
    person.wait_for("Les soignants ne lisent plus le dossier. Ils n’y écrivent plus.")
    person.wait_for("Vos directives anticipées sont dedans ?")
    person.wait_for("Le dossier est gardé dix ans, sans être lu. Puis il est détruit.")
    person.follow("Continuer pour fermer")
    _give_a_wrong_password_then_hers(person)
    person.wait_for("Fermer maintenant ce dossier ?")
    person.follow("Fermer le dossier")
    person.wait_for("Récépissé : Fermer le dossier")
    person.wait_for("sur ce site, avec un identifiant")
    assert in_groups_of_four(person.screen())
    assert today() in plain(person.screen())
    person.follow("Voir ce que je peux faire")
    person.wait_for("Votre dossier est fermé, vous l’avez demandé")
    person.wait_for("Les soignants ne peuvent plus le lire. Vos remboursements ne changent pas.")
    person.follow("Documents")
    person.wait_for("Votre dossier est fermé, vous l’avez demandé")
    person.follow("Rouvrir le dossier")
    person.wait_for("Les documents reviennent, comme avant.")
    person.follow("Rouvrir le dossier maintenant")
    person.wait_for("Récépissé : Rouvrir le dossier")
    person.follow("Mon dossier")
    person.wait_for("Bonjour Madame Roux")
    person.wait_for("Prise de sang : thyroïde")


def test_madame_roux_closes_and_opens_again_on_a_small_phone(phone: Page, portal: Running) -> None:
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    sign_in_on_phone(phone, portal)
    phone.get_by_role("link", name="Fermer ou effacer ce dossier").click()
    comes_to(phone, "Fermer le dossier")
    assert "Vous pouvez le rouvrir avant, quand vous voulez." in words_on(phone)
    phone.get_by_role("link", name="Continuer pour fermer").click()
    comes_to(phone, "Fermer : votre mot de passe")
    phone.get_by_label("Fermer : votre mot de passe").fill(PASSWORD)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Fermer maintenant ce dossier ?")
    phone.get_by_role("button", name="Fermer le dossier").click()
    comes_to(phone, "Récépissé : Fermer le dossier")
    number = in_groups_of_four(words_on(phone))
    phone.get_by_role("link", name="Voir ce que je peux faire").click()
    comes_to(phone, "Votre dossier est fermé, vous l’avez demandé")
    phone.get_by_role("link", name="Lire les récépissés").click()
    phone.get_by_role("link", name="Fermer le dossier").first.click()
    assert in_groups_of_four(words_on(phone)) == number
    phone.get_by_role("link", name="Voir ce que je peux faire").click()
    phone.get_by_role("link", name="Rouvrir le dossier").click()
    comes_to(phone, "Rouvrir le dossier")
    phone.get_by_role("button", name="Rouvrir le dossier maintenant").click()
    comes_to(phone, "Récépissé : Rouvrir le dossier")
    phone.get_by_role("link", name="Mon dossier", exact=True).click()
    comes_to(phone, "Bonjour Madame Roux")
    expect(phone.get_by_role("link", name="Prise de sang : thyroïde")).to_be_visible()


def _give_a_wrong_password_then_hers(person: TextBrowser) -> None:
    person.wait_for("C’est pour être sûr que c’est vous.")
    person.type_into("Fermer : votre mot de passe", f"{PASSWORD}s")
    person.follow("Continuer")
    person.wait_for("Ce n’est pas le bon mot de passe.")
    person.type_into("Fermer : votre mot de passe", PASSWORD)
    person.follow("Continuer")
