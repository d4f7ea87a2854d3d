"""Codes that are sent: one function for each way and purpose, and no purpose opens another's door."""

from datetime import timedelta
from itertools import permutations

import pytest

from dossier.identity import CHANNELS, CodePurpose, CodeSentJustNow, send_code
from dossier.identity.codes import expired_code, use_code
from tests.kit.factors import Reader
from tests.kit.house import NOW

MINUTES = {"sms": 10, "voice": 10, "letter": 21 * 24 * 60}
PAUSES = {"sms": timedelta(seconds=30), "voice": timedelta(seconds=30), "letter": timedelta(days=1)}


@pytest.fixture
def roux(store):
    return Reader(store, mobile="+33639980142", landline="+33261910142")


def send(roux, channel, purpose=CodePurpose.SIGN_IN, now=NOW):
    with roux.store.writing() as unit:
        send_code(unit, roux.id, channel, purpose, now)
    return roux.sent()[0]


def use(roux, code, purpose=CodePurpose.SIGN_IN, now=NOW, **about):
    with roux.store.writing() as unit:
        return use_code(unit, roux.id, purpose, code, now, **about)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_code_goes_where_its_channel_leads_and_lives_as_long_as_it_takes(roux, channel):
    message = send(roux, channel)
    life = timedelta(minutes=MINUTES[channel])
    where = {"sms": "+33639980142", "voice": "+33261910142", "letter": "JEANNE ROUX"}[channel]
    assert (message.channel, message.address.split("\n")[0], message.not_after - NOW) == (channel, where, life)
    code = message.parameters["code"]
    assert len(code) == (8 if channel == "letter" else 6)
    assert use(roux, code, now=NOW + life) is None
    assert use(roux, code, now=NOW + life - timedelta(seconds=1)) == channel


@pytest.mark.parametrize("channel", CHANNELS)
def test_another_one_by_the_same_way_waits_a_while(roux, channel):
    send(roux, channel)
    with pytest.raises(CodeSentJustNow):
        send(roux, channel, now=NOW + PAUSES[channel] - timedelta(seconds=1))
    send(roux, channel, now=NOW + PAUSES[channel])
    assert len(roux.sent()) == 2


@pytest.mark.parametrize(("made", "asked"), list(permutations(CodePurpose, 2)))
def test_a_code_opens_nothing_but_what_it_was_made_for(roux, made, asked):
    code = send(roux, "sms", made).parameters["code"]
    assert use(roux, code, asked) is None
    assert use(roux, code, made) == "sms"


def test_a_code_is_used_once(roux):
    code = send(roux, "voice").parameters["code"]
    assert use(roux, code) == "voice"
    assert use(roux, code) is None


def test_a_code_of_somebody_else_is_none(roux, store):
    code = send(roux, "sms").parameters["code"]
    other = Reader(store)
    assert use(other, code) is None


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}.{1}\n", "{0}\u00a0{1}"])
def test_a_code_is_understood_however_it_is_spaced(roux, typed):
    code = send(roux, "letter").parameters["code"]
    assert use(roux, typed.format(code[:4], code[4:])) == "letter"


def test_a_letters_code_is_known_as_too_late_for_two_months(roux):
    code = send(roux, "letter").parameters["code"]
    send(roux, "letter", now=NOW + timedelta(days=40))
    with roux.store.reading() as unit:
        assert expired_code(unit, roux.id, CodePurpose.SIGN_IN, code, NOW + timedelta(days=40)) == "letter"
    send(roux, "letter", now=NOW + timedelta(days=90))
    with roux.store.reading() as unit:
        assert expired_code(unit, roux.id, CodePurpose.SIGN_IN, code, NOW + timedelta(days=90)) is None
