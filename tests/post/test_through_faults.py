"""The worker and real gateways, with a line between them that goes wrong: everything leaves, and once."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from back_office.post.providers import HttpGateway
from back_office.post.providers.lines import trusting
from dossier.base import Gateway
from dossier.outbox import queue
from tests.kit.faults import Fault, faulty
from tests.kit.gateway import GatewayServer, gateway_server
from tests.kit.house import NOW, enrolled, operator, raw
from tests.post.test_worker import Clock, with_code, worker

TOLD = Gateway("first", "sms", "", "a-token-for-tests", "", "callback-key-0123", "36000")
EVERYTHING_WRONG = (
    Fault("refuse"), Fault("cut-request"), Fault("answer-500"), Fault("lose-and-500"), Fault("cut-answer", b"POST"),
    Fault("twice"), Fault("delay", b"POST", 0.4),
)  # fmt: skip


@pytest.fixture
def empty(store):
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "outbox_provider"):
            raw(unit, f"DELETE FROM {table}")
    return store


def gateway(name, port, clock):
    told = replace(TOLD, name=name, url=f"http://127.0.0.1:{port}/v1/messages")
    return HttpGateway(told, trusting(None), clock, seconds=0.2)


def notices(store, number):
    """Queue so many notices, which may wait for days."""
    with store.writing() as unit:
        patient = enrolled(unit)
        for _ in range(number):
            queue(
                unit,
                operator(patient),
                NOW,
                kind="factor-changed",
                channel="sms",
                language="fr",
                address="+33639980103",
                parameters={"change": "added", "factor": "sms", "at": NOW.isoformat()},
                not_after=NOW + timedelta(days=90),
            )


def states(store):
    with store.reading() as unit:
        counted = raw(unit, "SELECT kind, state, count(*) FROM outbox_message GROUP BY kind, state")
        return {(row[0], row[1]): row[2] for row in counted}


def test_whatever_the_line_does_each_message_leaves_once_by_one_of_two_gateways(empty):
    notices(empty, 30)
    clock = Clock()
    with ExitStack() as stack:
        busy = [(503, b"{}")] * 4  # what the first certainly doesn't take, the second gets
        servers = [stack.enter_context(gateway_server(GatewayServer(answers=told))) for told in (busy, [])]
        lines = [stack.enter_context(faulty(one.port, *EVERYTHING_WRONG)) for one in servers]
        both = [gateway(name, line.port, clock) for name, line in zip(("first", "second"), lines, strict=True)]
        post = worker(empty, *both, clock=clock)
        for _ in range(60):
            post.turn()
            clock.at += timedelta(seconds=60)
        left = Counter(one["key"] for server in servers for one in server.left)
        assert all(server.left for server in servers), "one gateway alone was asked"
    assert states(empty) == {("factor-changed", "handed"): 30}
    assert len(left) == 30
    assert set(left.values()) == {1}, "a message left twice"
    assert post.counted["unsure"] >= 4


def test_after_an_hour_without_any_gateway_notices_leave_once_and_only_living_codes_do(empty):
    clock, back = Clock(), NOW + timedelta(hours=1)
    notices(empty, 12)
    with_code(empty, code="111111")
    with ExitStack() as stack:
        servers = [stack.enter_context(gateway_server(GatewayServer())) for _ in range(2)]
        lines = [stack.enter_context(faulty(one.port, is_out=lambda: clock.at < back)) for one in servers]
        both = [gateway(name, line.port, clock) for name, line in zip(("first", "second"), lines, strict=True)]
        post = worker(empty, *both, clock=clock)
        while clock.at < back - timedelta(minutes=2):
            post.turn()
            clock.at += timedelta(seconds=20)
        assert not any(server.left for server in servers)
        with_code(empty, at=clock.at, code="222222")
        asked = sum(line.connections for line in lines)
        while clock.at < back + timedelta(minutes=6):
            post.turn()
            clock.at += timedelta(seconds=20)
        left = [one for server in servers for one in server.left]
    assert asked < 500, "two gateways that are away are asked without end"
    assert states(empty) == {
        ("factor-changed", "handed"): 12, ("sign-in-code", "expired"): 1, ("sign-in-code", "handed"): 1,
    }  # fmt: skip
    assert len({one["key"] for one in left}) == len(left) == 13
    assert not any("111111" in one["text"] for one in left), "a code that came too late left"
