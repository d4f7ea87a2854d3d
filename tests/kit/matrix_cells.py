"""From the table to the cells: every row, for everybody, with every id and every state of a mandate."""

from collections.abc import Iterable, Iterator, Mapping

from flask import Flask

from tests.kit.matrix import Cell, Outcome, Row, State, Who
from tests.kit.matrix_ids import IDS, KINDS, NEVER

Audiences = Mapping[str, Mapping[Who, Outcome]]
_UNDER = "<reference>"


def missing(app: Flask, rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Return the addresses of a face that have no row, and the rows that no address has; both should be empty."""
    there = sorted(
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    )
    told = sorted(row.name for row in rows)
    return [one for one in there if one not in told], [one for one in told if told.count(one) > 1 or one not in there]


def cells(rows: Iterable[Row], audiences: Audiences) -> Iterator[Cell]:
    """Return every cell of these rows."""
    for row in rows:
        for kind in _kinds(row):
            for who in Who:
                allowed = audiences[row.who][who]
                expected = _expected(row, who, kind) if allowed == "ok" else allowed
                yield Cell(row, who, kind, row.but.get((who, kind), expected))


def _kinds(row: Row) -> list[str]:
    if _UNDER in row.address:
        return [*State, *(["leo"] if row.address.startswith("/mandats") else [])]
    return [*KINDS[row.ids], NEVER] if row.ids else [""]


def _expected(row: Row, who: Who, kind: str) -> Outcome:
    """Return what somebody gets who may see such pages: of her own ids what the row says, of others' nothing."""
    if _UNDER in row.address:
        return row.states.get(_state(row, who, kind), row.unknown)
    if row.ids and kind not in IDS[row.ids].get(who, ()):
        return row.unknown
    return row.ok


def _state(row: Row, who: Who, kind: str) -> State | None:
    """Return the state of a mandate as it is for somebody; None when it isn't hers."""
    at_portal = row.address.startswith("/mandats")
    match who:
        case Who.ADVISOR if not at_portal and kind != State.NONE:
            return State(kind)
        case Who.PATIENT if at_portal and kind not in ("leo", State.NONE, State.NOBODYS, State.OTHERS):
            return State(kind)
        case Who.OTHER if kind == State.OTHERS:
            return State.ACTIVE
        case Who.REPRESENTATIVE if kind == "leo":
            return State.ACTIVE
    return None
