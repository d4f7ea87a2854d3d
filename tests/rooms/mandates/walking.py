"""Whatever advisors, patients and thieves do, in whatever order: what must hold of a mandate holds.

The walk has a book-keeping of its own: it never asks the program whether something was allowed, only what came of it.
Named after SECURITY 3 and the issue.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dossier.base import Refused
from dossier.identity.tables import code_card_line as card_line
from dossier.mandates import (
    Duration,
    Wanted,
    acting_under,
    ask_card_line,
    ask_fresh_proof,
    check_deed,
    consent_by_paper,
    consent_ways,
    draft_mandate,
    end_mandate,
    give_consent,
    give_fresh_proof,
    mandate_of,
    mandates_of_advisor,
    mandates_of_patient,
    refuse,
    refuse_at_desk,
    renew,
    revoke,
    revoke_by_code,
    send_consent_code,
    sweep_mandates,
)
from dossier.mandates.tables import mandate as table
from dossier.policy import Scope
from dossier.store import Unit
from tests.kit.house import CODES, NOW, herself, new_sqlite
from tests.kit.mandates import BRIOUDE, DOMAINS, LE_PUY, TEXT, messages, nobody, somebody, staff, stop_codes

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LENGTHS = {
    Duration.VISIT: 60 * MINUTE,
    Duration.DAY: DAY,
    Duration.MONTH: 31 * DAY,
    Duration.HALF_YEAR: 182 * DAY,
    Duration.YEAR: 365 * DAY,
}
ON_PAPER = {Scope.OPT_OUT, Scope.PRINT_SUMMARY}
WHO = st.sampled_from(["paul", "paul", "paul", "paul", "inès", "rita"])
SCOPE = st.sampled_from([Scope.OPT_OUT, Scope.PRINT_SUMMARY, Scope.CLOSURE])
SCOPES = st.frozensets(SCOPE, min_size=1)
SOME = st.integers(0, 3)
STEPS = st.sampled_from([MINUTE, MINUTE, 4 * MINUTE, 9 * MINUTE, 12 * MINUTE, 50 * MINUTE])
LATE = st.sampled_from([DAY, 31 * DAY, 62 * DAY])
LONG_ENOUGH = st.sampled_from([Duration.VISIT, Duration.DAY, Duration.DAY, Duration.MONTH, Duration.YEAR])


_MOST_ALIVE, _MOST = 3, 8
"""Mandates in one walk: with more of them nothing happens twice to the same."""


@dataclass
class Sent:
    """One code, or one line of the card, that she was asked for."""

    typed: str
    mandate: int
    scope: Scope | None
    at: datetime
    alive: bool = True
    line: int = 0


@dataclass
class Book:
    """What the walk knows of one mandate."""

    reference: str
    who: str
    scopes: frozenset[Scope]
    duration: Duration
    drafted_at: datetime
    person: int = 0
    """Nobody in particular; 0 is Mme Roux."""
    renews: int | None = None
    given_at: datetime | None = None
    on_paper: bool = False
    dead: bool = False
    wrong: int = 0
    proofs: dict[Scope, datetime] = field(default_factory=dict)
    stops: list[str] = field(default_factory=list)

    @property
    def is_decoy(self) -> bool:
        return self.person > 0

    def is_draft(self, now: datetime) -> bool:
        return self.given_at is None and not self.dead and now < self.drafted_at + 60 * MINUTE

    def is_alive(self, now: datetime) -> bool:
        return self.given_at is not None and not self.dead and now < self.given_at + LENGTHS[self.duration]


class MandateMachine(RuleBasedStateMachine):
    """The walk. Whoever makes one gives it a unit that is thrown away."""

    unit: Unit

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self.now = NOW
        self.her = somebody(self.unit)
        self.desks = {
            "paul": staff(self.unit, site=LE_PUY),
            "inès": staff(self.unit, site=LE_PUY, first_name="Inès"),
            "rita": staff(self.unit, site=BRIOUDE, first_name="Rita"),
        }
        self.books: list[Book] = []
        self.sent: list[Sent] = []
        self.codes_at: list[datetime] = []
        self.wrong_at: dict[int, list[datetime]] = {}

    def begin(self) -> None:
        """Open the unit."""
        raise NotImplementedError

    @initialize(scopes=SCOPES, duration=LONG_ENOUGH, agrees=st.booleans())
    def begin_with_a_draft(self, scopes, duration, agrees):
        self.draft("paul", scopes, duration, True)
        if agrees:
            self.she_agrees("card", False)

    # What advisors do.

    @precondition(lambda self: self.has_room())
    @rule(who=WHO, scopes=SCOPES, duration=LONG_ENOUGH, explicit=st.sampled_from([True, True, False]))
    def draft(self, who, scopes, duration, explicit):
        wanted = Wanted(scopes, duration, explicit)
        line = self.tried(draft_mandate, self.desks[who], self.her.typed, DOMAINS, wanted, TEXT, self.now)
        if line is not None:
            long = duration in (Duration.HALF_YEAR, Duration.YEAR)
            assert explicit or not long, "a long mandate that nobody chose"
            waiting = [book for book in self.books if not book.is_decoy and book.is_draft(self.now)]
            assert len(waiting) < 3, "a fourth draft waits for her"
            self.books.append(Book(line.reference, who, scopes, duration, self.now))

    @precondition(lambda self: self.books and self.has_room())
    @rule(who=WHO)
    def draft_for_nobody(self, who):
        wanted = Wanted(frozenset({Scope.OPT_OUT}))
        line = self.tried(draft_mandate, self.desks[who], nobody(), DOMAINS, wanted, TEXT, self.now)
        if line is not None:
            assert consent_ways(self.unit, self.desks[who], line.reference, self.now) == ("sms", "voice", "card")
            self.books.append(Book(line.reference, who, wanted.scopes, Duration.VISIT, self.now, len(self.books) + 1))

    @precondition(lambda self: self.books and self.has_room())
    @rule(who=WHO, which=SOME, scopes=st.frozensets(SCOPE), duration=st.sampled_from([Duration.VISIT, Duration.MONTH]))
    def renewal(self, who, which, scopes, duration):
        number, before = self.book(which)
        wanted = Wanted(scopes, duration)
        line = self.tried(renew, self.desks[who], before.reference, wanted, TEXT, self.now)
        if line is None:
            return
        assert who == before.who, "a colleague renews"
        assert before.given_at is not None, "a draft is renewed"
        assert not before.dead, "what was stopped is renewed"
        assert set(line.scopes) <= before.scopes, "a renewal widens"
        assert self.now < before.given_at + LENGTHS[before.duration] + 31 * DAY, "a renewal comes too late"
        assert line.state == "draft", "a renewal needs no proof"
        book = Book(line.reference, who, frozenset(line.scopes), duration, self.now, before.person, number)
        self.books.append(book)

    @precondition(lambda self: self.books)
    @rule(who=WHO, which=SOME, way=st.sampled_from(["sms", "voice", "card"]))
    def ask_consent(self, who, which, way):
        number, book = self.book(which)
        before = self.codes()
        if way == "card":
            asked = self.tried(self.done(ask_card_line), self.desks[who], book.reference, self.now)
        else:
            asked = self.tried(self.done(send_consent_code), self.desks[who], book.reference, way, self.now)
        if asked:
            assert book.is_draft(self.now), "a consent is asked for what is no draft"
            self.asked(number, book, who, None, way, before)

    @precondition(lambda self: self.books)
    @rule(which=SOME, way=st.sampled_from(["sms", "card"]))
    def her_own_advisor_asks(self, which, way):
        _, book = self.book(which)
        if book.given_at is None:
            self.ask_consent(book.who, which, way)
        else:
            self.ask_before_an_act(book.who, which, sorted(book.scopes)[0], way)

    @precondition(lambda self: self.books)
    @rule(who=WHO, which=SOME, scope=SCOPE, way=st.sampled_from(["sms", "card"]))
    def ask_before_an_act(self, who, which, scope, way):
        number, book = self.book(which)
        before = self.codes()
        if self.tried(self.done(ask_fresh_proof), self.desks[who], book.reference, scope, way, self.now):
            assert book.is_alive(self.now), "a proof is asked for what isn't alive"
            assert scope in book.scopes, "a proof is asked for an act that isn't held"
            self.asked(number, book, who, scope, way, before)

    def asked(self, number, book, who, scope, way, before):
        assert who == book.who, "a colleague asks for a proof"
        for one in self.sent:
            one.alive = one.alive and one.mandate != number
        if book.is_decoy:
            assert self.codes() == before, "a code left for nobody"
            return
        if way == "card":
            for one in self.sent:  # the newest question has the next code: she is told no number
                one.alive = one.alive and not one.line
            line = self.next_unused()
            self.sent.append(Sent(CODES[line - 1], number, scope, self.now, line=line))
        else:
            self.sent.append(Sent(self.codes()[0], number, scope, self.now))
            assert self.of_a_day(self.codes_at) <= 10, "her telephone rings all day"

    @precondition(lambda self: self.books)
    @rule(who=WHO, which=SOME)
    def paper(self, who, which):
        _, book = self.book(which)
        told = (self.desks[who], book.reference, b"s" * 32, 1, self.now)
        taken = self.tried(lambda *these: consent_by_paper(*these) or True, *told)
        if taken is None:
            return
        assert who == book.who, "a colleague takes a paper"
        assert book.is_draft(self.now), "a paper for what is no draft"
        assert book.scopes <= ON_PAPER, "a paper opens too much"
        assert LENGTHS[book.duration] <= DAY, "a paper opens for too long"
        self.given(book, on_paper=True)

    @precondition(lambda self: self.books)
    @rule(who=WHO, which=SOME, scope=SCOPE)
    def act(self, who, which, scope):
        self.acted(who, self.book(which)[1], scope)

    def acted(self, who, book, scope):
        acting = self.tried(acting_under, self.desks[who], book.reference, scope, self.now)
        proof = book.proofs.get(scope)
        may = (
            who == book.who
            and not book.is_decoy
            and book.is_alive(self.now)
            and scope in book.scopes
            and proof is not None
            and self.now - proof <= 10 * MINUTE
        )
        if acting is None:
            assert not may, "an act that she agreed to is refused"
            return
        assert who == book.who, "a colleague acts"
        assert not book.is_decoy, "an act for nobody"
        assert book.is_alive(self.now), "an act under what isn't alive"
        assert scope in book.scopes, "an act that isn't held"
        assert proof is not None, "an act without any proof"
        assert self.now - proof <= 10 * MINUTE, "an act under an old proof"
        assert (acting.patient_id, acting.mandate, acting.scope) == (self.her.id, book.reference, scope)

    # What she does, or a thief in her place.

    @precondition(lambda self: self.books and self.sent)
    @rule(which=SOME, code=SOME, for_act=st.booleans())
    def type_a_code(self, which, code, for_act):
        """Type a code that was sent, here or for another mandate."""
        number, book = self.book(which)
        sent = self.sent[-1 - code % len(self.sent)]
        self.typed(number, book, sent.typed, sent, for_act)

    @precondition(lambda self: any(book.is_draft(self.now) for book in self.books))
    @rule(way=st.sampled_from(["sms", "card"]), too_late=st.sampled_from([False, False, True]))
    def she_agrees(self, way, too_late):
        """Whatever was asked before, her advisor asks anew and she types what she got, sometimes too late."""
        for at, book in enumerate(reversed(self.books)):
            if book.is_draft(self.now) and not book.is_decoy:
                self.ask_consent(book.who, at, way)
                self.now += 10 * MINUTE if too_late else MINUTE
                if self.sent and self.sent[-1].alive:
                    self.type_the_newest_code()
                return

    @precondition(lambda self: any(book.is_alive(self.now) for book in self.books))
    @rule(way=st.sampled_from(["sms", "card"]), scope=SOME, later=st.booleans())
    def she_proves_again(self, way, scope, later):
        self.now += 12 * MINUTE if later else MINUTE
        for at, book in enumerate(reversed(self.books)):
            if book.is_alive(self.now):
                self.ask_before_an_act(book.who, at, sorted(book.scopes)[scope % len(book.scopes)], way)
                if self.sent and self.sent[-1].alive:
                    self.type_the_newest_code()
                return

    @precondition(lambda self: any(one.alive for one in self.sent))
    @rule()
    def type_the_newest_code(self):
        sent = next(one for one in reversed(self.sent) if one.alive)
        self.typed(sent.mandate, self.books[sent.mandate], sent.typed, sent, sent.scope is not None)

    @precondition(lambda self: len(self.hers()) > 1)
    @rule()
    def the_older_question_has_no_line_any_more(self):
        (older, old), (newer, _) = self.hers()[:2]
        self.her_own_advisor_asks(self.at(older), "card")
        self.her_own_advisor_asks(self.at(newer), "card")
        if self.sent and self.sent[-1].alive and self.sent[-1].mandate == newer:
            self.typed(older, old, self.sent[-1].typed, self.sent[-1], old.given_at is not None)

    @precondition(lambda self: len(self.books) in (1, 2))
    @rule(guesses=st.booleans())
    def somebody_tries_all_day(self, guesses):
        """One advisor drafts again and again, and sends codes, or has them guessed."""
        for _ in range(3):
            self.draft("paul", frozenset({Scope.OPT_OUT}), Duration.VISIT, True)
            if guesses:
                self.type_nonsense(0, 5)
            else:
                for _ in range(5):
                    self.now += MINUTE
                    self.ask_consent("paul", 0, "sms")

    @precondition(lambda self: self.books)
    @rule(which=SOME, times=st.sampled_from([1, 1, 5]))
    def type_nonsense(self, which, times):
        """Once; or five times, each after a question put anew by whoever may."""
        number, book = self.book(which)
        for _ in range(times):
            if times > 1:
                self.her_own_advisor_asks(which, "card")
            self.typed(number, book, "00000000", None, book.given_at is not None)

    def typed(self, number, book, typed, sent, for_act):
        give = give_fresh_proof if for_act else give_consent
        outcome = self.tried(give, book.reference, typed, "walk", self.now)
        wrong = self.wrong_at.setdefault(book.person, [])
        if outcome is None:
            assert len(wrong) >= 10, "an answer isn't taken"
            return
        meant = [one for one in self.sent if one.alive and one.typed == typed and one.mandate == number]
        sent = meant[-1] if meant else sent
        assert not meant or outcome != "wrong", "her right code is called wrong"
        if outcome in ("wrong", "locked"):
            self.was_wrong(book, outcome, wrong)
        if outcome != "right":
            return
        assert not book.is_decoy, "a decoy was confirmed"
        assert sent is not None, "nonsense was right"
        assert sent.mandate == number, "a code of another mandate was right"
        assert sent.alive, "a code was right twice, or an older one"
        assert self.now < sent.at + 10 * MINUTE, "a code was right too late"
        assert not book.dead, "a code was right for what is over"
        assert book.wrong < 5, "a code was right after five wrong ones"
        assert give(self.unit, book.reference, typed, "walk", self.now) != "right", "a code was right twice"
        sent.alive = False
        if sent.scope is None:
            assert book.is_draft(self.now), "a consent for what is no draft"
            self.given(book)
        else:
            assert book.is_alive(self.now), "a proof for what isn't alive"
            book.wrong = 0
            book.proofs[sent.scope] = self.now

    def was_wrong(self, book, outcome, wrong):
        if book.is_draft(self.now) or book.is_alive(self.now):
            assert self.of_a_day(wrong) <= 10, "guesses without end"
        book.wrong += 1
        book.dead = book.dead or outcome == "locked"
        assert book.wrong < 5 or book.dead, "five wrong answers end nothing"
        assert outcome == "wrong" or book.wrong >= 5 or not book.is_draft(self.now), "locked too early"

    def of_a_day(self, times):
        """Count once more; return how many there were since the first of a day."""
        if times and self.now >= times[0] + DAY:
            times.clear()
        times.append(self.now)
        return len(times)

    def given(self, book, *, on_paper=False):
        book.given_at, book.on_paper, book.wrong = self.now, on_paper, 0
        book.proofs = dict.fromkeys(book.scopes, self.now)
        book.stops = [] if book.is_decoy else stop_codes(self.unit, self.her.id, book.reference)
        assert len(book.stops) == (0 if book.is_decoy else 4), "she wasn't told on every way"
        if book.renews is not None:
            before = self.books[book.renews]
            before.dead = before.dead or before.is_alive(self.now)

    @precondition(lambda self: self.books)
    @rule(who=WHO, which=SOME, how=st.sampled_from(["her page", "no to a draft", "an advisor"]))
    def it_is_stopped(self, who, which, how):
        _, book = self.book(which)
        if how == "no to a draft":
            if book.is_decoy:
                refuse_at_desk(self.unit, self.desks[book.who], book.reference, self.now)
            else:
                refuse(self.unit, herself(self.her.id), book.reference, self.now)
            book.dead = book.dead or book.given_at is None
        elif how == "her page":
            revoked = self.tried(lambda *told: revoke(*told) or True, herself(self.her.id), book.reference, self.now)
            book.dead = book.dead or revoked is not None
        elif self.tried(lambda *told: end_mandate(*told) or True, self.desks[who], book.reference, self.now):
            assert who == book.who, "a colleague ends it"
            book.dead = True

    @precondition(lambda self: any(book.stops for book in self.books))
    @rule(which=SOME, code=SOME)
    def a_stop_code(self, which, code):
        books = [book for book in self.books if book.stops]
        book = books[-1 - which % len(books)]
        typed = book.stops[code]
        outcome = self.tried(revoke_by_code, typed, "keypad", "walk-stop", self.now)
        assert book.given_at is not None
        end = book.given_at + LENGTHS[book.duration]
        assert (outcome == "revoked") == book.is_alive(self.now), "a stop code stops what lives, and nothing else"
        assert outcome != "over" or self.now < end + 60 * DAY, "a stop code is understood for ever"
        assert outcome != "unknown" or self.now >= end, "her right code is called wrong"
        book.dead = True

    @rule(step=STEPS, sweeps=st.booleans())
    def time_passes(self, step, sweeps):
        self.now += step
        if sweeps:
            sweep_mandates(self.unit, self.now)
            kept = sa.select(card_line.c.line).where(
                card_line.c.patient_id == self.her.id,
                card_line.c.reserved_for.is_not(None),
                card_line.c.used_at.is_(None),
            )
            asked = {one.line for one in self.lines_asked() if self.now < one.at + 10 * MINUTE}
            assert {row.line for row in self.unit.all(kept)} <= asked, "a line is kept for nothing"

    @precondition(lambda self: self.now < NOW + DAY)
    @rule(step=LATE)
    def days_pass(self, step):
        """Once in a walk: what is alive is what things happen to."""
        self.now += step

    # What must hold always.

    @invariant()
    def the_states_are_those_of_the_book(self):
        for book in self.books:
            line = mandate_of(self.unit, self.desks[book.who], book.reference, self.now)
            assert (line.state == "active") == book.is_alive(self.now), f"{line.state}: not what was agreed"
            assert (line.state == "draft") == book.is_draft(self.now), f"{line.state}: not what was drafted"
            assert set(line.scopes) == book.scopes, "the scopes changed"
            assert not book.is_decoy or line.given_at is None or line.is_weak, "a decoy was given"
            deed = check_deed(self.unit, book.reference, self.now)
            assert (deed is not None and deed.genuine) == (book.given_at is not None), "a deed of what wasn't given"

    @invariant()
    def her_advisor_may_do_what_she_agreed_to_and_nothing_else(self):
        for book in self.books:
            for scope in (Scope.OPT_OUT, Scope.PRINT_SUMMARY, Scope.CLOSURE):
                with self.unit.connection.begin_nested() as step:
                    self.acted(book.who, book, scope)
                    step.rollback()
                self.unit.memo.clear()

    @rule()
    def nobody_sees_anothers(self):
        for who, desk in self.desks.items():
            mine = {book.reference for book in self.books if book.who == who}
            assert {line.reference for line in mandates_of_advisor(self.unit, desk, self.now)} <= mine
            for book in self.books[-2:]:
                seen = self.tried(mandate_of, desk, book.reference, self.now)
                assert (seen is not None) == (book.who == who), "a colleague sees it"
        hers = {book.reference for book in self.books if not book.is_decoy}
        assert {line.reference for line in mandates_of_patient(self.unit, herself(self.her.id), self.now)} == hers

    def has_room(self):
        living = [number for number in range(len(self.books)) if self.is_living(number)]
        return len(living) < _MOST_ALIVE and len(self.books) < _MOST

    def lines_asked(self):
        return [one for one in self.sent if one.alive and one.line and self.is_living(one.mandate)]

    def next_unused(self):
        unused = sa.and_(card_line.c.patient_id == self.her.id, card_line.c.used_at.is_(None))
        return self.unit.scalar(sa.select(sa.func.min(card_line.c.line)).where(unused))

    def is_living(self, number):
        book = self.books[number]
        return book.is_draft(self.now) or book.is_alive(self.now)

    def tried(self, act, *told):
        """Do something; return what came of it, None when it was refused. What was refused leaves nothing behind."""
        with self.unit.connection.begin_nested() as step:
            memo = dict(self.unit.memo)
            try:
                return act(self.unit, *told)
            except Refused:
                step.rollback()
                self.unit.memo = memo
                return None

    @staticmethod
    def done(act):
        """Return an act that tells that it was done, where it returns nothing."""
        return lambda *told: act(*told) is None

    def codes(self):
        return [one.parameters["code"] for one in messages(self.unit, self.her.id)]

    def hers(self):
        return [
            (number, book) for number, book in enumerate(self.books) if not book.is_decoy and self.is_living(number)
        ]

    def at(self, number):
        """Return where `book` finds it."""
        return len(self.books) - 1 - number

    def book(self, at):
        number = len(self.books) - 1 - at % len(self.books)
        return number, self.books[number]


def machine_over(store):
    """Return a machine each of whose walks takes one unit that is thrown away."""

    class RoomsMachine(MandateMachine):
        def begin(self):
            self.connection = store.engine.execution_options(writes=True).connect()
            self.transaction = self.connection.begin()
            self.unit = Unit(self.connection, store.holder, writes=True)
            self.unit.execute(table.delete())

        def teardown(self):
            self.transaction.rollback()
            self.connection.close()

    return RoomsMachine


def walk(machine: type[MandateMachine], walks: int, steps: int, *, again: bool = False) -> None:
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
    run_state_machine_as_test(machine, settings=chosen)


def stumbles() -> bool:
    """Tell whether a walk over the rooms finds something that must not be."""
    with TemporaryDirectory() as folder:
        store = new_sqlite(Path(folder) / "dossier.db")
        try:
            walk(machine_over(store), 120, 40, again=True)
        except AssertionError:
            return True
        finally:
            store.engine.dispose()
    return False
