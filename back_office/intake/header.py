"""Reads the header of a CDA document: whom it is about, who wrote it, when, and who may see it."""

import re
from dataclasses import dataclass
from datetime import date

from dossier.documents import incoming
from dossier.identity import ins

from .inline import squeezed
from .refusals import DateMissing, InsAmbiguous, InsMissing, InsUnreadable, SeveralPatients
from .tags import PREFIXES, text_of
from .xml import Element

# INS-NIR, INS-NIA, the INS of test and of demonstration; any other root is an identity of the sender's own.
INS_ROOTS = tuple(f"1.2.250.1.213.1.4.{arc}" for arc in (8, 9, 10, 11))
CONFIDENTIALITIES = frozenset({"N", "R", "V", "MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"})

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_LONGEST_CODE = 64
_YEARS = range(1900, 2200)
"""A document's; the portal has a shelf for each."""
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the document, as it is to be shown; any of the three may be empty."""

    name: str
    specialty: str
    organization: str


def patient_role(document: Element) -> Element:
    """Return the only patient of the document. Refuses: SeveralPatients, InsMissing when there is none."""
    roles = document.findall("v:recordTarget/v:patientRole", PREFIXES)
    if len(roles) > 1:
        raise SeveralPatients
    if not roles:
        raise InsMissing
    return roles[0]


def read_ins(role: Element) -> tuple[str, str]:
    """Return the INS in its fifteen characters and its root. The key isn't judged here.

    Refuses: InsMissing, InsAmbiguous, InsUnreadable.
    """
    found = {(_told(one, "extension"), _told(one, "root")) for one in role.findall("v:id", PREFIXES)}
    identities = {identity for identity in found if identity[1] in INS_ROOTS and identity[0]}
    if not identities:
        raise InsMissing
    if len(identities) > 1:
        raise InsAmbiguous
    number, root = identities.pop()
    try:
        return ins.unchecked_ins(number), root
    except ins.InsMalformed as fault:
        raise InsUnreadable from fault


def read_traits(role: Element) -> incoming.Traits:
    """Return the birth traits. A name in use is never taken for a birth name, nor a year for a date."""
    patient = "v:patient/"
    sex = _told(role.find(f"{patient}v:administrativeGenderCode", PREFIXES), "code")
    return incoming.Traits(
        birth_name=next(iter(_named(role, "family", "BR") or _named(role, "family", None)), ""),
        first_names=_first_names(role),
        birth_on=read_day(_told(role.find(f"{patient}v:birthTime", PREFIXES), "value")),
        sex="M" if sex == "M" else "F" if sex == "F" else "U",
    )


def read_day(stamp: str) -> date | None:
    """Return the day of an HL7 time stamp, on the sender's calendar; None for a partial or impossible one."""
    written = _DAY.match(stamp)
    try:
        return date(*map(int, written.groups())) if written else None
    except ValueError:
        return None


def read_document_day(document: Element) -> date:
    """Return the day of the act, else of the document.

    Refuses: DateMissing when neither is a whole date, of a year in which a document may have been written.
    """
    events = document.findall("v:documentationOf/v:serviceEvent/v:effectiveTime", PREFIXES)
    times = [(event.find("v:low", PREFIXES), event) for event in events]
    stamps = [_told(low, "value") or _told(event, "value") for low, event in times]
    stamps.append(_told(document.find("v:effectiveTime", PREFIXES), "value"))
    day = next((day for stamp in stamps if (day := read_day(stamp)) and day.year in _YEARS), None)
    if day is None:
        raise DateMissing
    return day


def read_author(document: Element) -> Author:
    """Return the first author: a person, or the device when the document was made by one."""
    author = document.find("v:author/v:assignedAuthor", PREFIXES)
    if author is None:
        return Author("", "", "")
    person = author.find("v:assignedPerson/v:name", PREFIXES)
    device = words_at(author, "v:assignedAuthoringDevice/v:softwareName")
    return Author(
        name=_person_name(person) if person is not None else device,
        specialty=_cut(squeezed(_told(author.find("v:code", PREFIXES), "displayName"))),
        organization=words_at(author, "v:representedOrganization/v:name"),
    )


def read_confidentiality(document: Element) -> frozenset[str]:
    """Return every confidentiality code: the first one and its translations."""
    codes = document.findall("v:confidentialityCode", PREFIXES)
    codes += document.findall("v:confidentialityCode/v:translation", PREFIXES)
    return frozenset(code for one in codes if (code := _told(one, "code")))


def read_language(document: Element) -> str:
    """Return the language tag, or nothing when what stands there isn't one."""
    tag = _told(document.find("v:languageCode", PREFIXES), "code")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def read_type_code(document: Element) -> str:
    """Return the code of the document's type; empty when it has none, or one that no table could hold."""
    code = _told(document.find("v:code", PREFIXES), "code")
    return code if len(code) <= _LONGEST_CODE else ""


def words_at(element: Element, path: str) -> str:
    """Return the words of the first element at the path, cut when endless; empty when there is none."""
    found = element.find(path, PREFIXES)
    return "" if found is None else _cut(squeezed(text_of(found)))


def _cut(words: str) -> str:
    """Return words short enough for the lists, journal lines and sheets they stand in; the received bytes keep all."""
    return words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1].rstrip()}…"


def _told(element: Element | None, attribute: str) -> str:
    return "" if element is None else element.get(attribute, "").strip()


def _named(role: Element, part: str, qualifier: str | None) -> list[str]:
    """Return the parts of the patient's names that carry the qualifier (BR: birth), or none at all."""
    parts = role.findall(f"v:patient/v:name/v:{part}", PREFIXES)
    carried = [one for one in parts if (one.get("qualifier") or "").split() == ([qualifier] if qualifier else [])]
    return [name for one in carried if (name := squeezed(text_of(one)))]


def _first_names(role: Element) -> tuple[str, ...]:
    """Return the birth first names in order.

    French documents carry the first one with qualifier BR, and all of them in one part without qualifier.
    """
    first, listed = _named(role, "given", "BR"), _named(role, "given", None)
    if first and listed and listed[0].startswith(first[0]):
        return (first[0], *listed[0].removeprefix(first[0]).split())
    return tuple(first or " ".join(listed).split())


_TITLES = {"DR": "Dr", "PR": "Pr", "M": "M.", "MME": "Mme", "MLLE": "Mlle"}


def _person_name(name: Element) -> str:
    """Return title, first names and name; the title is the professional one, else the civil one."""
    code = words_at(name, "v:suffix") or words_at(name, "v:prefix")
    title = _TITLES.get(code.upper(), code)
    given = [squeezed(text_of(one)) for one in name.findall("v:given", PREFIXES)]
    parts = [title, *given, words_at(name, "v:family")]
    return _cut(" ".join(part for part in parts if part) or squeezed(text_of(name)))
