"""The settings of a practice start: those that lead nowhere are read, any other is refused by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

PRACTICE_SETTINGS = frozenset(
    {
        "PORTAL_URL",
        "DESK_URL",
        "HELP_PHONE",
        "HELP_HOURS",
        "SHARED_IDLE_MINUTES",
        "SHARED_TOTAL_MINUTES",
        "HOME_IDLE_MINUTES",
        "HOME_TOTAL_MINUTES",
        "DESK_IDLE_MINUTES",
        "DESK_TOTAL_MINUTES",
        "TRUSTED_PROXIES",
        "OPT_OUT_REGIME",
        "PAPER_ADDRESS",
        "CALL_CENTER_ALWAYS_OPEN",
        "ANSWER_FLOOR_MS",
    }
)
"""A closed list: a setting that is added elsewhere (a gateway, say) is refused here until somebody thinks of it."""


class PracticeEnvironment(Mapping[str, str]):
    """Reads `PRACTICE_SETTINGS` out of an environment; asking for another one that is set is a fault."""

    def __init__(self, environ: Mapping[str, str], lines: list[str]) -> None:
        """`lines` is given one for each refused setting, once."""
        self._environ = environ
        self._lines = lines
        self._refused: set[str] = set()

    def __getitem__(self, name: str) -> str:
        """Return a setting of practice. Raises `KeyError` for any other."""
        told = self._environ[name]
        if name in PRACTICE_SETTINGS:
            return told
        if told and name not in self._refused:
            self._refused.add(name)
            self._lines.append(f"{name} is refused at a practice start: practice has its own, or does without.")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over what can be read."""
        return (name for name in self._environ if name in PRACTICE_SETTINGS)

    def __len__(self) -> int:
        """Count what can be read."""
        return sum(1 for _ in self)
