"""What can be done at a desk: a screen shown, a paper seen, a second person."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from dossier.identity import ContactKind
from dossier.recovery import CaseState, Lost, Proof
from tests.kit.recovery_drivers import KIND_OF
from tests.rooms.recovery.books import AGENTS, DAY, HOUR, SHOWING, SOME, STAFF, TAKES, VISITS, CaseBook, Paper, Screen


class DeskSteps:
    """What can be done at a desk: a screen shown, a paper seen, a second person."""

    @rule(who=st.sampled_from(AGENTS))
    def open_for_the_desk(self, who):
        """Open a case for somebody whom no channel reaches."""
        case = self.driver.open(Lost.EVERYTHING, who, self.now, helpless=True)
        if case is not None:
            self._agents_of_a_contact_change_open_no_case(who)
            until = self.now + 7 * DAY
            self.cases.append(CaseBook(Lost.EVERYTHING, who, holder=who, ends_at=until, opened_at=self.now))
            assert self.driver.state(case, self.now) is CaseState.DESK_REQUIRED

    @precondition(lambda self: self.cases)
    @rule(at=SOME, visit=SHOWING)
    def show_a_screen(self, at, visit):
        case, book = self._case(at)
        text = self.driver.show(case, visit, self.now)
        if text is not None:
            book.screens.append(Screen(text, visit, self.now))

    @precondition(lambda self: any(book.screens for book in self.cases))
    @rule(at=SOME, back=st.integers(0, 1), who=STAFF)
    def see_a_paper(self, at, back, who):
        case, book = self._case(at)
        if not book.screens:
            return
        screen = book.screens[-1 - min(back, len(book.screens) - 1)]
        before = self.driver.state(case, self.now)
        outcome = self.driver.see(case, screen.text, who, self.now)
        if outcome is None:
            return
        assert screen is book.screens[-1], "an older screen's code said which visit is hers"
        assert not screen.used, "a screen's code served twice"
        assert self.now < screen.shown_at + HOUR / 2, "a screen's code served after half an hour"
        assert who != book.opener, "a paper seen by who opened the case"
        assert who not in book.vouched, "a paper seen by who vouched before the dispute"
        self._agents_of_a_contact_change_open_no_case(who)
        screen.used = True
        if outcome == "waits":
            assert before in (CaseState.DESK_REQUIRED, CaseState.FROZEN)
            book.paper = Paper(who, screen.visit, self.now)
            book.papers.append(book.paper)
            assert self.driver.state(case, self.now) is before, "one person changed what takes two"
            return
        assert before in TAKES[:3], "a paper counted in a case that takes none"
        book.desk_is_live = self._contacts_have_settled()
        book.vouched.append(who)
        self._count(book, before, Proof.DESK, str(Proof.DESK), screen.visit)

    @precondition(lambda self: any(book.paper for book in self.cases))
    @rule(at=SOME, who=STAFF, back=st.integers(0, 1))
    def agree(self, at, who, back=0):
        """Have a second person agree to the paper that she read of: the last one, or one before it."""
        case, book = self._case(at)
        before = self.driver.state(case, self.now)
        shown_at = book.papers[-1 - min(back, len(book.papers) - 1)].at if book.papers else self.now
        agreed, again = self.driver.agree(case, who, shown_at, self.now)
        if not agreed:
            return
        paper = book.paper
        assert paper is not None, "agreed to what nobody saw, or to what was refused or disputed"
        assert shown_at == paper.at, "agreed to another paper than the one that was read of"
        assert self.now < paper.at + DAY, "agreed to what was seen a day ago"
        assert who != paper.by, "one person was both"
        assert who != book.opener, "agreed by who opened the case"
        assert who not in book.vouched, "agreed by who vouched before the dispute"
        self._agents_of_a_contact_change_open_no_case(who)
        desk, two = (Proof.DESK, str(Proof.DESK), self.now), (paper.by, who)
        if again is None:
            assert before is CaseState.DESK_REQUIRED, "granted by a desk, and not for one"
            assert self._contacts_have_settled(), "granted by a desk in the week of a change of contact"
            book.given, book.two, book.right_visit = [desk], two, paper.visit
            book.vouched += two
            return
        assert book.disputed, "reopened, and never frozen"
        assert book.gone_on_in is None, "reopened twice"
        book.gone_on_in = again
        after = CaseBook(book.lost, paper.by, given=[desk], vouched=[*book.vouched, *two], locks=book.locks)
        after.desk_is_live = self._contacts_have_settled()
        self.cases.append(after)

    @precondition(lambda self: any(book.paper for book in self.cases))
    @rule(at=SOME, back=st.integers(0, 1))
    def say_no(self, at, back=0):
        case, book = self._case(at)
        shown_at = book.papers[-1 - min(back, len(book.papers) - 1)].at if book.papers else self.now
        if self.driver.say_no(case, "ines", shown_at, self.now):
            assert shown_at == book.paper.at, "said no to another paper than the one that was read of"
            book.paper = None

    @precondition(lambda self: self.cases)
    @rule(at=SOME, saw=STAFF, second=STAFF, visit=SHOWING, wait=st.sampled_from([HOUR, 25 * HOUR]), no=st.booleans())
    def go_to_a_desk(self, at, saw, second, visit, wait, no):
        """Show, see, wait while somebody else shows a screen, and agree, perhaps after the second person said no."""
        self.show_a_screen(at, visit)
        self.see_a_paper(at, 0, saw)
        self.now += wait
        self.show_a_screen(at, "a thief's")
        if no:
            self.say_no(at)
        self.agree(at, second)
        self.what_must_hold_after_each_step()

    @precondition(lambda self: self.cases)
    @rule(at=SOME)
    def show_twice_and_see_twice(self, at):
        """Type the code of the older screen, then that of the newer one, and that once more."""
        self.show_a_screen(at, "hers")
        self.show_a_screen(at, "a thief's")
        for back, who in ((1, "nora"), (0, "nora"), (0, "omar")):
            self.see_a_paper(at, back, who)

    @rule(no=st.booleans())
    def be_seen_again_while_she_reads(self, no):
        """One desk sees a paper; while the second person reads of it, another desk sees one before another screen."""
        cases = len(self.cases)
        self.open_for_the_desk("marie")
        if len(self.cases) == cases:
            return
        self.show_a_screen(0, "hers")
        self.see_a_paper(0, 0, "nora")
        self.now += HOUR
        self.show_a_screen(0, "a thief's")
        self.see_a_paper(0, 0, "omar")
        if no:
            self.say_no(0, 1)
        self.agree(0, "ines", 1)

    @rule(kind=st.sampled_from(ContactKind))
    def change_a_contact_and_go_to_a_desk(self, kind):
        self.change_contact(kind, "lucie", False)
        cases = len(self.cases)
        self.open_for_the_desk("marie")
        if len(self.cases) > cases:
            self.go_to_a_desk(0, "nora", "omar", "hers", HOUR, False)

    @rule(proof=st.sampled_from([*sorted(KIND_OF), Proof.PASSWORD]))
    def prove_and_go_to_a_desk(self, proof):
        """Give one proof, and then the paper."""
        cases = len(self.cases)
        self.open(Lost.CARD, "marie")
        if len(self.cases) == cases:
            return
        if proof is Proof.PASSWORD:
            self.use_card_or_password(0, True, False, "hers")
        else:
            self._prove(cases, proof)
        self.go_to_a_desk(0, "nora", "omar", "hers", HOUR, False)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, visit=VISITS)
    def go_to_a_desk_and_finish(self, at, visit):
        self.go_to_a_desk(at, "nora", "omar", "hers", HOUR, False)
        self.finish(at, visit)

    @precondition(lambda self: self.cases)
    @rule(at=SOME, saw=STAFF, second=STAFF)
    def dispute_and_go_to_a_desk(self, at, saw, second):
        """Freeze a case, also with a paper seen in it, and take it up again with two persons."""
        self.show_a_screen(at, "a thief's")
        self.see_a_paper(at, 0, "nora")
        self.this_was_not_me(at)
        self.agree(at, "omar")
        self.go_to_a_desk(at, saw, second, "hers", HOUR, False)
