"""Somebody at a desk with her paper: her case, the code of her screen, what the advisor types."""

from datetime import datetime

from dossier.base import now
from dossier.identity import staff_member_of
from dossier.policy import Acting, Role
from dossier.recovery import Lost, dispute, see_identity, show_desk_code
from tests.kit.activating import AURELIE, BORN
from tests.kit.desk import AtDesk, Desk
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import CONTACTS, DOMAINS, dispute_codes, identity_of, opened
from tests.kit.visitor import Answer

VISIT = "aurelie-at-her-own-screen-------"
"""The web visit that stands at the desk."""
PAPER = {
    "birth_name": "Delmas",
    "first_name": "aurelie",
    **dict(zip(("day", "month", "year"), BORN, strict=True)),
    "ins": AURELIE.ins,
}
"""What the advisor types of the paper."""


def helpless(house: House, staff_id: bytes = b"", **traits: object) -> tuple[bytes, str]:
    """Enroll somebody whom only a desk can help, and open her case; return her id and its number."""
    patient_id, _ = known(house, card=False, email=CONTACTS["email"], **traits)
    with house.store.writing() as unit:
        return patient_id, opened(unit, patient_id, Lost.EVERYTHING, now(), staff_id).number


def frozen(house: House) -> tuple[bytes, str]:
    """Open a case that its owner then stops; return her id and its number."""
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        number = opened(unit, patient_id, now=now()).number
        dispute(unit, dispute_codes(unit, patient_id)[0], "letter", now())
    return patient_id, number


def screen_code(house: House, number: str, at: datetime | None = None, visit: str = VISIT) -> str:
    """Return the code that her screen shows."""
    with house.store.writing() as unit:
        return show_desk_code(unit, number, visit, at or now()).code


def give_paper(advisor: AtDesk, number: str, code: str, **changes: str) -> Answer:
    """Have the advisor fill in his page; return what came back, not followed."""
    fields = {**PAPER, "number": number, "screen_code": code, **changes}
    return advisor.post_form(advisor.get("/guichet"), to="/guichet", **fields)


def seen(house: House, patient_id: bytes, number: str, staff_id: bytes, at: datetime | None = None) -> None:
    """Have an advisor see her paper, without the pages."""
    at = at or now()
    code = screen_code(house, number, at)
    with house.store.writing() as unit:
        typed = identity_of(unit, patient_id)
        see_identity(unit, number, typed, DOMAINS, code, at, lambda who: Acting(Role.ADVISOR, who, staff_id, "Inès"))


def staff_id_of(desk: Desk, identifier: str) -> bytes:
    """Return the id of a colleague."""
    with desk.house.store.reading() as unit:
        return staff_member_of(unit, identifier).staff_id
