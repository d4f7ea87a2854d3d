"""Known and unknown people at the sign-in: the same answers, bytes, statements and hashings, time and again.

Time on a busy machine says little. What takes the time is counted instead: each statement sent to the database, each
hash computed, each byte answered, over tries that meet every wait and limit.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from dossier.identity import passwords
from tests.kit.portal import House
from tests.kit.visitor import Answer

KNOWN, UNKNOWN = "roux.jeanne", "rous.jeanne"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_TOKEN = re.compile(r'(?<=name="jeton" value=")[\w-]+')
_KIND = re.compile(r"^(\w+).*?(?:FROM|INTO|UPDATE) (\w+).*$")


@dataclass(frozen=True)
class Work:
    """What one answer took, and what it was."""

    statements: tuple[str, ...]
    hashings: int
    status: int
    location: str
    headers: tuple[str, ...]
    body: str


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    verify = passwords._verify

    def counting(hasher: object, kept_hash: str, secret: bytes) -> bool:
        counted["verify"] += 1
        return verify(hasher, kept_hash, secret)

    monkeypatch.setattr(passwords, "_verify", counting)
    return counted


@contextmanager
def statements_of(house: House) -> Iterator[list[str]]:
    """Every statement the house sends while the block lasts: how it begins, and the first table it names."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        sent.append(_KIND.sub(r"\1 \2", " ".join(statement.split())))

    engines = (house.store.engine, house.store._reader)
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


@dataclass
class Trying:
    """Somebody who tries passwords at one account, from one network after another."""

    house: House
    hashings: Counter[str]
    identifier: str
    done: list[Work]

    def from_network(self, number: int) -> None:
        """Walk from the identifier to a wrong password, or to a wrong code where that comes first."""
        visitor = self.house.visitor()
        visitor.client.environ_base["REMOTE_ADDR"] = f"198.51.{number}.7"
        page = visitor.get("/connexion")
        self._note(lambda: visitor.post_form(page, identifier=self.identifier))
        asked = self._note(lambda: visitor.get("/connexion/mot-de-passe"))
        if asked.status == 303:
            asked = self._note(lambda: visitor.get("/connexion/code"))
            self._note(lambda: visitor.post_form(asked, code="12345678"))
            self._note(lambda: visitor.post_form(asked, code="123456"))
        else:
            self._note(lambda: visitor.post_form(asked, password="ce n’est pas lui"))

    def _note(self, ask: Callable[[], Answer]) -> Answer:
        before = self.hashings["verify"]
        with statements_of(self.house) as sent:
            answer = ask()
        body = _TOKEN.sub("", answer.html).replace(self.identifier, "…")
        hashings = self.hashings["verify"] - before
        headers = tuple(sorted(answer.headers))
        self.done.append(Work(tuple(sent), hashings, answer.status, answer.location, headers, body))
        return answer


def tried(house: House, hashings: Counter[str], identifier: str) -> list[Work]:
    """Eight tries from one network, the fifth failure and the waits in them; then from others, past the soft limit."""
    trying = Trying(house, hashings, identifier, [])
    with time_machine.travel(NOON, tick=False):
        for number in (*[0] * 8, *range(1, 60), *[60] * 6):
            trying.from_network(number)
    return trying.done


def test_many_tries_at_a_known_and_an_unknown_account_cost_and_say_the_same(
    house: House, hashings: Counter[str]
) -> None:
    known, unknown = (tried(house, hashings, identifier) for identifier in (KNOWN, UNKNOWN))
    assert {work.status for work in known} == {200, 303, 422, 429}, "every kind of answer was met"
    assert sum("D’abord, un code" in work.body for work in known) > 20, "the soft limit was met"
    assert sum(work.hashings for work in known) > 50
    for mine, other in zip(known, unknown, strict=True):
        assert (mine.status, mine.location, mine.headers, mine.body) == (
            other.status, other.location, other.headers, other.body,
        )  # fmt: skip
        assert (mine.hashings, len(mine.statements)) == (other.hashings, len(other.statements)), (
            mine.statements, other.statements,
        )  # fmt: skip


def test_what_is_counted_is_there_to_be_counted(house: House, hashings: Counter[str]) -> None:
    identifier_noted, asked, refused = tried_once(house, hashings)
    assert (identifier_noted.status, asked.status, refused.status) == (303, 200, 422)
    assert refused.hashings == 1
    assert "SELECT credential" in refused.statements
    assert "INSERT throttle" in refused.statements
    assert "Nous n’avons pas reconnu" in refused.body


def tried_once(house: House, hashings: Counter[str]) -> list[Work]:
    trying = Trying(house, hashings, KNOWN, [])
    trying.from_network(0)
    return trying.done
