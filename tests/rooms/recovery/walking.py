"""Whatever patients, agents and thieves do, in whatever order: what must hold of a recovery holds.

The same machine walks over the pure rules and over the real rooms. Its book-keeping is its own: it never asks the
program whether something was allowed, only what came of it. Named after SECURITY 2.2 and the issue.
"""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dossier.identity import ContactKind
from dossier.recovery import CaseState, Lost, Proof
from tests.kit.house import NOW
from tests.kit.recovery_drivers import KIND_OF, ONE_NUMBER, Driver
from tests.rooms.recovery.books import (
    AGENTS,
    DAY,
    HOUR,
    LATE,
    LIVES,
    SOME,
    STEPS,
    TAKES,
    VISITS,
    CaseBook,
    ChangeBook,
    Code,
)
from tests.rooms.recovery.change_steps import ChangeSteps
from tests.rooms.recovery.desk_steps import DeskSteps
from tests.rooms.recovery.telephone_steps import TelephoneSteps


class RecoveryMachine(DeskSteps, TelephoneSteps, ChangeSteps, RuleBasedStateMachine):
    """What anybody can do, one step after the other."""

    def new_driver(self) -> Driver:
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.driver = self.new_driver()
        self.now = NOW
        self.cases: list[CaseBook] = []
        self.changes: list[ChangeBook] = []
        self.address = {kind: "telephone" if kind in ONE_NUMBER else str(kind) for kind in ContactKind}
        self.changed_at: dict[ContactKind, datetime] = {}
        self.held_until: dict[ContactKind, datetime] = {}

    # What anybody can do.

    @rule(step=STEPS)
    def time_passes(self, step):
        self.now += step

    @rule(lost=st.sampled_from(Lost), who=st.sampled_from(AGENTS))
    def open(self, lost, who):
        case = self.driver.open(lost, who, self.now)
        if case is not None:
            assert case == len(self.cases)
            self.cases.append(CaseBook(lost, who, holder=who))
            self._agents_of_a_contact_change_open_no_case(who)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, proof=st.sampled_from(sorted(KIND_OF)))
    def send(self, at, proof):
        case, book = self._case(at)
        self._send(case, book, proof)

    def _send(self, case, book, proof):
        before = self.driver.state(case, self.now)
        text = self.driver.send(case, proof, self.now)
        if text is None:
            return
        kind = KIND_OF[proof]
        assert before in TAKES, "a code left in a case that takes none"
        assert not book.disputed, "a code left in a disputed case"
        self._hold_is_respected(kind)
        self._contact_is_seven_days_old(kind)
        self._failures_outlive_resending(book)
        for older in book.codes:
            older.dead = True
        book.codes.append(Code(text, proof, self.address[kind], self.now))

    @precondition(lambda self: any(book.codes for book in self.cases))
    @rule(at=SOME, back=st.integers(0, 2), visit=VISITS)
    def type_a_code(self, at, back, visit):
        case, book = self._case(at)
        if book.codes:
            self._answer(case, book, book.codes[-1 - min(back, len(book.codes) - 1)], visit)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, proof=st.sampled_from(sorted(KIND_OF)), visit=VISITS)
    def send_and_type(self, at, proof, visit):
        case, _ = self._case(at)
        self._prove(case, proof, visit)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, times=st.integers(1, 5), visit=VISITS)
    def guess(self, at, times, visit):
        case, book = self._case(at)
        for _ in range(times):
            before = self.driver.state(case, self.now)
            self._judge_wrong(book, before, self.driver.answer(case, "99999999", visit, self.now))

    @precondition(lambda self: self.cases)
    @rule(at=SOME, right=st.booleans(), card=st.booleans(), visit=VISITS)
    def use_card_or_password(self, at, right, card, visit):
        case, book = self._case(at)
        before = self.driver.state(case, self.now)
        prove = self.driver.card if card else self.driver.password
        outcome = prove(case, right, visit, self.now)
        proof = Proof.CARD if card else Proof.PASSWORD
        if outcome == "right":
            assert right, "a wrong answer counted"
            self._count(book, before, proof, str(proof), visit)
        elif outcome is not None and (not right or before not in TAKES):
            self._judge_wrong(book, before, outcome)

    @rule(proof=st.sampled_from(sorted(KIND_OF)), late=LATE)
    def type_late(self, proof, late):
        """Type the code of a fresh case in time, or too late."""
        self._type_after(proof, lambda: self.time_passes(late))

    @rule(proof=st.sampled_from(sorted(KIND_OF)))
    def type_after_a_change(self, proof):
        """Type a code once the contact that it went to is another's."""
        self._type_after(proof, lambda: self.change_contact(KIND_OF[proof], "lucie", False))

    @precondition(lambda self: self.cases)
    @rule(at=SOME, proof=st.sampled_from(sorted(KIND_OF)))
    def type_the_older(self, at, proof):
        """Have two codes sent, and type the first."""
        case, book = self._case(at)
        self._send(case, book, proof)
        self.now += 31 * HOUR / 3600
        self._send(case, book, proof)
        if len(book.codes) > 1:
            self._answer(case, book, book.codes[-2], "hers")

    @rule(two=st.permutations(sorted(KIND_OF)))
    def prove_around_a_change(self, two):
        """Give a proof, change the contact behind it, and give another."""
        cases = len(self.cases)
        self.open(Lost.CARD, "marie")
        if len(self.cases) > cases:
            self._prove(cases, two[0])
            self.change_contact(KIND_OF[two[0]], "lucie", False)
            self._prove(cases, two[1])

    def _prove(self, case, proof, visit="hers"):
        book = self.cases[case]
        sent = len(book.codes)
        self._send(case, book, proof)
        if len(book.codes) > sent:
            self._answer(case, book, book.codes[-1], visit)

    def _type_after(self, proof, meanwhile):
        cases = len(self.cases)
        self.open(Lost.CARD, "marie")
        if len(self.cases) == cases:
            return
        self._send(cases, self.cases[cases], proof)
        meanwhile()
        if self.cases[cases].codes:
            self._answer(cases, self.cases[cases], self.cases[cases].codes[-1], "hers")

    @precondition(lambda self: self.cases)
    @rule(at=SOME, days=st.integers(1, 3))
    def guess_day_after_day(self, at, days):
        """Guess until the case locks, wait a day, and guess again."""
        for _ in range(days):
            self.guess(at, 5, "")
            self.now += 25 * HOUR
            self.what_must_hold_after_each_step()

    @precondition(lambda self: self.cases)
    @rule(at=SOME, two=st.permutations([*sorted(KIND_OF), Proof.CARD, Proof.PASSWORD]), wait=st.booleans())
    def recover(self, at, two, wait):
        """Go most of the way: two proofs, and perhaps three days."""
        for proof in two[:2]:
            if proof in KIND_OF:
                self.send_and_type(at, proof, "hers")
            else:
                self.use_card_or_password(at, True, proof is Proof.CARD, "hers")
            self.now += 31 * HOUR / 3600
        if wait:
            self.now += 3 * DAY

    @precondition(lambda self: self.cases)
    @rule(at=SOME, proof=st.sampled_from([*sorted(KIND_OF), Proof.CARD]))
    def come_back_and_finish(self, at, proof):
        """Prove once more, and finish at once."""
        if proof is Proof.CARD:
            self.use_card_or_password(at, True, True, "hers")
        else:
            self.send_and_type(at, proof, "hers")
        self.finish(at, "hers")

    @precondition(lambda self: self.cases)
    @rule(at=SOME)
    def this_was_not_me(self, at):
        case, book = self._case(at)
        if self.driver.dispute(case, self.now):
            book.disputed = True
            self._seeing_is_taken_back(book)
            following = book.gone_on_in
            if following is not None and self.driver.state(following, self.now) is CaseState.FROZEN:
                self.cases[following].disputed = True  # the code stood on a notice of the seeing
                self._seeing_is_taken_back(self.cases[following])
            assert self.driver.state(case, self.now) is CaseState.FROZEN

    def _seeing_is_taken_back(self, book):
        if book.paper:
            book.vouched.append(book.paper.by)
            book.paper = None

    @precondition(lambda self: self.cases)
    @rule(at=SOME, visit=VISITS)
    def finish(self, at, visit):
        case, book = self._case(at)
        before = self.driver.state(case, self.now)
        if self.driver.finish(case, visit, self.now):
            assert before is CaseState.GRANTED, "finished, and never granted"
            assert visit, "finished without a visit"
            assert visit == book.right_visit, "finished by a visit that proved nothing"
            book.done = True
            for other, state in enumerate(self._states()):
                assert other == case or state not in (*TAKES, CaseState.COOLING), "another case went on"

    # What must hold when a step counted.

    def _answer(self, case, book, code, visit):
        before = self.driver.state(case, self.now)
        outcome = self.driver.answer(case, code.text, visit, self.now)
        if outcome == "right":
            kind = KIND_OF[code.proof]
            assert before in TAKES, "a code counted in a case that takes none"
            assert not code.used, "a code served twice"
            assert not code.dead, "a dead code served: an older one, or one of a contact that changed"
            assert code.address == self.address[kind], "a code served after its contact changed"
            assert self.now < code.sent_at + LIVES[code.proof], "a code served after its life"
            self._hold_is_respected(kind)
            code.used = True
            self._count(book, before, code.proof, code.address, visit)
        elif outcome != "expired":
            self._judge_wrong(book, before, outcome)

    def _judge_wrong(self, book, before, outcome):
        """Five failures lock, whatever was sent between them; each lock is twice as long."""
        if before is CaseState.LOCKED:
            assert outcome == "locked", "a locked case took an answer"
            return
        if before not in TAKES:
            assert outcome == "wrong"
            return
        if book.locked_until is not None and self.now >= book.locked_until:
            book.wrongs, book.locked_until = 0, None
        book.wrongs += 1
        assert (outcome == "locked") == (book.wrongs == 5), f"{book.wrongs} failures: {outcome}"
        if outcome == "locked":
            book.locked_until = self.now + min(DAY * 2**book.locks, 7 * DAY)
            book.locks += 1

    def _count(self, book, before, proof, address, visit):
        assert not book.disputed, "a proof counted in a disputed case"
        assert book.locked_until is None or self.now >= book.locked_until, "a proof counted in a locked case"
        book.right_visit = visit or (book.right_visit if before is CaseState.GRANTED else "")
        known = [(one, where) for one, where, _ in book.given]
        if before is CaseState.GRANTED:
            assert (proof, address) in known, "a grant claimed with what proved nothing"
            return
        assert proof not in [one for one, _ in known], "one proof counted twice"
        assert address not in [where for _, where in known], "two proofs of one address counted"
        book.given.append((proof, address, self.now))

    def _hold_is_respected(self, kind):
        held = self.held_until.get(kind)
        assert held is None or self.now >= held, "a code of a contact on hold"

    def _contact_is_seven_days_old(self, kind):
        changed = self.changed_at.get(kind)
        assert changed is None or self.now >= changed + 7 * DAY, "a code to a contact that changed this week"

    def _failures_outlive_resending(self, book):
        assert book.locked_until is None or self.now >= book.locked_until, "a code left in a locked case"

    def _contacts_have_settled(self):
        ages = [self.now >= at + 7 * DAY for at in self.changed_at.values()]
        return all(ages) and all(self.now >= until for until in self.held_until.values())

    def _agents_of_a_contact_change_open_no_case(self, who):
        for change in self.changes:
            steps = [change.asked_at, *filter(None, (change.approved_at, change.effective_at))]
            had_a_hand = who in (change.asker, change.approver)
            assert not had_a_hand or self.now >= max(steps) + 30 * DAY, "an agent of a change of contact recovers"

    # What must hold always.

    @invariant()
    def what_must_hold_after_each_step(self):
        states = self._states()
        self.a_grant_has_its_proofs_and_its_waiting(states)
        self.nothing_is_granted_to_a_disputed_case(states)
        self.a_case_for_the_desk_ends_with_its_appointment(states)
        self.a_lock_lasts(states)
        self.a_grant_ends_after_a_day(states)

    def a_grant_has_its_proofs_and_its_waiting(self, states):
        for book, state in zip(self.cases, states, strict=True):
            if state not in (CaseState.GRANTED, CaseState.COOLING) or book.done:
                continue
            proofs = [proof for proof, _, _ in book.given]
            halves = [proof for proof in proofs if proof in (Proof.EMAIL, Proof.PASSWORD)]
            assert proofs.count(Proof.EMAIL) <= 1, "e-mail was both halves"
            if book.lost is Lost.IDENTIFIER and len(proofs) > len(halves):
                continue
            if book.two is not None:
                continue  # judged when the second person agreed
            assert len(proofs) >= 2, "granted with less than two proofs"
            live = {Proof.CARD, Proof.TOTP} & set(proofs) or (book.desk_is_live and not halves)
            cooled = self.now >= max(at for _, _, at in book.given) + 3 * DAY
            assert state is CaseState.COOLING or live or cooled, "granted before three days, without a live factor"

    def nothing_is_granted_to_a_disputed_case(self, states):
        for book, state in zip(self.cases, states, strict=True):
            if book.disputed:
                assert state is CaseState.FROZEN, "a disputed case goes on"

    def a_case_for_the_desk_ends_with_its_appointment(self, states):
        for book, state in zip(self.cases, states, strict=True):
            if state is CaseState.DESK_REQUIRED and book.ends_at is not None:
                assert self.now < book.ends_at, "a case for the desk outlives its appointment"

    def a_lock_lasts(self, states):
        for book, state in zip(self.cases, states, strict=True):
            if book.locked_until is not None and self.now < book.locked_until and not book.disputed:
                assert state in (CaseState.LOCKED, CaseState.EXPIRED), "a lock ended early"

    def a_grant_ends_after_a_day(self, states):
        for book, state in zip(self.cases, states, strict=True):
            book.granted_since = (book.granted_since or self.now) if state is CaseState.GRANTED else None
            if book.granted_since is not None:
                assert self.now < book.granted_since + DAY, "a grant stood longer than a day"

    def _states(self):
        return [self.driver.state(case, self.now) for case in range(len(self.cases))]

    def _case(self, at):
        case = len(self.cases) - 1 - at % len(self.cases)
        return case, self.cases[case]

    def _change(self, at):
        change = len(self.changes) - 1 - at % len(self.changes)
        return change, self.changes[change]
