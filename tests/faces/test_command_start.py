"""Starts that are refused: one clear line for each reason, never a traceback."""

from pathlib import Path

import pytest

from dossier.base import Settings, StartRefused
from tests.kit.command import dossier, start_by_server
from tests.kit.portal import House

_DATABASE = "postgresql+psycopg://dossier@127.0.0.1:1/nowhere"
_TOLD = {
    "DATABASE_URL": _DATABASE,
    "PORTAL_URL": "https://dossier.example",
    "DESK_URL": "https://poste.dossier.example",
    "PAPER_ADDRESS": "Caisse|TSA 00000",
}
MISSING = [
    "DATABASE_URL must name a PostgreSQL database (postgresql+psycopg://…) in production.",
    "KEY_HOLDER is missing: say where the root keys are kept (file:PATH).",
    "PORTAL_URL must be the portal's https:// address in production.",
    "DESK_URL must be the desk's https:// address in production.",
    "PAPER_ADDRESS is missing: say where paper forms are sent, lines parted by |.",
]


def test_production_says_everything_that_is_missing_at_once() -> None:
    for told in (dossier({}, "serve"), start_by_server({})):
        assert told.code != 0
        assert (told.out, told.err.splitlines()) == ("", MISSING)


def test_production_refuses_the_keys_of_a_demonstration(house: House) -> None:
    environ = {**_TOLD, "KEY_HOLDER": house.settings.key_holder}
    for told in (dossier(environ, "serve"), start_by_server(environ)):
        assert told.code != 0
        line = "KEY_HOLDER: these keys were made for a demonstration; production refuses them."
        assert told.err.splitlines() == [line]


def test_a_database_that_is_silent_is_one_line(tmp_path: Path) -> None:
    environ = {**_TOLD, "KEY_HOLDER": f"file:{tmp_path / 'keys.json'}"}
    assert dossier(environ, "keys", "make").code == 0
    for told in (dossier(environ, "serve"), dossier(environ, "migrate"), start_by_server(environ)):
        assert told.code != 0
        assert told.err.splitlines() == ["DATABASE_URL: the database doesn't answer, or doesn't let this program in."]


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"DEMO": "1", "INS_DOMAINS": "8"}, "INS_DOMAINS: identity domain .8 is refused at a demo start."),
        (
            {"STAGE": "development", "INS_DOMAINS": "9"},
            "INS_DOMAINS: identity domain .9 is refused at a development start.",
        ),
        ({"DEMO": "1", "INS_DOMAINS": "dix"}, "INS_DOMAINS must be numbers separated by commas, for example 8,9."),
        ({"DEMO": "1", "SHARED_IDLE_MINUTES": "-1"}, "SHARED_IDLE_MINUTES must be a whole number, 1 or more."),
        ({"DEMO": "1", "SHARED_IDLE_MINUTES": "0"}, "SHARED_IDLE_MINUTES must be a whole number, 1 or more."),
        ({"DEMO": "1", "TRUSTED_PROXIES": "²"}, "TRUSTED_PROXIES must be a whole number, 0 or more."),
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_name(environ: dict[str, str], line: str) -> None:
    with pytest.raises(StartRefused) as refused:
        Settings.read(environ)
    assert refused.value.lines == [line]


@pytest.mark.parametrize("domain", ["10", "11"])
def test_production_refuses_test_identities(domain: str) -> None:
    with pytest.raises(StartRefused) as refused:
        Settings.read({"INS_DOMAINS": domain})
    assert f"INS_DOMAINS: identity domain .{domain} is refused at a production start." in refused.value.lines


def test_people_of_a_refused_identity_domain_in_the_database_stop_the_start(house: House) -> None:
    environ = {"STAGE": "development", "VAR_DIR": house.environ["VAR_DIR"], "INS_DOMAINS": "11"}
    told = start_by_server(environ)
    line = "The database holds people of identity domain .10, refused at a development start."
    assert (told.code, told.err.splitlines()) == (1, [line])


def test_a_database_that_is_not_migrated_and_missing_keys_are_told(tmp_path: Path) -> None:
    environ = {"STAGE": "development", "VAR_DIR": str(tmp_path)}
    told = dossier(environ, "serve")
    assert (told.code, told.err.splitlines()) == (
        2, ["KEY_HOLDER: its file is missing or can't be read; `dossier keys make` writes one."],
    )  # fmt: skip
    assert dossier(environ, "keys", "make").code == 0
    keys = tmp_path / "keys" / "holder.json"
    kept = keys.read_bytes()
    assert keys.stat().st_mode & 0o077 == 0
    assert dossier(environ, "keys", "make").code == 1
    assert keys.read_bytes() == kept
    told = dossier(environ, "serve")
    assert told.err.splitlines() == ["The database isn't at the newest revision: run `dossier migrate`."]


def test_another_kind_of_key_holder_is_refused(house: House) -> None:
    told = start_by_server({**house.environ, "KEY_HOLDER": "pkcs11:token"})
    assert (told.code, told.err.splitlines()) == (1, ["KEY_HOLDER must be file:PATH."])
