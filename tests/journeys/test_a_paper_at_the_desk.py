"""A paper seen at the desk: Inès sees it, Sarah confirms it; in Chromium with scripts and without, at lynx, at w3m."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from assisted_desk.ui.scripts import HTMX
from dossier.base import in_groups
from tests.kit.desk import INES, PASSWORDS, SARAH
from tests.kit.oversight import PAPER, helpless, screen_code
from tests.kit.portal import DEMO, opened
from tests.kit.terminal import TextBrowser

from .running import Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_PEOPLE = iter(range(2690549588200, 2690549588300))


def _paper(portal: Running) -> tuple[str, dict[str, str]]:
    """Return the number of somebody's case, in groups, and what the advisor types for her."""
    person = next(_PEOPLE)
    ins = f"{person}{97 - person % 97:02d}"
    with opened({**DEMO, "VAR_DIR": str(portal.var_dir)}) as house:
        _, number = helpless(house, ins=ins)
        fields = {**PAPER, "ins": ins, "number": number, "screen_code": screen_code(house, number)}
    return in_groups(number), fields


@contextmanager
def _at_desk(browser: Browser, portal: Running, identifier: str, *, scripts: bool) -> Iterator[Page]:
    """A colleague whose desk is open; whatever the browser complains of ends the test."""
    context, complaints = browser.new_context(locale="fr-FR", java_script_enabled=scripts), []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto(portal.desk_url)
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_label("Mot de passe").fill(PASSWORDS[identifier])
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code de votre application").fill(portal.code(identifier))
    page.get_by_role("button", name="Ouvrir le poste").click()
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_sees_the_paper_another_confirms_and_the_first_one_is_told(
    browser: Browser, portal: Running, scripts: bool
) -> None:
    case, fields = _paper(portal)
    with (
        _at_desk(browser, portal, INES, scripts=scripts) as ines,
        _at_desk(browser, portal, SARAH, scripts=scripts) as sarah,
    ):
        ines.get_by_role("link", name="Guichet", exact=True).click()
        for name, value in fields.items():
            ines.locator(f"#{name}").fill(value)
        ines.get_by_role("button", name="J’ai vu la pièce et la personne").click()
        expect(ines.get_by_role("heading", level=1)).to_have_text(f"Pièce vue pour la demande {case}")
        expect(ines.get_by_role("status")).to_contain_text("Une deuxième personne doit confirmer.")
        sarah.get_by_role("link", name="À confirmer", exact=True).click()
        sarah.get_by_role("link", name=case).click()
        expect(sarah.locator("dl")).to_contain_text("Inès Laurent")
        sarah.get_by_role("button", name="Oui, je confirme").click()
        expect(sarah.locator(".notice", has_text="C’est confirmé.")).to_be_visible()
        if not scripts or HTMX is None:
            ines.get_by_role("link", name="Actualiser").click()
        expect(ines.get_by_role("status")).to_contain_text("C’est confirmé.", timeout=15_000)
        assert ines.locator("[hx-trigger]").count() == 0


def test_an_advisor_sees_a_paper_at_a_text_browser(person: TextBrowser, portal: Running) -> None:
    case, fields = _paper(portal)
    person.open(f"{portal.desk_url}/")
    person.wait_for("Ouvrir le poste")
    person.type_into("Identifiant", INES)
    person.type_into("Mot de passe", PASSWORDS[INES])
    person.follow("Continuer")
    person.wait_for("Prouvez que c’est vous")
    person.type_into("6 chiffres", portal.code(INES))
    person.follow("Ouvrir le poste")
    person.wait_for("Votre guichet")
    person.follow("Guichet")
    person.wait_for("Sur le papier")
    for label, name in [
        ("Nom de naissance", "birth_name"),
        ("Prénom", "first_name"),
        ("Jour", "day"),
        ("Mois", "month"),
        ("Année", "year"),
        ("15 signes", "ins"),
        ("12 signes", "number"),
        ("6 chiffres", "screen_code"),
    ]:
        person.type_into(label, fields[name])
    person.follow("J’ai vu la pièce")
    person.wait_for(f"Pièce vue pour la demande {case}")
    person.wait_for("Une deuxième personne doit confirmer.")
