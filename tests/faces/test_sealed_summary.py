"""A summary taken away under sixteen digits: shown once, kept nowhere, and the file opens with them alone."""

import re
from io import BytesIO

import pikepdf
import pytest

from tests.kit.markers import traces_of
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX = "roux.jeanne"


@pytest.fixture
def roux(house: House) -> Visitor:
    return house.signed_in(ROUX)


def shown(roux: Visitor) -> tuple[Answer, str]:
    """Ask for a sealed file; return the page that shows its code, and the code."""
    page = roux.post_form(roux.get("/imprimer"), to="/imprimer", size="24", ferme="")
    assert (page.status, page.heading) == (200, "Le code de votre fichier")
    [code] = re.findall(r"\b\d{4} \d{4} \d{4} \d{4}\b", page.words)
    return page, code.replace(" ", "")


def taken(roux: Visitor, page: Answer) -> Answer:
    """Take the file that the page offers."""
    return roux.post_form(page, to="/imprimer/fichier")


def test_the_file_opens_with_the_sixteen_digits_that_the_page_showed_and_with_nothing_else(roux: Visitor) -> None:
    page, code = shown(roux)
    file = taken(roux, page)
    assert (file.status, file.headers["Content-Type"]) == (200, "application/pdf")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="mon-resume-ferme.pdf"')
    with pikepdf.open(BytesIO(file.content), password=code) as opened:
        assert len(opened.pages) > 1
        assert opened.encryption.R == 6
    for other in ("", shown(roux)[1]):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(file.content), password=other)


def test_each_page_has_a_code_of_its_own(roux: Visitor) -> None:
    assert len({shown(roux)[1] for _ in range(5)}) == 5


def test_the_code_stands_nowhere_in_the_house(roux: Visitor, house: House, caplog: pytest.LogCaptureFixture) -> None:
    page, code = shown(roux)
    taken(roux, page)
    kept = [one.content for one in traces_of(house.store, house.settings.var_dir)]
    told = [*kept, caplog.text.encode(), *(path.encode() for path in roux.trail)]
    for written in (code, " ".join(code[start : start + 4] for start in range(0, 16, 4))):
        assert not any(written.encode() in one for one in told)


def test_a_code_that_is_no_code_of_ours_seals_nothing(roux: Visitor) -> None:
    page, code = shown(roux)
    form = page.form("/imprimer/fichier").untouched
    for wrong in ("", "1234", code[:-1], code + "1", "aaaabbbbccccdddd", "١٢٣٤١٢٣٤١٢٣٤١٢٣٤"):
        assert roux.post("/imprimer/fichier", form | {"code": wrong}).location == "/imprimer", wrong
    assert roux.post("/imprimer/fichier", form | {"size": "99"}).location == "/imprimer"


def test_without_a_size_no_code_is_made(roux: Visitor) -> None:
    form = roux.get("/imprimer").form("/imprimer").untouched
    answer = roux.post("/imprimer", {name: one for name, one in form.items() if name != "size"} | {"ferme": ""})
    assert (answer.status, answer.heading) == (422, "Imprimer le résumé en quelle taille ?")


def test_the_page_with_the_code_is_kept_by_no_browser_and_told_in_no_history_yet(roux: Visitor) -> None:
    page, _ = shown(roux)
    assert "no-store" in page.headers["Cache-Control"]
    assert "fichier fermé par un code" not in roux.get("/historique").words
    taken(roux, page)
    assert "Résumé préparé pour l’impression : fichier fermé par un code" in roux.get("/historique").words
