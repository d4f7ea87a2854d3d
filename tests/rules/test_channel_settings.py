"""Who carries messages is configured whole or not at all; no secret is ever shown."""

from dataclasses import replace

import pytest

from dossier.base import CHANNEL_SETTINGS, BounceMailbox, Channels, Settings, StartRefused

SMTP = {"SMTP_HOST": "relay.example", "SMTP_FROM": "a@clair.example", "SMTP_RETURNS": "r@clair.example"}
LOGIN = {"SMTP_USER": "relay", "SMTP_PASSWORD": "smtp-pass"}
SMPP = {"SMPP_HOST": "smsc.example", "SMPP_SYSTEM_ID": "dossier", "SMPP_PASSWORD": "pa55word", "SMPP_SENDER": "36000"}
HTTP = {
    "SMS_HTTP_URL": "https://sms.example/v1",
    "SMS_HTTP_TOKEN": "a-secret-token",
    "SMS_HTTP_CALLBACK_KEY": "0123456789abcdef",
    "SMS_HTTP_SENDER": "DOSSIER",
}
VOICE = {name.replace("SMS_HTTP", "VOICE"): value for name, value in HTTP.items()} | {"VOICE_SENDER": "+33142345678"}
POP = {
    "BOUNCES_POP_HOST": "pop.example",
    "BOUNCES_POP_USER": "returns",
    "BOUNCES_POP_PASSWORD": "pop-pass",
    "BOUNCES_MAILDIR": "/srv/bounces",
}
WHOLE = SMTP | LOGIN | SMPP | HTTP | VOICE | POP
REAL = {
    "DATABASE_URL": "postgresql+psycopg://h/d",
    "KEY_HOLDER": "file:/k",
    "PORTAL_URL": "https://portal.example",
    "DESK_URL": "https://desk.example",
    "PAPER_ADDRESS": "Ici|75001 PARIS",
}


def read(environ, **stage):
    return Settings.read({**(stage or {"STAGE": "development"}), **environ})


def lines(environ, **stage):
    with pytest.raises(StartRefused) as refusal:
        read(environ, **stage)
    return refusal.value.lines


def second(environ):
    return {name.replace("SMTP_", "SMTP_SECOND_").replace("SMPP_", "SMPP_SECOND_"): it for name, it in environ.items()}


def test_without_a_setting_nobody_carries_anything_and_codes_go_by_letter():
    settings = read({})
    assert (settings.channels, settings.code_channels) == (Channels(), ("letter",))


def test_each_provider_is_read_with_its_defaults_and_the_first_comes_first():
    channels = read(WHOLE | second(SMTP | SMPP)).channels
    first, other = channels.mail
    assert (first.name, first.port, first.protection, first.user) == ("smtp", 587, "starttls", "relay")
    assert other == replace(first, name="smtp-second", user="", password="")
    assert [(one.name, one.port, one.protection) for one in channels.message_centers] == [
        ("smpp", 3550, "implicit"),
        ("smpp-second", 3550, "implicit"),
    ]
    assert [(one.name, one.channel) for one in (*channels.gateways, *channels.callers)] == [
        ("sms-http", "sms"),
        ("voice", "voice"),
    ]
    assert channels.bounces.pop_port == 995


def test_codes_go_where_somebody_carries_them():
    assert read(HTTP).code_channels == ("sms", "letter")
    assert read(VOICE).code_channels == ("voice", "letter")
    assert read(SMPP | VOICE, **REAL, STAGE="production").code_channels == ("sms", "voice", "letter")


def test_a_maildir_alone_is_enough_for_bounces(tmp_path):
    assert read({"BOUNCES_MAILDIR": str(tmp_path)}).channels.bounces == BounceMailbox(tmp_path)


def test_in_production_nobody_sends_mail_without_reading_what_comes_back():
    (line,) = lines(SMTP, **REAL, STAGE="production")
    assert line.startswith("BOUNCES_MAILDIR is missing")
    assert read(SMTP | {"BOUNCES_MAILDIR": "/srv/bounces"}, **REAL, STAGE="production").channels.mail
    assert read(SMTP).channels.bounces is None, "a developer may"


@pytest.mark.parametrize("told", [SMTP, SMPP, HTTP, VOICE, POP, second(SMTP), second(SMPP)])
def test_half_a_provider_refuses_the_start_and_names_what_is_missing(told):
    for name in set(told) - {"SMS_HTTP_TOKEN", "VOICE_TOKEN", "BOUNCES_MAILDIR"}:
        half = {other: value for other, value in told.items() if other != name}
        assert f"{name} missing: a provider is configured whole or not at all." in lines(half)


@pytest.mark.parametrize("name", [one for one in CHANNEL_SETTINGS if not one.startswith(("BOUNCES_MAIL", "POST_CA"))])
def test_no_setting_of_a_provider_stands_alone(name):
    assert lines({name: "1"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"SMTP_PORT": "mail"},
        {"SMTP_PORT": "70000"},
        {"SMTP_TLS": "maybe"},
        {"SMTP_FROM": "Dossier Clair"},
        {"SMTP_RETURNS": "r+x@clair.example"},
        {"SMTP_RETURNS": "seventeen-letters@clair.example"},
        {"SMTP_PASSWORD": ""},
        {"SMPP_PASSWORD": "nine-long"},
        {"SMPP_SYSTEM_ID": "sixteen-letters-"},
        {"SMPP_SENDER": "TOO LONG A NAME"},
        {"SMPP_TLS": "starttls"},
        {"SMS_HTTP_URL": "ftp://sms.example"},
        {"SMS_HTTP_URL": "https://user:pass@sms.example"},
        {"SMS_HTTP_TOKEN": ""},
        {"SMS_HTTP_TOKEN": "a\nb"},
        {"SMS_HTTP_SIGNING_KEY": "0123456789abcdef"},
        {"SMS_HTTP_CALLBACK_KEY": "short"},
        {"VOICE_SENDER": "0142345678901"},
        {"BOUNCES_MAILDIR": ""},
        {"BOUNCES_POP_PORT": "0"},
        {"POST_CA_FILE": "/nowhere.pem"},
    ],
)
def test_what_cannot_be_is_one_line_that_repeats_no_value(wrong):
    (line,) = lines(WHOLE | wrong)
    assert next(iter(wrong)).rsplit("_", 1)[0] in line
    assert not any(value and value in line for value in wrong.values())


@pytest.mark.parametrize("wrong", [{"SMTP_TLS": "none"}, {"SMPP_TLS": "none"}, {"SMS_HTTP_URL": "http://sms.example"}])
def test_a_line_in_the_clear_is_for_developers_alone(wrong):
    assert read(WHOLE | wrong).channels.mail
    assert len(lines(WHOLE | wrong, **REAL, STAGE="production")) == 1


@pytest.mark.parametrize("name", CHANNEL_SETTINGS)
def test_nothing_leaves_a_demonstration_or_practice(name):
    assert lines({name: "x"}, DEMO="1") == [f"{name} is refused in a demonstration: nothing leaves it."]
    assert len(lines({name: "x"}, PRACTICE="1")) == 1


def test_no_secret_shows():
    shown = repr(read(WHOLE))
    for name in ("SMTP_PASSWORD", "SMPP_PASSWORD", "SMS_HTTP_TOKEN", "SMS_HTTP_CALLBACK_KEY", "BOUNCES_POP_PASSWORD"):
        assert WHOLE[name] not in shown
