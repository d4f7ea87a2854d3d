"""`make words`: lists every text of the product in one catalog, or says that the kept one is out of date."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

_ROOT = Path(__file__).parent.parent
_CATALOG = Path(__file__).parent / "catalogs" / "messages.pot"
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_FOLDERS = ("portal", "assisted_desk", "printouts", "back_office")


def extracted() -> bytes:
    """Return the catalog of all texts marked for translation, sorted, without places or dates."""
    catalog = Catalog(project="Dossier Clair", charset="utf-8")
    for folder in _FOLDERS:
        for _name, _line, message, comments, context in extract_from_dir(str(_ROOT / folder), _METHODS):
            catalog.add(message, None, auto_comments=comments, context=context)
    written = BytesIO()
    write_po(written, catalog, omit_header=True, sort_output=True, no_location=True)
    return written.getvalue()


def is_fresh() -> bool:
    """Tell whether the kept catalog says what the sources say."""
    return _CATALOG.exists() and _CATALOG.read_bytes() == extracted()


def main() -> int:
    """Write the catalog with `--write`, else check it; return the exit code."""
    if "--write" in sys.argv:
        _CATALOG.write_bytes(extracted())
        return 0
    if is_fresh():
        return 0
    sys.stderr.write("i18n/catalogs/messages.pot is out of date: run `make words` and commit it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
