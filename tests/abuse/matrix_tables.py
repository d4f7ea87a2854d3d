"""The two tables of the matrix with all that is needed to try them: audiences, steps before, walks."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.abuse import matrix_rows, matrix_rows_portal, matrix_rows_visits
from tests.kit import matrix_befores, matrix_walks
from tests.kit.matrix import Cell, Row, State, Who
from tests.kit.matrix_cells import Audiences, cells
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_trying import Before, Matrix
from tests.kit.matrix_walks import Walk, Walked, walked


@dataclass(frozen=True)
class Table:
    """One face: its rows, and what they mean."""

    name: str
    rows: tuple[Row, ...]
    audiences: Audiences
    befores: Mapping[str, Before]
    walks: Mapping[str, Walk]
    also: tuple[Row, ...] = ()
    """Rows of addresses that have one already, for the advisor of an active mandate."""

    def cells(self) -> list[Cell]:
        """Return every cell."""
        hers = (one for one in cells(self.also, self.audiences) if (one.who, one.kind) == (Who.ADVISOR, State.ACTIVE))
        return [*cells(self.rows, self.audiences), *hers]

    def matrix(self, house: MatrixHouse) -> Matrix:
        """Return what tries them."""
        return Matrix(house, self.name, self.befores)

    def walked(self, house: MatrixHouse, walk: str) -> Walked:
        """Take a walk of this face."""
        return walked(self.matrix(house), self.rows, self.walks[walk], self.audiences)


TABLES = {
    "desk": Table(
        "desk",
        matrix_rows.DESK,
        matrix_rows.AUDIENCES,
        matrix_befores.AT_DESK,
        matrix_walks.AT_DESK,
        matrix_rows_visits.DONE_BESIDE,
    ),
    "portal": Table(
        "portal",
        matrix_rows_portal.PORTAL,
        matrix_rows_portal.AUDIENCES,
        matrix_befores.AT_PORTAL,
        matrix_walks.AT_PORTAL,
    ),
}
