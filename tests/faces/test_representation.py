"""Reading for somebody else: a child, a protected adult; and what they keep to themselves."""

import pytest

from dossier.base import to_text
from tests.kit.portal import House
from tests.kit.visitor import Visitor
from tests.printouts.reading import words

CLAIRE, KARIM, LEO, BRUNO, ODETTE = (
    "martin.claire", "benali.karim", "martin.leo", "fabre.bruno", "fabre.odette",
)  # fmt: skip


def _with_open(house: House, reader: str, first_name: str) -> Visitor:
    visitor = house.signed_in(reader)
    page = visitor.get(visitor.page.link("Changer de dossier"))
    visitor.send(page, to="/dossiers", saying=first_name)
    return visitor


@pytest.mark.parametrize(("reader", "whose"), [(CLAIRE, "de Léo"), (KARIM, "de Léo"), (BRUNO, "d’Odette")])
def test_a_representative_opens_the_other_record_and_a_band_says_whose_it_is(
    house: House, reader: str, whose: str
) -> None:
    visitor = _with_open(house, reader, whose.removeprefix("de ").removeprefix("d’"))
    assert visitor.page.heading == f"Le dossier {whose}"
    for path in ("/documents", "/historique", "/imprimer", "/aide", visitor.page.documents[0]):
        assert f"Vous lisez le dossier {whose}." in visitor.get(path).all_words


def test_the_way_back_to_her_own_record_takes_the_band_away(house: House) -> None:
    visitor = _with_open(house, CLAIRE, "Léo")
    page = visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Mon dossier")
    assert page.heading == "Bonjour Madame Martin"
    assert "Vous lisez le dossier" not in page.all_words


def test_what_the_child_keeps_from_his_parents_is_nowhere_in_what_they_see(house: House) -> None:
    own = house.signed_in(LEO)
    secret = own.get("/documents").link("Consultation confidentielle")
    assert own.get(secret).status == 200
    for reader in (CLAIRE, KARIM):
        visitor = _with_open(house, reader, "Léo")
        pages = [visitor.page, *map(visitor.get, ("/documents", "/documents/categories", "/historique"))]
        pages += [
            visitor.get(link)
            for link in pages[2].links
            if link.startswith(("/documents/categorie", "/documents/annee"))
        ]
        for page in pages:
            assert secret not in page.html
            assert "onfidentielle" not in page.html
        assert len(visitor.get("/documents").documents) == 2
        assert "/documents/categorie/comptes-rendus" not in pages[2].links


def test_the_childs_secret_answers_his_parent_exactly_like_what_never_was(house: House) -> None:
    secret = house.signed_in(LEO).get("/documents").link("Consultation confidentielle")
    visitor = _with_open(house, CLAIRE, "Léo")
    for tail in ("", "/original", "/pieces/1"):
        hidden, unknown = visitor.get(secret + tail), visitor.get("/documents/" + "0" * 32 + tail)
        assert (hidden.status, hidden.all_words) == (unknown.status, unknown.all_words)
        assert hidden.status == 404


def test_the_printed_summary_of_the_child_keeps_his_secret_from_his_mother(house: House) -> None:
    visitor = _with_open(house, CLAIRE, "Léo")
    hers = words(visitor.post_form(visitor.get("/imprimer"), size="14").content)
    own = house.signed_in(LEO)
    his = words(own.post_form(own.get("/imprimer"), size="14").content)
    assert "Consultation confidentielle" in his
    assert "onfidentielle" not in hers
    assert "Prise de sang" in hers


def test_the_child_reads_in_his_history_that_his_mother_was_there(house: House) -> None:
    visitor = _with_open(house, CLAIRE, "Léo")
    visitor.get(visitor.page.documents[0])
    told = house.signed_in(LEO).get("/historique").words
    assert "Claire Martin" in told
    assert "La loi lui permet de représenter la personne." in told


def test_what_the_patient_did_herself_is_told_to_her_representative_as_hers(house: House) -> None:
    house.signed_in(LEO)
    told = _with_open(house, CLAIRE, "Léo").get("/historique").words
    assert "Ouverture du dossier et de la liste des documents Pourquoi : C’est son dossier." in told
    assert "C’est votre dossier." not in told


def test_nobody_opens_the_record_of_somebody_she_does_not_represent(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    page = visitor.get("/dossiers")
    token = page.form("/dossiers").untouched["jeton"]
    for record in (to_text(house.patient_id(ODETTE)), "0" * 32, "", "x", to_text(house.patient_id(LEO))[:-2] + "zz"):
        answer = visitor.post("/dossiers", {"jeton": token, "record": record})
        assert (answer.status, "Odette" in answer.html) == (403, False)
    assert visitor.get("/mon-dossier").heading == "Bonjour Madame Martin"


def test_when_the_right_to_represent_ends_the_open_record_closes_and_hers_is_a_step_away(house: House) -> None:
    visitor = _with_open(house, CLAIRE, "Léo")
    document = visitor.page.documents[0]
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("DELETE FROM representation")
    for path in ("/mon-dossier", document, "/historique", "/imprimer"):
        page = visitor.follow(visitor.get(path))
        assert (page.path, page.status) == ("/dossiers", 200)
    page = visitor.send(page, to="/dossiers", saying="Mon dossier")
    assert page.heading == "Bonjour Madame Martin"


def test_who_represents_nobody_is_offered_no_other_record(house: House) -> None:
    visitor = house.signed_in("roux.jeanne")
    assert "/dossiers" not in visitor.page.links
    page = visitor.get("/dossiers")
    assert [form.action for form in page.forms] == ["/quitter", "/dossiers"]
