"""Somebody who has never signed in, her letter's code, and the way from it to her first visit."""

import re
from datetime import UTC, date, datetime

from dossier.base import now
from dossier.identity import Person, enroll, patient_by_identifier
from dossier.lifecycle import Purpose, State, found_space, make_letter_code, move_space
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BORN = ("28", "mai", "1969")
PASSWORD = "tasse nuage guitare"
AURELIE = Person(
    ins="269054958815780",
    ins_domain=10,
    birth_name="DELMAS",
    first_names=("AURÉLIE", "ANNE"),
    birth_on=date(1969, 5, 28),
    sex="F",
    mobile="+33639980142",
    email="a.delmas@example.org",
    address=("3 RUE DES LILAS", "29000 QUIMPER"),
    card_serial="80250000020000004711",
)


def known(house: House, person: Person = AURELIE, state: State = State.OPENED) -> tuple[bytes, str]:
    """Enroll somebody who has never signed in, and make her letter's code; return her id and the code."""
    with house.store.writing() as unit:
        patient_id = enroll(unit, person, "fr", now())
        operator = Acting(Role.OPERATOR, patient_id)
        found_space(unit, operator, now())
        for step in {State.ANNOUNCED: (), State.OPENED: (State.OPENED,), State.OPPOSED: (State.OPPOSED,)}[state]:
            move_space(unit, operator, step, now())
        return patient_id, make_letter_code(unit, patient_id, person, Purpose.ACTIVATION, now())


def prove(
    visitor: Visitor, code: str, *, card: str = "4711", born: tuple[str, str, str] = ("28", "mai", "1969")
) -> Answer:
    """Answer the three first questions; return the page after them."""
    page = visitor.send(visitor.get("/activation/code"), code=code)
    page = visitor.send(page, card=card)
    return visitor.send(page, day=born[0], month=born[1], year=born[2])


def choose(visitor: Visitor, page: Answer, means: str, **preferences: str) -> Answer:
    """Answer the questions after the proofs; return the page that shows all the answers."""
    page = visitor.send(page)
    page = visitor.send(page, password=PASSWORD)
    page = visitor.send(page, means=means)
    return visitor.send(page, **preferences)


def identifier_on(page: Answer) -> str:
    return re.search(r"[a-z]+-[a-z]+-\d{3}", page.words)[0]


def open_with(house: House, identifier: str, code_line: str = "") -> Answer:
    """Sign in from another browser with the new identifier; return where it ends."""
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=identifier)
    page = visitor.send(page, password=PASSWORD)
    return visitor.send(page, code=code_line or _sms_code(house, identifier))


def _sms_code(house: House, identifier: str) -> str:
    with house.store.reading() as unit:
        patient_id = patient_by_identifier(unit, identifier)
        sent = waiting_messages(unit, limit=10, patient_id=patient_id)
    return next(message for message in sent if message.kind == "sign-in-code").parameters["code"]
