"""SMS and calls by HTTP: what the gateway is asked, and which outcome each answer and each fault gives."""

import hmac
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from back_office.post.port import Accepted, Later, Refused, Unsure
from back_office.post.providers import HttpGateway, VoiceProvider
from back_office.post.providers.http_gateway import outcome_of
from back_office.post.providers.lines import Reply, trusting
from dossier.base import Gateway, now
from tests.kit.faults import Fault, faulty
from tests.kit.gateway import GatewayServer, gateway_server
from tests.kit.parcels import PHONE, parcel

TOLD = Gateway("sms-http", "sms", "", "a-token-for-tests", "", "callback-key-0123", "36000")


def provider(port, *, cls=HttpGateway, context=None, seconds=1.0, scheme="http", clock=now, **more):
    told = replace(TOLD, url=f"{scheme}://127.0.0.1:{port}/v1/messages", **more)
    return cls(told, context or trusting(None), clock, seconds=seconds)


@contextmanager
def serving(**told):
    with gateway_server(GatewayServer(**told)) as server:
        yield server, provider(server.port)


def test_a_gateway_is_asked_for_one_sms_under_its_key():
    sent = parcel("sms", text="Dossier Clair : « prêt »")
    with serving() as (server, sms):
        assert sms.send(sent) == Accepted("gw-1")
    (asked,) = server.asked
    assert asked.told == {
        "key": sent.key,
        "to": PHONE,
        "from": "36000",
        "language": "fr",
        "not_after": sent.not_after.isoformat(),
        "text": sent.text,
    }
    assert asked.headers["idempotency-key"] == sent.key
    assert asked.headers["authorization"] == "Bearer a-token-for-tests"
    assert asked.headers["content-type"] == "application/json"


def test_a_request_is_signed_where_there_is_a_key_instead_of_a_token():
    at = now()
    with gateway_server(GatewayServer(token="")) as server:
        sms = provider(server.port, token="", signing_key="signing-key-0123", clock=lambda: at)
        assert isinstance(sms.send(parcel("sms")), Accepted)
    (asked,) = server.asked
    second = str(int(at.timestamp())).encode()
    digest = hmac.new(b"signing-key-0123", second + b"." + asked.body, "sha256").hexdigest()
    assert asked.headers["x-signature"] == f"t={second.decode()},v1={digest}"
    assert "authorization" not in asked.headers


def test_asked_twice_under_one_key_it_leaves_once_and_both_answers_say_the_same():
    sent = parcel("sms")
    with serving() as (server, sms):
        assert [sms.send(sent), sms.send(sent)] == [Accepted("gw-1"), Accepted("gw-1")]
    assert len(server.left) == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Accepted("key")),
        (202, Accepted("key")),
        (409, Accepted("key")),
        (302, Later("http-302")),
        (400, Refused("http-400")),
        (422, Refused("http-422")),
        (410, Refused("http-410")),
        (401, Later("http-401")),
        (402, Later("http-402")),
        (403, Later("http-403")),
        (404, Later("http-404")),
        (408, Later("http-408")),
        (429, Later("http-429")),
        (500, Unsure("http-500")),
        (502, Unsure("http-502")),
        (503, Later("http-503")),
        (504, Unsure("http-504")),
    ],
)
def test_each_status_has_one_meaning(status, outcome):
    assert outcome_of(Reply(status, {}), "key") == outcome
    with serving(answers=[(status, b"not json")]) as (server, sms):
        found = sms.send(sent := parcel("sms"))
    assert found == (Accepted(sent.key) if isinstance(outcome, Accepted) else outcome)
    assert len(server.asked) == 1, "nobody is followed elsewhere"


@pytest.mark.parametrize("told", [b"[]", b'{"id": {}}', b'{"id": "with spaces"}', b'{"id": "' + b"x" * 65 + b'"}'])
def test_a_reference_that_could_not_be_kept_is_replaced_by_the_key(told):
    with serving(answers=[(200, told)]) as (_, sms):
        assert sms.send(sent := parcel("sms")) == Accepted(sent.key)


def test_an_endless_answer_leaves_everybody_unsure():
    with serving(answers=[(200, b"x" * 100_000)]) as (_, sms):
        assert sms.send(parcel("sms")) == Unsure("broken-timeouterror")


