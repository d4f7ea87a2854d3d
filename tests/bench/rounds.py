"""Timing side by side: short rounds in turn, so that a busy neighbor slows every candidate alike."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import thread_time_ns


@dataclass(frozen=True, slots=True)
class Spent:
    """Thread CPU time of one call, in microseconds: least and median over the rounds."""

    least: float
    median: float


def spent_by(
    candidates: dict[str, Callable[[], object]], *, rounds: int, calls: int, warm: int = 5
) -> dict[str, Spent]:
    """Time each candidate `calls` times a round, all of them in each round."""
    for call in candidates.values():
        for _ in range(warm):
            call()
    spent: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, call in candidates.items():
            spent[name].append(_one_round(call, calls))
    return {name: Spent(min(times), median(times)) for name, times in spent.items()}


def _one_round(call: Callable[[], object], calls: int) -> float:
    started = thread_time_ns()
    for _ in range(calls):
        call()
    return (thread_time_ns() - started) / calls / 1000
