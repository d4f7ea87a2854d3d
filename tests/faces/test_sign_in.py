"""Signing in: a card or a telephone, what is typed wrong, what may be asked for again."""

from datetime import UTC, datetime, timedelta

import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX, CLAIRE, LEMOINE = "roux.jeanne", "martin.claire", "lemoine.robert"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _newest_sms_code(visitor: Visitor) -> str:
    return _newest_code(visitor, 6)


def _newest_code(visitor: Visitor, signs: int) -> str:
    words = visitor.get("/demo/outbox").words
    return words.partition("votre code est ")[2][:signs]


def _messages(visitor: Visitor) -> int:
    return visitor.get("/demo/outbox").words.count("votre code est")


def test_a_person_with_a_telephone_signs_in_with_the_code_of_her_sms(house: House) -> None:
    visitor = house.visitor()
    page = visitor.give_password(CLAIRE)
    assert page.heading == "Le code reçu par SMS"
    assert "au téléphone qui finit par 04" in page.words
    code = _newest_sms_code(visitor)
    assert visitor.send(page, code=f" {code[:3]} {code[3:]} ").path == "/mon-dossier"


def test_the_sms_names_no_medical_word_and_goes_to_the_number_on_file(house: House) -> None:
    visitor = house.visitor()
    visitor.give_password(LEMOINE)
    told = visitor.get("/demo/outbox").words
    assert BY_IDENTIFIER[LEMOINE].person.mobile in told
    assert "Il sert une fois, pendant 10 minutes. Ne le donnez à personne." in told


def test_a_used_line_of_the_card_never_opens_again_and_the_next_one_is_asked_for(house: House) -> None:
    first = house.code(ROUX)
    house.signed_in(ROUX).leave()
    visitor = house.visitor()
    page = visitor.give_password(ROUX)
    assert page.heading == "Le code numéro 2 de votre carte"
    refused = visitor.post_form(page, code=first)
    assert (refused.status, refused.heading) == (422, "Le code numéro 2 de votre carte")
    assert visitor.send(refused, code=house.code(ROUX)).path == "/mon-dossier"


