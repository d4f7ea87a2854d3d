"""Choosing how large the printed summary is."""

from dataclasses import dataclass
from typing import Literal

PrintSize = Literal[14, 18, 24]


@dataclass(frozen=True, slots=True)
class PrintPage:
    """Template `prints/print.html`, at `/imprimer`. Posts `size`, in points. Size 0: nothing is chosen."""

    size: Literal[0] | PrintSize = 18
    error: Literal["missing"] | None = None
