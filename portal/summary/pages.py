"""The pages by which a summary is taken away: in which size, and under which code."""

from dataclasses import dataclass
from typing import Literal

PrintSize = Literal[14, 18, 24]


@dataclass(frozen=True, slots=True)
class PrintPage:
    """Template `summary/print.html`, at `path`. Posts `size`, in points, and `ferme` for a sealed file.

    Size 0: nothing is chosen. `back`: the page before.
    """

    path: str = "/imprimer"
    back: str = "/mon-dossier"
    size: Literal[0] | PrintSize = 18
    error: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True)
class SealedPage:
    """Template `summary/sealed.html`. Posts `size` and `code` to `path`; the code is shown here and kept nowhere.

    `back`: where a size is chosen. `groups`: the code as one writes it down, by four digits.
    """

    path: str
    back: str
    size: PrintSize
    code: str
    groups: tuple[str, ...]
