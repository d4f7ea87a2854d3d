"""Another patient's ids, on every route that takes one, by every reader: as if they didn't exist."""

import re

import pytest

from tests.kit.portal import House
from tests.kit.visitor import Answer

ROUX, LEGOFF, CLAIRE, LEO, ODETTE = (
    "roux.jeanne", "legoff.marcel", "martin.claire", "martin.leo", "fabre.odette",
)  # fmt: skip
UNKNOWN = "0" * 32


def _ids_of(house: House, identifier: str) -> list[str]:
    query = "SELECT document_id FROM document WHERE patient_id = ?"
    with house.store.reading() as unit:
        rows = unit.connection.exec_driver_sql(query, (house.patient_id(identifier),)).scalars().all()
    return [row.hex() for row in rows]


def _routes_with_ids(house: House) -> list[str]:
    """Every address that takes an id, ready for one; the demonstration's outbox is everybody's."""
    rules = [rule.rule for rule in house.app.url_map.iter_rules() if "<key>" in rule.rule]
    rules = [rule for rule in rules if not rule.startswith("/demo/")]
    return [re.sub("<int:number>", "1", rule).replace("<key>", "{}") for rule in rules]


def _told(answer: Answer, document: str) -> tuple[int, str, int]:
    return answer.status, answer.all_words.replace(document, "…"), len(answer.content)


def test_there_are_routes_with_ids_to_try(house: House) -> None:
    assert sorted(_routes_with_ids(house)) == [
        "/documents/{}",
        "/documents/{}/original",
        "/documents/{}/pieces/1",
        "/recepisses/{}",
        "/recepisses/{}/papier",
    ]


@pytest.mark.parametrize(("reader", "owner"), [(LEGOFF, ROUX), (ROUX, LEGOFF), (CLAIRE, LEO), (CLAIRE, ODETTE)])
def test_another_patients_document_answers_like_one_that_never_was(house: House, reader: str, owner: str) -> None:
    visitor = house.signed_in(reader)
    foreign = _ids_of(house, owner)
    assert foreign
    for route in _routes_with_ids(house):
        never = _told(visitor.get(route.format(UNKNOWN)), UNKNOWN)
        assert never[0] == 404
        for document in foreign:
            assert _told(visitor.get(route.format(document)), document) == never


def test_a_list_continued_after_another_patients_document_is_empty(house: House) -> None:
    visitor = house.signed_in(LEGOFF)
    for document in _ids_of(house, ROUX):
        for path in ("/documents", "/documents/annee/2026", "/documents/categorie/biologie"):
            page = visitor.get(f"{path}?apres={document}")
            assert (page.status, page.documents) == (200, [])


def test_a_representative_with_the_childs_record_open_does_not_reach_her_own_through_it(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    own = visitor.page.documents[0]
    visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Léo")
    assert visitor.get(own).status == 404
    visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Mon dossier")
    assert visitor.get(own).status == 200


def test_trying_another_patients_ids_leaves_no_line_in_that_patients_history(house: House) -> None:
    visitor = house.signed_in(LEGOFF)
    for document in _ids_of(house, ROUX):
        visitor.get(f"/documents/{document}")
    told = house.signed_in(ROUX).get("/historique").words
    assert "Document lu" not in told


def test_an_id_written_otherwise_is_another_address(house: House) -> None:
    visitor = house.signed_in(ROUX)
    document = visitor.page.documents[0].rpartition("/")[2]
    written = (document.upper(), document[:-1], f"{document}0", f" {document}", f"{document}%00", f"0x{document[2:]}")
    for other in written:
        assert visitor.get(f"/documents/{other}").status == 404, other
    for number in ("0", "2", "-1", "99999999999999999999", "1.0", "９", "1%00"):
        assert visitor.get(f"/documents/{document}/pieces/{number}").status == 404, number


def test_without_a_session_every_route_sends_to_sign_in_whatever_the_id(house: House) -> None:
    visitor = house.visitor()
    for document in (*_ids_of(house, ROUX)[:2], UNKNOWN):
        for route in _routes_with_ids(house):
            answer = visitor.get(route.format(document))
            assert (answer.status, answer.location) == (303, "/connexion")
