"""The rules of a recovery alone, with as little around them as they need."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dossier.base import Refused
from dossier.identity import ContactKind
from dossier.recovery import (
    CaseState,
    Proof,
    callback_rules,
    callback_slots,
    contact_rules,
    desk_rules,
    rules,
)
from dossier.recovery.contact_rules import Change, ChangeState
from dossier.recovery.shapes import Case
from tests.kit.recovery_drivers import KIND_OF, ONE_NUMBER, PROOF_OF, team_of


@dataclass
class _Contact:
    mark: str
    changed_at: datetime | None = None
    held_until: datetime | None = None


class PureDriver:
    """The rules alone, with as little around them as they need."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.openers: list[str] = []
        self.holders: list[str] = []
        self.shown = 0
        self.changes: list[tuple[Change, ContactKind, str]] = []
        self.contacts = {kind: _Contact("telephone" if kind in ONE_NUMBER else str(kind)) for kind in ContactKind}
        self.sent = 0

    def _marks(self, now: datetime) -> dict[Proof, str]:
        return {proof: self.contacts[kind].mark for proof, kind in KIND_OF.items() if self._counts(kind, now)}

    def _counts(self, kind: ContactKind, now: datetime) -> bool:
        one = self.contacts[kind]
        held = one.held_until is not None and now < one.held_until
        return not held and (one.changed_at is None or now >= one.changed_at + timedelta(days=7))

    def open(self, lost, who, now, *, helpless=False):
        if self._barred(who, now):
            return None
        ways = [*self._marks(now).items(), (Proof.CARD, "card"), (Proof.PASSWORD, "password")]
        self.cases.append(rules.opened(lost, () if helpless else ways, now))
        self.openers.append(who)
        self.holders.append(who)
        return len(self.cases) - 1

    def _barred(self, who, now):
        return any(contact_rules.bars(change, who, now) for change, _, _ in self.changes)

    def send(self, case, proof, now):
        mark = self._marks(now).get(proof)
        if mark is None:
            return None
        self.sent += 1
        code = f"{self.sent:06d}"
        try:
            self.cases[case] = rules.code_sent(self.cases[case], proof, mark, code, now)
        except Refused:
            return None
        return code

    def answer(self, case, code, visit, now):
        outcome, self.cases[case] = rules.code_answered(self.cases[case], code, self._marks(now), visit, now)
        return outcome

    def _prove(self, case, proof, right, visit, now):
        try:
            outcome, self.cases[case] = rules.proof_answered(self.cases[case], proof, right, visit, now)
        except Refused:
            return None
        return outcome

    def card(self, case, right, visit, now):
        return self._prove(case, Proof.CARD, right, visit, now)

    def password(self, case, right, visit, now):
        return self._prove(case, Proof.PASSWORD, right, visit, now)

    def dispute(self, case, now):
        self.cases[case] = rules.disputed(rules.settle(self.cases[case], now), now)
        return True

    def show(self, case, visit, now):
        self.shown += 1
        code = f"screen {self.shown}"
        try:
            self.cases[case] = desk_rules.code_shown(self.cases[case], code, visit, now)
        except Refused:
            return None
        return code

    def see(self, case, code, who, now):
        visit = desk_rules.visit_showing(self.cases[case], code, now)
        if not visit or self._barred(who, now):
            return None
        before = self.cases[case]
        try:
            after = desk_rules.seen(before, who, self.openers[case], visit, now, settled=self._settled(now))
        except Refused:
            return None
        self.cases[case] = after
        return "counted" if len(after.proofs) > len(rules.settle(before, now).proofs) else "waits"

    def _settled(self, now):
        return all(self._counts(kind, now) for kind in ContactKind)

    def agree(self, case, who, shown_at, now):
        before, opener = self.cases[case], self.openers[case]
        if self._barred(who, now):
            return False, None
        try:
            if before.state is not CaseState.FROZEN:
                if not self._settled(now):
                    return False, None
                self.cases[case] = desk_rules.granted(before, who, opener, shown_at, now)
                return True, None
            frozen, again = desk_rules.reopened(before, who, opener, shown_at, now, settled=self._settled(now))
        except Refused:
            return False, None
        self.cases[case] = replace(frozen, next_case=str(len(self.cases)))
        self.cases.append(again)
        self.openers.append(frozen.seen.by)
        self.holders.append("")
        return True, len(self.cases) - 1

    def say_no(self, case, who, shown_at, now):
        try:
            self.cases[case] = desk_rules.refused(self.cases[case], shown_at, now)
        except Refused:
            return False
        return True

    def look(self, case, who, now):
        return self.holders[case] == who

    def take_up(self, case, who, right, now):
        if not right or self._barred(who, now):
            return False
        self.holders[case] = who
        return True

    def plan(self, case, who, slot, now):
        slots = callback_slots(now)
        at = slots[slot % len(slots)] if slot >= 0 else now
        if self.holders[case] != who:
            return None
        try:
            self.cases[case] = callback_rules.planned(rules.settle(self.cases[case], now), at, slots)
        except Refused:
            return None
        return at

    def ring(self, case, who, now):
        try:
            self.cases[case] = callback_rules.rung(rules.settle(self.cases[case], now), now)
        except Refused:
            return False
        self.holders[case] = who
        return True

    def invite(self, case, who, now):
        if self.holders[case] != who:
            return None
        try:
            self.cases[case] = callback_rules.invited(rules.settle(self.cases[case], now), now, posted=True)
        except Refused:
            return None
        return self.cases[case].appointment_until

    def finish(self, case, visit, now):
        try:
            self.cases[case] = rules.done(self.cases[case], visit, now)
        except Refused:
            return False
        self.cases = [one if n == case else rules.superseded(one, now) for n, one in enumerate(self.cases)]
        return True

    def state(self, case, now):
        return rules.settle(self.cases[case], now).state

    def ask(self, kind, value, who, now):
        if self._barred(who, now):
            return None
        living = (contact_rules.is_living(contact_rules.settled(one, now)) for one, of, _ in self.changes if of is kind)
        if any(living):
            return None
        self.changes.append((Change(ChangeState.ASKED, who, team_of(who), now), kind, value))
        return len(self.changes) - 1

    def _put(self, change, after):
        self.changes[change] = (after, *self.changes[change][1:])

    def _moved(self, kind, proofs_too):
        self.cases = [rules.contact_moved(one, PROOF_OF[kind], proofs_too=proofs_too) for one in self.cases]

    def approve(self, change, who, now):
        try:
            after = contact_rules.approved(self.changes[change][0], who, team_of(who), now)
        except Refused:
            return False
        self._put(change, after)
        kind = self.changes[change][1]
        self.contacts[kind].held_until = after.held_until
        self._moved(kind, False)
        return True

    def send_to_new(self, change, now):
        self.sent += 1
        code = f"{self.sent:08d}"
        try:
            self._put(change, contact_rules.code_sent(self.changes[change][0], code, now + timedelta(days=21), now))
        except Refused:
            return None
        return code

    def confirm(self, change, code, now):
        outcome, after = contact_rules.code_answered(self.changes[change][0], code, now)
        self._put(change, after)
        if outcome == "right":
            kind, value = self.changes[change][1:]
            self.contacts[kind] = _Contact(value, now, None)
            self.cases = [rules.settle(one, now) for one in self.cases]
            self._moved(kind, True)
        return outcome

    def dispute_change(self, change, now):
        before, kind, _ = self.changes[change]
        if contact_rules.is_living(before):
            self.contacts[kind].held_until = None
        self._put(change, contact_rules.disputed(before, now))
        return True
