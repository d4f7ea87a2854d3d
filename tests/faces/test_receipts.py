"""Receipts: genuine or not for anybody, where a request stands to who knows the birth date, all of them for oneself."""

import pytest

from dossier.base import in_groups, new_sign_code, now
from dossier.lifecycle import Receipt, Way, opt_out
from dossier.policy import Acting, Role
from portal.ui import day_in_words, day_of
from tests.kit.portal import House
from tests.printouts.reading import words

AMINA, ROUX, GARNIER = "diallo.amina", "roux.jeanne", "garnier.paul"
PERSONAL = ("Amina", "Diallo", "1995", "mai", "non au dossier", "lettre")
UNKNOWN = "7KQM4HTX9DFR"


def receipt_of(house: House, identifier: str) -> Receipt:
    with house.store.writing() as unit:
        return opt_out(unit, Acting(Role.LETTER_HOLDER, house.patient_id(identifier)), Way.LETTER, now())


def receipt_of_amina(house: House) -> Receipt:
    return receipt_of(house, AMINA)


def test_a_genuine_number_is_said_to_be_so_and_nothing_personal(house: House) -> None:
    receipt = receipt_of_amina(house)
    page = house.visitor().get(f"/R/{receipt.number}")
    assert (page.status, page.heading) == (200, "Ce récépissé est authentique")
    assert day_in_words(day_of(now())).replace("\u00a0", " ") in page.words
    assert "Personne n’a le droit de demander ce papier." in page.words
    assert [told for told in PERSONAL if told in page.words] == []


@pytest.mark.parametrize("number", [UNKNOWN, "7KQM-4HTX-9DFR", "x", "%00", "7" * 500, "é", "<b>"])
def test_any_other_number_is_unknown(house: House, number: str) -> None:
    receipt_of_amina(house)
    page = house.visitor().get(f"/R/{number}")
    assert (page.status, page.heading) == (404, "Nous ne connaissons pas ce numéro")


def test_the_address_is_understood_in_groups_and_in_small_letters(house: House) -> None:
    receipt = receipt_of_amina(house)
    for written in (in_groups(receipt.number), receipt.number.lower()):
        assert house.visitor().get(f"/R/{written}").status == 200


def test_the_number_can_be_typed_by_hand(house: House) -> None:
    receipt, visitor = receipt_of_amina(house), house.visitor()
    page = visitor.send(visitor.get("/recepisse"), number=f" {in_groups(receipt.number).lower()} ")
    assert page.heading == "Ce récépissé est authentique"
    page = visitor.post_form(visitor.get("/recepisse"), number="7KQM")
    assert (page.status, "Il en manque 8." in page.words) == (422, True)
    assert page.form("/recepisse").untouched["number"] == "7KQM"


def test_it_stays_genuine_when_its_owner_is_erased(house: House) -> None:
    receipt = receipt_of_amina(house)
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("DELETE FROM space_act")
        unit.connection.exec_driver_sql("DELETE FROM patient_key WHERE patient_id = ?", (house.patient_id(AMINA),))
    visitor = house.visitor()
    assert visitor.get(f"/R/{receipt.number}").heading == "Ce récépissé est authentique"
    fields = {"number": receipt.number, "day": "5", "month": "5", "year": "1995"}
    assert visitor.post_form(visitor.get("/recepisse/suivi"), **fields).status == 422


def test_number_and_birth_date_tell_where_the_request_stands_without_a_name(house: House) -> None:
    receipt, visitor = receipt_of_amina(house), house.visitor()
    fields = {"number": in_groups(receipt.number), "day": "5", "month": "mai", "year": "1995"}
    page = visitor.send(visitor.get("/recepisse/suivi"), **fields)
    assert "Dire non au dossier" in page.words
    assert "Elle va partir à l’Assurance Maladie." in page.words
    assert "Diallo" not in page.words
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE space_act SET status = 'acknowledged'")
    page = visitor.send(visitor.get("/recepisse/suivi"), **fields)
    assert "L’Assurance Maladie a bien reçu votre demande." in page.words


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": ""}, "La case est vide."),
        ({"number": "7KQM-4HTX-9DFR-2"}, "Il y en a 1 de trop."),
        ({"year": "95"}, "Écrivez l’année avec quatre chiffres."),
        ({"day": "6"}, "Le numéro et la date ne vont pas ensemble."),
        ({"number": "unknown"}, "Le numéro et la date ne vont pas ensemble."),
    ],
)
def test_what_is_wrong_is_told_kindly_and_everything_stays_in_its_box(
    house: House, wrong: dict[str, str], told: str
) -> None:
    receipt, visitor = receipt_of_amina(house), house.visitor()
    fields = {"number": receipt.number, "day": "5", "month": "5", "year": "1995"} | wrong
    if fields["number"] == "unknown":
        fields["number"] = new_sign_code()
    page = visitor.post_form(visitor.get("/recepisse/suivi"), **fields)
    assert (page.status, told in page.words) == (422, True)
    kept = page.form("/recepisse/suivi").untouched
    assert {name: kept[name] for name in fields} == fields


def test_guessing_birth_dates_makes_one_wait(house: House) -> None:
    receipt, visitor = receipt_of_amina(house), house.visitor()
    page = visitor.get("/recepisse/suivi")
    for day in range(1, 29):
        page = visitor.post_form(
            visitor.get("/recepisse/suivi"), number=receipt.number, day=str(day), month="6", year="1995"
        )
        if page.status == 429:
            return
    raise AssertionError("nobody ever waits")


def test_her_receipts_are_listed_read_and_printed_again(house: House) -> None:
    receipt = receipt_of_amina(house)
    visitor = house.signed_in(AMINA)
    page = visitor.get(visitor.page.link("Lire les récépissés"))
    page = visitor.get(page.link("Dire non au dossier"))
    assert in_groups(receipt.number) in page.words
    paper = visitor.get(page.link("En très grandes lettres"))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert in_groups(receipt.number) in words(paper.content)


def test_the_receipts_of_another_are_no_receipts(house: House) -> None:
    receipt, own = receipt_of_amina(house), receipt_of(house, GARNIER)
    assert "Il n’y a pas encore de récépissé." in house.signed_in(ROUX).get("/recepisses").words
    visitor = house.signed_in(GARNIER)
    assert visitor.get(f"/recepisses/{own.act_id.hex()}").status == 200
    for key in (receipt.act_id.hex(), "0" * 32, "x"):
        for tail in ("", "/papier"):
            assert visitor.get(f"/recepisses/{key}{tail}").status == 404


def test_a_stranger_is_sent_to_sign_in(house: House) -> None:
    key = receipt_of_amina(house).act_id.hex()
    for path in ("/recepisses", f"/recepisses/{key}", f"/recepisses/{key}/papier"):
        assert house.visitor().get(path).location == "/connexion"