def test_an_sms_code_opens_once_and_for_ten_minutes_only(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.visitor()
        page = visitor.give_password(LEMOINE)
        code = _newest_sms_code(visitor)
        clock.shift(timedelta(minutes=10, seconds=1))
        late = visitor.post_form(page, code=code)
        assert late.status == 422
        visitor.send(late, renvoyer="")
        code = _newest_sms_code(visitor)
        assert visitor.send(late, code=code).path == "/mon-dossier"
        other = house.visitor()
        page = other.give_password(LEMOINE)
        assert other.post_form(page, code=code).status == 422


def test_a_second_sms_leaves_only_after_half_a_minute(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.visitor()
        page = visitor.give_password(LEMOINE)
        before = _messages(visitor)
        too_soon = visitor.post_form(page, renvoyer="")
        assert (too_soon.status, _messages(visitor)) == (200, before)
        assert "Nouveau code" not in too_soon.words
        clock.shift(timedelta(seconds=31))
        again = visitor.post_form(page, renvoyer="")
        assert (again.status, _messages(visitor)) == (200, before + 1)
        assert "Nouveau code. Il est parti." in again.words


def test_who_has_both_may_take_her_card_instead_of_the_sms_and_go_back(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.visitor()
        page = visitor.send(visitor.give_password(CLAIRE), carte="")
        assert page.heading == "Le code numéro 1 de votre carte"
        clock.shift(timedelta(minutes=1))
        page = visitor.send(page, sms="")
        assert page.heading == "Le code reçu par SMS"
        assert visitor.send(page, code=house.code(CLAIRE)).path == "/mon-dossier"


def test_who_has_a_card_only_is_offered_no_sms(house: House) -> None:
    page = house.visitor().give_password(ROUX)
    assert page.form().offered.keys() == {"jeton", "code", "own_computer", "lettre"}


def test_an_empty_box_is_told_kindly_on_each_page(house: House) -> None:
    visitor = house.visitor()
    pages = [visitor.post_form(visitor.get("/connexion"), identifier="  ")]
    page = visitor.send(pages[0], identifier=ROUX)
    pages.append(visitor.post_form(page, password=""))
    page = visitor.send(pages[1], password=BY_IDENTIFIER[ROUX].password)
    pages.append(visitor.post_form(page, code=" "))
    for page in pages:
        assert (page.status, "La case est vide." in page.words) == (422, True), page.path
        assert page.title.startswith("Erreur : ")


def test_a_code_that_lacks_a_sign_is_told_from_one_that_is_wrong(house: House) -> None:
    visitor = house.visitor()
    page = visitor.give_password(ROUX)
    wrong = f"{(int(house.code(ROUX)) + 1) % 10**8:08d}"
    assert "Ce code n’est pas complet." in visitor.post_form(page, code="1234").words
    assert "Ce n’est pas le bon code." in visitor.post_form(page, code=wrong).words


def test_the_password_is_shown_on_request_without_script_and_never_after_a_mistake(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=ROUX)
    assert _password_box(page) == ("password", "")
    shown = visitor.post_form(page, password="tilleul sous la fen\u00eatre", afficher="")
    assert _password_box(shown) == ("text", "tilleul sous la fenêtre")
    hidden = visitor.post_form(shown, cacher="")
    assert _password_box(hidden) == ("password", "tilleul sous la fenêtre")
    wrong = visitor.post_form(hidden)
    assert (wrong.status, _password_box(wrong)) == (422, ("password", ""))


def test_spaces_around_a_passphrase_count_and_its_accents_may_be_composed_either_way(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=ROUX)
    password = BY_IDENTIFIER[ROUX].password
    assert visitor.post_form(page, password=f" {password}").status == 422
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in password)
    assert visitor.post_form(page, password=wide).location == "/connexion/code"


def test_the_card_in_hand_works_though_the_page_asks_for_the_sms(house: House) -> None:
    visitor = house.visitor()
    page = visitor.give_password(CLAIRE)
    assert page.heading == "Le code reçu par SMS"
    assert visitor.send(page, code=house.code(CLAIRE)).path == "/mon-dossier"


def test_a_sign_in_begun_too_long_ago_goes_back_to_its_first_page(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.visitor()
        page = visitor.give_password(ROUX)
        clock.shift(timedelta(minutes=21))
        answer = visitor.post_form(page, code=house.code(ROUX))
        assert (answer.status, answer.location) == (303, "/connexion")
        assert visitor.follow(answer).heading == "Votre identifiant"


def test_no_step_can_be_skipped(house: House) -> None:
    visitor = house.visitor()
    for path in ("/connexion/mot-de-passe", "/connexion/code"):
        assert visitor.get(path).location == "/connexion"
    page = visitor.send(visitor.get("/connexion"), identifier=ROUX)
    assert visitor.get("/connexion/code").location == "/connexion"
    token = page.form().untouched["jeton"]
    answer = visitor.post("/connexion/code", {"jeton": token, "code": house.code(ROUX)})
    assert answer.location == "/connexion"


def test_who_is_signed_in_already_is_not_asked_again(house: House) -> None:
    visitor = house.signed_in(ROUX)
    for path in ("/", "/connexion"):
        assert visitor.get(path).location == "/mon-dossier"


def test_a_finished_card_is_no_dead_end(house: House) -> None:
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE code_card_line SET used_at = '2026-01-01 00:00:00.000000'")
    page = house.visitor().give_password(ROUX)
    assert page.heading == "Le code reçu par lettre"
    assert "La lettre va chez vous" in page.words
    code = _newest_code(house.visitor(), 9).replace(" ", "")
    visitor = house.visitor()
    before = _messages(visitor)
    page = visitor.give_password(ROUX)
    assert _messages(visitor) == before, "the letter that is coming isn't sent again"
    assert visitor.send(page, code=code).path == "/mon-dossier"


def test_without_card_telephone_or_address_the_page_says_whom_to_call(house: House) -> None:
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE code_card_line SET used_at = '2026-01-01 00:00:00.000000'")
        unit.connection.exec_driver_sql(
            "INSERT INTO factor (patient_id, kind, is_on, entry_sequence, last_step, changed_at) "
            "VALUES (?, 'letter', 0, 1, 0, '2026-01-01 00:00:00')",
            (house.patient_id(ROUX),),
        )
    page = house.visitor().give_password(ROUX)
    assert page.heading == "Il vous faut une nouvelle carte de codes"
    assert "Appelez-nous" in page.words


def _password_box(page: Answer) -> tuple[str, str]:
    box = next(one for one in page.tree.iter("input") if one.get("name") == "password")
    return box.get("type", ""), box.get("value", "")
