"""A practice start reads what leads nowhere, and refuses by its name whatever would lead out of it."""

import re
from pathlib import Path

import pytest

from dossier.base import PRACTICE_SETTINGS, PROVIDER_SETTINGS, Settings, Stage, StartRefused
from dossier.base import practice as door
from dossier.base import settings as reader

_ROOT = Path(__file__).parents[2]
TOLD = set(re.findall(r"^\| `([A-Z_]+)` \|", (_ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))
ALONE_WITHOUT_EFFECT = {"DEMO", "STAGE", "PRACTICE", "VAR_DIR", "PORT", "DESK_PORT", "PRINTER", "POSTAGE"}
"""The last two are options of `dossier letters`, which practice doesn't have."""
ONLY_WITH_OTHERS = {name for name in PROVIDER_SETTINGS if name.endswith(("_SIGNATURE", "_PKCE"))}
LEAD_OUT = sorted(TOLD - PRACTICE_SETTINGS - ALONE_WITHOUT_EFFECT - ONLY_WITH_OTHERS)


def practice(**more):
    return Settings.read({"PRACTICE": "1", "VAR_DIR": "/srv/dossier", **more})


def test_practice_has_everything_under_a_folder_of_its_own():
    settings = practice()
    assert (settings.stage, settings.practice, settings.demo) == (Stage.PRACTICE, True, True)
    assert settings.database_url == "sqlite:////srv/dossier/practice/dossier.db"
    assert settings.key_holder == "file:/srv/dossier/practice/keys/holder.json"
    assert settings.tombstones == Path("/srv/dossier/practice/tombstones.jsonl")
    assert (settings.ins_domains, settings.identity_providers) == (frozenset({10}), ())


def test_the_settings_that_lead_out_are_those_one_thinks_of():
    assert {"DATABASE_URL", "KEY_HOLDER", "TOMBSTONES", "INS_DOMAINS", "FRANCECONNECT_URL"} <= set(LEAD_OUT)
    assert PRACTICE_SETTINGS <= TOLD


@pytest.mark.parametrize("name", LEAD_OUT)
def test_each_setting_that_leads_out_is_refused_by_its_name(name):
    with pytest.raises(StartRefused) as refusal:
        practice(**{name: "sqlite:////srv/dossier/practice/dossier.db"})
    assert refusal.value.lines == [f"{name} is refused at a practice start: practice has its own, or does without."]


def test_a_gateway_that_nobody_thought_of_is_refused_as_soon_as_it_is_read(monkeypatch):
    def with_a_gateway(environ, lines, *, tls):
        return (environ["SMS_GATEWAY_URL"],) if environ.get("SMS_GATEWAY_URL") else ()

    monkeypatch.setattr(reader, "read_providers", with_a_gateway)
    with pytest.raises(StartRefused, match=r"^SMS_GATEWAY_URL is refused at a practice start"):
        practice(SMS_GATEWAY_URL="https://sms.example.fr")


@pytest.mark.parametrize("other", [{"DEMO": "1"}, {"STAGE": "development"}, {"STAGE": "production"}])
def test_practice_goes_before_every_other_stage(other):
    assert practice(**other).practice


@pytest.mark.parametrize("word", ["", "0", "yes"])
def test_without_a_clear_word_it_is_no_practice(word):
    assert not Settings.read({"PRACTICE": word, "DEMO": "1"}).practice


def test_an_open_door_would_be_seen(monkeypatch):
    """Proves that the tests above can fail."""
    monkeypatch.setattr(door, "PRACTICE_SETTINGS", PRACTICE_SETTINGS | {"DATABASE_URL"})
    assert practice(DATABASE_URL="sqlite:///real.db").database_url == "sqlite:///real.db"
