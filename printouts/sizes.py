"""The three sizes of the sheets that one asks for."""

from typing import Literal

Size = Literal[14, 18, 24]
SIZES: tuple[Size, ...] = (14, 18, 24)
"""Points: clear print, large print, giant print."""


def check_size(size: int) -> None:
    """Raise `ValueError` for a size that isn't offered."""
    if size not in SIZES:
        raise ValueError(f"no sheet in {size} points")
