"""Closing a record, asking for its erasure, opening it again: by herself, or by who represents her."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from dossier.identity import passwords
from dossier.lifecycle import State, case_of, receipts_of
from tests.kit.letters import put_in_state
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX, LEMOINE, CLAIRE, CARON, MOREL = (
    "roux.jeanne",
    "lemoine.robert",
    "martin.claire",
    "caron.henriette",
    "morel.denise",
)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def give_password(visitor: Visitor, identifier: str, begin: str = "/fermer") -> Answer:
    """Walk from the first page of an act to its last question."""
    page = visitor.get(begin)
    page = visitor.get(next(link for link in page.links if link.endswith("/mot-de-passe")))
    return visitor.send(page, password=BY_IDENTIFIER[identifier].password)


def closed(house: House, identifier: str = ROUX) -> Visitor:
    """Return somebody who has just closed her record; `page` is the receipt."""
    visitor = house.signed_in(identifier)
    visitor.send(give_password(visitor, identifier))
    return visitor


def in_leos_record(house: House) -> Visitor:
    """Return Claire, in the record of her son."""
    visitor = house.signed_in(CLAIRE)
    page = visitor.get("/dossiers")
    visitor.send(page, saying="Léo")
    return visitor


def state(house: House, identifier: str) -> State:
    with house.store.reading() as unit:
        return case_of(unit, house.patient_id(identifier)).state


def kinds(house: House, identifier: str) -> list[str]:
    with house.store.reading() as unit:
        return [str(receipt.kind) for receipt in receipts_of(unit, house.patient_id(identifier))]


def test_the_first_page_says_all_that_is_lost_and_what_remains(house: House) -> None:
    told = house.signed_in(LEMOINE).get("/fermer").words
    for said in (
        "Les soignants ne lisent plus le dossier. Ils n’y écrivent plus.",
        "Vous ne lisez plus ses 400 documents.",
        "Vos directives anticipées sont dedans ?",
        "Donnez-les avant à votre médecin ou à un proche.",
        "Le dossier est gardé dix ans, sans être lu. Puis il est détruit.",
        "Vous pouvez le rouvrir avant, quand vous voulez.",
        "Dire non, fermer et effacer sont trois choses différentes.",
        "Vous pouvez changer d’avis, quand vous voulez.",
    ):
        assert said in told.replace("\u00a0", " "), said


def test_a_record_is_closed_in_two_steps_with_a_receipt(house: House) -> None:
    visitor = house.signed_in(ROUX)
    question = give_password(visitor, ROUX)
    assert question.heading.replace("\u00a0", " ") == "Fermer maintenant ce dossier ?"
    assert state(house, ROUX) is State.ACTIVATED
    receipt = visitor.send(question)
    assert (receipt.status, receipt.path.startswith("/recepisses/")) == (200, True)
    assert "Jeanne Roux" in receipt.words
    assert state(house, ROUX) is State.CLOSED
    page = visitor.get("/mon-dossier")
    assert (page.heading, {"/rouvrir", "/effacer"} <= set(page.links)) == (
        "Votre dossier est fermé, vous l’avez demandé", True,
    )  # fmt: skip
    assert visitor.get("/documents").location == "/mon-dossier"


def test_closing_twice_gives_the_same_receipt(house: House) -> None:
    visitor = house.signed_in(ROUX)
    question = give_password(visitor, ROUX)
    first, again = (visitor.post_form(question).location for _ in range(2))
    assert first == again
    assert first.startswith("/recepisses/")
    assert kinds(house, ROUX) == ["closure"]


def test_nothing_is_closed_without_the_password_given_again(house: House) -> None:
    visitor = house.signed_in(ROUX)
    token = visitor.get("/fermer").form("/quitter").untouched["jeton"]
    for begin in ("/fermer", "/effacer"):
        assert visitor.get(f"{begin}/verifier").location == f"{begin}/mot-de-passe"
        assert visitor.post(f"{begin}/verifier", {"jeton": token}).location == f"{begin}/mot-de-passe"
    assert (state(house, ROUX), kinds(house, ROUX)) == (State.ACTIVATED, [])


def test_the_password_is_good_for_ten_minutes(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.signed_in(ROUX)
        question = give_password(visitor, ROUX)
        clock.shift(timedelta(minutes=9))
        assert visitor.get("/fermer/verifier").status == 200
        clock.shift(timedelta(minutes=1, seconds=1))
        assert visitor.post_form(question).location == "/fermer/mot-de-passe"
        assert state(house, ROUX) is State.ACTIVATED


def test_the_password_is_good_for_one_act_and_for_that_act_alone(house: House) -> None:
    visitor = house.signed_in(ROUX)
    question = give_password(visitor, ROUX)
    assert visitor.get("/effacer/verifier").location == "/effacer/mot-de-passe"
    visitor.send(question)
    visitor.send(visitor.get("/rouvrir"))
    assert visitor.post_form(question).location == "/fermer/mot-de-passe"
    assert state(house, ROUX) is State.ACTIVATED


def test_the_password_given_in_ones_own_record_is_no_good_in_another(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    question = give_password(visitor, CLAIRE)
    visitor.send(visitor.get("/dossiers"), saying="Léo")
    assert visitor.post_form(question).location == "/fermer/mot-de-passe"
    assert state(house, "martin.leo") is State.ACTIVATED


@pytest.mark.parametrize("begin", ["/fermer", "/effacer"])
def test_a_wrong_or_missing_password_is_told_and_never_shown_again(house: House, begin: str) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get(f"{begin}/mot-de-passe")
    for typed, said in (("", "La case est vide."), ("tilleul", "Ce n’est pas le bon mot de passe.")):
        answer = visitor.post_form(page, password=typed)
        assert (answer.status, said in answer.words, answer.form().untouched["password"]) == (422, True, "")
        assert answer.title.startswith("Erreur : ")
    shown = visitor.post_form(page, password="tilleul", afficher="")
    assert (shown.status, shown.form().untouched["password"]) == (200, "tilleul")


def test_wrong_passwords_wait_longer_and_longer_and_the_right_one_too(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.signed_in(ROUX)
        page = visitor.get("/fermer/mot-de-passe")
        for _ in range(5):
            answer = visitor.post_form(page, password="au hasard")
        right = BY_IDENTIFIER[ROUX].password
        answer = visitor.post_form(page, password=right)
        assert (answer.status, answer.heading) == (429, "Attendez avant d’écrire encore le mot de passe")
        assert int(answer.headers["Retry-After"]) > 0
        assert "Rien n’est fermé, rien n’est effacé." in answer.words
        clock.shift(timedelta(seconds=31))
        assert visitor.post_form(page, password=right).location == "/fermer/verifier"


def test_guesses_are_told_in_her_history(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get("/fermer/mot-de-passe")
    for _ in range(5):
        assert "Essai d’entrer" not in visitor.get("/historique").words
        visitor.post_form(page, password="au hasard")
    assert visitor.get("/historique").words.count("Essai d’entrer, sans réussir") == 1


def test_erasing_an_open_record_closes_it_first_and_says_until_when_it_can_be_undone(house: House) -> None:
    with time_machine.travel(NOON, tick=False):
        visitor = house.signed_in(ROUX)
        question = give_password(visitor, ROUX, "/effacer")
        assert question.heading.replace("\u00a0", " ") == "Effacer pour toujours ce dossier ?"
        receipt = visitor.send(question)
        assert receipt.path.startswith("/recepisses/")
        assert (state(house, ROUX), sorted(kinds(house, ROUX))) == (State.CLOSED, ["closure", "erasure"])
        page = visitor.get("/effacer")
    assert page.heading == "Vous avez demandé d’effacer le dossier"
    told = page.words.replace("\u00a0", " ")
    assert "C’était le 23 novembre 2026." in told
    assert "Vous pouvez changer d’avis jusqu’au 21 janvier 2027." in told


def test_erasing_twice_gives_the_same_receipt(house: House) -> None:
    visitor = house.signed_in(ROUX)
    question = give_password(visitor, ROUX, "/effacer")
    first, again = (visitor.post_form(question).location for _ in range(2))
    assert first == again
    assert sorted(kinds(house, ROUX)) == ["closure", "erasure"]


def test_a_closed_record_is_erased_without_a_second_closure(house: House) -> None:
    visitor = closed(house)
    page = visitor.get("/effacer")
    assert "d’abord fermé" not in page.words
    visitor.send(give_password(visitor, ROUX, "/effacer"))
    assert sorted(kinds(house, ROUX)) == ["closure", "erasure"]


def test_opening_again_cancels_the_erasure_and_brings_everything_back(house: House) -> None:
    visitor = house.signed_in(LEMOINE)
    visitor.send(give_password(visitor, LEMOINE, "/effacer"))
    page = visitor.get("/rouvrir")
    assert "Rien n’est effacé" in page.words
    receipt = visitor.send(page)
    assert receipt.path.startswith("/recepisses/")
    with house.store.reading() as unit:
        case = case_of(unit, house.patient_id(LEMOINE))
    assert (case.state, case.erasure_asked_at, case.due_at) == (State.ACTIVATED, None, None)
    assert "400 en tout" in visitor.get("/mon-dossier").words
    again = visitor.post("/rouvrir", page.form().untouched)
    assert again.location == receipt.path


def test_opening_again_a_record_that_isnt_being_erased_says_nothing_of_erasing(house: House) -> None:
    visitor = closed(house)
    page = visitor.get("/rouvrir")
    assert "effac" not in page.words
    visitor.send(page)
    assert state(house, ROUX) is State.ACTIVATED


def test_a_record_that_was_closed_without_a_receipt_is_opened_again_and_not_closed_twice(house: House) -> None:
    visitor = house.signed_in(ROUX)
    question = give_password(visitor, ROUX)
    put_in_state(house, ROUX, State.CLOSED)
    assert visitor.post_form(question).location == "/mon-dossier"
    assert visitor.send(visitor.get("/rouvrir")).path.startswith("/recepisses/")
    assert (state(house, ROUX), kinds(house, ROUX)) == (State.ACTIVATED, ["reopening"])


@pytest.mark.parametrize("path", ["/fermer", "/effacer", "/rouvrir", "/fermer/mot-de-passe", "/effacer/verifier"])
def test_where_there_is_no_record_the_reader_is_told_so(house: House, path: str) -> None:
    assert house.signed_in(MOREL).get(path).location == "/mon-dossier"


def test_a_form_sent_where_there_is_no_record_changes_nothing(house: House) -> None:
    visitor, before = house.signed_in(MOREL), kinds(house, MOREL)
    token = visitor.page.form("/quitter").untouched["jeton"]
    for path in ("/fermer/mot-de-passe", "/fermer/verifier", "/effacer/mot-de-passe", "/effacer/verifier", "/rouvrir"):
        answer = visitor.post(path, {"jeton": token, "password": "x"})
        assert answer.location == "/mon-dossier", path
    assert (state(house, MOREL), kinds(house, MOREL)) == (State.OPPOSED, before)


def test_who_represents_may_close_and_open_again_with_her_own_password(house: House) -> None:
    visitor = in_leos_record(house)
    receipt = visitor.send(give_password(visitor, CLAIRE))
    assert "Claire Martin" in receipt.words
    assert state(house, "martin.leo") is State.CLOSED
    visitor.send(visitor.get("/rouvrir"))
    assert (state(house, "martin.leo"), state(house, CLAIRE)) == (State.ACTIVATED, State.ACTIVATED)


def test_who_represents_cannot_erase_and_is_told_who_can(house: House) -> None:
    visitor = in_leos_record(house)
    page = visitor.get("/effacer")
    assert page.heading.replace("\u00a0", " ") == "Effacer : cette personne seule peut le demander"
    assert "Elle peut le demander elle-même" in page.words
    token = page.form("/quitter").untouched["jeton"]
    assert visitor.get("/effacer/mot-de-passe").status == 403
    for path in ("mot-de-passe", "verifier"):
        password = BY_IDENTIFIER[CLAIRE].password
        assert visitor.post(f"/effacer/{path}", {"jeton": token, "password": password}).status == 403, path
    assert (state(house, "martin.leo"), kinds(house, "martin.leo")) == (State.ACTIVATED, [])


def test_a_password_typed_after_the_visit_had_ended_is_kept_nowhere(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        visitor = house.signed_in(ROUX)
        page = visitor.get("/fermer/mot-de-passe")
        clock.shift(timedelta(minutes=11))
        answer = visitor.post_form(page, password=BY_IDENTIFIER[ROUX].password)
        assert answer.location == "/session-terminee"
        assert visitor.sign_in(ROUX).path == "/mon-dossier"


def test_no_address_of_the_way_names_anybody(house: House) -> None:
    visitor = closed(house)
    visitor.send(visitor.get("/rouvrir"))
    told = " ".join(visitor.trail).lower()
    assert "roux" not in told
    assert "jeanne" not in told


def test_the_open_record_leads_to_closing(house: House) -> None:
    visitor = house.signed_in(ROUX)
    assert "/fermer" in visitor.get("/mon-dossier").links
    assert {"/fermer", "/effacer"} <= set(visitor.get("/plan-du-site").links)


def test_too_many_at_once_are_asked_to_come_back(house: House) -> None:
    visitor = house.signed_in(ROUX)
    page = visitor.get("/fermer/mot-de-passe")
    with ExitStack() as others:
        for _ in range(3):
            others.callback(passwords.admission._places.release)
            assert passwords.admission._places.acquire(blocking=False)
        busy = visitor.post_form(page, password=BY_IDENTIFIER[ROUX].password)
    assert (busy.status, busy.headers["Retry-After"]) == (503, "5")
    assert visitor.post_form(busy, password=BY_IDENTIFIER[ROUX].password).location == "/fermer/verifier"
