"""Even answers: the time of an answer tells nothing about the person who was asked for.

An even page leaves no sooner than its floor, then on a grid, once its transaction is over: no database is held
meanwhile. A held answer keeps a thread of the worker, so only some are held at once; whoever comes next is asked to
come back, and other pages always find a thread.
"""

from collections.abc import Callable
from math import ceil
from threading import BoundedSemaphore
from time import perf_counter, sleep

from flask import Response

HELD_AT_ONCE = 12
"""Even pages that a worker answers at once, both faces together; the server gives it four threads more."""
_GRID = 0.1
_places = BoundedSemaphore(HELD_AT_ONCE)


class EvenTime:
    """The floor and the grid of one face's even pages."""

    def __init__(self, floor_ms: int) -> None:
        """Keep the floor; 0 holds nothing."""
        self._floor = floor_ms / 1000

    def answer(self, make: Callable[[], Response]) -> Response | None:
        """Make an answer, and hold it until its time; None when too many are held already.

        What asks to wait (too many tries, too many people) leaves at once: it depends on the asker alone.
        """
        began = perf_counter()
        if not _places.acquire(blocking=False):
            return None
        waits = False
        try:
            response = make()
            waits = "Retry-After" in response.headers
            return response
        finally:
            if self._floor and not waits:
                taken = perf_counter() - began
                sleep(max(0.0, self.leaves_after(taken) - taken))
            _places.release()

    def leaves_after(self, taken: float) -> float:
        """Return how many seconds after the request an answer leaves that took so many."""
        return max(self._floor, ceil(taken / _GRID) * _GRID)
