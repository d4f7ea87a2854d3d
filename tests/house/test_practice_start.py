"""Practice and a real house never meet: neither opens the other's keys or database, whatever is put where."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from back_office import opening
from back_office.cli import _IN_PRACTICE, dossier
from back_office.opening import open_house, open_store
from back_office.practice import mark_database, throw_away
from dossier.base import Settings, StartRefused
from dossier.store import is_practice, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.kit import command
from tests.kit.practice import environ_of

KEYS_OF_PRACTICE = "KEY_HOLDER: these keys were made for practice; only `dossier practice` takes them."
KEYS_OF_OTHERS = "KEY_HOLDER: these keys weren't made for practice; practice takes no others."
DATABASE_OF_PRACTICE = "DATABASE_URL: this database was made for practice; only `dossier practice` opens it."
DATABASE_OF_OTHERS = "DATABASE_URL: this database wasn't made for practice; practice leaves it alone."
ORDINARY = [{"DEMO": "1"}, {"STAGE": "development"}]
_REAL = {
    "DATABASE_URL": "postgresql+psycopg://dossier@127.0.0.1:1/nowhere",
    "PORTAL_URL": "https://dossier.example",
    "DESK_URL": "https://poste.dossier.example",
    "PAPER_ADDRESS": "Caisse|TSA 00000",
}


def ready(settings: Settings) -> Settings:
    """Make keys and a migrated database, with nobody in it."""
    FileKeyHolder.make(opening.holder_path(settings), demo=True, practice=settings.practice)
    if settings.practice:
        mark_database(settings)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    return settings


@pytest.fixture
def practice(tmp_path: Path) -> Settings:
    return ready(Settings.read(environ_of(tmp_path / "practicing")))


@pytest.fixture
def real(tmp_path: Path) -> Settings:
    return ready(Settings.read({"DEMO": "1", "VAR_DIR": str(tmp_path / "real")}))


def line_of(settings: Settings) -> str:
    with pytest.raises(StartRefused) as refusal:
        open_store(settings)
    (line,) = refusal.value.lines
    return line


def bytes_under(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def move_into(practice: Settings, real: Settings, *names: str) -> None:
    for name in names:
        shutil.copy(real.var_dir / name, practice.var_dir / name)


def test_each_opens_its_own(practice: Settings, real: Settings) -> None:
    for settings in (practice, real):
        open_house(settings).engine.dispose()


@pytest.mark.parametrize("stage", ORDINARY)
def test_an_ordinary_start_refuses_the_folder_of_practice(practice: Settings, stage: dict[str, str]) -> None:
    there = {**stage, "VAR_DIR": str(practice.var_dir)}
    assert line_of(Settings.read(there)) == KEYS_OF_PRACTICE
    for told in (command.start_by_server(there), command.dossier(there, "jobs"), command.dossier(there, "serve")):
        assert (told.code != 0, told.out, told.err.splitlines()) == (True, "", [KEYS_OF_PRACTICE])


def test_production_refuses_the_keys_of_practice(practice: Settings) -> None:
    assert line_of(Settings.read({**_REAL, "KEY_HOLDER": practice.key_holder})) == KEYS_OF_PRACTICE


@pytest.mark.parametrize("stage", ORDINARY)
def test_an_ordinary_start_with_its_own_keys_refuses_the_database_of_practice(
    practice: Settings, real: Settings, stage: dict[str, str]
) -> None:
    mixed = {**stage, "KEY_HOLDER": real.key_holder, "DATABASE_URL": practice.database_url}
    assert line_of(Settings.read(mixed)) == DATABASE_OF_PRACTICE


def test_practice_refuses_keys_and_database_that_somebody_put_into_its_folder(
    practice: Settings, real: Settings
) -> None:
    move_into(practice, real, "dossier.db")
    assert line_of(practice) == DATABASE_OF_OTHERS
    move_into(practice, real, "keys/holder.json")
    assert line_of(practice) == KEYS_OF_OTHERS


def test_practice_refuses_a_way_to_another_database(practice: Settings, real: Settings) -> None:
    database = practice.var_dir / "dossier.db"
    database.unlink()
    database.symlink_to(real.var_dir / "dossier.db")
    assert line_of(practice) == DATABASE_OF_OTHERS


def test_the_mark_stays_in_every_copy_of_the_database(practice: Settings, tmp_path: Path) -> None:
    database, copy = practice.var_dir / "dossier.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"VACUUM INTO '{copy}'")
    for path in (database, copy):
        engine = make_engine(f"sqlite:///{path}")
        assert is_practice(engine)
        engine.dispose()


def test_a_database_in_which_there_is_something_is_never_marked(practice: Settings, real: Settings) -> None:
    move_into(practice, real, "dossier.db")
    told = command.dossier(environ_of(practice.var_dir.parent), "practice", "--port", "1")
    assert (told.code, told.err.splitlines()) == (2, [DATABASE_OF_OTHERS])


@pytest.mark.parametrize("name", ["dossier.db", "keys/holder.json"])
def test_what_was_not_made_for_practice_is_never_thrown_away(practice: Settings, real: Settings, name: str) -> None:
    move_into(practice, real, name)
    before = bytes_under(practice.var_dir)
    with pytest.raises(StartRefused, match="nothing was thrown away"):
        throw_away(practice)
    assert bytes_under(practice.var_dir) == before


def test_a_way_to_another_folder_is_not_followed(practice: Settings, tmp_path: Path) -> None:
    other = Settings.read(environ_of(tmp_path / "other"))
    other.var_dir.parent.mkdir()
    other.var_dir.symlink_to(practice.var_dir)
    with pytest.raises(StartRefused, match="nothing was thrown away"):
        throw_away(other)


def test_what_was_practiced_is_thrown_away_whole_and_nothing_beside_it(practice: Settings, real: Settings) -> None:
    beside = bytes_under(real.var_dir)
    note = practice.var_dir / "note.txt"
    note.write_text("une note de la formatrice")
    throw_away(practice)
    assert list(bytes_under(practice.var_dir)) == [str(note)]
    assert bytes_under(real.var_dir) == beside
    throw_away(practice)  # and again, as after a power cut


@pytest.mark.parametrize("name", sorted(set(dossier.commands) - _IN_PRACTICE))
def test_what_takes_in_or_sends_out_does_not_work_in_practice(practice: Settings, name: str) -> None:
    subcommands = getattr(dossier.commands[name], "commands", {})
    first = [next(iter(subcommands))] if subcommands else []
    environ = {**environ_of(practice.var_dir.parent), "DEMO": "1"}
    ended = CliRunner(env=environ).invoke(dossier, [name, *first])
    assert isinstance(ended.exception, StartRefused)
    assert ended.exception.lines == [f"`dossier {name}` doesn't work in practice: nothing comes in or leaves."]


def test_the_commands_that_send_out_are_those_one_thinks_of() -> None:
    sending = {"letters", "stubs", "transmission", "campaign", "import", "tombstones", "keys", "demo"}
    assert sending <= set(dossier.commands)
    assert _IN_PRACTICE.isdisjoint(sending)
    assert isinstance(dossier, click.Group)


@pytest.mark.parametrize("setting", ["DATABASE_URL", "KEY_HOLDER", "FRANCECONNECT_URL"])
def test_the_command_refuses_what_leads_out_and_makes_nothing(tmp_path: Path, setting: str) -> None:
    told = command.dossier({"VAR_DIR": str(tmp_path), setting: "file:somewhere"}, "practice", "--anew")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"{setting} is refused at a practice start")
    assert list(tmp_path.iterdir()) == []


def test_keys_that_lose_their_mark_are_other_keys(practice: Settings) -> None:
    path = opening.holder_path(practice)
    marked = FileKeyHolder.read(path)
    path.write_text(path.read_text().replace('"practice": true', '"practice": false'))
    unmarked = FileKeyHolder.read(path)
    assert marked.public_key != unmarked.public_key
    assert not unmarked.signed(b"receipt", marked.sign(b"receipt"))
    assert marked.digest("receipt-number", b"x") != unmarked.digest("receipt-number", b"x")


@pytest.mark.parametrize("planted", [lambda _engine: False, lambda _engine: True], ids=["blind", "sees it anywhere"])
def test_a_start_that_does_not_look_would_be_seen(
    practice: Settings, real: Settings, monkeypatch: pytest.MonkeyPatch, planted: object
) -> None:
    """Proves that the tests of mixed databases can fail."""
    monkeypatch.setattr(opening, "is_practice", planted)
    mixed = {"DEMO": "1", "KEY_HOLDER": real.key_holder, "DATABASE_URL": practice.database_url}
    wrong = Settings.read(mixed) if not planted(None) else practice
    if wrong is practice:
        move_into(practice, real, "dossier.db")
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        line_of(wrong)


def test_keys_that_are_not_looked_at_would_be_seen(practice: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves that the tests of mixed keys can fail."""
    monkeypatch.setattr(opening, "_holder", _Forgetful)
    assert line_of(Settings.read({"DEMO": "1", "VAR_DIR": str(practice.var_dir)})) != KEYS_OF_PRACTICE


class _Forgetful:
    """Keys that say of themselves what the start wants to hear."""

    demo = True

    def __init__(self, settings: Settings) -> None:
        self.practice = settings.practice
