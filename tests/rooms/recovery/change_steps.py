"""What can be done about a contact: asked, approved, confirmed, disputed."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from dossier.identity import ContactKind
from tests.kit.recovery_drivers import KIND_OF, PROOF_OF, team_of
from tests.rooms.recovery.books import AGENTS, DAY, SOME, ChangeBook, Code


class ChangeSteps:
    """What can be done about a contact: asked, approved, confirmed, disputed."""

    @rule(kind=st.sampled_from(ContactKind), who=st.sampled_from(AGENTS))
    def ask_change(self, kind, who):
        value = f"new {kind} {len(self.changes)}"
        change = self.driver.ask(kind, value, who, self.now)
        if change is not None:
            assert change == len(self.changes)
            self._agents_of_a_contact_change_open_no_case(who)
            self.changes.append(ChangeBook(kind, value, who, self.now))

    @rule(kind=st.sampled_from(ContactKind), who=st.sampled_from(AGENTS), early=st.booleans())
    def change_contact(self, kind, who, early):
        """Go all the way of a change of contact, or lack a day of its hold."""
        self._change_after(kind, who, 6 if early else 7, wrong=False)

    @rule(kind=st.sampled_from(ContactKind), disputed=st.booleans())
    def change_contact_against_her_will(self, kind, disputed):
        """Try the same with a guess, or after she said that it wasn't her."""
        self._change_after(kind, "lucie", 7, wrong=not disputed, disputed=disputed)

    @rule(kind=st.sampled_from(ContactKind))
    def guess_a_new_contact(self, kind):
        """Type five wrong codes of a change, and ask for another."""
        before = len(self.changes)
        self._change_after(kind, "lucie", 7, wrong=True)
        if len(self.changes) == before or not self.changes[-1].codes:
            return
        for _ in range(4):
            self.confirm(0, 0, True)
        self.ask_change(kind, f"agent {before}")
        assert len(self.changes) == before + 2, "after five wrong codes no other change may be asked for"

    def _change_after(self, kind, who, days, *, wrong, disputed=False):
        before = len(self.changes)
        self.ask_change(kind, who)
        if len(self.changes) > before:
            self.approve(0, "karim")
            if disputed:
                self.dispute_change(0)
            self.now += days * DAY
            self.send_to_new_contact(0)
            self.confirm(0, 0, wrong)

    @precondition(lambda self: self.changes)
    @rule(at=SOME, who=st.sampled_from(AGENTS))
    def approve(self, at, who):
        change, book = self._change(at)
        if self.driver.approve(change, who, self.now):
            assert who != book.asker, "a change approved by who asked it"
            assert team_of(who) != team_of(book.asker), "a change approved in the same team"
            assert self.now < book.asked_at + DAY, "a change approved after a day"
            assert not book.disputed
            book.approver, book.approved_at = who, self.now
            self.held_until[book.kind] = self.now + 7 * DAY
            for case in self.cases:
                for code in case.codes:
                    code.dead = code.dead or KIND_OF[code.proof] is book.kind

    @precondition(lambda self: any(book.approved_at for book in self.changes))
    @rule(at=SOME)
    def send_to_new_contact(self, at):
        change, book = self._change(at)
        text = self.driver.send_to_new(change, self.now)
        if text is not None:
            for older in book.codes:
                older.dead = True
            book.codes.append(Code(text, PROOF_OF[book.kind], book.value, self.now))

    @precondition(lambda self: any(book.approved_at for book in self.changes))
    @rule(at=SOME, back=st.integers(0, 1), wrong=st.booleans())
    def confirm(self, at, back, wrong):
        change, book = self._change(at)
        code = None if wrong or not book.codes else book.codes[-1 - min(back, len(book.codes) - 1)]
        outcome = self.driver.confirm(change, code.text if code else "99999999", self.now)
        if outcome != "right":
            book.wrongs += outcome == "wrong"
            return
        assert code is not None, "a change confirmed by a guess"
        assert not code.used, "a change confirmed twice by one code"
        assert not code.dead, "a change confirmed by an older code"
        assert book.approved_at, "a change confirmed that nobody approved"
        assert self.now >= book.approved_at + 7 * DAY, "a change that didn't wait its hold"
        assert not book.disputed, "a disputed change came about"
        assert book.wrongs < 5, "a change confirmed after five wrong codes"
        code.used, book.effective_at = True, self.now
        self._contact_changed(book)

    def _contact_changed(self, book):
        proof = PROOF_OF[book.kind]
        self.address[book.kind], self.changed_at[book.kind] = book.value, self.now
        self.held_until.pop(book.kind, None)
        for case in self.cases:
            if case.done or case.disputed:
                continue
            case.given = [one for one in case.given if one[0] is not proof]
            for code in case.codes:
                code.dead = code.dead or code.proof is proof

    @precondition(lambda self: self.changes)
    @rule(at=SOME)
    def dispute_change(self, at):
        change, book = self._change(at)
        if self.driver.dispute_change(change, self.now):
            book.disputed = True
            if not book.effective_at:
                self.held_until.pop(book.kind, None)
