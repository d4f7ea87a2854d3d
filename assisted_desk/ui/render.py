"""The desk's pages: its own layout and style, the portal's small components."""

from pathlib import Path

from portal.ui import COMPONENTS, MANDATE_WORDS, Templates, minify

_DESK = Path(__file__).parent.parent
FOLDERS = [_DESK / "ui", *sorted(_DESK.glob("*/templates")), COMPONENTS]

PAGES = Templates(FOLDERS, minify((_DESK / "ui" / "style.css").read_text(encoding="utf-8")))
PAGES.environment.filters.update(MANDATE_WORDS)
