"""Activating, once proved: an identifier, a password, codes on paper, by letter or by SMS, and the act itself."""

import re
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import in_groups, now
from dossier.identity import draft, has_credentials, passwords, preferences_of
from dossier.lifecycle import State, case_of, state_of
from dossier.outbox import waiting_messages
from dossier.vault import Place, blind_index, key_of
from tests.kit.activating import AURELIE, NOON, PASSWORD, choose, identifier_on, known, open_with, prove
from tests.kit.portal import House
from tests.printouts.reading import words


def test_with_a_card_printed_at_once_she_signs_in_with_its_first_line(house: House) -> None:
    patient_id, code = known(house, replace(AURELIE, mobile=""))
    visitor = house.visitor()
    page = prove(visitor, in_groups(code).lower())
    assert page.heading == "Activation : votre identifiant"
    page = choose(visitor, page, "print", size="28", channel="email")
    assert page.heading == "Activation : vérifiez vos réponses"
    assert PASSWORD not in page.html
    done = visitor.send(page)
    assert (done.path, done.heading) == ("/activation/fini", "C’est fait : votre dossier est activé")
    card = visitor.post_form(done, size="24")
    assert card.headers["Content-Type"] == "application/pdf"
    printed = words(card.content)
    codes = [first + second for first, second in re.findall(r"\b(\d{4}) (\d{4})\b", printed)]
    assert (len(codes), "Aurélie Delmas" in printed) == (50, True)
    assert open_with(house, identifier_on(done), codes[0]).path == "/mon-dossier"
    with house.store.reading() as unit:
        kept = preferences_of(unit, patient_id)
        assert state_of(unit, patient_id) is State.ACTIVATED
    assert (kept.text_size, kept.notice_channel) == (28, "email")


