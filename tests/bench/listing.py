"""The signed-in list of twenty documents, through the whole portal and over the bare floor."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from back_office.opening import holder_path
from dossier.base import now
from tests.kit import postgres

from .figures import Figure, Ratio
from .floor import ROWS, SESSION, Ask, bare_list
from .house import House, record_of, standing, token_of
from .rounds import Spent, spent_by
from .visiting import Visitor

_PATH = "/documents"
_ROUNDS, _CALLS = 300, 5
_MOST = 3.0
_TOKEN = re.compile(r'(?<=name="jeton" value=")[\w-]{43}(?=")')
_ROWS = re.compile(r'(?<=<ul class="list">).*?(?=</ul>)')
_LAST = re.compile(r"(?<=apres=)[0-9a-f]{32}")


def on_sqlite() -> list[Figure]:
    """The list, with SQLite under both."""
    with standing() as house:
        path = make_url(house.settings.database_url).database or ""
        connection = sqlite3.connect(path, isolation_level=None)
        session, rows = SESSION.format(mark="?", since="datetime('now', '-10 minutes')"), ROWS.format(mark="?")

        def ask(name: str, value: bytes) -> list[Any]:
            return connection.execute(session if name == "session" else rows, (value,)).fetchall()

        return _compared(house, ask, "SQLite")


def on_postgres() -> list[Figure]:
    """The list, with PostgreSQL under both; the server's own time counts for neither, only Python's does."""
    with postgres.running() as address:
        url = postgres.new_database(address, "dossier_bench")
        with standing(url) as house, _prepared(url) as ask:
            return _compared(house, ask, "PostgreSQL")


@contextmanager
def _prepared(url: str) -> Iterator[Ask]:
    session, rows = (
        SESSION.format(mark="%b", since="now() - interval '10 minutes'").encode(),
        ROWS.format(mark="%b").encode(),
    )
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.cursor(binary=True)

        def ask(name: str, value: bytes) -> list[Any]:
            return cursor.execute(session if name == "session" else rows, (value,), prepare=True).fetchall()

        yield ask


def _compared(house: House, ask: Ask, database: str) -> list[Figure]:
    token = token_of(house, record_of(house, 1, documents=40), now())
    portal = Visitor(house.portal, token)
    page = portal.get(_PATH).decode()
    told = [header for header in portal.headers if header[0] != "Content-Length"]
    keys = json.loads(holder_path(house.settings).read_text())
    floor = Visitor(bare_list(ask, keys, _pattern(page), told), token)
    _check_same(portal, floor)
    visitors = {"floor": floor, "portal": portal, "brotli": Visitor(house.portal, token, "br, gzip")}
    calls = {name: partial(visitor.get, _PATH) for name, visitor in visitors.items()}
    return _told(spent_by(calls, rounds=_ROUNDS, calls=_CALLS), database)


def _check_same(portal: Visitor, floor: Visitor) -> None:
    """Hold the floor to the portal's own answer: same status, same headers, same bytes but for the form token."""
    ours, bare = portal.get(_PATH).decode(), floor.get(_PATH).decode()
    if _TOKEN.sub("", ours, count=1) != _TOKEN.sub("", bare, count=1) or ours.count('<li><a href="/documents/') != 20:
        raise AssertionError("the floor doesn't serve the portal's bytes")
    if (portal.status, sorted(portal.headers)) != (floor.status, sorted(floor.headers)):
        raise AssertionError("the floor doesn't serve the portal's headers")


def _pattern(page: str) -> str:
    """Return the portal's page with marks where one answer differs from the next."""
    return _LAST.sub("{last}", _ROWS.sub("{rows}", _TOKEN.sub("{token}", page)))


def _told(spent: dict[str, Spent], database: str) -> list[Figure]:
    floor = spent["floor"]

    def figure(name: str, key: str, most: float | None) -> Figure:
        ratio = Ratio("the bare floor", spent[key].least / floor.least, most)
        return Figure(f"{name}, {database}", spent[key].least, "us CPU", spent[key].median, ratio)

    return [
        Figure(f"list of 20 documents: bare WSGI floor, {database}", floor.least, "us CPU", floor.median),
        figure("list of 20 documents: the portal", "portal", _MOST),
        figure("list of 20 documents: the portal, brotli", "brotli", None),
    ]
