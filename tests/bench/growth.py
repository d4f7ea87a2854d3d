"""How the list's cost grows with the record: it must not."""

from functools import partial

from dossier.base import now, to_text
from dossier.documents import list_documents
from dossier.journal import witness_of
from dossier.policy import Acting, Role

from .figures import Figure, Ratio
from .house import House, record_of, token_of
from .rounds import spent_by
from .visiting import Visitor

_SIZES = (10, 20, 1_000, 10_000)
_ROUNDS, _CALLS = 200, 5
_MOST = 1.2
_PATH = "/documents"


def growth(house: House) -> list[Figure]:
    """The first page, and the page nine tenths down, of records of three sizes."""
    calls = {}
    for number, size in enumerate(_SIZES, start=1):
        patient_id = record_of(house, number, size)
        visitor = Visitor(house.portal, token_of(house, patient_id, now()))
        calls[f"first page of {size:,} documents"] = partial(visitor.get, _PATH)
        if size > 20:
            query = f"apres={to_text(_far_down(house, patient_id, size * 9 // 10))}"
            calls[f"page at 90 % of {size:,} documents"] = partial(visitor.get, _PATH, query)
    spent = spent_by(calls, rounds=_ROUNDS, calls=_CALLS)
    return [
        Figure(name, one.least, "us CPU", one.median, Ratio(to, one.least / spent[to].least, _MOST))
        for name, one in spent.items()
        for to in [_held_against(name)]
    ]


def _held_against(name: str) -> str:
    """Return what a page's time is held against: the list of ten, or for a page far down, its record's first page."""
    return "first page of 10 documents" if name.startswith("first") else name.replace("page at 90 %", "first page")


def _far_down(house: House, patient_id: bytes, place: int) -> bytes:
    acting = Acting(Role.PATIENT, patient_id, patient_id)
    with house.store.reading() as unit:
        found = list_documents(unit, acting, witness_of(patient_id, 1), limit=place)
    return found.documents[-1].document_id
