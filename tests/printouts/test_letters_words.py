"""What the letters say: the record, the right to say no, the last day, the code, the ways to answer."""

from dataclasses import replace
from datetime import date

import pytest

from printouts import PrintoutTooLarge, render_code_letters, render_notices
from tests.printouts.reading import elements, lines_as_seen, opened, pages, spoken, words
from tests.printouts.sheets import CHILD_NOTICE, CODE_LETTER, NOTICE

FIVE_MESSAGES = [
    "Ne pas activer le dossier, ce n’est pas dire non. Ne rien faire, c’est dire oui.",
    "Dire non, fermer et effacer sont trois choses différentes.",
    "Dire non : le dossier n’est pas créé.",
    "Fermer : le dossier n’est plus lu. Il est gardé dix ans.",
    "Effacer : le dossier est détruit, en trois mois au plus.",
    "Vous pouvez changer d’avis, quand vous voulez.",
    "Personne n’a le droit de vous demander ce papier.",
    "Votre dossier pharmaceutique est à part. Ce choix n’y touche pas.",
]


def flat(page):
    return page.replace("\u00a0", " ")


def in_order(text, phrases):
    place = 0
    for phrase in phrases:
        found = text.find(phrase, place)
        assert found >= 0, f"« {phrase} » is missing, or comes too early"
        place = found + len(phrase)


def test_an_announcement_says_everything_in_order():
    in_order(
        words(render_notices([NOTICE])),
        [
            "Bonjour Madame Roux,", "Les soignants le remplissent et le lisent. Vous le lisez aussi.",
            "Si vous ne faites rien, il sera créé tout seul.", "Vous avez le droit de dire non",
            "jusqu’au lundi 28 février 2022", "Votre code : 7KQM-4HTX-9DFR",
            "Vous n’êtes pas Madame Roux ?", "ni lien à suivre, ni carré à scanner",
            "1. Par internet Tapez cette adresse : dossier-clair.example/opposition",
            "Tapez le code, puis votre date de naissance.",
            "2. Par téléphone Appelez le 3422, du lundi au vendredi, de 8 h 30 à 17 h 30.",
            "3. Par courrier", "DOSSIER CLAIR TSA 12345 99999 VILLE CEDEX 9", "une maison France Services",
            *FIVE_MESSAGES,
            "Vous pouvez le fermer, quand vous voulez",
        ],
    )  # fmt: skip


def test_the_address_stands_line_by_line():
    assert "MADAME JEANNE ROUX 3 RUE DES LILAS 29000 QUIMPER" in words(render_notices([NOTICE]))


def test_a_voice_reads_the_announcement_in_the_same_order_and_no_page_number():
    told = spoken(render_notices([NOTICE]))
    in_order(
        told,
        [
            "Envoyée le 28 janvier 2022",
            "Référence L000123",
            "MADAME JEANNE ROUX",
            "Bonjour",
            "7KQM-4HTX-9DFR",
            "1. Par internet",
            "3. Par courrier",
            "dix ans",
        ],
    )
    assert "Page" not in told


def test_an_unknown_day_of_sending_gives_no_last_day():
    text = words(render_notices([replace(NOTICE, last_day=None)]))
    assert "Dites-le dès aujourd’hui." in text
    assert "jusqu’au" not in text


def test_a_childs_letter_names_the_child_and_has_a_way_out_for_who_represents_nobody():
    text = words(render_notices([CHILD_NOTICE]))
    in_order(
        text,
        [
            "Bonjour Madame Roux,",
            "Un dossier de santé va être créé pour Léo Martin.",
            "Vous n’êtes pas le représentant légal de Léo Martin ?",
            "« Cette lettre n’est pas pour moi. »",
            "puis la date de naissance de Léo Martin.",
        ],
    )
    assert "pour vous." not in text
    assert "votre date de naissance" not in text


def test_no_letter_has_a_link_or_a_picture_to_follow():
    for made in (render_notices([NOTICE]), render_code_letters([CODE_LETTER])):
        with opened(made) as file:
            assert [page for page in file.pages if "/Annots" in page] == []
            assert not {"/Link", "/Figure"} & {str(element.S) for element in elements(file)}
            assert len(file.Root.get("/Names", {})) == 0


