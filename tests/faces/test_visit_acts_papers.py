"""A paper taken in blindly: checked, sealed at once, hers to read; the desk learns pages and legibility alone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine

from dossier.access import history
from dossier.documents import list_documents, open_document, open_part
from dossier.journal import witness_of
from dossier.lifecycle import State
from dossier.mandates import end_mandates_of
from dossier.papers import LARGEST_PAPER, LARGEST_PICTURE, MOST_PAGES
from dossier.policy import Scope
from tests.kit.desk import INES, PAUL, Desk, desk_of
from tests.kit.house import herself
from tests.kit.mandates import LE_PUY
from tests.kit.markers import found_in, traces_of
from tests.kit.portal import House
from tests.kit.visit_acts import Visiting, begun, form_with_files, photograph
from tests.kit.visitor import Answer

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /OpenAction (evil) >>\nendobj\n"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def visiting(desk: Desk, clock: time_machine.Traveller) -> Visiting:
    return begun(desk, Scope.PAPER_IN, state=State.ACTIVATED)


def send(visiting: Visiting, *contents: bytes, **fields: str) -> Answer:
    token = visiting.open("papier").form(f"{visiting.path}/papier").untouched["jeton"]
    return visiting.ines.post(f"{visiting.path}/papier", **form_with_files({"jeton": token, **fields}, *contents))


def kept(visiting: Visiting) -> list[tuple[str, bytes]]:
    """Return her documents as she reads them: the title, and the file."""
    with visiting.desk.house.store.writing() as unit:
        her = herself(visiting.her.id)
        found = list_documents(unit, her, witness_of(visiting.her.id, 1)).documents
        return [(one.title, open_part(unit, her, one.document_id, None, NOON).content) for one in found]


def test_a_paper_is_hers_at_once_and_the_desk_learns_how_many_pages(visiting: Visiting) -> None:
    page = send(visiting, photograph("première"), photograph("deuxième"))
    assert (page.status, page.heading) == (200, "Le papier est sous clé")
    assert "2 pages, bien lisibles." in page.words
    ((title, content),) = kept(visiting)
    assert title == "Papier photographié au guichet"
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 2
        assert [len(page.get_images()) for page in pdf.pages] == [1, 1]


def test_her_history_and_the_document_say_by_whom_and_where(visiting: Visiting) -> None:
    send(visiting, photograph())
    with visiting.desk.house.store.writing() as unit:
        her = herself(visiting.her.id)
        entries = history(unit, her, NOON).entries
        told = next(one for one in entries if one.event == "documents:document:deposited")
        (document,) = list_documents(unit, her, witness_of(visiting.her.id, 1)).documents
        opened = open_document(unit, her, document.document_id, NOON)
    assert (told.role, told.facts["actor"], told.facts["site"]) == ("advisor", "Inès Laurent", LE_PUY)
    assert (told.facts["mandate"], told.facts["ground"]) == (visiting.reference, "mandate")
    assert (opened.facts.organization, opened.facts.type_code) == (LE_PUY, "EXPPAT_2")


def test_nothing_of_the_paper_comes_back_to_the_desk(visiting: Visiting) -> None:
    photo = photograph("zorvapapier")
    pages = [send(visiting, photo), send(visiting, photo, photograph(blur=9)), send(visiting, PDF)]
    ((_, content),) = kept(visiting)
    for page in pages:
        assert "IMG_0" not in page.html
        assert photo[200:260] not in page.content
        assert content[200:260] not in page.content
        assert not re.search(r"/documents|[0-9a-f]{32}", page.html.partition("</style>")[2].replace("jeton", ""))
    assert not [rule.rule for rule in visiting.desk.app.url_map.iter_rules() if "document" in rule.rule]


def test_what_the_telephone_wrote_beside_the_picture_is_gone(visiting: Visiting) -> None:
    said = b"zorvaplace 45.0427 N 3.8829 E"
    send(visiting, photograph(comment=said), photograph("deux", icc_profile=b"zorvaprofile" * 9))
    ((_, content),) = kept(visiting)
    assert b"zorva" not in content
    assert b"Pillow" in content or b"PDF-1" in content
    assert b"/CreationDate" not in content


def test_nothing_is_kept_in_clear_neither_in_the_database_nor_on_a_disk(
    visiting: Visiting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    photo = photograph(comment=b"zorvaclear") + b"zorvaclear" * 60_000
    assert len(photo) > 600_000, "so large that a form would write it to a disk"
    assert send(visiting, photo).status == 200
    house = visiting.desk.house
    assert found_in([*traces_of(house.store, house.settings.var_dir)], ["zorvaclear"]) == []
    assert [*(tmp_path / "temp").rglob("*")] == []


def test_the_same_paper_sent_twice_is_one_document(visiting: Visiting) -> None:
    send(visiting, photograph())
    again = send(visiting, photograph())
    assert (again.heading, "Rien n’a été ajouté une deuxième fois." in again.words) == ("Ce papier y était déjà", True)
    assert len(kept(visiting)) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PDF, "un PDF. Nous ne pouvons pas le vérifier"),
        (b"GIF89a" + bytes(200), "ce n’est pas une photo JPEG ou PNG."),
        (b"<svg onload='alert(1)'/>", "ce n’est pas une photo JPEG ou PNG."),
        (photograph()[:9000] + bytes(40), "abîmée"),
        (b"\xff\xd8\xff" + bytes(LARGEST_PICTURE), "trop lourde"),
    ],
)
def test_a_file_that_cannot_be_checked_is_refused_with_all_that_came_with_it(
    visiting: Visiting, content: bytes, told: str
) -> None:
    page = send(visiting, photograph(), content)
    assert (page.status, "Rien n’est gardé." in page.words) == (422, True)
    assert "Page 2 :" in page.words
    assert told in page.words
    assert "garder" not in page.form(f"{visiting.path}/papier").offered
    assert kept(visiting) == []


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ({"blur": 9}, "floue"),
        ({"light": 0.15}, "trop sombre"),
        ({"lines": 0}, "vide"),
        ({"size": (400, 600), "lines": 10}, "trop petite"),
    ],
)
def test_a_page_that_cannot_be_read_is_told_and_kept_only_when_the_paper_is_so(
    visiting: Visiting, drawn: dict[str, object], told: str
) -> None:
    photo = photograph(**drawn)
    page = send(visiting, photo)
    assert (page.status, told in page.words) == (422, True)
    assert kept(visiting) == []
    page = send(visiting, photo, garder="1")
    assert (page.status, "1 page, 1 se lit mal." in page.words) == (200, True)
    assert len(kept(visiting)) == 1


def test_no_photograph_and_too_many_are_said(visiting: Visiting) -> None:
    assert "Il manque la photo du papier." in send(visiting).words
    page = send(visiting, *[photograph()] * (MOST_PAGES + 1))
    assert (page.status, "Il y a trop de pages." in page.words) == (422, True)
    assert kept(visiting) == []


def test_a_record_that_is_not_open_takes_no_paper(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.PAPER_IN, state=State.CLOSED)
    page = send(visiting, photograph())
    assert (page.status, "Ce dossier n’est pas ouvert." in page.words) == (409, True)


def test_after_a_new_proof_the_page_says_to_choose_the_photographs_again(
    visiting: Visiting, clock: time_machine.Traveller
) -> None:
    token = visiting.open("papier").form(f"{visiting.path}/papier").untouched["jeton"]
    clock.shift(timedelta(minutes=11))
    answer = visiting.ines.post(f"{visiting.path}/papier", **form_with_files({"jeton": token}, photograph()))
    assert answer.location == f"{visiting.path}/preuve?acte=paper-in"
    assert kept(visiting) == []
    visiting.prove_again_here(Scope.PAPER_IN)
    page = visiting.open("papier")
    assert "Choisissez encore les photos. Rien n’a été gardé." in page.words
    sent = form_with_files({"jeton": page.form(f"{visiting.path}/papier").untouched["jeton"]}, photograph())
    assert visiting.ines.post(f"{visiting.path}/papier", **sent).heading == "Le papier est sous clé"


def test_a_mandate_stopped_while_the_photographs_travel_takes_nothing(visiting: Visiting) -> None:
    token = visiting.open("papier").form(f"{visiting.path}/papier").untouched["jeton"]
    with visiting.desk.house.store.writing() as unit:
        end_mandates_of(unit, visiting.her.id, NOON)
    answer = visiting.ines.post(f"{visiting.path}/papier", **form_with_files({"jeton": token}, photograph()))
    assert answer.location == visiting.path
    assert kept(visiting) == []


def test_only_an_advisor_at_her_open_desk_may_send_so_much_and_it_is_not_read_before(
    desk: Desk, visiting: Visiting
) -> None:
    path, large = f"{visiting.path}/papier", form_with_files({}, bytes(200_000))
    paul, stranger = desk.signed_in(PAUL), desk.visitor()
    assert paul.post(path, **large).status == 403
    assert stranger.post(path, **large).location == "/connexion"
    visiting.ines.leave_desk()
    assert visiting.ines.post(path, **large).location == "/reprise"
    ines = desk.signed_in(INES)
    assert ines.post("/guichet", **large).status == 413, "elsewhere a form is a small one"
    assert ines.post(path, **form_with_files({}, bytes(LARGEST_PAPER + 1))).status == 413
