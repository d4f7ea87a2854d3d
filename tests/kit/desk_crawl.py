"""Every address of the desk, asked for by one person, with whatever her pages lead to and what their scripts ask."""

import re
from collections.abc import Iterator

from flask import Flask

from tests.kit.desk import AtDesk

_LINK = re.compile(r'(?:href|hx-get|src)="(/[^"#]*)')
_MOVING = re.compile(r'<(\w+)([^>]*)\shx-get="([^"]+)"')
_NAME = re.compile(r"/[2-9A-Z]{12}(?=/|$)")
_GOES_ON = re.compile(r"\b(mois|page|jours)=[^&]*")


def pages_of(app: Flask) -> set[str]:
    """Return the address of every page that a GET shows, as the program has it."""
    return {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def crawl(app: Flask, who: AtDesk, names: list[str], *, scripts: bool = False) -> None:
    """Ask for every address under these names, and for each kind of link that a page shows. How pages are made isn't
    looked at: watch the application (`tests.kit.desk_watch`).

    Papers in other sizes are left out. `scripts`: what moves on a page asks as well, as htmx does.
    """
    ahead = {re.sub(r"<[^>]+>", name, rule) for rule in pages_of(app) for name in names}
    done: set[str] = set()
    while ahead:
        path = ahead.pop()
        done.add(_kind_of(path))
        with who.client.get(path, base_url=who.base_url) as answer:
            page = answer.text if answer.status_code == 200 and answer.mimetype == "text/html" else ""
        for asked, headers in _moving(page, f"{who.base_url}{path}") if scripts else ():
            who.client.get(asked, base_url=who.base_url, headers=headers).close()
        ahead |= {link for link in _LINK.findall(page) if _kind_of(link) not in done and "taille=" not in link}


def _moving(page: str, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Return what each part of a page that looks again by itself asks for, with what htmx 4 sends along."""
    for tag, told, path in _MOVING.findall(page):
        name = re.search(r'id="([^"]+)"', told)
        source = f"{tag}#{name[1]}" if name else tag
        yield path, {
            "HX-Request": "true", "HX-Source": source, "HX-Target": source, "HX-Current-URL": address,
            "HX-Request-Type": "partial", "Accept": "text/html",
        }  # fmt: skip


def _kind_of(path: str) -> str:
    """Return an address without the names in it, and without how far a list is turned."""
    bare, _, query = path.partition("?")
    return f"{_NAME.sub('/…', bare)}?{_GOES_ON.sub(lambda found: found[1], query)}"
