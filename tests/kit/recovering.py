"""Somebody who lost her access, at the pages: Aurélie with every contact, and the walk to her proofs."""

from dossier.recovery import Lost
from tests.kit.activating import AURELIE, BORN
from tests.kit.house import enrolled, with_credentials
from tests.kit.portal import House
from tests.kit.recovery import CONTACTS, messages
from tests.kit.visitor import Answer, Visitor

NEW_PASSWORD = "tasse nuage guitare"
TRAITS = {"ins": AURELIE.ins, "birth_name": "DELMAS", "first_names": ("AURÉLIE", "ANNE"), "birth_on": AURELIE.birth_on}


def known(house: House, *, card: bool = True, **contacts: object) -> tuple[bytes, str]:
    """Enroll somebody with credentials and these contacts (all when none is named); return her id and identifier."""
    with house.store.writing() as unit:
        patient_id = enrolled(unit, **{**TRAITS, "usual_name": "", **(contacts or CONTACTS)})
        return patient_id, with_credentials(unit, patient_id, card=card)


def ask(visitor: Visitor, lost: Lost, name: str = "Delmas") -> Answer:
    """Say what is lost and who one is, in three questions; return the page that asks for a proof."""
    page = visitor.send(visitor.get("/acces-perdu"), lost=str(lost))
    page = visitor.send(page, birth_name=name, first_name="aurelie")
    page = visitor.send(page, **dict(zip(("day", "month", "year"), BORN, strict=True)))
    return visitor.send(page, number=AURELIE.ins)


def prove(house: House, visitor: Visitor, page: Answer, patient_id: bytes, proof: str) -> Answer:
    """Have a code sent, and type it; return the page after it."""
    page = visitor.send(page, proof=proof)
    return visitor.send(page, code=code_sent(house, patient_id))


def code_sent(house: House, patient_id: bytes) -> str:
    """Return the recovery code that left last."""
    with house.store.reading() as unit:
        return messages(unit, patient_id, "recovery-code")[0].parameters["code"]


def dispute_code(house: House, patient_id: bytes) -> str:
    """Return the newest code for « this was not me »."""
    with house.store.reading() as unit:
        return messages(unit, patient_id, "recovery-notice")[0].parameters["dispute"]


def case_on(page: Answer) -> str:
    """Return the number of the case, as the page shows it."""
    return next(word for word in page.words.split() if len(word) == 14 and word.count("-") == 2)
