"""Long lists on a page, so many lines at a time: `?page=` in its address."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import TypeVar

from .ask import DeskAsk

_T = TypeVar("_T")
_LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which lines of its lists a page shows, and where the others are. One leaf for all the lists of a page."""

    path: str
    lines: int = 1
    number: int = 1
    last: int = 1

    @classmethod
    def asked(cls, ask: DeskAsk, path: str, lines: int, *lists: Sized) -> "Leaf":
        """Return the leaf that an address asks for; the last one when it asks for more than there are."""
        typed = ask.asked("page")
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER
        last = max(1, *(-(-len(one) // lines) for one in lists))
        return cls(path, lines, min(max(int(typed), 1), last) if is_number else 1, last)

    def of(self, items: Sequence[_T]) -> tuple[_T, ...]:
        """Return the lines of a list that are on it."""
        begins = (self.number - 1) * self.lines
        return tuple(items[begins : begins + self.lines])

    @property
    def here(self) -> str:
        """Its own address."""
        return self._at(self.number)

    @property
    def before(self) -> str:
        """The address of the one before, or an empty text."""
        return self._at(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next one, or an empty text."""
        return self._at(self.number + 1) if self.number < self.last else ""

    def _at(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}?page={number}"
