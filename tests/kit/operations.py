"""The operators' face over a house, and what a monitor reads there."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from dossier.base import Settings
from dossier.store import Store
from operations import create_operations

_FIGURE = re.compile(r"^(\w+(?:\{[^}]*\})?) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Monitor:
    """Somebody on the same machine who asks."""

    app: Flask

    def get(self, path: str, address: str = "127.0.0.1", **headers: str) -> TestResponse:
        """Ask from an address; `x_forwarded_for` is written X-Forwarded-For."""
        dashed = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client().get(path, headers=dashed, environ_base={"REMOTE_ADDR": address})

    def health(self) -> dict[str, Any]:
        """Return what `/health` tells; its number says the same."""
        answer = self.get("/health")
        told: dict[str, Any] = answer.get_json()
        assert answer.status_code == (200 if told["healthy"] else 503)
        return told

    def figures(self) -> dict[str, float]:
        """Return every figure by its name and labels."""
        return figures_in(self.get("/metrics").text)


def figures_in(text: str) -> dict[str, float]:
    """Return every figure of an answer by its name and labels."""
    return {name: float(value) for name, value in _FIGURE.findall(text)}


def monitor_of(settings: Settings, store: Store) -> Monitor:
    """Return a monitor of this house."""
    return Monitor(create_operations(settings, store))
