"""`dossier import`: what comes in, what is turned away and why, and that nothing is half stored."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from back_office.demo import cda_writer
from back_office.demo.cast import BY_IDENTIFIER
from back_office.demo.cda_writer import PatientDraft
from tests.kit.command import dossier
from tests.kit.drafts import PATIENT, draft
from tests.kit.portal import House

LUCIE = "petit.lucie"
_TEST_ROOT = "1.2.250.1.213.1.4.10"


def _of(identifier: str) -> PatientDraft:
    person = BY_IDENTIFIER[identifier].person
    return PatientDraft(
        person.ins, person.birth_name, person.first_names, person.birth_on, person.sex, ins_root=_TEST_ROOT
    )


def _file(folder: Path, name: str, content: bytes | None = None, patient: PatientDraft | None = None) -> Path:
    path = folder / name
    path.write_bytes(cda_writer.write(draft(patient=patient or _of(LUCIE))) if content is None else content)
    return path


def _rows(house: House) -> tuple[int, ...]:
    tables = ("document", "document_part", "patient", "journal_entry")
    with house.store.reading() as unit:
        return tuple(unit.connection.exec_driver_sql(f"SELECT count(*) FROM {one}").scalar_one() for one in tables)


def test_a_document_comes_in_once_and_its_patient_reads_it(house: House, tmp_path: Path) -> None:
    path = _file(tmp_path, "lettre.xml")
    for said in ("1 imported, 0 already there, 0 refused.", "0 imported, 1 already there, 0 refused."):
        told = dossier(house.environ, "import", path)
        assert (told.code, told.out.splitlines()) == (0, [said])
    visitor = house.signed_in(LUCIE)
    assert len(visitor.get("/documents").documents) == 1
    page = visitor.get(visitor.page.documents[0])
    assert "Tension à surveiller." in page.words
    original = visitor.get(page.path + "/original")
    assert original.content == path.read_bytes()


def test_each_refused_file_has_its_reason_and_nothing_of_it_stays(house: House, tmp_path: Path) -> None:
    good = cda_writer.write(draft(patient=_of(LUCIE)))
    body = good.partition(b"?>")[2]
    other_traits = replace(_of(LUCIE), birth_name="AUTRE")
    files = {
        "doctype.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + body,
        "coupe.xml": good[: len(good) // 2],
        "encodage.xml": b'<?xml version="1.0" encoding="UTF-8"?>' + body.decode().encode("latin-1"),
        "profond.xml": b"<a>" * 300 + b"</a>" * 300,
        "autre.xml": b"<autre/>",
        "texte.xml": b"bonjour",
        "inconnu.xml": cda_writer.write(draft(patient=replace(PATIENT, ins_root=_TEST_ROOT))),
        "domaine.xml": cda_writer.write(draft(patient=PATIENT)),
        "traits.xml": cda_writer.write(draft(patient=other_traits)),
        "ferme.xml": cda_writer.write(draft(patient=_of("morel.denise"))),
    }
    reasons = {
        "doctype.xml": "document type declaration", "coupe.xml": "it was cut on the way", "encodage.xml": "encoding",
        "profond.xml": "nested deeper", "autre.xml": "no clinical document", "texte.xml": "isn't XML",
        "inconnu.xml": "nobody here has", "domaine.xml": "identity domain", "traits.xml": "another person's",
        "ferme.xml": "takes no documents", "absent.xml": "can't be read",
    }  # fmt: skip
    before = _rows(house)
    paths = [_file(tmp_path, name, content) for name, content in files.items()]
    told = dossier(house.environ, "import", *paths, tmp_path / "absent.xml")
    assert told.code == 1
    assert told.out.splitlines() == ["0 imported, 0 already there, 11 refused."]
    lines = dict(line.split(": refused, ", 1) for line in told.err.splitlines())
    assert lines.keys() == reasons.keys()
    for name, reason in reasons.items():
        assert reason in lines[name], lines[name]
    assert _rows(house) == before


def test_a_refused_file_does_not_keep_the_others_out(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "papiers"
    folder.mkdir()
    _file(folder, "1.xml", b"<autre/>")
    _file(folder, "2.xml")
    told = dossier(house.environ, "import", folder)
    assert (told.code, told.out.splitlines()) == (1, ["1 imported, 0 already there, 1 refused."])
    assert house.signed_in(LUCIE).page.documents


def test_a_wrong_key_of_the_ins_is_a_warning_in_what_others_send(house: House, tmp_path: Path) -> None:
    wrong = replace(PATIENT, ins="240014206318999", ins_root=_TEST_ROOT)
    told = dossier(house.environ, "import", "--create-patients", _file(tmp_path, "cle.xml", patient=wrong))
    assert (told.code, told.out.splitlines()) == (0, ["1 imported, 0 already there, 0 refused."])
    (warning,) = told.err.splitlines()
    assert warning.startswith("cle.xml: warning, ")
    assert "240014206318999" not in warning


def test_in_a_demonstration_a_record_may_be_opened_for_whom_a_file_names(house: House, tmp_path: Path) -> None:
    before = _rows(house)
    path = _file(tmp_path, "nouvelle.xml", patient=replace(PATIENT, ins_root=_TEST_ROOT))
    assert dossier(house.environ, "import", path).code == 1
    assert _rows(house) == before
    assert dossier(house.environ, "import", "--create-patients", path).code == 0
    assert _rows(house)[2] == before[2] + 1
    assert dossier(house.environ, "journal", "verify").code == 0


def test_outside_a_demonstration_no_record_is_opened_by_a_file(house: House, tmp_path: Path) -> None:
    environ = {"STAGE": "development", "VAR_DIR": house.environ["VAR_DIR"]}
    before = _rows(house)
    told = dossier(environ, "import", "--create-patients", _file(tmp_path, "nouvelle.xml"))
    assert told.code == 2
    assert "works in a demonstration only" in told.err
    assert _rows(house) == before


@pytest.mark.parametrize("arguments", [(), ("--create-patients",)])
def test_without_a_file_the_command_says_how_it_is_used(house: House, arguments: tuple[str, ...]) -> None:
    told = dossier(house.environ, "import", *arguments)
    assert (told.code, "Usage:" in told.err) == (2, True)


def test_a_document_without_a_title_goes_by_its_category(house: House, tmp_path: Path) -> None:
    untitled = cda_writer.write(draft(title="", patient=_of(LUCIE)))
    assert dossier(house.environ, "import", _file(tmp_path, "sans-titre.xml", untitled)).code == 0
    visitor = house.signed_in(LUCIE)
    (document,) = visitor.get("/documents").documents
    assert visitor.page.link("Comptes rendus") == document
    assert visitor.get(document).heading == "Comptes rendus"


def test_an_endless_title_spoils_no_list_and_no_sheet(house: House, tmp_path: Path) -> None:
    endless = cda_writer.write(draft(title="Bilan " * 50_000, patient=_of(LUCIE)))
    assert dossier(house.environ, "import", _file(tmp_path, "titre.xml", endless)).code == 0
    visitor = house.signed_in(LUCIE)
    assert len(visitor.get("/documents").content) < 12_000
    assert visitor.get(visitor.page.documents[0]).heading.endswith("Bilan…")
    sheet = visitor.post_form(visitor.get("/imprimer"), size="18")
    assert sheet.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("year", [1000, 1850, 9999])
def test_a_mistyped_year_never_opens_a_shelf_that_leads_nowhere(house: House, tmp_path: Path, year: int) -> None:
    far = cda_writer.write(draft(acted_on=date(year, 3, 11), patient=_of(LUCIE)))
    assert dossier(house.environ, "import", _file(tmp_path, "loin.xml", far)).code == 0
    visitor = house.signed_in(LUCIE)
    shelf = visitor.get("/documents/categories").link("2026")
    assert len(visitor.get(shelf).documents) == 1


def test_of_a_file_larger_than_any_document_no_more_is_read_than_shows_it(house: House, tmp_path: Path) -> None:
    path = tmp_path / "enorme.xml"
    with path.open("wb") as file:
        file.truncate(10**13)  # ten terabytes, of which the disk holds nothing
    told = dossier(house.environ, "import", path)
    assert told.code == 1
    assert "enorme.xml: refused" in told.err
