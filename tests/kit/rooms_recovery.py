"""The real actions of a recovery over one patient, on a database."""

from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from dossier.base import Refused
from dossier.identity import ContactKind, contact_dates, hold_contact, issue_card, next_line, set_credentials
from dossier.policy import Acting
from dossier.recovery import (
    CaseState,
    Lost,
    approve_contact_change,
    ask_contact_change,
    callback_slots,
    choose_channel,
    confirm_contact_change,
    confirm_seen,
    dispute,
    finish,
    finish_identifier,
    give_card_line,
    give_code,
    give_password,
    next_of,
    open_case,
    plan_callback,
    refuse_seen,
    resume_for_caller,
    ring_back,
    see_identity,
    send_appointment,
    send_contact_code,
    show_desk_code,
    standing_of,
)
from dossier.recovery.changing import reference_digest
from dossier.recovery.keeping import number_digest
from dossier.recovery.notices import dispute_digest
from dossier.recovery.tables import dispute_code
from dossier.store import Unit
from tests.kit.house import CODES, NOW, enrolled
from tests.kit.recovery import (
    CONTACTS,
    DOMAINS,
    advisor,
    agent,
    dispute_codes,
    holder,
    identity_of,
    messages,
    supervisor,
)
from tests.kit.recovery_drivers import team_of

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

    def open(self, lost, who, now, *, helpless=False):
        try:
            with self._without_contacts(now) if helpless else nullcontext():
                case = open_case(self.unit, self._agent(who), lost, now, call_reference="A-1")
        except Refused:
            return None
        self.numbers.append(case.number)
        return len(self.numbers) - 1

    @contextmanager
    def _without_contacts(self, now):
        """Keep codes away from every contact while a case is opened."""
        before = contact_dates(self.unit, self.patient)
        for kind in ContactKind:
            hold_contact(self.unit, self.patient, kind, now + timedelta(seconds=1))
        try:
            yield
        finally:
            for kind in ContactKind:
                hold_contact(self.unit, self.patient, kind, before[kind].held_until)

    def send(self, case, proof, now):
        try:
            choose_channel(self.unit, holder(self.unit, self.numbers[case]), self.numbers[case], proof, now)
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

    def show(self, case, visit, now):
        try:
            return show_desk_code(self.unit, self.numbers[case], visit, now).code
        except Refused:
            return None

    def see(self, case, code, who, now):
        number, staff_id = self.numbers[case], who.ljust(16, "-").encode()
        typed = identity_of(self.unit, self.patient)
        before = standing_of(self.unit, supervisor(self.patient), number, now).proofs_given
        try:
            after = see_identity(self.unit, number, typed, DOMAINS, code, now, lambda one: advisor(one, staff_id))
        except Refused:
            return None
        return "counted" if len(after.proofs_given) > len(before) else "waits"

    def _supervisor(self, who):
        return supervisor(self.patient, who.ljust(16, "-").encode())

    def agree(self, case, who, shown_at, now):
        number = self.numbers[case]
        try:
            standing = confirm_seen(self.unit, self._supervisor(who), number, now, shown_at=shown_at)
        except Refused:
            return False, None
        if standing.state is not CaseState.FROZEN:
            return True, None
        [again] = {next_of(self.unit, number, visit, now) for visit in ("hers", "a thief's")} - {""}
        self.numbers.append(again)
        return True, len(self.numbers) - 1

    def say_no(self, case, who, shown_at, now):
        try:
            refuse_seen(self.unit, self._supervisor(who), self.numbers[case], now, shown_at=shown_at)
        except Refused:
            return False
        return True

    def look(self, case, who, now):
        try:
            standing_of(self.unit, self._agent(who), self.numbers[case], now)
        except Refused:
            return False
        return True

    def take_up(self, case, who, right, now):
        typed, as_who = identity_of(self.unit, self.patient), self._agent(who)
        if not right:
            typed = replace(typed, first_name="JANE")
        try:
            resume_for_caller(self.unit, typed, DOMAINS, self.numbers[case], now, lambda _: as_who)
        except Refused:
            return False
        return True

    def plan(self, case, who, slot, now):
        slots = callback_slots(now)
        at = slots[slot % len(slots)] if slot >= 0 else now
        try:
            plan_callback(self.unit, self._agent(who), self.numbers[case], at, now)
        except Refused:
            return None
        return at

    def ring(self, case, who, now):
        before = len(messages(self.unit, self.patient, "call-back"))
        try:
            ring_back(self.unit, self._agent(who), self.numbers[case], now)
        except Refused:
            return False
        return len(messages(self.unit, self.patient, "call-back")) > before

    def invite(self, case, who, now):
        try:
            return send_appointment(self.unit, self._agent(who), self.numbers[case], now).appointment_until
        except Refused:
            return None

    def finish(self, case, visit, now):
        try:
            lost = standing_of(self.unit, supervisor(self.patient), self.numbers[case], now).lost
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
        return standing_of(self.unit, supervisor(self.patient), self.numbers[case], now).state

    def ask(self, kind, value, who, now):
        self.values += 1
        value = _NEW_VALUES[kind].format(self.values)
        try:
            asked = ask_contact_change(self.unit, self._agent(who), kind, value, team_of(who), now)
        except Refused:
            return None
        self.references.append(asked.reference)
        return len(self.references) - 1

    def approve(self, change, who, now):
        try:
            approve_contact_change(self.unit, self._agent(who), self.references[change], team_of(who), now)
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
