"""The summary says what it was given, in order, and never mixes « not filled in » with « none »."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import printouts
from printouts import Identity, Item, PartialDate, Section, State, render_summary
from tests.printouts.reading import lines_as_seen, pages, words
from tests.printouts.sheets import BARE, FULL, JEANNE, THREE_STATES, with_treatments


def test_every_planted_word_is_printed_in_the_order_of_the_sheet():
    text = words(render_summary(FULL, 14))
    planted = [
        "Mon dossier en résumé", "Mme Jeanne Roux", "Imprimé le 22 novembre 2026",
        "Nom d’usage Roux", "Nom de naissance Le Goff", "Prénoms Jeanne, Marie",
        "Date de naissance 17 novembre 1942", "Sexe féminin", "2 42 11 56 123 456 clé 78",
        "Allergies Déclaré dans le profil.", "Pénicilline Gonflement du visage. Ne jamais en reprendre. 1987",
        "Noix et noisettes Boutons rouges juin 2003",
        "Problèmes de santé actuels Déclaré dans le profil.", "Diabète de type 2 2009", "Arthrose du genou",
        "Traitements Déclaré dans le profil.", "Metformine 850 mg 1 comprimé le matin 1er février 2010",
        "Vaccinations", "Grippe 14 octobre 2026 · Pharmacie des Halles",
        "Résultats récents", "Hémoglobine glyquée : 6,9 % 3 septembre 2026 · Laboratoire des Halles",
        "Documents récents", "Compte rendu de cardiologie 21 septembre 2026 · Dr Yasmine Benali",
        "Ordonnance",
        "À savoir sur cette feuille", "copie pour votre information", "article L. 1111-18",
        "ne voit pas de lui-même ce qui est déclaré dans le profil",
    ]  # fmt: skip
    place = 0
    for phrase in planted:
        found = text.find(phrase, place)
        assert found >= 0, f"« {phrase} » is missing, or comes too early"
        place = found + len(phrase)


def test_the_three_states_read_differently():
    text = words(render_summary(THREE_STATES, 18))
    assert "Allergies Aucune allergie, déclaré le 3 mars 2026." in text
    assert "actuels Non renseigné. Cela ne veut pas dire « aucun problème de santé actuel »." in text
    assert "Traitements Déclaré dans le profil. Metformine 850 mg" in text
    assert "Documents récents Aucun document récent, à la date du 22 novembre 2026." in text


def test_a_bare_record_claims_nothing():
    text = words(render_summary(BARE, 14))
    assert text.count("Non renseigné.") == 6
    assert text.count("Cela ne veut pas dire « auc") == 6
    assert "déclaré le" not in text


def test_every_page_tells_its_number_whose_it_is_and_when_it_was_printed():
    told = pages(render_summary(with_treatments(40), 18))
    assert len(told) > 3
    for number, page in enumerate(told, 1):
        footer = page.replace("\u00a0", " ")
        assert f"Page {number} sur {len(told)}" in footer
        assert "Mme Jeanne Roux" in footer
        assert "Imprimé le 22 novembre 2026" in footer


def test_the_day_printed_is_the_day_in_france():
    late = replace(BARE, printed_at=BARE.printed_at.replace(hour=23, minute=30))
    assert "Imprimé le 23 novembre 2026" in words(render_summary(late, 14))


def test_an_absent_number_and_an_equal_usual_name_leave_no_empty_row():
    someone = replace(JEANNE, usual_name="Le Goff", ins="")
    text = words(render_summary(replace(BARE, identity=someone), 14))
    assert "INS" not in text
    assert "Nom d’usage" not in text
    assert "Nom de naissance Le Goff" in text


def test_an_unknown_birth_date_is_said_to_be_unknown():
    someone = Identity("", "", "Diallo", (), None, "U")
    text = words(render_summary(replace(BARE, identity=someone), 14))
    assert "Date de naissance inconnue Sexe non précisé" in text


def test_markup_in_a_text_is_printed_and_not_obeyed():
    item = Item("<b>gras</b> & <script>alert(1)</script>", author="{{ 7 * 7 }}")
    text = words(render_summary(replace(BARE, allergies=Section.listed(item)), 14))
    assert "<b>gras</b> & <script>alert(1)</script> {{ 7 * 7 }}" in text


def test_attributes_hold_codes_alone_since_arabic_is_marked_up_where_it_stands():
    templates = Path(printouts.__file__).parent.glob("templates/*.html")
    held = {name for file in templates for name in re.findall(r'="[^"{]*{{ *(.*?) *}}', file.read_text("utf-8"))}
    drawn = {f"square.{part}" for part in ("width_mm", "side", "path")}
    in_hers = {"letter.own_language", "letter.own_direction", '"front" if two_sided else "only"'}
    assert held == {"language", "created", "size", "text.lang", "text.dir"} | drawn | in_hers


def test_arabic_names_are_joined_up_and_readable():
    someone = replace(JEANNE, usual_name="بن علي", birth_name="بن علي", first_names=("ياسمين",))
    assert "Mme ياسمين بن علي" in lines_as_seen(render_summary(replace(BARE, identity=someone), 14))


def test_a_letter_that_no_font_has_is_a_visible_hole_and_the_sheet_says_so():
    explained = "Le signe \ufffd remplace une lettre"
    sheet = replace(BARE, allergies=Section.listed(Item("Lait 漢")))
    text = words(render_summary(sheet, 14))
    assert "Lait \ufffd" in text
    assert explained in text
    assert explained not in words(render_summary(BARE, 14))


@pytest.mark.parametrize(
    ("state", "items", "none_on"),
    [
        (State.LISTED, (), None),
        (State.NOT_FILLED_IN, (Item("Noix"),), None),
        (State.DECLARED_NONE, (), None),
        (State.NOT_FILLED_IN, (), PartialDate(2026)),
    ],
)
def test_a_section_whose_state_and_content_disagree_cannot_be_made(state, items, none_on):
    with pytest.raises(ValueError, match="belong"):
        Section(state, items, none_on)
