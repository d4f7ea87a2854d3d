"""Mme Roux on a phone 320 pixels wide, without JavaScript, with a browser that keeps its last pages for Back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Page, Request, Route, expect
from playwright.sync_api import TimeoutError as NeverEnded

from tests.printouts.reading import runs, words

from .running import Running
from .signing_in import CLAIRE, ROUX, give_password, sign_in_on_phone

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PERSONAL = ("Roux", ROUX, "thyroïde", "TSH", "Vasseur")
READING = "Document lu : Prise de sang : thyroïde"


def test_madame_roux_reads_and_prints_in_pages_of_one_request_that_fit_her_screen(phone: Page, portal: Running) -> None:
    with _one_page(phone, "Votre identifiant"):
        phone.get_by_role("link", name="Ouvrir mon dossier").click()
    sign_in_on_phone(phone, portal)
    expect(phone.get_by_role("heading", name="Bonjour Madame Roux")).to_be_visible()  # there, before it's asked again
    with _one_page(phone, "Bonjour Madame Roux"):
        phone.reload()
    with _one_page(phone, "Tous les documents"):
        phone.get_by_role("link", name="Lire les documents").click()
    with _one_page(phone, "Prise de sang : thyroïde"):
        phone.get_by_role("link", name="Prise de sang : thyroïde").click()
    expect(phone.get_by_role("row", name="TSH")).to_contain_text("6,8 mUI/L")
    expect(phone.get_by_text("TSH un peu haute.")).to_be_visible()
    with _one_page(phone, "Imprimer le résumé en quelle taille ?"):
        phone.get_by_role("link", name="Imprimer", exact=True).click()
    summary = words(_answer_to(phone, "**/imprimer", "Préparer le résumé"))
    assert [word for word in ("JEANNE ROUX", "Pénicilline", "Lévothyroxine") if word not in summary] == []
    _back(phone)
    with _one_page(phone, "Qui a lu le dossier"):
        phone.get_by_role("link", name="Qui l’a lu").click()
    this_visit = phone.get_by_role("main").inner_text().split("Entrée sur le site")[0]
    assert READING in " ".join(this_visit.split())
    with _one_page(phone, "Au revoir"):
        phone.get_by_role("button", name="Quitter et effacer").click()


def test_after_leaving_the_back_button_shows_nothing_personal(phone: Page, portal: Running) -> None:
    _read_the_blood_test(phone, portal)
    phone.get_by_role("button", name="Quitter et effacer").click()
    expect(phone.get_by_role("heading", name="Au revoir")).to_be_visible()
    _nothing_personal_behind(phone)


def test_after_a_forgotten_screen_has_turned_by_itself_back_shows_nothing_personal(
    phone: Page, portal: Running
) -> None:
    response = _read_the_blood_test(phone, portal)
    seconds, _, target = response["refresh"].partition("; url=")
    assert 600 < int(seconds) < 660, "the page turns when its ten minutes are over"
    portal.let_idle_time_pass()
    phone.goto(f"{portal.url}{target}")
    expect(phone.get_by_role("heading", name="Votre visite est terminée")).to_be_visible()
    _nothing_personal_behind(phone)


def test_after_a_step_taken_too_late_back_shows_nothing_personal(phone: Page, portal: Running) -> None:
    _read_the_blood_test(phone, portal)
    portal.let_idle_time_pass()
    phone.get_by_role("link", name="Mon dossier").click()
    expect(phone.get_by_role("heading", name="Votre visite est terminée")).to_be_visible()
    _nothing_personal_behind(phone)


def test_the_summary_chosen_too_late_is_prepared_after_signing_in_again(phone: Page, portal: Running) -> None:
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    sign_in_on_phone(phone, portal)
    phone.get_by_role("link", name="Imprimer", exact=True).click()
    phone.get_by_label("Très grande").check()
    portal.let_idle_time_pass()
    phone.get_by_role("button", name="Préparer le résumé").click()
    expect(phone.get_by_text("Ce que vous avez écrit est gardé.")).to_be_visible()
    phone.get_by_role("link", name="Ouvrir encore mon dossier").click()
    sign_in_on_phone(phone, portal)
    expect(phone.get_by_role("heading", name="Reprenez où vous étiez")).to_be_visible()
    summary = _answer_to(phone, "**/imprimer", "Envoyer maintenant")
    assert "Lévothyroxine" in words(summary)
    assert 24 in {round(run.points) for run in runs(summary)}


def test_claire_reads_her_code_in_the_outbox_of_the_demonstration(phone: Page, portal: Running) -> None:
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    give_password(phone, CLAIRE)
    outbox = phone.context.new_page()
    outbox.goto(f"{portal.url}/demo/outbox")
    message = outbox.get_by_role("listitem").filter(has_text="SMS").first.inner_text()
    code = re.search(r"(?<!\d)\d{3} ?\d{3}(?!\d)", message)
    assert code, message
    phone.get_by_label("Le code reçu par SMS").fill(code[0])
    phone.get_by_role("button", name="Ouvrir mon dossier").click()
    expect(phone.get_by_role("heading", name="Bonjour Madame Martin")).to_be_visible()


def _read_the_blood_test(phone: Page, portal: Running) -> dict[str, str]:
    """Walk to the blood test and read it; return the headers of its page."""
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    sign_in_on_phone(phone, portal)
    phone.get_by_role("link", name="Lire les documents").click()
    with phone.expect_response(re.compile("/documents/[0-9a-f]{32}$")) as response:
        phone.get_by_role("link", name="Prise de sang : thyroïde").click()
    expect(phone.get_by_text("6,8 mUI/L")).to_be_visible()
    return response.value.all_headers()


def _answer_to(phone: Page, address: str, button: str) -> bytes:
    """Press a button and return what comes from an address, before Chromium wraps it in its viewer of PDF."""
    bodies: list[bytes] = []

    def look(route: Route) -> None:
        answer = route.fetch()
        bodies.append(answer.body())
        route.fulfill(response=answer)

    phone.route(address, look)
    with phone.expect_response(address):
        phone.get_by_role("button", name=button).click()
    return bodies[0]


@contextmanager
def _one_page(phone: Page, heading: str) -> Iterator[None]:
    """One step of the walk: a single page comes, and nothing with it; nothing goes past the edge."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    phone.on("request", note)
    yield
    expect(phone.get_by_role("heading", level=1, name=heading)).to_be_visible()
    phone.remove_listener("request", note)
    asked = [request.url for request in requests if request.redirected_from is None]
    assert len(asked) == 1, asked
    assert {request.resource_type for request in requests} == {"document"}
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320, heading


def _back(phone: Page) -> None:
    with suppress(NeverEnded):  # so ends, for Playwright, a step back to a page that the browser had kept
        phone.go_back(timeout=3000)


def _nothing_personal_behind(phone: Page) -> None:
    """Press Back through the pages read: list, home, and what came before."""
    for _ in range(4):
        _back(phone)
        told = phone.content()
        assert [word for word in PERSONAL if word in told] == [], phone.url
