"""Paul takes a call: at lynx, at w3m, at Chromium without scripts, and with them, where the page looks by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.desk import LEILA, PASSWORDS, PAUL
from tests.kit.terminal import TextBrowser

from .running import Running
from .signing_in import CLAIRE

pytestmark = [pytest.mark.journey, pytest.mark.slow]
YOUSSEF = "haddad.youssef"


def typed_of(identifier: str) -> dict[str, str]:
    """Return what is asked of a member of the cast."""
    her = BY_IDENTIFIER[identifier].person
    day, month, year = str(her.birth_on.day), str(her.birth_on.month), str(her.birth_on.year)
    return {"Nom de naissance": her.birth_name, "Prénom": her.first_names[0], "Jour": day, "Mois": month,
            "Année": year, "Numéro de sécurité sociale": her.ins}  # fmt: skip


def test_paul_sends_a_code_and_asks_for_a_change_at_a_terminal(person: TextBrowser, portal: Running) -> None:
    """For somebody who isn't known here: his pages are those of anybody."""
    person.open(f"{portal.desk_url}/")
    person.wait_for("Ouvrir le poste")
    person.type_into("Identifiant", PAUL)
    person.type_into("Mot de passe", PASSWORDS[PAUL])
    person.follow("Continuer")
    person.wait_for("Prouvez que c’est vous")
    person.type_into("6 chiffres", portal.code(PAUL))
    person.follow("Ouvrir le poste")
    person.follow("Appels")
    person.wait_for("La ligne est ouverte.")
    person.follow("Nouvel appel")
    person.wait_for("Nom de naissance")
    for label, typed in {**typed_of(CLAIRE), "Prénom": type(person).__name__}.items():
        person.type_into(label, typed)
    person.choose("Le mot de passe")
    person.type_into("Sans elle, une alarme part chez votre responsable.", "A-1207")
    person.follow("Continuer")
    person.wait_for("Rien n’est encore prouvé.")
    person.follow("Envoyer une lettre")
    person.wait_for("Un code est parti.")
    person.follow("Actualiser")
    person.wait_for("Un code est parti.")
    person.follow("Changer un numéro ou une adresse")
    person.follow("Le téléphone fixe")
    person.type_into("Avec ses 10 chiffres.", "04 71 09 01 99")
    person.follow("Demander ce changement")
    person.wait_for("Le changement est demandé")


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def paul(request: pytest.FixtureRequest, browser: Browser, portal: Running) -> Iterator[Page]:
    """Paul at his desk; whatever the browser complains of ends the test."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=request.param)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto(portal.desk_url)
    _open_desk(page, portal, PAUL)
    yield page
    context.close()
    assert complaints == []


def _open_desk(page: Page, portal: Running, identifier: str) -> None:
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_label("Mot de passe").fill(PASSWORDS[identifier])
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code de votre application").fill(portal.code(identifier))
    page.get_by_role("button", name="Ouvrir le poste").click()


def _take_call(page: Page, identifier: str) -> str:
    """Take a call by the keyboard alone; return the number of the case."""
    page.get_by_role("link", name="Appels", exact=True).press("Enter")
    page.get_by_role("link", name="Nouvel appel").press("Enter")
    expect(page.get_by_label("Nom de naissance")).to_be_focused()
    for label, typed in typed_of(identifier).items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Le mot de passe").press("Space")
    page.get_by_label("A-t-elle déjà un numéro").press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Demande")
    return heading.inner_text().split()[-1]


def _prove(browser: Browser, portal: Running, number: str, identifier: str) -> None:
    """Give the number, the birth date and a code of the card, as she does on her own screen."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    her = context.new_page()
    her.goto(f"{portal.url}/acces-perdu/suivi")
    her.get_by_label("Le numéro de votre demande").fill(number)
    for label in ("Jour", "Mois", "Année"):
        her.get_by_label(label).fill(typed_of(identifier)[label])
    her.get_by_role("button", name="Continuer").click()
    her.get_by_label("Ma carte de codes").check()
    her.get_by_role("button", name="Continuer").click()
    her.locator("#code").fill(portal.code(identifier))
    her.get_by_role("button", name="Continuer").click()
    expect(her.get_by_role("heading", level=1)).to_contain_text("une deuxième preuve")
    context.close()


def test_paul_sees_the_proof_that_is_made_and_asks_for_a_change(
    browser: Browser, paul: Page, portal: Running, request: pytest.FixtureRequest
) -> None:
    scripted = request.node.callspec.id == "with scripts"
    caller = YOUSSEF if scripted else CLAIRE
    number = _take_call(paul, caller)
    paul.get_by_role("button", name="Envoyer un SMS").press("Enter")
    expect(paul.get_by_role("status")).to_contain_text("Un code est parti.")
    paul.get_by_role("link", name="Appeler la personne un autre jour").focus()
    _prove(browser, portal, number, caller)
    if scripted:
        expect(paul.get_by_role("status")).to_contain_text("Une preuve est faite", timeout=15_000)
        expect(paul.get_by_role("link", name="Appeler la personne un autre jour")).to_be_focused()
    else:
        paul.get_by_role("link", name="Actualiser").press("Enter")
        expect(paul.get_by_role("status")).to_contain_text("Une preuve est faite")
    paul.get_by_role("link", name="Changer un numéro ou une adresse").click()
    paul.get_by_role("link", name="L’adresse électronique").click()
    paul.get_by_label("La nouvelle adresse électronique").fill("x@example.org")
    paul.get_by_role("button", name="Demander ce changement").click()
    expect(paul.get_by_role("heading", level=1)).to_have_text("Le changement est demandé")
    paul.get_by_role("button", name="Finir ma journée").click()
    paul.get_by_role("link", name="Ouvrir le poste").click()
    _open_desk(paul, portal, LEILA)
    paul.get_by_role("link", name="Accords", exact=True).click()
    paul.get_by_role("button", name="Donner mon accord").first.click()
    expect(paul.get_by_text("Votre accord est noté.")).to_be_visible()
