"""A record that can't be read now: one kind page for each reason, and nothing of its content."""

import pytest

from dossier.base import now
from portal.ui import day_in_words, day_of
from tests.kit.portal import House

STATES = {
    "diallo.amina": ("Votre dossier n’est pas encore ouvert", "Ne rien faire, c’est dire oui."),
    "garnier.paul": ("Votre dossier existe, mais il n’est pas activé", "Pour l’activer, appelez-nous."),
    "morel.denise": ("Vous avez dit non : vous n’avez pas de dossier", "Vous pouvez changer d’avis à tout moment."),
    "caron.henriette": (
        "Votre dossier est fermé, vous l’avez demandé",
        "Nous gardons ce dossier fermé pendant dix ans.",
    ),
}


@pytest.mark.parametrize("identifier", STATES)
def test_each_state_has_its_page_and_no_dead_end(house: House, identifier: str) -> None:
    heading, words = STATES[identifier]
    page = house.signed_in(identifier).page
    assert page.heading == heading
    assert words in page.words
    assert day_in_words(day_of(now())).replace("\u00a0", " ") in page.words, "since when"
    assert "3422" in page.words
    assert "/aide#papier" in page.links


@pytest.mark.parametrize("identifier", STATES)
def test_a_record_that_cannot_be_read_lists_opens_and_prints_nothing(house: House, identifier: str) -> None:
    visitor = house.signed_in(identifier)
    query = "SELECT document_id FROM document WHERE patient_id = ?"
    with house.store.reading() as unit:
        kept = unit.connection.exec_driver_sql(query, (house.patient_id(identifier),)).scalars().all()
    assert bool(kept) == (identifier == "caron.henriette")  # a closed record keeps its documents
    token = visitor.page.form(to="/quitter").untouched
    for path in ("/documents", "/documents/annee/2026", "/documents/categorie/biologie", "/documents/categories"):
        assert visitor.get(path).location == "/mon-dossier"
    for document in kept:
        for tail in ("", "/original"):
            assert visitor.get(f"/documents/{document.hex()}{tail}").status == 404
    assert visitor.get("/imprimer").location == "/mon-dossier"
    sent = visitor.post("/imprimer", {**token, "size": "14"})
    assert (sent.status, sent.location) == (303, "/mon-dossier")
    assert visitor.follow(sent).heading == STATES[identifier][0]


@pytest.mark.parametrize("identifier", STATES)
def test_the_history_stays_open_in_every_state(house: House, identifier: str) -> None:
    page = house.signed_in(identifier).get("/historique")
    assert (page.status, "Entrée sur le site" in page.words) == (200, True)
