"""`dossier sim-signals`: an operator's list keeps codes away from telephones whose card changed."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from dossier.base import now
from dossier.identity import sim_changed_lately
from dossier.identity.tables import sim_change
from tests.kit.command import Told, dossier
from tests.kit.portal import House

MOBILE = "06 39 98 01 42"


def told_of(house: House, path: Path, *lines: str) -> Told:
    path.write_text("\n".join(lines), encoding="utf-8")
    return dossier(house.environ, "sim-signals", "import", path)


def test_a_list_is_taken_twice_counts_once_and_lies_here_without_a_number(house: House, tmp_path: Path) -> None:
    at, old = (now() - timedelta(days=days) for days in (1, 8))
    lines = (f"{MOBILE};{at.isoformat()}", f"+33639980143;{old.isoformat()}")
    for _ in range(2):
        ended = told_of(house, tmp_path / "sim.csv", *lines)
        assert (ended.code, ended.out) == (0, "1 changes of the last seven days, 0 lines refused.\n")
    with house.store.reading() as unit:
        [row] = unit.all(sa.select(sim_change))
        assert b"639980142" not in row.mobile_digest
        assert sim_changed_lately(unit, "+33639980142", now())
        assert not sim_changed_lately(unit, "+33639980143", now())
        assert not sim_changed_lately(unit, "+33639980142", at + timedelta(days=7))


def test_a_line_that_cannot_be_read_is_told_by_its_number_alone(house: House, tmp_path: Path) -> None:
    ended = told_of(house, tmp_path / "sim.csv", f"{MOBILE};yesterday", "0639;2026-11-22", f"{MOBILE};{now().date()}")
    assert ended.code == 1
    assert ended.out.splitlines() == [
        "Line 1: not number;instant.",
        "Line 2: not number;instant.",
        "1 changes of the last seven days, 2 lines refused.",
    ]
    assert "39 98" not in ended.out + ended.err
