"""A small phone without JavaScript: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, Page, ViewportSize, sync_playwright

SMALL_SCREEN = ViewportSize(width=320, height=640)
# Chromium is to ask nothing of anybody but the server under test.
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class ChromiumMissing(Exception):
    """Chromium is not on this machine."""


def start(chromium: BrowserType, *, keeps_pages: bool = False) -> Browser:
    """Starts Chromium; raises ChromiumMissing.

    `keeps_pages`: Back shows pages out of memory, as for people; Playwright does without unless told, and doesn't
    notice the end of such a step.
    """
    program = shutil.which("chromium")
    if program is None:
        raise ChromiumMissing("no Chromium here: run `bin/setup test`")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)  # root cannot have Chromium's sandbox
    left_out = ["--disable-back-forward-cache"] if keeps_pages else None
    return chromium.launch(executable_path=program, args=flags, ignore_default_args=left_out)


@contextmanager
def launched() -> Iterator[Browser]:
    """Starts Chromium for the time of the block; raises ChromiumMissing."""
    with sync_playwright() as playwright:
        browser = start(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone of its own, without a cookie and without JavaScript, 320 pixels wide."""
    context = browser.new_context(java_script_enabled=False, viewport=SMALL_SCREEN, locale="fr-FR")
    context.set_default_timeout(20_000)
    try:
        yield context.new_page()
    finally:
        context.close()
