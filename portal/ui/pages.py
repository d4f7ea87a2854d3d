"""The page every face shows when a request cannot be answered."""

from dataclasses import dataclass
from typing import Literal

Status = Literal[400, 403, 404, 405, 410, 413, 422, 429, 500, 503]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Template `error.html`. `wait_minutes` is said with 429 and 503 when it is known (0: not known)."""

    status: Status
    wait_minutes: int = 0


@dataclass(frozen=True, slots=True)
class StoreSilentPage:
    """Template `store_silent.html`: the database keeps nothing now. `paper_address` is where paper forms go."""

    paper_address: tuple[str, ...]
