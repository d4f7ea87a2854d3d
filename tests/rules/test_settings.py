"""Settings: read once from the environment, and one clear line for each reason not to start."""

import pytest

from dossier.base import Settings, Stage, StartRefused

REAL = {
    "DATABASE_URL": "postgresql+psycopg://dossier@db/dossier",
    "KEY_HOLDER": "file:/etc/dossier/holder.json",
    "PORTAL_URL": "https://dossier.example.fr",
    "DESK_URL": "https://poste.dossier.example.fr",
    "PAPER_ADDRESS": "Caisse|TSA 00000",
}


def lines_of(environ):
    with pytest.raises(StartRefused) as refusal:
        Settings.read(environ)
    assert str(refusal.value) == "\n".join(refusal.value.lines)
    return refusal.value.lines


def test_a_full_production_environment_starts():
    settings = Settings.read(REAL)
    assert settings.stage is Stage.PRODUCTION
    assert settings.ins_domains == {8, 9}
    assert settings.secure
    assert not settings.demo


@pytest.mark.parametrize("environ", [{}, {"DEMO": ""}, {"DEMO": "0"}, {"DEMO": "yes"}, {"STAGE": "staging"}])
def test_without_a_clear_word_it_is_production(environ):
    assert Settings.read({**REAL, **environ}).stage is Stage.PRODUCTION


def test_an_empty_production_environment_is_told_each_thing_that_is_missing():
    lines = lines_of({})
    assert [line.split()[0] for line in lines] == [
        "DATABASE_URL",
        "KEY_HOLDER",
        "PORTAL_URL",
        "DESK_URL",
        "PAPER_ADDRESS",
    ]
    assert all("\n" not in line and line.endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///var/dossier.db"),
        ("DATABASE_URL", ""),
        ("KEY_HOLDER", ""),
        ("PORTAL_URL", "http://dossier.example.fr"),
        ("PORTAL_URL", ""),
        ("DESK_URL", "http://poste.dossier.example.fr"),
        ("DESK_URL", ""),
        ("DESK_URL", "https://dossier.example.fr:8443"),
        ("INS_DOMAINS", "10"),
        ("INS_DOMAINS", "11"),
        ("INS_DOMAINS", "8,9,10"),
        ("INS_DOMAINS", "eight"),
        ("SHARED_IDLE_MINUTES", "ten"),
        ("SHARED_TOTAL_MINUTES", "-1"),
        ("HOME_IDLE_MINUTES", ""),
        ("HOME_TOTAL_MINUTES", "1.5"),
        ("DESK_IDLE_MINUTES", "0"),
        ("DESK_TOTAL_MINUTES", "a day"),
        ("TRUSTED_PROXIES", "one"),
        ("CALL_CENTER_ALWAYS_OPEN", "1"),
        ("CALL_CENTER_ALWAYS_OPEN", "yes"),
    ],
)
def test_each_unfit_setting_is_one_line_that_names_it(name, value):
    (line,) = lines_of({**REAL, name: value})
    assert line.startswith(name)


@pytest.mark.parametrize("stage", [{"DEMO": "1"}, {"STAGE": "development"}])
@pytest.mark.parametrize("domain", ["8", "9", "10,8"])
def test_a_house_of_invented_people_refuses_real_ones(stage, domain):
    (line,) = lines_of({**stage, "INS_DOMAINS": domain})
    assert line.startswith("INS_DOMAINS")
    assert domain.split(",")[-1] in line


@pytest.mark.parametrize("stage", [REAL, {"STAGE": "development"}])
@pytest.mark.parametrize(
    ("name", "fits", "too_long"),
    [
        ("PORTAL_URL", f"https://{'a' * 32}/", f"https://{'a' * 33}"),
        ("HELP_PHONE", "0" * 20, "0" * 21),
        ("HELP_HOURS", "h" * 50, "h" * 51),
        ("PAPER_ADDRESS", "|".join(["A" * 38] * 6), "A" * 39),
        ("PAPER_ADDRESS", "A", "A|B|C|D|E|F|G"),
    ],
)
def test_what_fits_no_sms_or_no_letter_is_refused_at_the_start(stage, name, fits, too_long):
    Settings.read({**stage, name: fits})
    (line,) = lines_of({**stage, name: too_long})
    assert line.startswith(name)


def test_several_faults_are_told_together():
    lines = lines_of({**REAL, "INS_DOMAINS": "10,11", "TRUSTED_PROXIES": "x", "KEY_HOLDER": ""})
    assert [line.split()[0].rstrip(":") for line in lines] == [
        "INS_DOMAINS",
        "INS_DOMAINS",
        "TRUSTED_PROXIES",
        "KEY_HOLDER",
    ]


def test_a_demonstration_starts_with_nothing_but_its_name(tmp_path):
    settings = Settings.read({"DEMO": "1", "VAR_DIR": str(tmp_path)})
    assert settings.demo
    assert settings.database_url == f"sqlite:///{tmp_path}/dossier.db"
    assert settings.key_holder == f"file:{tmp_path}/keys/holder.json"
    assert settings.ins_domains == {10}
    assert not settings.secure


def test_development_takes_both_test_domains():
    assert Settings.read({"STAGE": "development"}).ins_domains == {10, 11}


def test_sessions_on_a_shared_computer_are_short_by_default():
    settings = Settings.read(REAL)
    assert (settings.shared_idle_minutes, settings.shared_total_minutes) == (10, 30)
    assert (settings.home_idle_minutes, settings.home_total_minutes) == (15, 720)
