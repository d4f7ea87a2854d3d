"""What operators set: where their face listens, the token, how much is logged."""

import pytest

from dossier.base import Operations, Settings, StartRefused
from tests.kit.log import PRODUCTION

TOKEN = "0123456789-abcdefghijklmnop_QRST"


@pytest.mark.parametrize(
    ("environ", "port", "level"),
    [
        (PRODUCTION, 8002, "info"),
        ({"DEMO": "1"}, 8002, "warning"),
        ({"STAGE": "development"}, 8002, "warning"),
        ({"PRACTICE": "1"}, 0, "warning"),
    ],
)
def test_by_default_this_machine_alone_is_answered_and_practice_has_no_such_face(environ, port, level):
    settings = Settings.read(environ)
    assert settings.operations == Operations("127.0.0.1", port, "")
    assert settings.log_level == level


def test_each_may_be_set_and_the_token_is_shown_nowhere():
    told = {"OPERATIONS_HOST": "10.0.0.7", "OPERATIONS_PORT": "0", "OPERATIONS_TOKEN": TOKEN, "LOG_LEVEL": "error"}
    settings = Settings.read({**PRODUCTION, **told})
    assert settings.operations == Operations("10.0.0.7", 0, TOKEN)
    assert settings.log_level == "error"
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPERATIONS_TOKEN", TOKEN[1:]),
        ("OPERATIONS_TOKEN", TOKEN.replace("-", " ")),
        ("OPERATIONS_PORT", "-1"),
        ("LOG_LEVEL", "debug"),
        ("LOG_LEVEL", ""),
    ],
)
def test_an_unfit_one_is_one_line_that_names_it_and_never_repeats_it(name, value):
    with pytest.raises(StartRefused) as refusal:
        Settings.read({**PRODUCTION, name: value})
    (line,) = refusal.value.lines
    assert line.startswith(f"{name} must ")
    assert not value or value not in line
