"""The advisor's pages: what stands on a paper, number and screen go together, and a second person answers."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import in_groups, new_sign_code, now
from dossier.identity import ContactKind, TypedIdentity, suspend_staff
from dossier.policy import Acting, Role
from dossier.recovery import (
    CaseState,
    Lost,
    Proof,
    ask_contact_change,
    confirm_seen,
    is_claimed_by,
    open_online,
    patient_of_case,
    refuse_seen,
    standing_of,
    standing_online,
)
from tests.kit.activating import AURELIE
from tests.kit.desk import INES, PAUL, SARAH, AtDesk, Desk, desk_of, scripts_left_out
from tests.kit.house import events_of
from tests.kit.oversight import PAPER, VISIT, frozen, give_paper, helpless, screen_code, seen, staff_id_of
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import DOMAINS, NEW, agent, dispute_codes, opened, prove, shown_at
from tests.kit.visitor import Answer

PATH = "/guichet"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def ines(desk: Desk) -> AtDesk:
    return desk.signed_in(INES)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def supervisor(desk: Desk, patient_id: bytes) -> Acting:
    return Acting(Role.SUPERVISOR, patient_id, staff_id_of(desk, SARAH), "Sarah, Direction")


def state_of(house: House, number: str) -> CaseState:
    with house.store.reading() as unit:
        boss = Acting(Role.SUPERVISOR, patient_of_case(unit, number), b"a supervisor----", "Luc")
        return standing_of(unit, boss, number, now()).state


def bare(page: Answer) -> tuple[int, str, str]:
    """Return what an answer says, without what was typed and the form tokens, which always differ."""
    headers = sorted((name, value) for name, value in page.headers.items() if name != "Content-Length")
    return page.status, re.sub(r'value="[^"]*"', "", page.html), repr(headers)


def test_a_paper_that_was_seen_waits_for_a_second_person(ines: AtDesk, house: House) -> None:
    patient_id, number = helpless(house)
    code = screen_code(house, number)
    page = ines.follow(give_paper(ines, in_groups(number).lower(), f" {code[:3]} {code[3:]}"))
    assert page.path == f"/guichet/{number}"
    assert page.heading == f"Pièce vue pour la demande {in_groups(number)}"
    assert "Une deuxième personne doit confirmer." in page.words
    assert "Elle garde sa page ouverte, sur le même appareil." in page.words
    assert state_of(house, number) is CaseState.DESK_REQUIRED
    with house.store.reading() as unit:
        assert "recovery:identity:seen" in events_of(unit, patient_id)
        assert dispute_codes(unit, patient_id, "seen")


def test_once_confirmed_her_own_visit_goes_on_and_the_advisor_is_told(desk: Desk, ines: AtDesk, house: House) -> None:
    patient_id, number = helpless(house)
    ines.follow(give_paper(ines, number, screen_code(house, number)))
    with house.store.writing() as unit:
        confirm_seen(unit, supervisor(desk, patient_id), number, now(), shown_at=shown_at(unit, number, now()))
        assert is_claimed_by(unit, number, VISIT, now())
    page = ines.get(f"/guichet/{number}")
    assert "C’est confirmé." in page.words
    assert "Elle choisit un nouveau mot de passe. Elle a 24 heures" in page.words
    assert "hx-trigger" not in page.html
    assert f"{in_groups(number)} C’est confirmé." in ines.get(PATH).words


def test_once_refused_the_advisor_is_told_and_nothing_is_granted(desk: Desk, ines: AtDesk, house: House) -> None:
    patient_id, number = helpless(house)
    ines.follow(give_paper(ines, number, screen_code(house, number)))
    with house.store.writing() as unit:
        refuse_seen(unit, supervisor(desk, patient_id), number, now(), shown_at=shown_at(unit, number, now()))
    page = ines.get(f"/guichet/{number}")
    assert "La deuxième personne n’a pas confirmé." in page.words
    assert "Nous l’avons prévenue par tous ses contacts." in page.words
    assert state_of(house, number) is CaseState.DESK_REQUIRED


def test_a_frozen_case_goes_on_under_another_number(desk: Desk, ines: AtDesk, house: House) -> None:
    patient_id, number = frozen(house)
    ines.follow(give_paper(ines, number, screen_code(house, number)))
    with house.store.writing() as unit:
        after = confirm_seen(unit, supervisor(desk, patient_id), number, now(), shown_at=shown_at(unit, number, now()))
    page = ines.get(f"/guichet/{number}")
    assert "C’est confirmé, sous un nouveau numéro." in page.words
    following = re.search(r"Le nouveau numéro : (\S+)", page.words).group(1).replace("-", "")
    assert following not in (number, after.number.replace(number, ""))
    assert state_of(house, following) is CaseState.PROVED_ONCE


def test_where_a_code_could_reach_her_the_paper_is_one_proof_at_once(ines: AtDesk, house: House) -> None:
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        number = opened(unit, patient_id, now=now()).number
    page = ines.follow(give_paper(ines, number, screen_code(house, number)))
    assert "C’est compté comme une preuve." in page.words
    with house.store.reading() as unit:
        assert standing_online(unit, number, now()).proofs_given == (Proof.DESK,)
    again = give_paper(ines, number, screen_code(house, number))
    assert (again.status, "Vous avez déjà agi pour cette demande." in again.words) == (422, True)


def test_beside_an_e_mail_the_paper_still_cools_and_the_advisor_says_so(ines: AtDesk, house: House) -> None:
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        number = opened(unit, patient_id, now=now()).number
        assert prove(unit, patient_id, number, Proof.EMAIL, now()) == "right"
    page = ines.follow(give_paper(ines, number, screen_code(house, number)))
    assert "C’est compté. Il faut attendre 3 jours." in page.words
    assert "Pendant ce temps, elle peut tout arrêter." in page.words


def test_a_paper_that_another_saw_counts_once(ines: AtDesk, house: House) -> None:
    patient_id, _ = known(house)
    with house.store.writing() as unit:
        number = opened(unit, patient_id, now=now()).number
    seen(house, patient_id, number, b"another advisor-")
    again = give_paper(ines, number, screen_code(house, number))
    assert (again.status, "Une pièce compte déjà pour ce numéro." in again.words) == (422, True)


def test_wrong_code_wrong_person_unknown_number_and_decoy_are_one_answer(ines: AtDesk, house: House) -> None:
    _, number = helpless(house)
    code = screen_code(house, number)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    unknown = {**PAPER, "birth_name": "Durand", "ins": "269054958815879"}
    with house.store.writing() as unit:
        nobody = TypedIdentity("Durand", "Aurélie", AURELIE.birth_on, unknown["ins"])
        decoy = open_online(unit, nobody, DOMAINS, Lost.PASSWORD, "198.51.100", now()).number
    answers = [
        give_paper(ines, number, wrong),
        give_paper(ines, number, code, first_name="Anne-Lise"),
        give_paper(ines, number, code, year="1970"),
        give_paper(ines, new_sign_code(), code),
        give_paper(ines, decoy, screen_code(house, decoy), **unknown),
    ]
    assert "Ces réponses ne vont pas ensemble." in answers[0].words
    assert {answer.status for answer in answers} == {422}
    assert len({bare(answer) for answer in answers}) == 1
    assert state_of(house, number) is CaseState.DESK_REQUIRED


def test_a_code_is_good_for_half_an_hour_and_for_one_paper(
    desk: Desk, house: House, clock: time_machine.Traveller
) -> None:
    _, number = helpless(house)
    code = screen_code(house, number)
    clock.shift(timedelta(minutes=31))
    ines = desk.signed_in(INES)
    assert "Ces réponses ne vont pas ensemble." in give_paper(ines, number, code).words
    code = screen_code(house, number)
    assert give_paper(ines, number, code).status == 303
    assert "Ces réponses ne vont pas ensemble." in give_paper(ines, number, code).words


def test_too_many_that_do_not_go_together_are_a_pause_and_nothing_is_lost(ines: AtDesk, house: House) -> None:
    _, number = helpless(house)
    code = screen_code(house, number)
    for _ in range(10):
        give_paper(ines, new_sign_code(), code)
    answer = give_paper(ines, number, code)
    assert (answer.status, answer.headers["Retry-After"].isdigit()) == (429, True)
    assert "Il y a eu trop d’essais." in answer.words
    assert answer.form(PATH).untouched["first_name"] == "aurelie"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"birth_name": ""}, "Le nom de naissance manque."),
        ({"first_name": ""}, "Le prénom manque."),
        ({"day": "31", "month": "2"}, "Ce jour n’existe pas."),
        ({"ins": ""}, "Le numéro de sécurité sociale manque."),
        ({"ins": "2 69"}, "Ce numéro de sécurité sociale n’est pas complet."),
        ({"ins": "269054958815781"}, "Un des chiffres du numéro n’est pas le bon."),
        ({"number": ""}, "Écrivez les 12 signes dans la case."),
        ({"number": "7KQM"}, "Il faut 12 signes. Il en manque 8."),
        ({"screen_code": ""}, "Le code de l’écran manque."),
        ({"screen_code": "12 34"}, "Le code de l’écran n’est pas complet."),
    ],
)
def test_each_mistake_is_told_and_all_the_rest_stays(ines: AtDesk, changes: dict[str, str], words: str) -> None:
    number = new_sign_code()
    typed = {**PAPER, "number": number, "screen_code": "481516", **changes}
    page = ines.post_form(ines.get(PATH), to=PATH, **typed)
    assert (page.status, words in page.words) == (422, True)
    assert page.title.startswith("Erreur : Voir une pièce d’identité")
    assert page.form(PATH).untouched | typed == page.form(PATH).untouched


def test_whoever_opened_the_case_sees_no_paper_for_it(desk: Desk, ines: AtDesk, house: House) -> None:
    _, number = helpless(house, staff_id_of(desk, INES))
    page = give_paper(ines, number, screen_code(house, number))
    assert (page.status, "Une autre personne doit voir la pièce." in page.words) == (422, True)


def test_whoever_asked_for_a_change_of_contact_sees_no_paper_for_a_month(
    desk: Desk, ines: AtDesk, house: House
) -> None:
    patient_id, number = helpless(house)
    acting = agent(patient_id, staff_id_of(desk, INES))
    with house.store.writing() as unit:
        ask_contact_change(unit, acting, ContactKind.MOBILE, NEW["mobile"], "Accueil", now())
    page = give_paper(ines, number, screen_code(house, number))
    assert (page.status, "Vous avez changé un contact de cette personne." in page.words) == (422, True)


def test_a_case_that_is_somewhere_else_has_nothing_to_confirm(ines: AtDesk, house: House) -> None:
    patient_id, number = helpless(house)
    code = screen_code(house, number)
    seen(house, patient_id, number, b"another advisor-")
    with house.store.writing() as unit:
        boss = Acting(Role.SUPERVISOR, patient_id, b"another boss----", "Luc")
        confirm_seen(unit, boss, number, now(), shown_at=shown_at(unit, number, now()))
    assert "Ces réponses ne vont pas ensemble." in give_paper(ines, number, code).words
    page = give_paper(ines, number, screen_code(house, number))
    assert (page.status, "Rien à confirmer pour ce numéro." in page.words) == (422, True)


def test_an_old_code_of_the_desk_is_asked_for_first(desk: Desk, clock: time_machine.Traveller) -> None:
    ines = desk.signed_in(INES)
    clock.shift(timedelta(minutes=11))
    answer = ines.get(PATH)
    assert answer.location == "/code?suite=/guichet"
    assert ines.send(ines.follow(answer), to="/code?suite=/guichet", code=desk.code(INES)).path == PATH


def test_a_code_that_grew_old_over_the_form_is_asked_for_in_it(
    desk: Desk, house: House, clock: time_machine.Traveller
) -> None:
    ines = desk.signed_in(INES)
    _, number = helpless(house)
    page = ines.get(PATH)
    clock.shift(timedelta(minutes=12))
    code = screen_code(house, number)
    page = ines.post_form(page, to=PATH, **PAPER, number=number, screen_code=code)
    assert (page.status, "Votre dernier code a plus de 10 minutes." in page.words) == (422, True)
    assert page.form(PATH).untouched["ins"] == AURELIE.ins
    wrong = ines.post_form(page, to=PATH, code="000000")
    assert (wrong.status, "Ce n’est pas le bon code." in wrong.words) == (422, True)
    assert state_of(house, number) is CaseState.DESK_REQUIRED
    done = ines.post_form(wrong, to=PATH, code=desk.code(INES))
    assert done.location == f"/guichet/{number}"


def test_a_case_that_another_saw_and_an_unknown_one_are_no_pages(ines: AtDesk, house: House) -> None:
    patient_id, number = helpless(house)
    seen(house, patient_id, number, b"another advisor-")
    assert ines.get(f"/guichet/{number}").status == 404
    assert ines.get(f"/guichet/{new_sign_code()}").status == 404
    assert in_groups(number) not in ines.get(PATH).all_words


@pytest.mark.parametrize("identifier", [PAUL, SARAH])
def test_the_desk_is_the_advisors_alone(desk: Desk, identifier: str) -> None:
    other = desk.signed_in(identifier)
    assert other.get(PATH).status == 403
    other.get("/")
    token = other.page.form("/quitter").untouched["jeton"]
    assert other.post(PATH, {**PAPER, "jeton": token}).status == 403
    assert "Guichet" not in other.get("/").all_words


def test_a_suspended_advisor_is_out_with_her_next_click(desk: Desk, ines: AtDesk, house: House) -> None:
    _, number = helpless(house)
    page = ines.get(PATH)
    with house.store.writing() as unit:
        suspend_staff(unit, INES, now())
    answer = ines.post_form(page, to=PATH, **PAPER, number=number, screen_code=screen_code(house, number))
    assert answer.location == "/session-terminee"
    with house.store.reading() as unit:
        assert standing_online(unit, number, now()).seen_at is None


def test_nothing_of_the_person_is_in_an_address_or_on_the_page_after(ines: AtDesk, house: House) -> None:
    _, number = helpless(house)
    page = ines.follow(give_paper(ines, number, screen_code(house, number)))
    told = "delmas|aur[eé]lie|1969|quimper|example|" + AURELIE.ins
    assert not re.search(told, page.html, re.IGNORECASE)
    assert not re.search(told, " ".join(ines.trail), re.IGNORECASE)


def test_the_page_looks_again_by_itself_and_the_same_link_does_without_scripts(ines: AtDesk, house: House) -> None:
    _, number = helpless(house)
    page = ines.follow(give_paper(ines, number, screen_code(house, number)))
    assert 'id="veille-guichet" hx-get="/guichet/' in page.html
    assert 'hx-trigger="every 5s"' in page.html
    plain = scripts_left_out(page.html)
    assert "hx-" not in plain
    assert f'<a href="/guichet/{number}">Actualiser</a>' in plain


def test_the_advisors_first_page_leads_to_the_desk_and_tells_what_is_never_shown(ines: AtDesk) -> None:
    page = ines.get("/")
    assert page.heading == "Votre guichet"
    assert page.link("Voir une pièce d’identité") == PATH
    assert "Inès Laurent Guichet" in page.all_words
    assert not {"/alarmes", "/a-confirmer", "/appels"} & set(page.links)
