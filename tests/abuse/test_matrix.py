"""The matrix: every address of both faces, for everybody, under every mandate. Nobody gets what isn't hers.

The tables say by hand who may and what the others get (`matrix_rows`, `matrix_rows_portal`); the addresses come from
the program. Each cell is one request with a form that is good, and is undone after it.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.abuse.matrix_tables import TABLES, Table
from tests.kit.matrix import State, Who
from tests.kit.matrix_cells import missing
from tests.kit.matrix_heart import READINGS, read_by_herself, read_by_the_staff
from tests.kit.matrix_house import MatrixHouse, planted
from tests.kit.matrix_ids import plant_ids
from tests.kit.matrix_sheets import sheets_as_text
from tests.kit.matrix_telling import TELLING, Telling, told_apart
from tests.kit.postgres import new_database

GROUPS = {
    "acts": lambda row: row.scope is not None,
    "visits": lambda row: row.scope is None and row.address.startswith("/visite/"),
    "the rest": lambda row: not row.address.startswith("/visite/"),
}
"""The table in three parts, so that two workers share it."""
WALKS = [(table.name, walk) for table in TABLES.values() for walk in table.walks]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatrixHouse]:
    with planted(tmp_path_factory.mktemp("matrix")) as house, sheets_as_text():
        plant_ids(house)
        yield house


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> Table:
    return TABLES[request.param]


def app_of(house: MatrixHouse, table: Table) -> Flask:
    return getattr(house, table.name)


def test_every_address_has_its_row_and_every_row_its_address(house: MatrixHouse, table: Table) -> None:
    assert missing(app_of(house, table), table.rows) == ([], [])


def test_an_address_without_its_row_is_noticed_and_a_row_without_its_address(table: Table) -> None:
    site = Flask("site")
    for row in table.rows[1:]:
        site.add_url_rule(row.address, row.name, methods=[row.method], provide_automatic_options=False)
    site.add_url_rule("/visite/<reference>/dossier", "new", methods=["GET", "POST"], provide_automatic_options=False)
    new = ["GET /visite/<reference>/dossier", "POST /visite/<reference>/dossier"]
    lacking, unknown = missing(site, table.rows)
    assert [one for one in lacking if not one.startswith("GET /static/")] == new
    assert unknown == [table.rows[0].name]


def test_every_form_is_shown_to_succeed_in_a_cell_or_in_a_walk(table: Table) -> None:
    shown = {cell.row.name for cell in table.cells() if cell.expected == "ok"}
    walked = {row.name for row in table.rows if row.walk in table.walks}
    assert [row.name for row in table.rows if row.method == "POST" and row.name not in shown | walked] == []


def test_the_matrix_is_whole(table: Table) -> None:
    cells = table.cells()
    for row in table.rows:
        hers = [cell for cell in cells if cell.row is row]
        kinds = {cell.kind for cell in hers}
        assert {cell.who for cell in hers} == set(Who)
        assert len(hers) == len(Who) * len(kinds)
        if "<reference>" in row.address:
            assert kinds >= set(State)


@pytest.mark.parametrize("group", GROUPS)
def test_nobody_gets_what_is_not_hers(house: MatrixHouse, table: Table, group: str) -> None:
    cells = [cell for cell in table.cells() if GROUPS[group](cell.row)]
    assert list(table.matrix(house).try_all(cells)) == []


@pytest.mark.parametrize(("face", "walk"), WALKS)
def test_the_steps_of_one_visit_serve_no_other(house: MatrixHouse, face: str, walk: str) -> None:
    table = TABLES[face]
    walked = table.walked(house, walk)
    assert walked.shown >= {row.name for row in table.rows if row.walk == walk}
    assert walked.faults == []


@pytest.mark.parametrize("telling", TELLING, ids=str)
def test_who_is_here_and_who_is_not_hear_the_same(house: MatrixHouse, telling: Telling) -> None:
    assert told_apart(house, TABLES[telling.face].matrix(house), telling) == []


@pytest.mark.slow
def test_on_postgresql_acts_and_documents_are_as_well_kept(
    postgres_address: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = new_database(postgres_address, f"matrix_{worker_id}")
    looked_at = {"desk": (Who.ADVISOR, Who.MOVED), "portal": (Who.OTHER, Who.REPRESENTATIVE, Who.TURN)}
    with planted(tmp_path_factory.mktemp("matrix"), DATABASE_URL=url) as house, sheets_as_text():
        plant_ids(house)
        for face, who in looked_at.items():
            cells = [cell for cell in TABLES[face].cells() if cell.kind and cell.who in who]
            assert list(TABLES[face].matrix(house).try_all(cells)) == []


def test_behind_the_pages_nobody_of_the_staff_reads_under_any_mandate(house: MatrixHouse) -> None:
    assert read_by_herself(house) == list(READINGS)
    assert list(read_by_the_staff(house)) == []