def test_a_card_printed_twice_is_the_same_card_and_is_gone_once_she_says_she_has_it(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    done = visitor.send(choose(visitor, prove(visitor, code), "print"))
    first, again = (words(visitor.post_form(done, size="18").content) for _ in range(2))
    assert first == again
    after = visitor.send(done, to="/activation/fini/range")
    assert "La carte n’est plus ici." in after.words
    gone = visitor.post("/activation/fini", {**done.form("/activation/fini").untouched, "size": "18"})
    assert (gone.status, gone.location) == (303, "/activation/fini")


def test_another_browser_or_the_same_one_after_leaving_never_reaches_the_card(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    done = visitor.send(choose(visitor, prove(visitor, code), "print"))
    assert house.visitor().get("/activation/fini").location == "/activation?debut=1"
    visitor.leave()
    assert visitor.get("/activation/fini").location == "/activation?debut=1"
    assert visitor.post_form(done, size="18").status == 400


def _card_sent(house: House, patient_id: bytes) -> tuple[str, list[str]]:
    with house.store.reading() as unit:
        sent = waiting_messages(unit, limit=10, patient_id=patient_id)
    letter = next(message for message in sent if message.kind == "code-card")
    return letter.address, letter.parameters["codes"].split()


def test_with_a_card_by_letter_it_goes_to_the_address_on_file_and_its_first_line_opens(house: House) -> None:
    patient_id, code = known(house, replace(AURELIE, mobile=""))
    visitor = house.visitor()
    done = visitor.send(choose(visitor, prove(visitor, code), "letter"))
    assert "Elle part par la poste." in done.words
    address, codes = _card_sent(house, patient_id)
    assert (address, len(codes)) == ("AURÉLIE DELMAS\n3 RUE DES LILAS\n29000 QUIMPER", 50)
    assert not set(codes) & set(re.findall(r"\d{8}", done.html))
    assert open_with(house, identifier_on(done), codes[0]).path == "/mon-dossier"


def test_with_a_mobile_on_file_the_code_comes_by_sms_and_only_its_end_is_told(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    page = prove(visitor, code)
    done = visitor.send(choose(visitor, page, "sms", channel="sms"))
    assert "au téléphone qui finit par 42" in done.words
    assert AURELIE.mobile[3:-2] not in done.html
    assert open_with(house, identifier_on(done)).path == "/mon-dossier"


def test_who_has_neither_mobile_nor_address_is_offered_the_printed_card_alone(house: House) -> None:
    _, code = known(house, replace(AURELIE, mobile="", address=(), email=""))
    visitor = house.visitor()
    page = visitor.send(visitor.send(prove(visitor, code)), password=PASSWORD)
    assert page.form().offered["means"] == {"print"}
    page = visitor.send(visitor.send(page, means="print"))
    assert "Nous n’avons aucune adresse." in page.words
    assert visitor.send(page).path == "/activation/fini"


def test_means_she_hasnt_are_refused_though_a_form_asks_for_them(house: House) -> None:
    _, code = known(house, replace(AURELIE, mobile="", address=()))
    visitor = house.visitor()
    page = visitor.send(visitor.send(prove(visitor, code)), password=PASSWORD)
    for means in ("sms", "letter", "pigeon", ""):
        answer = visitor.post("/activation/second-code", {**page.form().untouched, "means": means})
        assert (answer.status, "Il manque votre choix." in answer.words) == (422, True), means


def test_the_identifier_proposed_is_new_each_time_and_says_nothing_of_her(house: House) -> None:
    visitor = house.visitor()
    page = prove(visitor, known(house)[1])
    proposed = {page.form().untouched["identifier"]}
    for _ in range(5):
        page = visitor.post_form(page, autre="")
        proposed.add(page.form().untouched["identifier"])
    assert len(proposed) > 3
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d{3}", one) for one in proposed)
    assert not any(secret in one for one in proposed for secret in ("delmas", "aurelie", "1969", "26905"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "La case est vide."),
        ("delmas", "Cet identifiant ne va pas."),
        ("a.delmas@example.org", "Cet identifiant ne va pas."),
        ("269054958815780", "Cet identifiant ne va pas."),
        ("Roux.Jeanne", "Une autre personne a déjà cet identifiant."),
    ],
)
def test_an_identifier_that_wont_do_is_told_kindly(house: House, typed: str, said: str) -> None:
    visitor = house.visitor()
    page = visitor.post_form(prove(visitor, known(house)[1]), identifier=typed)
    assert (page.status, said in page.words, page.form().untouched["identifier"]) == (422, True, typed)


def test_an_identifier_taken_between_two_clicks_is_asked_again_and_nothing_is_half_done(house: House) -> None:
    patient_id, code = known(house)
    visitor = house.visitor()
    page = choose(visitor, prove(visitor, code), "print")
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE blind_index SET digest = ? WHERE field = 'identifier' AND patient_id = ?",
            (_identifier_digest(house, identifier_on(page)), house.patient_id("roux.jeanne")),
        )
    answer = visitor.send(page)
    assert (answer.status, "Une autre personne a déjà cet identifiant." in answer.words) == (422, True)
    with house.store.reading() as unit:
        assert not has_credentials(unit, patient_id)
        assert state_of(unit, patient_id) is State.OPENED
    page = visitor.send(answer, identifier="la-maison-du-puits")
    assert page.path == "/activation/mot-de-passe"
    assert visitor.send(visitor.get("/activation/verifier")).path == "/activation/fini"


def _identifier_digest(house: House, identifier: str) -> bytes:
    return blind_index(house.store.holder, "identifier", identifier)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "La case est vide."),
        ("court", "Ce mot de passe est trop court."),
        ("é" * 129, "Ce mot de passe est trop long."),
        ("motdepasse123", "Ce mot de passe est trop connu."),
        ("Jardin-Bleu-482", "Ce mot de passe est trop connu."),
    ],
)
def test_a_password_that_wont_do_is_told_and_never_shown_again(house: House, typed: str, said: str) -> None:
    visitor = house.visitor()
    page = visitor.send(prove(visitor, known(house)[1]), identifier="jardin-bleu-482")
    answer = visitor.post_form(page, password=typed)
    assert (answer.status, said in answer.words, answer.form().untouched["password"]) == (422, True, "")


