"""A record that can't be read now: one kind page for each reason, and nothing of its content."""

from datetime import timedelta

import pytest

from dossier.lifecycle import State, case_of, state_of
from portal.ui import day_in_words, day_of
from tests.kit.portal import House

STATES = {
    "diallo.amina": ("Votre dossier n’est pas encore ouvert", "Ne rien faire, c’est dire oui."),
    "garnier.paul": ("Votre dossier existe, mais il n’est pas activé", "Ne pas l’activer, ce n’est pas dire non."),
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
    with house.store.reading() as unit:
        case = case_of(unit, house.patient_id(identifier))
    assert case is not None
    since = day_of(case.since_at - timedelta(days=5 if identifier == "diallo.amina" else 0))
    assert day_in_words(since).replace("\u00a0", " ") in page.words, "since when, by the clocks of Paris"
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


def test_who_is_signed_in_already_activates_her_record_with_one_button(house: House) -> None:
    visitor = house.signed_in("garnier.paul")
    page = visitor.send(visitor.page, to="/mon-dossier/activer")
    assert page.path == "/mon-dossier"
    assert page.heading != STATES["garnier.paul"][0]
    with house.store.reading() as unit:
        assert state_of(unit, house.patient_id("garnier.paul")) is State.ACTIVATED


def test_a_record_that_is_not_open_is_not_activated_by_a_forged_form(house: House) -> None:
    visitor = house.signed_in("caron.henriette")
    token = visitor.page.form(to="/quitter").untouched
    assert visitor.follow(visitor.post("/mon-dossier/activer", token)).heading == STATES["caron.henriette"][0]
    with house.store.reading() as unit:
        assert state_of(unit, house.patient_id("caron.henriette")) is State.CLOSED
