"""Trying the cells of the matrix: one request each, undone after it, and everything that is wrong with what came."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from flask import Flask

from portal.ui.csrf import FIELD, masked_token
from tests.kit.matrix import Cell, Outcome, Row, State, Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_people import MARK
from tests.kit.matrix_store import Rows, changed, people_in
from tests.kit.visit_acts import photograph

QUIET = frozenset({"staff_act", "throttle", "draft"})
"""What a refusal may write: that it was refused, that somebody guessed, what she had typed."""
_DRAWN = re.compile(r'(?<=name="jeton" value=")[\w-]+')
_MARKED = re.compile(MARK + r"\w+")
_ID = re.compile(r"<(?:key|reference|number|ticket)>")
_PLACES = {"<int:number>": "1", "<int:year>": "2026"}
Before = Callable[[MatrixHouse, "Browser", Cell], None]
"""What somebody did in the same visit before the form of a cell can be sent."""


@dataclass(frozen=True)
class Answer:
    """What came back. Form tokens are taken out of the body, cookies out of the headers."""

    status: int
    location: str
    headers: tuple[tuple[str, str], ...]
    body: str

    def without(self, shown: str) -> "Answer":
        """Return it without the id that was asked for, however it was written."""
        spellings = sorted({shown, "-".join(re.findall("....", shown)), shown.lower()} - {""}, key=len)
        written = re.compile("|".join(map(re.escape, reversed(spellings))) or "(?!)")
        headers = tuple((name, written.sub("…", value)) for name, value in self.headers)
        return Answer(self.status, written.sub("…", self.location), headers, written.sub("…", self.body))


class Face:
    """One of the two sites."""

    def __init__(self, app: Flask, site: str, cookie: str) -> None:
        """Stand before it; `cookie` is the name by which it knows its visitors."""
        self.app, self.site, self.cookie = app, site, cookie
        self.client = app.test_client(use_cookies=False)


@dataclass(frozen=True)
class Browser:
    """Somebody's browser at one of the sites: no pages, only what it sends."""

    face: Face
    holder: Any
    token: str

    def send(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """Ask for an address, or send a form with a token that is good for this visitor."""
        headers = {"Cookie": f"{self.face.cookie}={self.token}"}
        data = {**(fields or {}), FIELD: masked_token(self.holder, self.token)} if method == "POST" else None
        sent = self.face.client.open(path, method=method, base_url=self.face.site, headers=headers, data=data)
        with sent as response:
            told = tuple(sorted((name, value) for name, value in response.headers if name != "Set-Cookie"))
            body = response.get_data().decode("utf-8", "replace")
            return Answer(response.status_code, response.headers.get("Location", ""), told, _DRAWN.sub("…", body))


@dataclass(frozen=True)
class Tried:
    """One attempt: which id was asked for, what came back, and the rows that it changed."""

    shown: str
    answer: Answer
    rows: Rows


class Matrix:
    """One face of the house, and the cells that are tried at it."""

    def __init__(self, house: MatrixHouse, name: str, befores: Mapping[str, Before]) -> None:
        """Stand before a face."""
        self.house = house
        self.name = name
        settings = house.settings
        self.face = (
            Face(house.desk, settings.desk_url, "poste")
            if name == "desk"
            else Face(house.portal, settings.portal_url, "dossier")
        )
        self._befores = befores
        self._rows: dict[Who | None, Rows] = {}
        self._unknown: dict[tuple[str, Who], Answer] = {}

    def try_all(self, cells: Iterable[Cell]) -> Iterator[str]:
        """Return everything that is wrong, cell by cell."""
        cells = list(cells)
        self.plant(cells)
        for cell in cells:
            yield from (f"{self.name}: {cell}: {fault}" for fault in self.faults(cell, self.attempt(cell)))

    def plant(self, cells: Iterable[Cell]) -> None:
        """Plant whatever these cells name."""
        for cell in cells:
            self.id_of(cell)
        self._rows = {}

    def attempt(self, cell: Cell) -> Tried:
        """Send what a cell says, and undo it."""
        row, shown = cell.row, self.id_of(cell)
        before = self._rows_before(cell.who)
        with self.house.store.attempt(), self.house.as_she_is(cell.who) as token:
            browser = self._browser(token)
            if row.before and cell.expected == "ok":
                self._befores[row.before](self.house, browser, cell)
                before = self.house.store.rows()
            return self._send(browser, row, self._path(row, shown), self._form(cell, shown), shown, before)

    def send(self, cell: Cell, path: str, fields: Mapping[str, str], shown: str) -> Tried:
        """Send this form as the cell's somebody, and undo it."""
        with self.house.store.attempt(), self.house.as_she_is(cell.who) as token:
            return self._send(self._browser(token), cell.row, path, fields, shown, self.house.store.rows())

    def _browser(self, token: str) -> Browser:
        return Browser(self.face, self.house.store.holder, token)

    def _send(
        self, browser: Browser, row: Row, path: str, fields: Mapping[str, Any], shown: str, before: Rows
    ) -> Tried:
        store = self.house.store
        store.written.clear()
        answer = browser.send(row.method, path, fields)
        return Tried(shown, answer, changed(before, store.rows(store.written)))

    def faults(self, cell: Cell, tried: Tried) -> Iterator[str]:
        """Return what is wrong with what came of a cell."""
        got = tried.answer
        if not is_as(got, cell.expected, tried.shown, cell.row):
            yield f"{cell.expected} expected, got {got.status} {got.location}"
        if cell.expected == "ok":
            yield from self._wrongly_done(cell, tried)
        else:
            if wrote := set(tried.rows) - QUIET - set(cell.row.counts.get(cell.kind, "").split()):
                yield f"refused, and yet it changed {sorted(wrote)}"
            yield from self._told_apart(cell, tried)
        shown = set(_MARKED.findall(got.body)) - self._may_read(cell)
        if shown:
            yield f"it shows {sorted(shown)}"

    def id_of(self, cell: Cell) -> str:
        """Return what stands in a cell's address or form."""
        row = cell.row
        if not cell.kind:
            return ""
        if cell.kind in tuple(State):
            return self.house.mandate(row.over, State(cell.kind), row.scope)
        return self.house.ids[row.ids or "mandate", cell.kind]

    def _wrongly_done(self, cell: Cell, tried: Tried) -> Iterator[str]:
        if missing := set(cell.row.does.split()) - set(tried.rows):
            yield f"done, and yet nothing changed in {sorted(missing)}"
        if others := people_in(tried.rows) - self._may_touch(cell):
            names = [name for name, her in self.house.people.items() if her.id in others]
            yield f"it changed rows of {names or 'strangers'}"

    def _told_apart(self, cell: Cell, tried: Tried) -> Iterator[str]:
        """Compare with the answer to an id that never was, where the same is expected."""
        row = cell.row
        never = replace(cell, kind=State.NONE if cell.kind in tuple(State) or not row.ids else "never was")
        if not cell.kind or never.kind == cell.kind or cell.expected not in (row.unknown, *_BY_ROLE):
            return
        key = (row.name, cell.who)
        if key not in self._unknown:
            found = self.attempt(never)
            self._unknown[key] = found.answer.without(found.shown)
        if tried.answer.without(tried.shown) != self._unknown[key]:
            yield f"told apart from an id that never was: {self._unknown[key].status} {self._unknown[key].location}"

    def _may_touch(self, cell: Cell) -> set[bytes]:
        names = _TOUCHES.get(cell.who, ())
        if cell.row.concerns:
            names = (*names, *cell.row.concerns.split("|"))
        if cell.kind in tuple(State):
            names = (*names, self.house.whose(cell.row.over, State(cell.kind)))
        return {self.house.people[name].id for name in names}

    def _may_read(self, cell: Cell) -> set[str]:
        names = _READS.get(cell.who, ()) if cell.expected == "ok" else ()
        return {f"{MARK}{self.house.people[name].person.birth_name.title()}" for name in names}

    def _rows_before(self, who: Who) -> Rows:
        key = who if self.house.is_conditional(who) else None
        if key not in self._rows:
            with self.house.as_she_is(who):
                self._rows[key] = self.house.store.rows()
        return self._rows[key]

    def _path(self, row: Row, shown: str) -> str:
        path = _ID.sub(shown, row.address).replace("<slug>", row.slug).replace("<name>", row.slug)
        for place, value in _PLACES.items():
            path = path.replace(place, value)
        return path + row.query.replace("$id", shown)

    def _form(self, cell: Cell, shown: str) -> dict[str, Any]:
        return {name: self._filled(value, cell, shown) for name, value in cell.row.fields.items()}

    def _filled(self, value: str, cell: Cell, shown: str) -> Any:
        match value:
            case "$id":
                return shown
            case "$photograph":
                return BytesIO(photograph()), "IMG_0.jpg", "image/jpeg"
            case "$app code":
                return self.house.app_code_of(cell.who)
            case _ if value.startswith("$"):
                return self.house.told[value[1:]]
            case _:
                return value


_LED_AWAY = ("/connexion", "/reprise", "/dossiers", "/tour/resume", "/tour/accord")
_AWAY = (
    "/session-terminee",
    "/visite?inconnu",
    "/appels?inconnu",
    "/changements?inconnu",
    "/code?",
    "/connexion?debut",
)
"""Where refusals lead."""
_BY_ROLE = ("403", ">/session-terminee", *(f">{one}$" for one in _LED_AWAY))
"""What one gets for who one is, whatever id one asks for."""
_TOUCHES = {
    Who.PATIENT: ("jeanne",),
    Who.TURN: ("jeanne",),
    Who.ANSWERING: ("jeanne",),
    Who.OTHER: ("marcel",),
    Who.REPRESENTATIVE: ("leo", "claire"),
    Who.FORMER: ("karim",),
}
_READS = {Who.PATIENT: ("jeanne",), Who.TURN: ("jeanne",), Who.OTHER: ("marcel",), Who.REPRESENTATIVE: ("leo",)}
"""Whose record each may change, and read: nobody at a desk reads any."""


def is_as(got: Answer, expected: Outcome, shown: str, row: Row) -> bool:
    """Tell whether an answer is what the table says."""
    if expected == "ok":
        led_away = got.location in _LED_AWAY or got.location.startswith(_AWAY)
        return got.status == 200 or (row.method == "POST" and got.status == 303 and bool(row.does or not led_away))
    if not expected.startswith(">"):
        return got.status == int(expected)
    address = expected[1:].replace("{id}", shown)
    exact = got.location == address[:-1] if address.endswith("$") else got.location.startswith(address)
    return got.status == 303 and exact
