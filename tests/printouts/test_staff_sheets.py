"""Papers of the staff: an invitation and rescue codes, each on one page, with all that is typed."""

from dataclasses import replace

import pytest

from printouts import PrintoutTooLarge, render_invitation, render_rescue_codes
from tests.printouts.reading import corners, elements, opened, pages, runs, spoken, words
from tests.printouts.sheets import INVITATION, RESCUE

MM = 72 / 25.4
LONG = "Maximilien-Alexandre Dupont-Castelnau de la Roche-Beaumont"
MADE = {
    "invitation": lambda: render_invitation(INVITATION),
    "full": lambda: render_invitation(
        replace(
            INVITATION,
            person=LONG,
            place="France Services de la Communauté du Haut",
            identifier="m" * 40,
            address="poste.dossier-clair-des-hauts-de-france.example/premiere-fois",
        )
    ),
    "rescue": lambda: render_rescue_codes(RESCUE),
    "rescue-full": lambda: render_rescue_codes(replace(RESCUE, person=LONG)),
}


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_each_is_one_page_in_clear_print_within_its_margins(made, caplog):
    sheet = made()
    assert len(pages(sheet)) == 1
    assert min(round(run.points, 1) for run in runs(sheet)) == 14
    boxes = corners(sheet)
    assert min(left for left, *_ in boxes) >= 25 * MM - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 16) * MM + 1
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_an_invitation_says_to_whom_where_what_to_type_and_until_when():
    told = words(render_invitation(INVITATION))
    for said in (
        "Chloé Petit", "France Services de Schiltigheim", "poste.dossier-clair.example/premiere-fois", "petit.chloe",
        "7KQM-4HTX-9DFR", "jusqu’au 28 novembre 2026", "Personne d’autre ne le connaît.",
    ):  # fmt: skip
        assert said in told


def test_every_rescue_code_follows_its_number_and_is_tied_to_it():
    made = render_rescue_codes(RESCUE)
    told, place = spoken(made), 0
    for number, code in enumerate(RESCUE.codes, 1):
        found = told.find(f" {number} {code[:5]} {code[5:]}", place)
        assert found >= 0, f"code {number} is missing, or comes too early"
        place = found
    assert "Inès Laurent" in told
    assert "Faits le 25 novembre 2026" in told
    with opened(made) as file:
        rows = [element for element in elements(file) if element.S == "/TR"]
        for header, value in (row.K for row in rows):
            assert (header.S, value.S) == ("/TH", "/TD")
            assert [str(name) for name in value.A.Headers] == [str(header.ID)]
        assert len(rows) == 10


@pytest.mark.parametrize(
    "codes", [RESCUE.codes[:9], (*RESCUE.codes[:9], "123456789"), (*RESCUE.codes[:9], "١٢٣٤٥٦٧٨٩٠")]
)
def test_anything_but_ten_codes_of_ten_digits_is_refused_and_not_repeated(codes):
    with pytest.raises(ValueError, match="ten codes") as refusal:
        render_rescue_codes(replace(RESCUE, codes=codes))
    assert codes[-1] not in str(refusal.value)


def test_a_hostile_name_changes_nothing_but_its_own_line():
    planted = "</p><table><tr><td>1</td></tr></table> {{ 7 * 7 }}"
    assert planted in words(render_invitation(replace(INVITATION, person=planted)))
    with opened(render_rescue_codes(replace(RESCUE, person=planted))) as file:
        assert [str(element.S) for element in elements(file)].count("/Table") == 1


def test_a_name_too_long_is_refused():
    for made in (
        lambda: render_invitation(replace(INVITATION, person="x" * 201)),
        lambda: render_rescue_codes(replace(RESCUE, person="x" * 201)),
    ):
        with pytest.raises(PrintoutTooLarge):
            made()
