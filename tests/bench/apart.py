"""Work measured in a process of its own, whose memory nobody else has used."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

from .house import House


@dataclass
class Measure:
    """What some work took: seconds by the clock and of this process's own work, and the most memory, in MB."""

    clock: float = 0.0
    worked: float = 0.0
    peak: float = 0.0
    children_worked: float = 0.0
    children_peak: float = 0.0
    """Of the processes it started: their work together, and the memory of the largest."""


def measured_apart(house: House, module: str, *arguments: str | Path) -> Measure:
    """Run `python -m MODULE` over this house; return the measure it printed."""
    environ = {
        "DEMO": "1",
        "VAR_DIR": str(house.settings.var_dir),
        "DATABASE_URL": house.settings.database_url,
    }
    command = [sys.executable, "-m", module, *map(str, arguments)]
    told = subprocess.run(
        command, env=environ, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True, check=True
    )
    return Measure(**json.loads(told.stdout.splitlines()[-1]))


def tell(work: Callable[[], object]) -> None:
    """Do the work and print its measure, for `measured_apart`."""
    with _measuring() as measure:
        work()
    print(json.dumps(asdict(measure)))


@contextmanager
def _measuring() -> Iterator[Measure]:
    measure, clock, worked = Measure(), perf_counter(), process_time()
    yield measure
    measure.clock, measure.worked = perf_counter() - clock, process_time() - worked
    measure.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    measure.children_worked = children.ru_utime + children.ru_stime
    measure.children_peak = children.ru_maxrss / 1024
