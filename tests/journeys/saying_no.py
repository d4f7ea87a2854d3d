"""From the first page to the last question, step by step, as whoever holds a letter takes it."""

from contextlib import suppress
from datetime import date

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NeverEnded

from dossier.base import now
from portal.ui import day_in_words, day_of
from portal.ui.words import MONTHS
from tests.kit.terminal import TextBrowser

from .letters import Reader

FIVE_MESSAGES = (
    "Ne pas activer le dossier, ce n’est pas dire non. Ne rien faire, c’est dire oui.",
    "Dire non, fermer et effacer sont trois choses différentes.",
    "Vous pouvez changer d’avis, quand vous voulez.",
    "Personne n’a le droit de vous demander ce choix, ni ce papier.",
    "Votre dossier pharmaceutique est à part. Ce choix n’y touche pas.",
)


def today() -> str:
    """Return today's day as pages and papers write it, with plain spaces."""
    return plain(day_in_words(day_of(now())))


def plain(text: str) -> str:
    """Return a text with plain single spaces."""
    return " ".join(text.split())


def begin_at_terminal(person: TextBrowser, choice: str) -> None:
    """Choose one of the ways to answer a letter, from the first page."""
    person.follow("Je ne veux pas de dossier")
    person.wait_for("Vous avez le droit de dire non.")
    for message in FIVE_MESSAGES:
        person.wait_for(message)
    person.follow(choice)


def give_date_at_terminal(person: TextBrowser, born_on: date) -> None:
    """Write a birth date, its month as a word."""
    person.type_into("Jour", str(born_on.day))
    person.type_into("Mois", MONTHS[born_on.month - 1])
    person.type_into("Année", str(born_on.year))


def prove_letter_at_terminal(person: TextBrowser, code: str, reader: Reader) -> None:
    """Give the letter's code and the birth date, from the first page."""
    begin_at_terminal(person, "J’ai la lettre")
    person.wait_for("Il est écrit en gros sur la lettre.")
    person.type_into("Le code de votre lettre", code)
    person.follow("Continuer")
    person.wait_for("Quand est née la personne de la lettre ?")
    give_date_at_terminal(person, reader.person.birth_on)
    person.follow("Continuer")


def say_no_at_terminal(person: TextBrowser, code: str, reader: Reader) -> None:
    """Say no with the letter, from the first page to the receipt."""
    prove_letter_at_terminal(person, code, reader)
    person.wait_for("Vérifiez, puis dites non")
    person.follow("Je dis non au dossier")
    person.wait_for("C’est noté : vous avez dit non")


def take_the_no_back_at_terminal(person: TextBrowser) -> None:
    """Change one's mind, from a page that offers it."""
    person.follow("J’ai changé d’avis")
    person.wait_for("Voulez-vous le dossier, finalement ?")
    person.follow("Oui, je veux le dossier")
    person.wait_for("C’est noté : vous avez changé d’avis")
    person.wait_for("Votre non ne compte plus.")


def comes_to(phone: Page, heading: str) -> None:
    """See that a page has come, and that nothing of it goes past the edge of a small screen."""
    expect(phone.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320, heading


def words_on(phone: Page) -> str:
    """Return what the page says between its header and its footer."""
    return plain(phone.get_by_role("main").inner_text())


def step_back(phone: Page) -> None:
    """Press the Back button."""
    with suppress(NeverEnded):  # so ends, for Playwright, a step back to a page that the browser had kept
        phone.go_back(timeout=3000)


def begin_on_phone(phone: Page, choice: str) -> None:
    """Choose one of the ways to answer a letter, from the first page."""
    phone.get_by_role("link", name="Je ne veux pas de dossier").click()
    comes_to(phone, "Dire non au dossier")
    told = words_on(phone)
    assert [message for message in FIVE_MESSAGES if message not in told] == []
    phone.get_by_role("link", name=choice).click()


def give_date_on_phone(phone: Page, born_on: date) -> None:
    """Write a birth date, all in figures."""
    phone.get_by_label("Jour").fill(str(born_on.day))
    phone.get_by_label("Mois").fill(str(born_on.month))
    phone.get_by_label("Année").fill(str(born_on.year))


def prove_letter_on_phone(phone: Page, code: str, reader: Reader) -> None:
    """Give the letter's code and the birth date, from the first page."""
    begin_on_phone(phone, "J’ai la lettre")
    comes_to(phone, "Le code de votre lettre")
    phone.get_by_label("Le code de votre lettre").fill(code)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Quand est née la personne de la lettre ?")
    give_date_on_phone(phone, reader.person.birth_on)
    phone.get_by_role("button", name="Continuer").click()


def say_no_on_phone(phone: Page, code: str, reader: Reader) -> None:
    """Say no with the letter, from the first page to the receipt."""
    prove_letter_on_phone(phone, code, reader)
    comes_to(phone, "Vérifiez, puis dites non")
    phone.get_by_role("button", name="Je dis non au dossier").click()
    comes_to(phone, "C’est noté : vous avez dit non")


def take_the_no_back_on_phone(phone: Page) -> None:
    """Change one's mind, from a page that offers it."""
    phone.get_by_role("link", name="J’ai changé d’avis").click()
    comes_to(phone, "Voulez-vous le dossier, finalement ?")
    phone.get_by_role("button", name="Oui, je veux le dossier").click()
    comes_to(phone, "C’est noté : vous avez changé d’avis")
    assert "Votre non ne compte plus." in words_on(phone)
