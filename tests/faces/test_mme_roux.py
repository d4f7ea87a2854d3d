"""Mme Roux, 84, no mobile, no e-mail: from the front door to the summary on paper, and out again."""

from back_office.demo.cast import BY_IDENTIFIER
from back_office.demo.papers import papers_of
from tests.kit.portal import House
from tests.printouts.reading import words

ROUX = "roux.jeanne"
THYROID_WORDS = (
    "Prise de sang : thyroïde",
    "Laboratoire des Halles",
    "12 novembre 2026",
    "Hormones",
    "Bilan de la thyroïde",
    "Analyse Résultat Valeurs habituelles Avant (9 juin)",
    "TSH 6,8 mUI/L 0,4 à 4,0 5,9 mUI/L",
    "T4 libre 11,2 pmol/L 12,0 à 22,0 11,9 pmol/L",
    "TSH un peu haute. Parlez de la dose de lévothyroxine avec votre médecin.",
    "Compte rendu signé",
)


def test_madame_roux_signs_in_with_the_next_code_of_her_card(house: House) -> None:
    visitor = house.visitor()
    page = visitor.follow(visitor.get("/"))
    page = visitor.get(page.link("Ouvrir mon dossier"))
    page = visitor.send(page, identifier="Roux.Jeanne ")
    page = visitor.send(page, password=BY_IDENTIFIER[ROUX].password)
    assert page.heading == "Le code numéro 1 de votre carte"
    code = house.code(ROUX)
    page = visitor.send(page, code=f"{code[:4]} - {code[4:]}")
    assert page.heading == "Bonjour Madame Roux"


def test_madame_roux_finds_her_thyroid_result_and_reads_every_word_of_it(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(visitor.page.link("Lire les documents"))
    page = visitor.get(page.link("thyroïde"))
    told = page.words
    assert [line for line in THYROID_WORDS if line not in told] == []


def test_madame_roux_takes_away_the_scan_and_the_exact_bytes_that_the_laboratory_sent(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(visitor.page.link("thyroïde"))
    scan = visitor.get(next(link for link in page.links if link.endswith("/pieces/1")))
    original = visitor.get(next(link for link in page.links if link.endswith("/original")))
    sent = next(paper for paper in papers_of(BY_IDENTIFIER[ROUX]) if b"thyro\xc3\xafde" in paper)
    assert original.content == sent
    assert scan.content.startswith(b"%PDF")
    assert "TSH 6,8 mUI/L" in words(scan.content)
    for file in (scan, original):
        assert file.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in file.headers["Content-Security-Policy"]


def test_the_page_says_how_heavy_a_file_is_before_one_takes_it(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(visitor.page.link("thyroïde"))
    assert "document PDF, 1 kilo-octet, environ 5 secondes sur une ligne lente" in page.words


def test_madame_roux_prints_her_summary_in_the_size_she_chose(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(visitor.page.link("Imprimer le résumé"))
    sheets = {size: visitor.post_form(page, size=size) for size in ("14", "24")}
    for sheet in sheets.values():
        assert (sheet.status, sheet.headers["Content-Type"]) == (200, "application/pdf")
        told = words(sheet.content)
        for word in ("ROUX", "BLANCHARD", "Pénicilline", "Lévothyroxine 75 microgrammes", "thyroïde", "1998"):
            assert word in told, word
        assert "Anatomopathologie" not in told
    assert sheets["14"].content != sheets["24"].content


def test_madame_roux_sees_her_own_readings_in_the_history(house: House) -> None:
    visitor = house.signed_in(ROUX)
    visitor.get(visitor.page.link("thyroïde"))
    visitor.post_form(visitor.get("/imprimer"), size="18")
    told = visitor.get("/historique").words
    newest_first = (
        "Consultation de cette liste",
        "Résumé préparé pour l’impression",
        "Document lu : Prise de sang : thyroïde",
        "Entrée sur le site",
    )
    assert [told.index(act) for act in newest_first] == sorted(told.index(act) for act in newest_first)
    assert "Pourquoi : C’est votre dossier." in told


def test_madame_roux_sees_the_readings_of_others_without_her_own(house: House) -> None:
    visitor = house.signed_in(ROUX)
    visitor.get(visitor.page.link("thyroïde"))
    page = visitor.get(visitor.get("/historique").link("seulement les autres"))
    assert page.heading == "Qui d’autre a lu le dossier"
    assert "Document ajouté : Prise de sang : thyroïde" in page.words
    assert "Laboratoire des Halles" in page.words
    assert "Document lu" not in page.words
    assert "Anatomopathologie" not in page.words
    assert visitor.get(page.link("toutes les lectures")).heading == "Qui a lu le dossier"


def test_after_madame_roux_has_left_her_old_cookie_opens_nothing(house: House) -> None:
    visitor = house.signed_in(ROUX)
    document, old = visitor.page.documents[0], visitor.cookie()
    page = visitor.leave()
    assert page.heading == "Au revoir"
    assert visitor.cookie() not in ("", old)
    for path in ("/mon-dossier", document, f"{document}/original", "/historique"):
        visitor.client.set_cookie("dossier", old, domain="127.0.0.1")
        answer = visitor.get(path)
        assert (answer.status, answer.location) == (303, "/session-terminee")
        assert b"Roux" not in answer.content
