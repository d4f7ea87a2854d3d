"""The demonstration, planted once for a worker and copied for each test, with its portal in front."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from back_office.demo import code_for, plant
from back_office.demo_outbox import DemoOutbox
from back_office.opening import holder_path, open_house, open_store
from dossier.base import Settings, now
from dossier.identity import patient_by_identifier
from dossier.store import Store
from dossier.vault import FileKeyHolder
from migrations import upgrade
from portal import create_portal
from tests.kit.visitor import Visitor

DEMO = {"DEMO": "1", "ANSWER_FLOOR_MS": "0"}


@dataclass(frozen=True)
class House:
    """One installation: the environment it was opened with, its store, its portal."""

    environ: Mapping[str, str]
    settings: Settings
    store: Store
    app: Flask

    def visitor(self) -> Visitor:
        """Return somebody who has never been here: a browser without cookies."""
        return Visitor(self.app.test_client(), self.code, self.settings.portal_url)

    def signed_in(self, identifier: str) -> Visitor:
        """Return a member of the cast whose session is open; `page` is what she sees first."""
        visitor = self.visitor()
        visitor.sign_in(identifier)
        return visitor

    def code(self, identifier: str) -> str:
        """Return a second-factor code that is valid now, as `dossier demo code` prints it."""
        with self.store.writing() as unit:
            code = code_for(unit, identifier, now())
        assert code is not None, f"{identifier} isn't in the cast"
        return code

    def patient_id(self, identifier: str) -> bytes:
        """Return the id of a member of the cast."""
        with self.store.reading() as unit:
            patient_id = patient_by_identifier(unit, identifier)
        assert patient_id is not None, f"{identifier} isn't in the cast"
        return patient_id


def plant_in(var_dir: Path) -> Path:
    """Make keys and a database in this folder and plant the whole cast there. Return the folder."""
    settings = Settings.read({**DEMO, "VAR_DIR": str(var_dir)})
    FileKeyHolder.make(holder_path(settings), demo=True)
    store = open_store(settings)
    upgrade(store.engine)
    for _ in plant(store, now()):
        pass
    store.engine.dispose()
    return var_dir


@contextmanager
def copy_of(planted: Path, var_dir: Path, **environ: str) -> Iterator[House]:
    """Copy a planted folder to `var_dir` and open it, with more of an environment when asked."""
    shutil.copytree(planted, var_dir)
    with opened({**DEMO, "VAR_DIR": str(var_dir), **environ}) as house:
        yield house


@contextmanager
def opened(environ: Mapping[str, str]) -> Iterator[House]:
    """Open what stands where this environment says, and close it after."""
    settings = Settings.read(environ)
    store = open_house(settings)
    try:
        yield House(environ, settings, store, create_portal(settings, store, DemoOutbox(settings, store)))
    finally:
        store.engine.dispose()
