"""What can be done at the telephone: cases held and taken up, calls, appointments."""

from datetime import time

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from dossier.recovery import CaseState, Lost, Proof
from dossier.recovery.hours import PARIS
from tests.rooms.recovery.books import (
    AGENTS,
    DAY,
    HOUR,
    SOME,
    TAKES,
)


class TelephoneSteps:
    """What can be done at the telephone: cases held and taken up, calls, appointments."""

    @precondition(lambda self: self.cases)
    @rule(at=SOME, who=st.sampled_from(AGENTS))
    def look(self, at, who):
        case, book = self._case(at)
        assert self.driver.look(case, who, self.now) == (who == book.holder), "a case seen by who doesn't hold it"

    @precondition(lambda self: self.cases)
    @rule(at=SOME, who=st.sampled_from(AGENTS), right=st.booleans())
    def take_up(self, at, who, right):
        case, book = self._case(at)
        if self.driver.take_up(case, who, right, self.now):
            assert right, "a case taken up by whoever knows its number"
            self._agents_of_a_contact_change_open_no_case(who)
            book.holder = who
            self.look(at, who)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, who=st.sampled_from(AGENTS), slot=st.sampled_from([-1, 0, 107]))
    def plan_a_call(self, at, who, slot):
        case, book = self._case(at)
        planned = self.driver.plan(case, who, slot, self.now)
        if planned is None:
            return
        assert who == book.holder, "a call planned by who doesn't hold the case"
        local = planned.astimezone(PARIS)
        assert local.isoweekday() <= 5, "a call planned for a Saturday or a Sunday"
        assert time(8, 30) <= local.time() <= time(17), "a call planned outside the hours"
        assert local.date() >= self.now.astimezone(PARIS).date() + 5 * DAY, "a call planned before its letter comes"
        book.callback_at, book.rings = planned, 0

    @precondition(lambda self: any(book.callback_at for book in self.cases))
    @rule(at=SOME, who=st.sampled_from(AGENTS))
    def ring(self, at, who):
        case, book = self._case(at)
        before = self.driver.state(case, self.now)
        if not self.driver.ring(case, who, self.now):
            return
        assert before in (*TAKES[:3], CaseState.LOCKED, CaseState.DESK_REQUIRED), "rung in a case that is over"
        assert book.callback_at is not None, "rung, and nobody had planned it"
        assert abs(self.now - book.callback_at) <= HOUR / 2, "rung at another hour than the letter's"
        assert book.rung_at is None or self.now >= book.rung_at + HOUR / 120, "rung twice in half a minute"
        book.rings, book.rung_at = book.rings + 1, self.now
        assert book.rings <= 3, "rung a fourth time"
        book.holder = who
        self.look(at, who)

    @rule(off=st.sampled_from([-HOUR, -HOUR / 3, HOUR / 3, HOUR]), done=st.booleans())
    def be_called(self, off, done):
        """Plan a call, finish meanwhile or not, and have another agent ring again and again near its hour."""
        cases = len(self.cases)
        self.open(Lost.PASSWORD, "zoe")
        if len(self.cases) == cases:
            return
        self.plan_a_call(0, "zoe", 0)
        if done:
            self.recover(0, (Proof.SMS, Proof.CARD), False)
        if self.cases[cases].callback_at:
            self.now = max(self.now, self.cases[cases].callback_at + off)
            for _ in range(4):
                self.ring(0, "yann")
                self.ring(0, "yann")
                self.now += 31 * HOUR / 3600
            self.what_must_hold_after_each_step()

    @rule(two=st.permutations([Proof.SMS, Proof.LETTER, Proof.CARD]))
    def finish_one_of_two(self, two):
        """Open two cases, and finish one."""
        self.open(Lost.PASSWORD, "zoe")
        self.open(Lost.PASSWORD, "yann")
        if len(self.cases) > 1:
            self.recover(0, two, True)
            self.come_back_and_finish(0, two[0])

    @precondition(lambda self: self.cases)
    @rule(at=SOME, who=st.sampled_from(AGENTS))
    def invite(self, at, who):
        case, book = self._case(at)
        before = self.driver.state(case, self.now)
        until = self.driver.invite(case, who, self.now)
        if until is None:
            return
        assert who == book.holder, "an appointment sent by who doesn't hold the case"
        assert before in (CaseState.DESK_REQUIRED, CaseState.FROZEN), "an appointment that nobody needs"
        assert until <= self.now + 12 * DAY
        if before is CaseState.DESK_REQUIRED and book.ends_at is not None:
            book.ends_at = max(book.ends_at, until)
            assert book.ends_at <= book.opened_at + 30 * DAY, "a case outlives thirty days by its appointments"

    @rule(days=st.sampled_from([6, 10]))
    def invite_again_and_again(self, days):
        """Ask somebody to a desk, each time before the last appointment ends."""
        cases = len(self.cases)
        self.open_for_the_desk("marie")
        for _ in range(5 if len(self.cases) > cases else 0):
            self.invite(0, "marie")
            self.now += days * DAY
            self.what_must_hold_after_each_step()
