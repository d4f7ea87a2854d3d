"""Lists, categories, years and pages; what isn't the reader's to see isn't there at all."""

from back_office.demo.cast import BY_IDENTIFIER
from back_office.demo.papers import papers_of
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX, LEMOINE, LUCIE = "roux.jeanne", "lemoine.robert", "petit.lucie"
CLAIRE, LEO = "martin.claire", "martin.leo"
UNKNOWN = "/documents/" + "0" * 32


def _walk(visitor: Visitor, path: str) -> list[Answer]:
    """Every page of a list, from the newest on."""
    pages = [visitor.get(path)]
    while any("?apres=" in link for link in pages[-1].links):
        pages.append(visitor.get(next(link for link in pages[-1].links if link.startswith(f"{path}?apres="))))
    return pages


def _hidden_document_of(house: House, identifier: str, column: str) -> str:
    query = f"SELECT document_id FROM document WHERE patient_id = ? AND {column} = 1"
    with house.store.reading() as unit:
        found = unit.connection.exec_driver_sql(query, (house.patient_id(identifier),)).scalar_one()
    return f"/documents/{found.hex()}"


def test_four_hundred_documents_are_all_there_once_and_nobody_counts_them(house: House) -> None:
    visitor = house.signed_in(LEMOINE)
    pages = _walk(visitor, "/documents")
    found = [document for page in pages for document in page.documents]
    assert [len(page.documents) for page in pages] == [20] * 20
    assert len(set(found)) == len(found) == sum(1 for _ in papers_of(BY_IDENTIFIER[LEMOINE])) == 400
    assert not any("400" in page.words or "page 2" in page.words.lower() for page in pages)


def test_the_years_and_the_categories_each_hold_all_documents_between_them(house: House) -> None:
    visitor = house.signed_in(LEMOINE)
    index = visitor.get("/documents/categories")
    for kind, number in (("annee", 17), ("categorie", 3)):
        shelves = [link for link in index.links if link.startswith(f"/documents/{kind}/")]
        found = [one for shelf in shelves for page in _walk(visitor, shelf) for one in page.documents]
        assert (len(shelves), len(found), len(set(found))) == (number, 400, 400)


def test_documents_come_newest_first(house: House) -> None:
    words = house.signed_in(ROUX).get("/documents").words
    days = ["12 novembre 2026", "3 novembre 2026", "9 juin 2026", "19 mai 2026", "11 février 2026"]
    assert [words.index(day) for day in days] == sorted(words.index(day) for day in days)


def test_an_empty_record_says_so_on_each_page(house: House) -> None:
    visitor = house.signed_in(LUCIE)
    assert "Il n’y a pas encore de document." in visitor.page.words
    for path in ("/documents", "/documents/categorie/biologie", "/documents/annee/2026", "/documents/categories"):
        page = visitor.get(path)
        assert (page.status, page.documents) == (200, [])


def test_an_unknown_category_and_an_impossible_year_are_pages_that_do_not_exist(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("/documents/categorie/inconnue", "/documents/annee/1899", "/documents/annee/2200"):
        assert visitor.get(path).status == 404


def test_what_is_not_announced_to_madame_roux_does_not_exist_for_her(house: House) -> None:
    visitor = house.signed_in(ROUX)
    hidden = _hidden_document_of(house, ROUX, "hidden_from_patient")
    seen = [
        *_walk(visitor, "/documents"),
        visitor.get("/mon-dossier"),
        visitor.get("/documents/categories"),
        visitor.get("/documents/categorie/comptes-rendus"),
        *_walk(visitor, "/documents/annee/2026"),
        *_whole_history(visitor),
    ]
    for page in seen:
        assert hidden not in page.html
        assert "natomopathologie" not in page.html
    assert len(_walk(visitor, "/documents")[0].documents) == 7


def test_a_hidden_document_answers_exactly_like_one_that_never_was(house: House) -> None:
    visitor = house.signed_in(ROUX)
    hidden = _hidden_document_of(house, ROUX, "hidden_from_patient")
    for tail in ("", "/original", "/pieces/1"):
        answers = [visitor.get(path + tail) for path in (hidden, UNKNOWN)]
        assert [answer.status for answer in answers] == [404, 404]
        texts = [answer.all_words for answer in answers]
        assert (texts[0], len(answers[0].content)) == (texts[1], len(answers[1].content))


def test_a_page_after_a_hidden_document_answers_like_a_page_after_nothing(house: House) -> None:
    visitor = house.signed_in(ROUX)
    hidden = _hidden_document_of(house, ROUX, "hidden_from_patient").rpartition("/")[2]
    pages = [visitor.get(f"/documents?apres={after}") for after in (hidden, "0" * 32)]
    assert pages[0].words == pages[1].words
    assert pages[0].documents == []


def test_a_deposit_that_she_may_not_see_leaves_no_gap_in_the_history_pages(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for document in visitor.page.documents * 7:
        visitor.get(document)
    pages = _whole_history(visitor)
    assert len(pages) > 1
    lines = [sum(1 for item in page.tree.iter("li") if item.find("b") is not None) for page in pages]
    assert set(lines[:-1]) == {20}
    assert sum(page.words.count("Document ajouté") for page in pages) == 7


def _whole_history(visitor: Visitor) -> list[Answer]:
    pages = [visitor.get("/historique")]
    while older := [link for link in pages[-1].links if "?avant=" in link]:
        pages.append(visitor.get(older[0]))
    return pages


def test_the_home_counts_what_its_reader_may_see_and_nothing_else(house: House) -> None:
    # Eight were deposited for Mme Roux, one of them not yet announced to her; three for Léo, one kept from his parents.
    assert "comptes rendus : 7 en tout" in house.signed_in(ROUX).page.words
    assert "comptes rendus : 3 en tout" in house.signed_in(LEO).page.words
    mother = house.signed_in(CLAIRE)
    choice = mother.get(mother.page.link("Changer de dossier"))
    assert "comptes rendus : 2 en tout" in mother.send(choice, to="/dossiers", saying="Léo").words
