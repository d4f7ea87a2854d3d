"""PDF papers as a person gets them: saved at a text browser, or behind a link or a button of a phone."""

import time
from pathlib import Path

from playwright.sync_api import Locator, Page, Route

from tests.kit.terminal import TextBrowser

_PATIENCE = 20.0  # seconds for a paper to come whole


def saved_paper(person: TextBrowser, path: Path) -> bytes:
    """Save the PDF that comes, and wait for its end: w3m writes a file while it arrives."""
    person.save_as(path)
    deadline = time.monotonic() + _PATIENCE
    while not path.read_bytes().rstrip().endswith(b"%%EOF"):
        assert time.monotonic() < deadline, "the PDF never ends"
        time.sleep(0.05)
    return path.read_bytes()


def paper_behind(phone: Page, address: str, pressed: Locator) -> bytes:
    """Press and return what comes from an address, before Chromium wraps it in its viewer of PDF."""
    bodies: list[bytes] = []

    def look(route: Route) -> None:
        answer = route.fetch()
        bodies.append(answer.body())
        route.fulfill(response=answer)

    phone.route(address, look)
    with phone.expect_response(address):
        pressed.click()
    phone.unroute(address)
    assert bodies[0].startswith(b"%PDF"), bodies[0][:200]
    return bodies[0]
