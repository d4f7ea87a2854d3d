"""Who sees a document, from its confidentiality codes (JDV_J58; DOMAIN C4, C5). Pure."""

from dataclasses import dataclass
from typing import ClassVar

from dossier.base import Refused
from dossier.policy import Role

ORIGINAL, READING, FIRST_ATTACHMENT = 0, 1, 2


class DocumentNotFound(Refused):
    """No such document for this reader: it isn't there, or isn't hers to see. Both are told alike."""

    code: ClassVar[str] = "document-not-found"


class AnotherPerson(Refused):
    """The document names another person than the record's: same INS, other traits."""

    code: ClassVar[str] = "another-person"


class RecordNotOpen(Refused):
    """The record takes no document: announced, opposed or closed."""

    code: ClassVar[str] = "record-not-open"


@dataclass(frozen=True, slots=True)
class Visibility:
    """From whom a document is kept."""

    hidden_from_patient: bool
    hidden_from_representatives: bool
    masked: bool


def visibility_of(confidentiality: frozenset[str]) -> Visibility:
    """Read the confidentiality codes, in capitals or not; hidden from the patient is hidden from who represents her."""
    codes = {code.upper() for code in confidentiality}
    from_patient = "INVISIBLE_PATIENT" in codes
    return Visibility(
        hidden_from_patient=from_patient,
        hidden_from_representatives=from_patient or "INVISIBLE_REPRESENTANTS_LEGAUX" in codes,
        masked="MASQUE_PS" in codes,
    )


_FOR_HERSELF = frozenset({Role.PATIENT, Role.PATIENT_AT_DESK, Role.POST})


def hiding_column(role: Role) -> str:
    """Return the column that hides a document from this reader; the post's letter is for the patient herself."""
    return "hidden_from_patient" if role in _FOR_HERSELF else "hidden_from_representatives"
