"""On a signed paper alone each page says the same, whoever it is for and whatever there is; the sheet too."""

import re
from datetime import date

import pytest

from dossier.base import now
from dossier.identity import Basis, represent
from dossier.lifecycle import State, case_of
from dossier.posting import SUMMARY
from tests.kit.desk import AtDesk, Desk, desk_of
from tests.kit.house import events_of
from tests.kit.mandates import Somebody, messages, somebody
from tests.kit.portal import House
from tests.kit.visit_acts import form_with_files, photograph, space_of
from tests.kit.visitor import Answer
from tests.kit.visits import PATH, advisor_at, ask_for, in_front, number_of, reference_in, typed
from tests.printouts.reading import words as words_of

CLAIRE = {
    "birth_name": "Durand", "first_name": "Claire", "day": "3", "month": "5", "year": "1954",
    "ins": number_of(2540343765499),
}  # fmt: skip
BOTH = ("opt-out", "print-summary")


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def ines(desk: Desk) -> AtDesk:
    return advisor_at(desk)


def on_paper(ines: AtDesk, fields: dict[str, str]) -> str:
    """Draft for somebody and take any photograph as her agreement; return the number."""
    reference = reference_in(ask_for(ines, fields, *BOTH))
    path = f"{PATH}/{reference}/papier-signe"
    form = ines.get(path).form(path)
    told = form.untouched | {"seen": "1", "signed": "1"}
    answer = ines.post(path, **form_with_files(told, photograph("n’importe quelle feuille"), box="scan"))
    assert answer.location == f"{PATH}/{reference}"
    return reference


def everything(ines: AtDesk, reference: str) -> list[tuple[str, int, str]]:
    """Return all that the desk is told of a weak mandate, before and after both letters are asked for."""
    path = f"{PATH}/{reference}"
    seen = [(name, ines.get(f"{path}{name}")) for name in ("", "/dire-non", "/resume", "/texte")]
    seen += [(name, ines.get(f"{path}{name}")) for name in ("/dire-non/lettre-d-un-autre", "/dire-non/recepisse")]
    seen.append(("no", ines.post_form(seen[1][1], to=f"{path}/dire-non", lettre="")))
    seen.append(("summary", ines.post_form(seen[2][1], to=f"{path}/resume/lettre")))
    seen += [(name, ines.get(f"{path}{name}")) for name in ("/dire-non?fait=lettre", "/resume?fait=lettre", "")]
    told = [(name, page.status, told_apart(page.location) + bare(page)) for name, page in seen]
    sheet = words_of(ines.get(f"{path}/fiche").content)
    return [*told, ("sheet", 200, re.sub(r"Mandat [\w-]+|\d\d ?h ?\d\d", "", told_apart(sheet)))]


def bare(page: Answer) -> str:
    """Return a page without what always differs: numbers, tokens, names, minutes."""
    return (
        re.sub(r'value="[^"]*"|\d\d:\d\d|\d\d h \d\d|Encore \d+ minutes', "", told_apart(page.html))
        if page.html
        else ""
    )


def told_apart(text: str) -> str:
    return re.sub(r"\b[2-9A-Z]{4}-?[2-9A-Z]{4}-?[2-9A-Z]{4}\b|(Jeanne|Claire) (Blanchard|Durand)", "…", text)


def with_record(house: House, state: State | None, **traits: object) -> Somebody:
    her = in_front(house, **traits)
    with house.store.writing() as unit:
        if state is not None:
            space_of(unit, her.id, state, None if state is State.ACTIVATED else date(2026, 11, 2))
    return her


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPPOSED, State.CLOSED, State.ACTIVATED, None])
def test_with_any_photograph_an_advisor_alone_reads_nothing_of_anybodys_record(
    ines: AtDesk, house: House, state: State | None
) -> None:
    her = with_record(house, state)
    nobody = everything(ines, on_paper(ines, CLAIRE))
    hers = everything(ines, on_paper(ines, typed(her)))
    assert hers == nobody
    page = next(told for name, _, told in hers if name == "/dire-non?fait=lettre")
    assert "Elle part, si c’est possible." in page
    assert "pas-pour-moi" not in page


def test_for_who_is_protected_and_who_moved_this_week_it_is_the_same(ines: AtDesk, house: House) -> None:
    her = with_record(house, State.ACTIVATED)
    with house.store.writing() as unit:
        guardian = somebody(unit, first_names=("ANNE",))
        represent(unit, guardian.id, her.id, Basis.MEASURE, now())
    assert everything(ines, on_paper(ines, typed(her))) == everything(ines, on_paper(ines, CLAIRE))
    with house.store.reading() as unit:
        assert messages(unit, her.id, SUMMARY) == []


def test_what_is_possible_is_done_and_told_in_her_history(ines: AtDesk, house: House) -> None:
    her = with_record(house, State.ANNOUNCED)
    everything(ines, on_paper(ines, typed(her)))
    with house.store.reading() as unit:
        assert len(messages(unit, her.id, "letter-code")) == 1
        assert events_of(unit, her.id).count("mandates:mandate:used") == 2
        case = case_of(unit, her.id)
        assert case is not None
        assert (case.state, case.blocked_at) == (State.ANNOUNCED, None)
