"""Identity providers are configured whole or not at all, and their secrets show nowhere."""

import pytest

from dossier.base import LOW, SUBSTANTIAL, Settings, StartRefused

SIMPLE = {
    "FRANCECONNECT_URL": "https://fc.example/api/v2",
    "FRANCECONNECT_CLIENT_ID": "house",
    "FRANCECONNECT_CLIENT_SECRET": "zorva-secret",
}
PLUS = {name.replace("FRANCECONNECT", "FRANCECONNECT_PLUS"): value for name, value in SIMPLE.items()} | {
    "FRANCECONNECT_PLUS_KEY_FILE": "/etc/dossier/fc.pem"
}
REAL = {
    "DATABASE_URL": "postgresql+psycopg://dossier@db/dossier",
    "KEY_HOLDER": "file:/etc/dossier/holder.json",
    "PORTAL_URL": "https://dossier.example.fr",
    "DESK_URL": "https://guichet.example.fr",
    "PAPER_ADDRESS": "Caisse|TSA 00000",
}


STAFF = {name.replace("FRANCECONNECT", "PROCONNECT"): value for name, value in SIMPLE.items()}


def providers_in(environ, stage=None):
    return Settings.read({**(stage or {"DEMO": "1"}), **environ}).identity_providers


def lines_of(environ, stage=None):
    with pytest.raises(StartRefused) as refusal:
        providers_in(environ, stage)
    return refusal.value.lines


def test_nobody_is_a_provider_until_configured():
    assert providers_in({}) == ()
    assert providers_in(dict.fromkeys(SIMPLE | PLUS, "")) == ()


def test_each_provider_has_its_level_and_the_strict_defaults():
    simple, plus = providers_in(SIMPLE | PLUS)
    assert [(one.name, one.level) for one in (simple, plus)] == [
        ("franceconnect", LOW),
        ("franceconnect-plus", SUBSTANTIAL),
    ]
    assert (simple.issuer, simple.client_id, simple.client_secret) == tuple(SIMPLE.values())
    assert [(one.signature, one.pkce) for one in (simple, plus)] == [("ES256", False)] * 2
    assert simple.key_file is None
    assert str(plus.key_file) == "/etc/dossier/fc.pem"


def test_signature_and_pkce_are_said_for_each():
    (simple,) = providers_in(SIMPLE | {"FRANCECONNECT_SIGNATURE": "RS256", "FRANCECONNECT_PKCE": "1"})
    assert (simple.signature, simple.pkce) == ("RS256", True)


@pytest.mark.parametrize("whole", [SIMPLE, PLUS], ids=["simple", "plus"])
def test_half_a_configuration_is_one_line_that_names_what_is_missing(whole):
    for missing in whole:
        (line,) = lines_of({name: value for name, value in whole.items() if name != missing})
        assert line == f"{missing} missing: a provider is configured whole or not at all."
    first, *others = whole
    (line,) = lines_of({first: whole[first]})
    assert line.startswith(f"{', '.join(others)} missing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "fc.example"),
        ("URL", "https://fc.example/?a=b"),
        ("URL", "https://fc.example/#a"),
        ("URL", "https://fc.example/ b"),
        ("SIGNATURE", "HS256"),
        ("SIGNATURE", "none"),
        ("SIGNATURE", ""),
        ("PKCE", "yes"),
    ],
)
def test_each_unfit_setting_is_one_line_that_names_it(name, value):
    (line,) = lines_of(SIMPLE | {f"FRANCECONNECT_{name}": value})
    assert line.startswith(f"FRANCECONNECT_{name} must be")
    assert "zorva" not in line


def test_production_speaks_to_providers_over_tls_alone():
    assert providers_in(SIMPLE, REAL)
    (line,) = lines_of(SIMPLE | {"FRANCECONNECT_URL": "http://fc.example"}, REAL)
    assert line.startswith("FRANCECONNECT_URL must be the provider's https:// address")


def test_the_staff_has_a_provider_of_its_own_that_no_patient_is_offered():
    assert Settings.read({"DEMO": "1"}).staff_provider is None
    settings = Settings.read({"DEMO": "1", **STAFF})
    told = settings.staff_provider
    assert (told.name, told.level, told.signature, told.pkce) == ("proconnect", LOW, "ES256", False)
    assert (told.issuer, told.client_id, told.client_secret) == tuple(STAFF.values())
    assert settings.identity_providers == ()
    assert "zorva" not in repr(settings)


def test_the_provider_of_the_staff_is_held_to_the_same_rules():
    for missing in STAFF:
        (line,) = lines_of({name: value for name, value in STAFF.items() if name != missing})
        assert line == f"{missing} missing: a provider is configured whole or not at all."
    (line,) = lines_of(STAFF | {"PROCONNECT_SIGNATURE": "HS256"})
    assert line == "PROCONNECT_SIGNATURE must be ES256 or RS256."
    (line,) = lines_of(STAFF | {"PROCONNECT_URL": "http://pc.example"}, REAL)
    assert line.startswith("PROCONNECT_URL must be the provider's https:// address")


def test_a_secret_stands_in_no_representation():
    settings = Settings.read({"DEMO": "1", **SIMPLE, **PLUS})
    for told in (repr(settings), str(settings), repr(settings.identity_providers)):
        assert "house" in told
        assert "zorva" not in told
