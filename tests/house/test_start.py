"""A start refuses what would mix invented people with real ones, or serve a house that isn't ready."""

import pytest

from back_office.opening import open_house, open_store
from dossier.base import Settings, StartRefused
from dossier.store import make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.kit.house import enrolled


@pytest.fixture
def environ(tmp_path):
    return {"DEMO": "1", "VAR_DIR": str(tmp_path)}


def ready(environ, *, demo=True):
    """Make keys and a migrated database where these settings say; return the settings."""
    settings = Settings.read(environ)
    FileKeyHolder.make(settings.var_dir / "keys" / "holder.json", demo=demo)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    return settings


def line_of(act, settings):
    with pytest.raises(StartRefused) as refusal:
        act(settings)
    (line,) = refusal.value.lines
    return line


def test_a_ready_house_opens(environ):
    house = open_house(ready(environ))
    with house.writing() as unit:
        assert enrolled(unit)
    house.engine.dispose()


def test_production_refuses_the_keys_of_a_demonstration(environ, tmp_path):
    ready(environ)
    real = {
        "DATABASE_URL": "postgresql+psycopg://dossier@127.0.0.1:1/none",
        "KEY_HOLDER": f"file:{tmp_path}/keys/holder.json",
        "PORTAL_URL": "https://dossier.example.fr",
        "DESK_URL": "https://poste.dossier.example.fr",
        "PAPER_ADDRESS": "Caisse|TSA 00000",
    }
    assert line_of(open_store, Settings.read(real)).startswith("KEY_HOLDER: these keys were made for a demonstration")


def test_a_missing_key_holder_is_one_clear_line(environ):
    assert line_of(open_store, Settings.read(environ)).startswith("KEY_HOLDER: its file is missing")


@pytest.mark.parametrize("holder", ["vault:transit", "file:", "nothing"])
def test_a_key_holder_nobody_knows_is_one_clear_line(environ, holder):
    assert line_of(open_store, Settings.read({**environ, "KEY_HOLDER": holder})) == "KEY_HOLDER must be file:PATH."


def test_a_database_that_is_not_migrated_is_one_clear_line(environ):
    settings = Settings.read(environ)
    FileKeyHolder.make(settings.var_dir / "keys" / "holder.json", demo=True)
    assert "dossier migrate" in line_of(open_house, settings)


def test_people_of_another_identity_domain_stop_the_start(environ):
    settings = ready(environ)
    house = open_house(settings)
    with house.writing() as unit:
        enrolled(unit, ins_domain=8)
    house.engine.dispose()
    assert "identity domain .8, refused at a demo start" in line_of(open_house, settings)