@pytest.mark.parametrize(
    ("fault", "outcome", "left"),
    [
        (Fault("refuse"), (Later, Unsure), 0),  # how quick the reset is, decides
        (Fault("cut-request", b"POST"), Unsure, 0),
        (Fault("cut-answer", b"POST"), Unsure, 1),
        (Fault("delay", seconds=1.0), Unsure, 1),
        (Fault("answer-500"), Unsure, 0),
        (Fault("lose-and-500"), Unsure, 1),
        (Fault("twice"), Accepted, 1),
    ],
)
def test_whatever_the_line_does_the_second_try_makes_it_leave_exactly_once(fault, outcome, left):
    sent = parcel("sms")
    with gateway_server(GatewayServer()) as server, faulty(server.port, fault) as proxy:
        sms = provider(proxy.port, seconds=0.3)
        assert isinstance(sms.send(sent), outcome)
        assert len(server.left) == left
        assert sms.send(sent) == Accepted("gw-1")
    assert [one["key"] for one in server.left] == [sent.key]


def test_a_gateway_that_is_away_has_taken_nothing():
    with gateway_server(GatewayServer()) as server:
        pass
    assert provider(server.port).send(parcel("sms")) == Later("unreached-connectionrefusederror")


def test_a_message_that_is_overtaken_arrives_as_well():
    first, second = parcel("sms"), parcel("sms")
    outcomes = {}
    with gateway_server(GatewayServer()) as server, faulty(server.port, Fault("overtaken")) as proxy:
        sms = provider(proxy.port, seconds=5)
        slow = Thread(target=lambda: outcomes.update(first=sms.send(first)))
        slow.start()
        while not proxy.connections:
            pass
        outcomes["second"] = sms.send(second)
        slow.join(5)
    assert [one["key"] for one in server.left] == [second.key, first.key]
    assert outcomes == {"second": Accepted("gw-1"), "first": Accepted("gw-2")}


def test_an_hour_of_outage_on_a_moved_clock_loses_nothing():
    at = [now()]
    end = at[0] + timedelta(hours=1)
    sent, tries = parcel("sms"), []
    with gateway_server(GatewayServer()) as server, faulty(server.port, is_out=lambda: at[0] < end) as proxy:
        sms = provider(proxy.port, clock=lambda: at[0])
        while not tries or not isinstance(tries[-1], Accepted):
            tries.append(sms.send(sent))
            at[0] += timedelta(minutes=5)
    assert len(tries) == 13
    assert len(server.left) == 1


def test_under_tls_the_gateway_is_checked_and_a_stranger_gets_no_token(certificates):
    with gateway_server(GatewayServer(), certificates.showing()) as server:
        trusted = trusting(certificates.authority)
        assert isinstance(provider(server.port, scheme="https", context=trusted).send(parcel("sms")), Accepted)
        stranger = provider(server.port, scheme="https").send(parcel("sms"))
        assert stranger == Later("unreached-sslcertverificationerror")
    assert len(server.asked) == 1


def test_a_call_is_asked_for_with_its_script_said_twice_and_the_keys_that_make_sense():
    spoken = ("Bonjour. Ici Dossier Clair.", "Votre code est : 1, 2, 3, 4, 5, 6.")
    sent = parcel("voice", spoken=spoken, keypad=("repeat", "not-me"))
    with gateway_server(GatewayServer()) as server:
        assert provider(server.port, cls=VoiceProvider, channel="voice").send(sent) == Accepted("gw-1")
    (told,) = server.left
    assert told["script"] == {
        "lines": list(spoken),
        "times": 2,
        "rate": "slow",
        "pause_ms": 1500,
        "on_machine": "hang-up",
        "choices": [{"digit": "1", "answer": "repeat"}, {"digit": "9", "answer": "not-me"}],
    }
    assert (told["key"], told["language"], told["to"]) == (sent.key, "fr", PHONE)


def test_a_call_without_a_script_says_its_text():
    with gateway_server(GatewayServer()) as server:
        provider(server.port, cls=VoiceProvider, channel="voice").send(parcel("voice", text="Bonjour."))
    assert server.left[0]["script"]["lines"] == ["Bonjour."]


def test_no_secret_shows_in_what_is_printed():
    sms = provider(1, signing_key="signing-key-0123")
    shown = repr(sms._gateway)
    assert not any(secret in shown for secret in ("a-token-for-tests", "signing-key-0123", "callback-key-0123"))
