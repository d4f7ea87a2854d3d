"""Behind the pages: whatever reads a record in the heart, asked by the staff, with a mandate for each scope or none."""

from collections.abc import Callable, Iterator

from dossier.access import history, since_last_visit
from dossier.documents import (
    count_documents,
    documents_in_summary,
    list_documents,
    open_document,
    open_part,
    shelves,
    tell_summary,
)
from dossier.journal import witness_of
from dossier.mandates import acting_under, mandates_of_patient
from dossier.policy import Acting, NotPermitted, Role, Scope
from dossier.profile import sections_of
from dossier.store import Unit
from tests.kit.matrix import State, Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_people import NOON, STAFF

Reading = Callable[[Unit, Acting, bytes], object]
READINGS: dict[str, Reading] = {
    "the list of documents": lambda unit, acting, _: list_documents(unit, acting, witness_of(acting.patient_id, 1)),
    "how many there are": lambda unit, acting, _: count_documents(unit, acting),
    "categories and years": lambda unit, acting, _: shelves(unit, acting),
    "a document": lambda unit, acting, document: open_document(unit, acting, document, NOON),
    "its original": lambda unit, acting, document: open_part(unit, acting, document, None, NOON),
    "documents for a summary": lambda unit, acting, _: documents_in_summary(
        unit, acting, witness_of(acting.patient_id, 1)
    ),
    "a summary": lambda unit, acting, _: tell_summary(unit, acting, NOON, "screen"),
    "what she declares": lambda unit, acting, _: sections_of(unit, acting, witness_of(acting.patient_id, 1)),
    "the access history": lambda unit, acting, _: history(unit, acting, NOON),
    "what happened since": lambda unit, acting, _: since_last_visit(unit, acting, NOON, "screen"),
    "her mandates": lambda unit, acting, _: mandates_of_patient(unit, acting, NOON),
}


def read_by_the_staff(house: MatrixHouse) -> Iterator[str]:
    """Return what somebody of the staff could read of the patient's record."""
    document = bytes.fromhex(house.ids["document", "jeanne"])
    for who, acting in _actings(house):
        for name, reading in READINGS.items():
            if _is_given(house, reading, acting, document):
                yield f"{who} reads {name}"


def read_by_herself(house: MatrixHouse) -> list[str]:
    """Return what the patient reads of her own: all of it, or the readings prove nothing."""
    her = house.people["jeanne"].id
    document = bytes.fromhex(house.ids["document", "jeanne"])
    acting = Acting(Role.PATIENT, her, her)
    return [name for name, reading in READINGS.items() if _is_given(house, reading, acting, document)]


def _actings(house: MatrixHouse) -> Iterator[tuple[str, Acting]]:
    her = house.people["jeanne"].id
    for who, (_, _, _, role, team, _) in STAFF.items():
        yield str(who), Acting(role, her, house.staff[who], f"Somebody, {team}")
    reference = house.mandate("jeanne", State.ACTIVE, None)
    for scope in Scope:
        with house.store.attempt(), house.store.writing() as unit:
            acting = acting_under(unit, house.session(unit, Who.ADVISOR), reference, scope, NOON)
        yield f"her advisor, for {scope},", acting


def _is_given(house: MatrixHouse, reading: Reading, acting: Acting, document: bytes) -> bool:
    try:
        with house.store.attempt(), house.store.writing() as unit:
            reading(unit, acting, document)
    except NotPermitted:
        return False
    return True
