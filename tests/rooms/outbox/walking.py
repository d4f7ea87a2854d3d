"""Whatever workers, providers and clocks do, in whatever order: what must hold of a message holds.

The walk keeps its own book of what providers were asked and what truly left; it never asks the program why.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from dossier.outbox import (
    KINDS,
    PRINT_SHOP,
    Carrier,
    Claim,
    Delivery,
    Result,
    claim,
    expire,
    hand_over,
    letters_waiting,
    lost_claims,
    mark_bounced,
    note_delivery,
    pass_on,
    queue,
    settle,
    settle_accepted,
    silent,
)
from dossier.outbox.tables import attempt, message
from dossier.store import Unit
from tests.kit.house import NOW, enrolled, new_sqlite, operator

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LIVES = {"sign-in-code": 10 * MINUTE, "consent-code": 10 * MINUTE, "receipt": 180 * MINUTE}
SENT = (
    ("sign-in-code", "sms"),
    ("consent-code", "voice"),
    ("letter-code", "sms"),
    ("receipt", "email"),
    ("opt-out-notice", "email"),
    ("factor-changed", "sms"),
)
ROUTES = {
    "sms": (("center", False), ("gate", True)),
    "voice": (("caller", True),),
    "email": (("mail", True), ("mail-2", True)),
}
MOODS = ("up", "up", "down", "down", "hangs before", "hangs after", "refuses")
OVER = ("failed", "bounced", "expired")
CODES = {"sign-in-code", "consent-code"}
NUMBER = st.integers(0, 30)
WORKER = st.integers(0, 2)
CHANNEL = st.sampled_from(sorted(ROUTES))
MOOD = st.sampled_from(MOODS)
TWO = st.tuples(MOOD, MOOD)
SOON = st.sampled_from([SECOND, 2 * MINUTE, 11 * MINUTE])
STEPS = st.sampled_from(
    [SECOND, 5 * SECOND, MINUTE, 3 * MINUTE, 6 * MINUTE, 11 * MINUTE, 5 * 60 * MINUTE, -10 * SECOND]
)


@dataclass
class Book:
    """What truly happened to one message."""

    asked: list[tuple[str, str, datetime]] = field(default_factory=list)
    """Provider, what it answered (or `lost`), when."""
    left: list[str] = field(default_factory=list)
    """By which providers it truly left: once each at most, where keys are kept."""
    batches: int = 0
    lost: list[str] = field(default_factory=list)
    """By which providers it may have left in the hands of a worker that was taken for dead."""
    let_go: set[str] = field(default_factory=set)
    """Providers that keep keys and do badly: a code that they may have isn't left to them for ever."""


@dataclass
class Hand:
    """What one worker has in hand: claims, and what came of those it sent."""

    claims: list[Claim] = field(default_factory=list)
    sent: list[tuple[Claim, Result]] = field(default_factory=list)


class Ways:
    """Two have everything, one has nothing but a telephone."""

    def __init__(self, poor: bytes) -> None:
        self.poor = poor

    def on_file(self, unit, posted):
        hers = {"sms": "+33639980103", "email": "jeanne@example.org"}
        return hers if posted.patient_id == self.poor else hers | {"letter": "JEANNE ROUX\n43000 LE PUY"}

    def arrived(self, unit, patient_id, kind, channel, now):
        """No window hangs on it here."""

    def anew(self, unit, posted, now):
        if posted.message.channel != "email":
            return False
        mark_bounced(unit, [posted], now)
        if posted.patient_id == self.poor:
            return False
        send(unit, posted.patient_id, "opt-out-notice", "letter", now, now, 90 * DAY)
        return True


def send(unit, patient, kind, channel, at, not_before, life):
    queue(
        unit,
        operator(patient),
        at,
        kind=kind,
        channel=channel,
        language="fr",
        address="somewhere",
        parameters={},
        not_before=not_before,
        not_after=at + life,
    )


