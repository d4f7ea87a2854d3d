"""Two ways to drive the same recoveries: the pure rules alone, and the real rooms on a database.

Each step answers what came of it, or None when it was refused. What must hold is judged elsewhere.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from dossier.base import Refused
from dossier.identity import ContactKind, issue_card, next_line, set_credentials
from dossier.policy import Acting
from dossier.recovery import (
    CaseState,
    Lost,
    Proof,
    approve_contact_change,
    ask_contact_change,
    choose_channel,
    confirm_contact_change,
    contact_rules,
    dispute,
    finish,
    finish_identifier,
    give_card_line,
    give_code,
    give_password,
    open_case,
    reopen_frozen,
    rules,
    send_contact_code,
    standing_of,
)
from dossier.recovery.changing import reference_digest
from dossier.recovery.contact_rules import Change, ChangeState
from dossier.recovery.keeping import number_digest
from dossier.recovery.notices import dispute_digest
from dossier.recovery.shapes import Case
from dossier.recovery.tables import dispute_code
from dossier.store import Unit
from tests.kit.house import CODES, NOW, enrolled
from tests.kit.recovery import CONTACTS, agent, dispute_codes, messages, supervisor

TEAM_OF = {"lucie": "Lyon", "karim": "Brest", "marie": "Lyon"}
"""Three agents: two of them share a team."""
KIND_OF = {
    Proof.SMS: ContactKind.MOBILE,
    Proof.VOICE: ContactKind.LANDLINE,
    Proof.LETTER: ContactKind.ADDRESS,
    Proof.EMAIL: ContactKind.EMAIL,
}
PROOF_OF = {kind: proof for proof, kind in KIND_OF.items()}
ONE_NUMBER = (ContactKind.MOBILE, ContactKind.LANDLINE)
"""Hers are the same telephone: two ways, one address."""


class Driver(Protocol):
    """What both can do. Cases and changes are known by their place in the order they began."""

    def open(self, lost: Lost, who: str, now: datetime) -> int | None: ...
    def send(self, case: int, proof: Proof, now: datetime) -> str | None: ...
    def answer(self, case: int, code: str, visit: str, now: datetime) -> str: ...
    def card(self, case: int, right: bool, visit: str, now: datetime) -> str | None: ...
    def password(self, case: int, right: bool, visit: str, now: datetime) -> str | None: ...
    def dispute(self, case: int, now: datetime) -> bool: ...
    def reopen(self, case: int, two: tuple[str, str], now: datetime) -> int | None: ...
    def finish(self, case: int, visit: str, now: datetime) -> bool: ...
    def state(self, case: int, now: datetime) -> CaseState: ...
    def ask(self, kind: ContactKind, value: str, who: str, now: datetime) -> int | None: ...
    def approve(self, change: int, who: str, now: datetime) -> bool: ...
    def send_to_new(self, change: int, now: datetime) -> str | None: ...
    def confirm(self, change: int, code: str, now: datetime) -> str: ...
    def dispute_change(self, change: int, now: datetime) -> bool: ...


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
        self.changes: list[tuple[Change, ContactKind, str]] = []
        self.contacts = {kind: _Contact("telephone" if kind in ONE_NUMBER else str(kind)) for kind in ContactKind}
        self.sent = 0

    def _marks(self, now: datetime) -> dict[Proof, str]:
        return {proof: self.contacts[kind].mark for proof, kind in KIND_OF.items() if self._counts(kind, now)}

    def _counts(self, kind: ContactKind, now: datetime) -> bool:
        one = self.contacts[kind]
        held = one.held_until is not None and now < one.held_until
        return not held and (one.changed_at is None or now >= one.changed_at + timedelta(days=7))

    def open(self, lost, who, now):
        if self._barred(who, now):
            return None
        ways = [*self._marks(now).items(), (Proof.CARD, "card"), (Proof.PASSWORD, "password")]
        self.cases.append(rules.opened(lost, ways, now))
        self.openers.append(who)
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

    def reopen(self, case, two, now):
        if any(self._barred(who, now) for who in two):
            return None
        try:
            self.cases[case], again = rules.reopened(self.cases[case], two, self.openers[case], now)
        except Refused:
            return None
        self.cases.append(again)
        self.openers.append(two[0])
        return len(self.cases) - 1

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
        living = (contact_rules.is_living(contact_rules.settled(one, now)) for one, of, _ in self.changes if of is kind)
        if any(living):
            return None
        self.changes.append((Change(ChangeState.ASKED, who, TEAM_OF[who], now), kind, value))
        return len(self.changes) - 1

    def _put(self, change, after):
        self.changes[change] = (after, *self.changes[change][1:])

    def _moved(self, kind, proofs_too):
        self.cases = [rules.contact_moved(one, PROOF_OF[kind], proofs_too=proofs_too) for one in self.cases]

    def approve(self, change, who, now):
        try:
            after = contact_rules.approved(self.changes[change][0], who, TEAM_OF[who], now)
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


_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI"
_NEW_VALUES = {
    ContactKind.MOBILE: "+3363998{:04d}",
    ContactKind.LANDLINE: "+3347109{:04d}",
    ContactKind.EMAIL: "autre{:04d}@example.net",
    ContactKind.ADDRESS: "{} RUE NEUVE\n69001 LYON",
}


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class RoomsDriver:
    """The real actions over one patient, in one unit that is thrown away."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.patient = enrolled(unit, **(CONTACTS | {"landline": CONTACTS["mobile"]}))
        set_credentials(unit, self.patient, f"roux.{self.patient.hex().translate(_LETTERS)[:16]}", _HASH, NOW)
        issue_card(unit, self.patient, CODES, NOW)
        self.numbers: list[str] = []
        self.references: list[str] = []
        self.values = 0

    def _agent(self, who: str) -> Acting:
        return agent(self.patient, who.ljust(16, "-").encode())

    def _newest(self, kind: str) -> str:
        return messages(self.unit, self.patient, kind)[0].parameters["code"]

    def open(self, lost, who, now):
        try:
            case = open_case(self.unit, self._agent(who), lost, now, call_reference="A-1")
        except Refused:
            return None
        self.numbers.append(case.number)
        return len(self.numbers) - 1

    def send(self, case, proof, now):
        try:
            choose_channel(self.unit, self._agent("zoe"), self.numbers[case], proof, now)
        except Refused:
            return None
        return self._newest("recovery-code")

    def answer(self, case, code, visit, now):
        return give_code(self.unit, self.numbers[case], code, now, visit=visit)

    def card(self, case, right, visit, now):
        line = next_line(self.unit, self.patient)
        typed = CODES[line - 1] if right and line else "00000000"
        with suppress(Refused):
            return give_card_line(self.unit, self.numbers[case], typed, now, visit=visit)
        return None

    def password(self, case, right, visit, now):
        with suppress(Refused):
            return give_password(self.unit, self.numbers[case], right=right, now=now, visit=visit)
        return None

    def _code_of(self, subject: bytes) -> str | None:
        live = sa.select(dispute_code.c.code_digest).where(
            dispute_code.c.subject_digest == subject, dispute_code.c.used_at.is_(None)
        )
        digests = {row[0] for row in self.unit.all(live)}
        told = dispute_codes(self.unit, self.patient)
        return next((code for code in told if dispute_digest(self.unit, code) in digests), None)

    def dispute(self, case, now):
        code = self._code_of(number_digest(self.unit, self.numbers[case]))
        return code is not None and dispute(self.unit, code, "page", now) == "frozen"

    def reopen(self, case, two, now):
        saw, second = (one.ljust(16, "-").encode() if one else b"" for one in two)
        try:
            again = reopen_frozen(
                self.unit, supervisor(self.patient, saw), agent(self.patient, second), self.numbers[case], now
            )
        except Refused:
            return None
        self.numbers.append(again.number)
        return len(self.numbers) - 1

    def finish(self, case, visit, now):
        try:
            lost = standing_of(self.unit, self._agent("zoe"), self.numbers[case], now).lost
            if lost is Lost.IDENTIFIER:
                self.values += 1
                name = f"lune.{self.patient.hex().translate(_LETTERS)}.{self.values}"
                finish_identifier(self.unit, self.numbers[case], visit, name, now)
            else:
                finish(self.unit, self.numbers[case], visit, _HASH, "printed-card", now)
                issue_card(self.unit, self.patient, CODES, now)
        except Refused:
            return False
        return True

    def state(self, case, now):
        return standing_of(self.unit, self._agent("zoe"), self.numbers[case], now).state

    def ask(self, kind, value, who, now):
        self.values += 1
        value = _NEW_VALUES[kind].format(self.values)
        try:
            asked = ask_contact_change(self.unit, self._agent(who), kind, value, TEAM_OF[who], now)
        except Refused:
            return None
        self.references.append(asked.reference)
        return len(self.references) - 1

    def approve(self, change, who, now):
        try:
            approve_contact_change(self.unit, self._agent(who), self.references[change], TEAM_OF[who], now)
        except Refused:
            return False
        return True

    def send_to_new(self, change, now):
        try:
            send_contact_code(self.unit, self._agent("zoe"), self.references[change], now)
        except Refused:
            return None
        return self._newest("contact-code")

    def confirm(self, change, code, now):
        return confirm_contact_change(self.unit, self.references[change], code, now)

    def dispute_change(self, change, now):
        code = self._code_of(reference_digest(self.unit, self.references[change]))
        return code is not None and dispute(self.unit, code, "keypad", now) == "stopped"