def test_a_code_letter_says_what_the_code_opens_and_until_when():
    opt_out, activation = map(
        flat, pages(render_code_letters([CODE_LETTER, replace(CODE_LETTER, purpose="activation", about="Léo Martin")]))
    )
    in_order(
        opt_out,
        [
            "Ce code sert à dire non", "Il n’ouvre rien d’autre.", "7KQM-4HTX-9DFR", "jusqu’au lundi 14 mars 2022",
            "dossier-clair.example/opposition", "Ne donnez ce code à personne.",
            "Vous n’avez pas demandé de code ? Appelez le 3422", *FIVE_MESSAGES,
        ],
    )  # fmt: skip
    in_order(activation, ["Léo Martin", "Ce code sert à activer", "7KQM-4HTX-9DFR", "carte Vitale", "Ne donnez"])
    assert "dire non" not in activation


def test_a_hundred_letters_are_a_hundred_letters_in_the_order_given():
    letters = [replace(NOTICE, number=f"L{number:06}", addressee=f"Madame N{number}") for number in range(100)]
    told = [flat(page) for page in pages(render_notices(letters))]
    assert len(told) == 200
    for number, (front, back) in enumerate(zip(told[::2], told[1::2], strict=True)):
        assert f"Bonjour Madame N{number}," in front
        assert front.count(f"L{number:06}") == 2
        assert back.count(f"L{number:06}") == 1
        assert "Page 1 sur 2" in front
        assert "Page 2 sur 2" in back


def test_hostile_text_in_a_letter_is_printed_and_not_obeyed():
    hostile = replace(
        CHILD_NOTICE,
        address=("<img src=x onerror=y>", "</p></div><h1>BIS", "29000 {{ 7 * 7 }} & QUIMPER"),
        addressee="</p><h1>Faux</h1> {% raw %}",
        about="<a href='http://x.example'>ici</a>",
    )
    with opened(render_notices([hostile])) as made, opened(render_notices([CHILD_NOTICE])) as plain:
        assert [str(element.S) for element in elements(made) if element.S not in ("/Span", "/NonStruct")] == [
            str(element.S) for element in elements(plain) if element.S not in ("/Span", "/NonStruct")
        ]
    text = words(render_notices([hostile]))
    assert "<img src=x onerror=y> </p></div><h1>BIS 29000 {{ 7 * 7 }} & QUIMPER" in text
    assert "Bonjour </p><h1>Faux</h1> {% raw %}," in text
    assert "<a href='http://x.example'>ici</a>" in text


def test_a_name_in_arabic_is_readable_on_a_letter():
    letter = replace(NOTICE, addressee="Madame ياسمين بن علي", address=("ياسمين بن علي", "29000 QUIMPER"))
    assert lines_as_seen(render_notices([letter])).count("ياسمين بن علي") == 3


def test_the_title_of_the_file_names_nobody():
    with opened(render_notices([CHILD_NOTICE])) as file:
        assert str(file.docinfo.Title) == "Un dossier de santé en ligne"
        assert str(file.Root.Lang) == "fr"
        assert file.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"address": ()}, "an address is"),
        ({"address": ("x",) * 7}, "an address is"),
        ({"address": ("x" * 39,)}, "an address is"),
        ({"paper_address": ("x" * 39,)}, "an address is"),
        ({"portal": "x" * 51}, "the portal"),
        ({"hours": "x" * 51}, "the hours"),
    ],
)
def test_what_does_not_fit_its_place_is_refused_without_being_repeated(change, match):
    with pytest.raises(ValueError, match=match) as refusal:
        replace(NOTICE, **change)
    assert "xx" not in str(refusal.value)


def test_too_many_letters_or_none_are_refused():
    with pytest.raises(PrintoutTooLarge) as refusal:
        render_notices([NOTICE] * 201)
    assert refusal.value.facts == {"part": "letters", "limit": 200}
    with pytest.raises(ValueError, match="no letter"):
        render_code_letters([])


def test_the_same_letters_give_the_same_file():
    letter = replace(NOTICE, last_day=date(2026, 1, 2))
    assert render_notices([letter]) == render_notices([letter])


@pytest.mark.parametrize(
    ("purpose", "aim"),
    [
        ("sign-in", "Ce code sert une fois, avec votre identifiant et votre mot de passe."),
        ("change", "Ce code sert une fois, à changer vos moyens d’entrer."),
    ],
)
def test_a_code_to_sign_in_comes_in_groups_and_says_what_it_is_for(purpose, aim):
    letter = replace(CODE_LETTER, purpose=purpose, code="12345678", portal="dossier-clair.example/connexion")
    in_order(words(render_code_letters([letter])), [aim, "1234-5678", "dossier-clair.example/connexion"])
    assert "activer" not in words(render_code_letters([letter]))
