"""`dossier mandate evidence`: the signed paper of a mandate, for a dispute; told in the patient's history."""

from pathlib import Path

from dossier.base import in_groups, now
from dossier.mandates import consent_by_paper, draft_mandate
from dossier.policy import Scope
from tests.kit.command import dossier
from tests.kit.desk import INES
from tests.kit.house import events_of
from tests.kit.mandates import DOMAINS, TEXT, desk_of, given, somebody, wanted
from tests.kit.portal import House

PAPER = b"%PDF-1.4 signed"


def test_the_paper_is_written_once_for_its_owner_alone_and_she_sees_it(house: House, tmp_path: Path) -> None:
    with house.store.writing() as unit:
        ines, her = desk_of(unit, INES, now()), somebody(unit)
        number = draft_mandate(unit, ines, her.typed, DOMAINS, wanted(Scope.OPT_OUT), TEXT, now()).reference
        consent_by_paper(unit, ines, number, PAPER, 1, now())
    out = tmp_path / "mandat.pdf"
    told = dossier(house.environ, "mandate", "evidence", in_groups(number), "--out", str(out))
    assert (told.code, told.out) == (0, "Written. The patient sees in her history that it was opened.\n")
    assert out.read_bytes() == PAPER
    assert out.stat().st_mode & 0o077 == 0
    with house.store.reading() as unit:
        assert events_of(unit, her.id)[-1] == "mandates:evidence:opened"
    again = dossier(house.environ, "mandate", "evidence", number, "--out", str(out))
    assert (again.code, "can't be written" in again.err) == (1, True)
    with house.store.reading() as unit:
        assert events_of(unit, her.id).count("mandates:evidence:opened") == 1


def test_where_there_is_none_nothing_is_left_behind(house: House, tmp_path: Path) -> None:
    with house.store.writing() as unit:
        number = given(unit, desk_of(unit, INES, now()), somebody(unit), now=now())
    for one in (number, "7KQM-4HTX-9DFR"):
        told = dossier(house.environ, "mandate", "evidence", one, "--out", str(tmp_path / "mandat.pdf"))
        assert (told.code, told.lines[0].startswith("Refused: mandate-dead")) == (2, True)
    assert not (tmp_path / "mandat.pdf").exists()
