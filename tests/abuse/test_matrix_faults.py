"""The matrix would find a door left open: faults are planted one by one, and each makes cells of it come out wrong."""

from collections.abc import Iterator

import pytest

from tests.abuse.authorization_faults import FAULTS, AuthorizationFault
from tests.abuse.matrix_tables import TABLES
from tests.kit.matrix import Cell
from tests.kit.matrix_heart import read_by_the_staff
from tests.kit.matrix_house import MatrixHouse, planted
from tests.kit.matrix_ids import plant_ids
from tests.kit.matrix_planting import planted_here
from tests.kit.matrix_sheets import sheets_as_text


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatrixHouse]:
    with planted(tmp_path_factory.mktemp("faults")) as house, sheets_as_text():
        plant_ids(house)
        yield house


def is_looked_at(fault: AuthorizationFault, cell: Cell) -> bool:
    return (
        cell.row.name.endswith(fault.addresses or "")
        and (not fault.who or cell.who in fault.who)
        and (not fault.kinds or cell.kind in fault.kinds)
    )


def cells_of(fault: AuthorizationFault) -> list[Cell]:
    if fault.face == "heart" or fault.walk:
        return []
    cells = [cell for cell in TABLES[fault.face].cells() if is_looked_at(fault, cell)]
    assert cells, f"{fault.name}: no cell is looked at"
    return cells


def found(house: MatrixHouse, fault: AuthorizationFault) -> list[str]:
    """Return what the matrix finds wrong where this fault is looked for."""
    if fault.face == "heart":
        return list(read_by_the_staff(house))
    table = TABLES[fault.face]
    if fault.walk:
        return table.walked(house, fault.walk).faults
    return list(table.matrix(house).try_all(cells_of(fault)))


def test_the_list_is_long_enough() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(house: MatrixHouse, fault: AuthorizationFault) -> None:
    TABLES.get(fault.face, TABLES["desk"]).matrix(house).plant(cells_of(fault))
    with planted_here(fault.changes):
        assert found(house, fault) != []


def test_nothing_of_them_stays(house: MatrixHouse) -> None:
    assert found(house, FAULTS[0]) == []
    assert list(read_by_the_staff(house)) == []