class OutboxMachine(RuleBasedStateMachine):
    """Three workers, five providers, one clock that jumps."""

    unit: Unit

    @initialize(turned=st.booleans())
    def start(self, turned):
        self.begin()
        self.now = NOW
        counted = count(1)
        self.ids = [
            patch(f"dossier.{place}.new_id", lambda: next(counted).to_bytes(16, "big"))
            for place in ("identity.enrollment", "outbox.actions")
        ]  # a walk taken twice is the same walk
        for one in self.ids:
            one.start()
        self.people = [enrolled(self.unit) for _ in range(3)]
        self.ways = Ways(self.people[2])
        self.hands = [Hand() for _ in range(3)]
        self.books: dict[bytes, Book] = {}
        self.moods = {name: "up" for route in ROUTES.values() for name, _ in route}
        self.closed: set[str] = set()
        self.erased: set[bytes] = set()
        self.keeps = {name: keeps for route in ROUTES.values() for name, keeps in route}
        self.routes = {channel: route[::-1] if turned else route for channel, route in ROUTES.items()}
        self.slips: list[tuple[str, bytes]] = []
        self.ended: set[bytes] = set()

    def begin(self):
        raise NotImplementedError

    def route(self, channel, *, closed=None):
        closed = self.closed if closed is None else closed
        return [Carrier(name, keeps, is_free=name not in closed) for name, keeps in self.routes[channel]]

    # What happens.

    @rule(what=st.sampled_from(SENT), who=st.integers(0, 2), later=st.sampled_from([0, 0, 0, 2]))
    def act(self, what, who, later):
        """An act of hers queues a message; now and then for later."""
        if self.people[who] in self.erased or len(self.rows()) > 25:
            return
        kind, channel = what
        self.now += timedelta(milliseconds=1)  # no two alike: the same walk is always the same
        begins = self.now + later * MINUTE
        send(self.unit, self.people[who], kind, channel, self.now, begins, LIVES.get(kind, 90 * DAY))

    @rule(worker=WORKER, channel=CHANNEL, limit=st.integers(1, 4))
    def take(self, worker, channel, limit):
        route, hand = self.route(channel), self.hands[worker]
        before = {row.message_id: row for row in self.rows()}
        claims = claim(self.unit, channel, route, self.now, limit)
        for one in claims:
            row = before[one.posted.message_id]
            assert row.not_before <= self.now < row.not_after, "outside of its time"
            assert row.state == "waiting", f"taken while {row.state}"
            assert one.provider not in self.closed, "a provider whose breaker is open"
            assert one.key == row.message_id.hex()
        ranks = [0 if one.posted.message.kind in CODES else 1 for one in claims]
        assert ranks == sorted(ranks), "a code was made to wait"
        hand.claims += sorted(claims, key=lambda one: one.posted.message.queued_at)

    @rule(worker=WORKER)
    @precondition(lambda self: any(hand.claims for hand in self.hands))
    def hand_to_provider(self, worker):
        hand = self.hands[worker]
        if hand.claims:
            one = hand.claims.pop(0)
            hand.sent.append((one, self.provider_answers(one)))

    def provider_answers(self, one):
        book, name = self.book(one.posted.message_id), one.provider
        if self.now >= min(one.until, one.posted.message.not_after):
            return Result("unbegun", "no-time")
        self.check_asking(book, name, one)
        mood = self.moods[name]
        answer = {"up": "accepted", "down": "later", "refuses": "refused"}.get(mood, "unsure")
        already = name in book.left and self.keeps[name]
        if mood in ("up", "hangs after") and not already:
            book.left.append(name)
            self.slips.append((name, one.posted.message_id))
        if already and mood in ("down", "refuses"):
            answer = "later" if mood == "down" else "accepted"
        book.asked.append((name, answer, self.now))
        return Result(answer, answer, reference=f"{name}-{one.key}" if answer == "accepted" else "")

    def check_asking(self, book, name, one):
        """What must be true of what was asked before, each time a provider is asked."""
        deaf = [by for by, what, _ in book.asked if what == "unsure" and not self.keeps[by]]
        assert name not in deaf, "asked again where no keys are kept"
        assert name not in book.lost, "lost, and asked again"
        open_ends = self.unsure_at(book) - book.let_go
        assert name not in book.let_go, "let go, and asked again"
        assert not open_ends or name in open_ends, "another provider was asked while one may have sent it"

    def check_letting_go(self, one):
        """A provider that keeps keys is let go of a code alone, after a minute, and while another one is well."""
        if self.keeps[one.provider]:
            row = self.unit.first(sa.select(message).where(message.c.message_id == one.message_id))
            assert row.kind in CODES, "another provider is asked for what may wait"
            assert one.provider in self.closed, "one that does well is let go"
            assert self.now - row.queued_at >= MINUTE, "let go at once"
            self.book(one.message_id).let_go.add(one.provider)

    def unsure_at(self, book):
        """Return the key-keeping providers of which nobody knows whether they sent it."""
        last: dict[str, str] = {}
        for by, what, _ in book.asked:
            if what == "unsure" or (what == "later" and last.get(by) == "unsure"):
                last[by] = "unsure"
            else:
                last[by] = what
        return {by for by, what in last.items() if what == "unsure" and self.keeps[by]}

    @rule(worker=WORKER)
    @precondition(lambda self: any(hand.sent for hand in self.hands))
    def tell(self, worker):
        """A worker settles what it sent, however late."""
        for one, result in self.hands[worker].sent:
            if result.verdict == "accepted":
                settle_accepted(self.unit, [(one, result)], self.now)
            else:
                settle(self.unit, one, result, self.route(one.posted.message.channel), self.ways, self.now)
        self.hands[worker].sent.clear()

    @rule(channel=CHANNEL, moods=TWO, step=SOON)
    def work_through(self, channel, moods, step):
        """A worker takes what there is, sends and settles it; then a moment goes by."""
        for (name, _), mood in zip(self.routes[channel], moods, strict=False):
            self.moods[name] = mood
        hand = self.hands[0]
        if hand.claims or hand.sent:
            return
        self.take(0, channel, 4)
        while hand.claims:
            self.hand_to_provider(0)
        self.tell(0)
        self.now += step

    @rule(what=st.sampled_from(SENT), who=st.integers(0, 2), moods=st.lists(TWO, min_size=2, max_size=5), step=SOON)
    def a_hard_day(self, what, who, moods, step):
        """Something to send, and providers that change between one turn and the next."""
        self.act(what, who, 0)
        for both in moods:
            self.work_through(what[1], both, step)
            self.sweep()
        self.print_letters()

    @rule(what=st.sampled_from(SENT), who=st.integers(0, 2), asked=st.booleans(), moods=TWO, swept=st.booleans())
    def a_dead_worker(self, what, who, asked, moods, swept):
        """A worker dies with what it has in hand, before or after it asked; its claims run out."""
        self.act(what, who, 0)
        self.take(1, what[1], 4)
        while asked and self.hands[1].claims:
            self.hand_to_provider(1)
        self.killed(1)
        self.now += 3 * MINUTE
        if swept:
            self.sweep()
        self.work_through(what[1], moods, SECOND)

    @rule(what=st.sampled_from(SENT), who=st.integers(0, 2), moods=TWO, others=TWO)
    def a_slow_worker(self, what, who, moods, others):
        """A worker asks, and settles so late that it was taken for dead and another one did the work."""
        self.act(what, who, 0)
        for (name, _), mood in zip(self.routes[what[1]], moods, strict=False):
            self.moods[name] = mood
        self.take(1, what[1], 4)
        while self.hands[1].claims:
            self.hand_to_provider(1)
        self.now += 3 * MINUTE
        self.sweep()
        self.work_through(what[1], others, SECOND)
        self.tell(1)

    @rule(what=st.sampled_from(SENT), who=st.integers(0, 2), moods=TWO, step=st.sampled_from([2 * SECOND, MINUTE]))
    def an_ill_provider(self, what, who, moods, step):
        """What may have left by a provider waits for it, and it does badly; the other one may be well."""
        self.act(what, who, 0)
        self.work_through(what[1], ("hangs after", "hangs after"), step)
        ill = {self.routes[what[1]][0][0]} - self.closed
        self.closed |= ill
        self.sweep()
        self.work_through(what[1], moods, SECOND)
        self.closed -= ill

    @rule(worker=WORKER)
    def killed(self, worker):
        self.hands[worker] = Hand()

    @rule()
    def sweep(self):
        expire(self.unit, self.now)
        for channel in ROUTES:
            route = self.route(channel)
            for one in lost_claims(self.unit, channel, self.now, 50):
                if not self.keeps[one.provider]:
                    self.book(one.message_id).lost.append(one.provider)
                settle(self.unit, one, Result("unsure", "lost"), route, self.ways, self.now)
            for one in silent(self.unit, channel, route, self.now, 50):
                self.check_letting_go(one)
                pass_on(self.unit, one, route, self.ways, self.now)

    @rule(number=NUMBER, fate=st.sampled_from(["delivered", "bounced", "failed"]), by_key=st.booleans())
    @precondition(lambda self: self.slips)
    def slip(self, number, fate, by_key):
        """A provider tells what became of something that truly left by it: late, twice, in any order."""
        name, message_id = self.slips[number % len(self.slips)]
        before = self.state(message_id)
        named = {"key": message_id.hex()} if by_key else {"reference": f"{name}-{message_id.hex()}"}
        told = note_delivery(self.unit, Delivery(name, fate, "why", **named), self.ways, self.now)
        if told == "noted" and fate == "delivered":
            row = self.unit.first(sa.select(message).where(message.c.message_id == message_id))
            is_call = (row.kind, row.channel) == ("opt-out-notice", "voice")
            assert row.state == ("unreached" if is_call else "delivered"), "a call tells no notice as the law wants"
        again = note_delivery(self.unit, Delivery(name, fate, "why", **named), self.ways, self.now)
        assert again in ("known", "unknown"), "counted twice"
        asked = sa.select(attempt.c.provider).where(attempt.c.message_id == message_id)
        others = set(self.keeps) - {row.provider for row in self.unit.all(asked)}
        for other in sorted(others):
            lie = Delivery(other, fate, key=message_id.hex())
            assert note_delivery(self.unit, lie, self.ways, self.now) == "unknown", "whoever never had it is believed"
        if before in ("bounced", "failed", "dropped"):
            assert self.state(message_id) == before

    @rule(who=st.integers(0, 2), by_key=st.booleans())
    def a_notice_that_comes_back(self, who, by_key):
        """A notice leaves by e-mail, and comes back."""
        self.act(("opt-out-notice", "email"), who, 0)
        self.work_through("email", ("up", "up"), SECOND)
        mailed = [place for place, (name, _) in enumerate(self.slips) if name.startswith("mail")]
        if mailed:
            self.slip(mailed[-1], "bounced", by_key)

    @rule(name=st.sampled_from(sorted(n for route in ROUTES.values() for n, _ in route)), mood=MOOD)
    def mood(self, name, mood):
        self.moods[name] = mood

    @rule(name=st.sampled_from(sorted(n for route in ROUTES.values() for n, _ in route)))
    def breaker(self, name):
        self.closed ^= {name}

    @rule(step=STEPS)
    def later(self, step):
        self.now += step

    @rule()
    def print_letters(self):
        letters = letters_waiting(self.unit, KINDS.keys(), 50, self.now)
        if letters:
            hand_over(self.unit, letters, f"batch-{len(self.books)}", self.now)
        for one in letters:
            self.book(one.message_id).batches += 1
            self.slips.append((PRINT_SHOP, one.message_id))

    @rule(who=st.integers(0, 1))
    @precondition(lambda self: not self.erased)
    def erase(self, who):
        self.erased.add(self.people[who])
        self.unit.forget(self.people[who])

    # What must hold.

    @invariant()
    def nothing_is_lost_and_no_letter_doubled(self):
        rows = self.rows()
        following = {row.follows for row in rows if row.follows}
        for row in rows:
            tries = self.unit.scalar(
                sa.select(sa.func.count()).select_from(attempt).where(attempt.c.message_id == row.message_id)
            )
            assert tries == row.attempts, "a try that nobody wrote down"
            if row.state in ("failed", "bounced") and row.channel != "letter":
                assert row.attempts >= 1, "given up without a try"
            if row.state in OVER and row.kind in ("receipt", "letter-code") and row.why != "expired":
                assert row.message_id in following or self.is_a_dead_end(row), "lost: nothing follows"
            if row.state in OVER and row.kind == "receipt" and row.why == "expired":
                raise AssertionError("expired, and nobody is told")
            assert not (row.kind in CODES and (row.follows or row.state == "unreached")), "a code was moved"
            assert self.book(row.message_id).batches <= 1, "one letter in two batches"
        self.no_two_letters(rows)

    def is_a_dead_end(self, row):
        return row.kind == "letter-code" and (row.patient_id == self.people[2] or row.channel == "letter")

    def no_two_letters(self, rows):
        followers = [row.follows for row in rows if row.follows]
        assert len(set(followers)) == len(followers), "two messages follow one"
        bounced = sum(row.kind == "opt-out-notice" and row.state in ("bounced", "failed") for row in rows)
        anew = sum(row.kind == "opt-out-notice" and row.channel == "letter" for row in rows)
        assert anew <= bounced, "a notice was written twice"
        for row in rows:
            tried = row.path.split()
            assert len(set(tried)) == len(tried), "a channel was tried twice"

    @invariant()
    def what_left_a_worker_never_comes_back(self):
        for row in self.rows():
            is_over = row.state not in ("waiting", "sending")
            assert is_over or row.message_id not in self.ended, "handed over, and taken back"
            self.ended |= {row.message_id} if is_over else set()

    @invariant()
    def nothing_left_twice(self):
        for book in self.books.values():
            in_doubt = sum(what == "unsure" and not self.keeps[by] for by, what, _ in book.asked)
            assert len(book.left) <= 1 + in_doubt + len(book.lost) + len(book.let_go), "it left twice"

    def teardown(self):
        try:
            if hasattr(self, "people"):
                self.come_to_rest()
        finally:
            for one in getattr(self, "ids", ()):
                one.stop()
            self.end()

    def come_to_rest(self):
        """Everybody does well again, and time goes by: then nothing is left in anybody's hand."""
        self.moods = dict.fromkeys(self.moods, "up")
        self.closed.clear()
        self.hands = [Hand() for _ in range(3)]
        for _ in range(30):
            self.now += 11 * MINUTE
            self.sweep()
            for channel in ROUTES:
                self.take(0, channel, 50)
            while self.hands[0].claims:
                self.hand_to_provider(0)
            self.tell(0)
        left = [(row.kind, row.state) for row in self.rows() if row.state in ("waiting", "sending")]
        assert all(row.channel == "letter" for row in self.rows() if row.state in ("waiting", "sending")), left
        self.nothing_is_lost_and_no_letter_doubled()
        self.nothing_left_twice()

    def end(self):
        raise NotImplementedError

    # Looking.

    def rows(self):
        return self.unit.all(sa.select(message).order_by(message.c.queued_at, message.c.message_id))

    def book(self, message_id):
        return self.books.setdefault(message_id, Book())

    def state(self, message_id):
        return self.unit.scalar(sa.select(message.c.state).where(message.c.message_id == message_id))


def machine_over(store):
    """Return a machine each of whose walks takes one unit that is thrown away."""

    class HeartMachine(OutboxMachine):
        def begin(self):
            self.connection = store.engine.execution_options(writes=True).connect()
            self.transaction = self.connection.begin()
            self.unit = Unit(self.connection, store.holder, writes=True)

        def end(self):
            if hasattr(self, "transaction"):
                self.transaction.rollback()
                self.connection.close()

    return HeartMachine


def walk(machine: type[OutboxMachine], walks: int, steps: int, *, again: bool = False) -> None:
    """Take so many walks of so many steps; `again` takes the same ones each time, and doesn't look for the shortest."""
    chosen = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=again,
        phases=(Phase.generate,) if again else (Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_machine(machine, settings=chosen)


def stumbles() -> bool:
    """Tell whether a walk over the heart finds something that must not be."""
    with TemporaryDirectory() as folder:
        store = new_sqlite(Path(folder) / "dossier.db")
        try:
            walk(machine_over(store), 100, 40, again=True)
        except (
            AssertionError,
            sa.exc.SQLAlchemyError,
            FlakyFailure,
        ):  # ids are drawn anew, and a fault may hang on one
            return True
        finally:
            store.engine.dispose()
    return False
