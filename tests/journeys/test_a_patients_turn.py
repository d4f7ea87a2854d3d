"""The patient's turn in Chromium, which keeps pages for its Back button: from desk to portal, and back to a lock."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from dossier.policy import Acting, Role, Scope
from dossier.profile import DeclaredItem, declare_list
from tests.kit.desk import INES, PASSWORDS, desk_of
from tests.kit.house import CODES, NOW, PASSWORD
from tests.kit.portal import DEMO, opened
from tests.kit.turns import open_record
from tests.kit.visits import given_to, in_front, number_of, put_at

from .running import Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_PEOPLE = iter(range(2420543157600, 2420543157700))


def _agreed(portal: Running) -> str:
    """Have somebody let Inès have her summary printed; return the mandate's number."""
    with opened({**DEMO, "VAR_DIR": str(portal.var_dir)}) as house:
        desk = desk_of(house)
        her = in_front(house, ins=number_of(next(_PEOPLE)))
        with house.store.writing() as unit:
            open_record(unit, her.id)
            items = (DeclaredItem("Pénicilline", "Gonflement", "1987"),)
            declare_list(unit, Acting(Role.PATIENT, her.id, her.id), "allergies", items, NOW)
        put_at(desk)
        return given_to(desk, her, Scope.PRINT_SUMMARY)


@contextmanager
def _screen(browser: Browser, portal: Running, *, scripts: bool) -> Iterator[Page]:
    """The one screen of Inès's desk; whatever the browser complains of ends the test."""
    context, complaints = browser.new_context(locale="fr-FR", java_script_enabled=scripts), []
    page = context.new_page()
    page.on("console", lambda told: complaints.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto(portal.desk_url)
    page.get_by_label("Identifiant").fill(INES)
    page.get_by_label("Mot de passe").fill(PASSWORDS[INES])
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code de votre application").fill(portal.code(INES))
    page.get_by_role("button", name="Ouvrir le poste").click()
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_she_reads_on_the_turned_screen_and_back_shows_nothing_of_it(
    keeping_browser: Browser, portal: Running, scripts: bool
) -> None:
    reference = _agreed(portal)
    with _screen(keeping_browser, portal, scripts=scripts) as screen:
        heading = screen.get_by_role("heading", level=1)
        screen.goto(f"{portal.desk_url}/visite/{reference}/resume")
        screen.get_by_role("button", name="Lui donner la place").click()
        expect(heading).to_have_text("C’est à vous")
        assert screen.url.startswith(f"{portal.url}/tour/")
        screen.get_by_role("button", name="Commencer").click()
        screen.get_by_label("Votre mot de passe").fill(PASSWORD)
        screen.get_by_role("button", name="Continuer").click()
        screen.locator("#code").fill(CODES[0])
        screen.get_by_role("button", name="Continuer").click()
        expect(heading).to_have_text("Votre résumé")
        expect(screen.locator("main")).to_contain_text("Pénicilline")
        screen.get_by_role("button", name="J’ai fini").click()
        expect(heading).to_have_text("Votre tour est fini")
        for _ in range(4):
            screen.go_back()
            expect(screen.locator("body")).not_to_contain_text("Pénicilline")
        screen.goto(f"{portal.url}/tour/rendre")
        expect(heading).to_have_text("Ce poste est fermé à clé")
        assert screen.url == f"{portal.desk_url}/reprise"
        screen.goto(f"{portal.desk_url}/visite/{reference}")
        assert screen.url == f"{portal.desk_url}/reprise", "the advisor's own code opens it, and nothing else"