def test_the_password_is_shown_on_request_and_kept_nowhere_in_clear(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(prove(visitor, known(house)[1]))
    shown = visitor.post_form(page, password=PASSWORD, afficher="")
    assert (shown.status, shown.form().untouched["password"]) == (200, PASSWORD)
    visitor.send(shown)
    with house.store.reading() as unit:
        kept = visitor.cookie()
        told = draft(unit, kept, "activation", now())
    assert PASSWORD not in str(told)
    assert told["password_hash"].startswith("$argon2id$")


def test_sent_twice_the_activation_ends_on_the_same_page_with_the_same_card(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    check = choose(visitor, prove(visitor, code), "print")
    done = visitor.send(check)
    card = words(visitor.post_form(done, size="14").content)
    again = visitor.send(check)
    assert (again.path, again.words) == (done.path, done.words)
    assert words(visitor.post_form(again, size="14").content) == card


def test_two_browsers_activating_at_once_make_one_account(house: House) -> None:
    _, code = known(house)
    first, second = house.visitor(), house.visitor()
    checks = [choose(one, prove(one, code), "print") for one in (first, second)]
    assert first.send(checks[0]).path == "/activation/fini"
    assert second.send(checks[1]).heading == "Votre dossier est déjà activé"


def test_who_had_said_no_is_told_that_activating_takes_it_back(house: House) -> None:
    patient_id, code = known(house, state=State.OPPOSED)
    visitor = house.visitor()
    check = choose(visitor, prove(visitor, code), "print")
    assert "Vous aviez dit non. Si vous activez, le dossier s’ouvre." in check.words
    visitor.send(check)
    with house.store.reading() as unit:
        assert case_of(unit, patient_id).state is State.ACTIVATED


def test_no_address_of_the_way_holds_anything_personal(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    done = visitor.send(choose(visitor, prove(visitor, code), "print"))
    told = " ".join(visitor.trail).lower()
    for secret in (code, in_groups(code), "4711", "1969", "delmas", identifier_on(done), "tasse"):
        assert secret.lower() not in told


def test_a_line_of_the_demo_card_is_no_line_of_the_new_one(house: House) -> None:
    _, code = known(house, replace(AURELIE, mobile=""))
    visitor = house.visitor()
    done = visitor.send(choose(visitor, prove(visitor, code), "print"))
    answer = open_with(house, identifier_on(done), house.code("roux.jeanne"))
    assert (answer.status, BY_IDENTIFIER["roux.jeanne"].has_card) == (422, True)


def test_too_many_at_once_are_asked_to_come_back_with_nothing_lost(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(prove(visitor, known(house)[1]))
    with ExitStack() as others:
        for _ in range(3):
            others.callback(passwords.admission._places.release)
            assert passwords.admission._places.acquire(blocking=False)
        busy = visitor.post_form(page, password=PASSWORD)
    assert (busy.status, busy.headers["Retry-After"]) == (503, "5")
    assert "Comptez jusqu’à dix" in busy.words
    assert visitor.send(busy, password=PASSWORD).path == "/activation/second-code"


def test_a_code_that_expires_before_the_last_click_activates_nothing(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        patient_id, code = known(house)
        clock.shift(timedelta(weeks=6, minutes=-5))
        visitor = house.visitor()
        check = choose(visitor, prove(visitor, code), "print")
        clock.shift(timedelta(minutes=5, seconds=1))
        assert visitor.send(check).heading == "Ce code ne sert plus"
        with house.store.reading() as unit:
            assert (state_of(unit, patient_id), has_credentials(unit, patient_id)) == (State.OPENED, False)


def test_a_telephone_taken_off_the_file_before_the_last_click_is_asked_about_again(house: House) -> None:
    patient_id, code = known(house)
    visitor = house.visitor()
    check = choose(visitor, prove(visitor, code), "sms")
    with house.store.writing() as unit:
        sealed = key_of(unit, patient_id).seal(replace(AURELIE, mobile="").to_bytes(), Place("person", patient_id, 1))
        unit.connection.exec_driver_sql("UPDATE patient SET sealed = ? WHERE patient_id = ?", (sealed, patient_id))
    assert visitor.post_form(check).location == "/activation/second-code"
    with house.store.reading() as unit:
        assert not has_credentials(unit, patient_id)
