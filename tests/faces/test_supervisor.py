"""The supervisor's pages: alarms in words, and the second person of what takes two."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import in_groups, new_sign_code, now
from dossier.identity import ContactKind, change_contact, suspend_staff
from dossier.recovery import (
    CaseState,
    Standing,
    ask_contact_change,
    confirm_seen,
    open_case,
    patient_of_case,
    standing_of,
)
from tests.kit.desk import INES, LEILA, PAUL, SARAH, AtDesk, Desk, desk_of, scripts_left_out
from tests.kit.house import enrolled, operator, with_credentials
from tests.kit.oversight import frozen, helpless, seen, staff_id_of
from tests.kit.page_checker import DESK_PAGE, check_page
from tests.kit.portal import House
from tests.kit.recovery import CONTACTS, NEW, agent, dispute_codes, shown_at, supervisor
from tests.kit.samples_of_oversight import drawn

ALARMS, WAITING = "/alarmes", "/a-confirmer"
A_TUESDAY, A_SUNDAY = "2026-11-24T10:00:00+00:00", "2026-11-22T10:00:00+00:00"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def sarah(desk: Desk) -> AtDesk:
    return desk.signed_in(SARAH)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def tuesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(A_TUESDAY, tick=False) as clock:
        yield clock


def standing(house: House, number: str) -> Standing:
    with house.store.reading() as unit:
        return standing_of(unit, supervisor(patient_of_case(unit, number)), number, now())


def somebody(house: House) -> bytes:
    with house.store.writing() as unit:
        patient_id = enrolled(unit, **CONTACTS)
        with_credentials(unit, patient_id)
        return patient_id


def opened_by(house: House, staff_id: bytes, *, call: str = "A-1") -> None:
    patient_id = somebody(house)
    with house.store.writing() as unit:
        open_case(unit, agent(patient_id, staff_id), "password", now(), call_reference=call)


def waiting(desk: Desk) -> tuple[bytes, str]:
    """Return a case that Inès saw the paper of, and whose."""
    patient_id, number = helpless(desk.house)
    seen(desk.house, patient_id, number, staff_id_of(desk, INES))
    return patient_id, number


# Alarms


def test_no_alarm_is_said_to_be_none(desk: Desk, tuesday: time_machine.Traveller) -> None:
    page = desk.signed_in(SARAH).get(ALARMS)
    assert "Aucune alarme. Rien ne sort de l’ordinaire depuis 7 jours." in page.words


def test_an_alarm_says_what_is_odd_with_whom_how_often_and_what_to_check(
    desk: Desk, house: House, tuesday: time_machine.Traveller
) -> None:
    paul = staff_id_of(desk, PAUL)
    for _ in range(2):
        opened_by(house, paul, call="")
    opened_by(house, b"an agent of old-", call="")
    page = desk.signed_in(SARAH).get(ALARMS)
    assert "2 alarmes à regarder." in page.words
    assert "Demandes ouvertes sans appel La référence de l’appel manque." in page.words
    assert "Paul Mercier · Nord 2 demandes" in page.words
    assert "Quelqu’un qui n’est plus là 1 demande" in page.words
    assert "Demandez d’où venait la demande. Cherchez l’appel à la même heure." in page.words
    assert "Mercier" not in "".join(re.findall('href="[^"]*"', page.html))


def test_cases_on_a_sunday_and_a_contact_of_two_people_are_alarms(desk: Desk, house: House) -> None:
    with time_machine.travel(A_SUNDAY, tick=False):
        opened_by(house, staff_id_of(desk, LEILA))
        people = somebody(house), somebody(house)
        with house.store.writing() as unit:
            for patient_id in people:
                ask_contact_change(unit, agent(patient_id), ContactKind.MOBILE, NEW["mobile"], "Lyon", now())
        page = desk.signed_in(SARAH).get(ALARMS)
    assert "Demandes ouvertes hors des heures La ligne était fermée. Leïla Benmoussa · Sud 1 demande" in page.words
    assert "Le même contact pour plusieurs personnes" in page.words
    assert "Toutes les équipes 1 contact Une famille partage parfois un téléphone" in page.words
    assert NEW["mobile"] not in page.html


# Who sees them


@pytest.mark.parametrize("identifier", [PAUL, INES])
def test_alarms_and_confirmations_are_the_supervisors_alone(desk: Desk, identifier: str) -> None:
    _, number = waiting(desk)
    other = desk.signed_in(identifier)
    for path in (ALARMS, WAITING, f"{WAITING}/{number}"):
        assert other.get(path).status == 403
    token = other.get("/").form("/quitter").untouched["jeton"]
    for answer in ("oui", "non"):
        assert other.post(f"{WAITING}/{number}/{answer}", {"jeton": token}).status == 403
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED
    assert not {ALARMS, WAITING} & set(other.get("/").links)


def test_the_supervisors_first_page_leads_to_both(sarah: AtDesk) -> None:
    page = sarah.get("/")
    assert page.heading == "Votre poste de responsable"
    assert (page.link("Regarder les alarmes"), page.link("Voir ce qui attend")) == (ALARMS, WAITING)
    assert "/guichet" not in page.links


# The second person


def test_nothing_to_confirm_is_said(sarah: AtDesk) -> None:
    page = sarah.get(WAITING)
    assert "Rien à confirmer. Identités vues à un guichet Aucun guichet n’attend de réponse." in page.words
    assert "Aucune demande n’est arrêtée." in page.words


def test_a_paper_that_was_seen_is_listed_with_who_saw_it_and_confirmed(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = waiting(desk)
    page = sarah.get(WAITING)
    assert f"{in_groups(number)} Inès Laurent · France Services de Schiltigheim Pièce vue le" in page.words
    page = sarah.get(page.link(in_groups(number)))
    assert page.heading.replace("\u00a0", " ") == f"Confirmer la demande {in_groups(number)} ?"
    assert "Perdu Tout est perdu Pièce vue par Inès Laurent France Services de Schiltigheim" in page.words
    assert "Votre oui lui suffit pour choisir un nouveau mot de passe." in page.words
    done = sarah.send(page, to=f"{WAITING}/{number}/oui")
    assert "C’est confirmé. L’écran de la personne continue tout seul." in done.words
    assert in_groups(number) not in done.words
    assert standing(desk.house, number).state is CaseState.GRANTED
    with desk.house.store.reading() as unit:
        assert dispute_codes(unit, patient_id, "granted")


def test_a_no_takes_the_seeing_back_and_the_person_is_told(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = waiting(desk)
    done = sarah.send(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/non")
    assert "C’est refusé. La personne est prévenue par tous ses contacts." in done.words
    assert standing(desk.house, number).seen_at is None
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED
    with desk.house.store.reading() as unit:
        assert dispute_codes(unit, patient_id, "seen-refused")


def test_a_frozen_case_is_listed_until_it_was_seen_then_goes_on_in_another(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = frozen(desk.house)
    page = sarah.get(WAITING)
    assert f"Demandes arrêtées {in_groups(number)} Arrêtée le" in page.words
    assert f"{WAITING}/{number}" not in page.links
    seen(desk.house, patient_id, number, staff_id_of(desk, INES))
    page = sarah.get(WAITING)
    assert page.words.count(in_groups(number)) == 1
    page = sarah.get(page.link(in_groups(number)))
    assert "Votre oui ouvre une nouvelle demande." in page.words
    done = sarah.send(page, to=f"{WAITING}/{number}/oui")
    assert "C’est confirmé." in done.words
    assert "Aucune demande n’est arrêtée." in done.words


@pytest.mark.parametrize("answer", ["oui", "non"])
def test_an_answer_is_for_the_paper_that_was_shown_and_for_no_later_one(
    desk: Desk, sarah: AtDesk, clock: time_machine.Traveller, answer: str
) -> None:
    """Another desk that sees a paper meanwhile, before another screen, doesn't get the yes of the first."""
    patient_id, number = waiting(desk)
    page = sarah.get(f"{WAITING}/{number}")
    clock.shift(timedelta(minutes=3))
    seen(desk.house, patient_id, number, staff_id_of(desk, PAUL))
    told = sarah.post_form(page, to=f"{WAITING}/{number}/{answer}")
    assert (told.status, "un guichet a vu une pièce entre-temps." in told.words) == (422, True)
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED
    assert standing(desk.house, number).seen_at == now(), "the later one still waits"
    done = sarah.send(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/oui")
    assert "C’est confirmé." in done.words


def test_a_supervisor_alone_confirms_nothing(desk: Desk, sarah: AtDesk) -> None:
    _, number = helpless(desk.house)
    page = sarah.get(f"{WAITING}/{number}")
    assert (page.status, "Cette demande n’attend plus de réponse." in page.words) == (410, True)
    token = page.form("/quitter").untouched["jeton"]
    for answer in ("oui", "non"):
        page = sarah.post(f"{WAITING}/{number}/{answer}", {"jeton": token})
        assert (page.status, "Cette demande n’attend plus de réponse." in page.words) == (410, True)
    assert sarah.post(f"{WAITING}/{new_sign_code()}/oui", {"jeton": token}).words == page.words
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_nobody_confirms_what_she_saw_herself(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = helpless(desk.house)
    seen(desk.house, patient_id, number, staff_id_of(desk, SARAH))
    page = sarah.post_form(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/oui")
    assert (page.status, "vous avez vu la pièce. Une autre personne doit confirmer." in page.words) == (422, True)
    assert page.title.startswith("Erreur : À confirmer")
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_nobody_confirms_a_case_that_she_opened(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = helpless(desk.house, staff_id_of(desk, SARAH))
    seen(desk.house, patient_id, number, staff_id_of(desk, INES))
    page = sarah.post_form(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/oui")
    assert (page.status, "vous avez ouvert cette demande." in page.words) == (422, True)
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_after_a_contact_changed_nothing_is_confirmed_for_a_week(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = waiting(desk)
    with desk.house.store.writing() as unit:
        change_contact(unit, operator(patient_id), ContactKind.EMAIL, NEW["email"], now())
    page = sarah.post_form(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/oui")
    assert (page.status, "un contact vient de changer. Attendez 7 jours" in page.words) == (422, True)
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_whoever_asked_for_a_change_of_contact_confirms_nothing_for_a_month(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = waiting(desk)
    acting = agent(patient_id, staff_id_of(desk, SARAH))
    with desk.house.store.writing() as unit:
        ask_contact_change(unit, acting, ContactKind.MOBILE, NEW["mobile"], "Direction", now())
    page = sarah.post_form(sarah.get(f"{WAITING}/{number}"), to=f"{WAITING}/{number}/oui")
    assert (page.status, "vous avez changé un contact." in page.words) == (422, True)
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_after_a_day_it_is_too_late(desk: Desk, clock: time_machine.Traveller) -> None:
    patient_id, number = helpless(desk.house)
    seen(desk.house, patient_id, number, staff_id_of(desk, INES))
    clock.shift(timedelta(hours=23, minutes=55))
    sarah = desk.signed_in(SARAH)
    page = sarah.get(f"{WAITING}/{number}")
    assert page.status == 200
    clock.shift(timedelta(minutes=6))
    late = sarah.post_form(page, to=f"{WAITING}/{number}/oui")
    assert (late.status, "Cette demande n’attend plus de réponse." in late.words) == (410, True)
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_the_second_of_two_supervisors_comes_too_late(desk: Desk, sarah: AtDesk) -> None:
    patient_id, number = waiting(desk)
    page = sarah.get(f"{WAITING}/{number}")
    with desk.house.store.writing() as unit:
        confirm_seen(unit, supervisor(patient_id), number, now(), shown_at=shown_at(unit, number, now()))
    late = sarah.post_form(page, to=f"{WAITING}/{number}/non")
    assert (late.status, "Quelqu’un a répondu avant vous" in late.words) == (410, True)
    assert standing(desk.house, number).state is CaseState.GRANTED


def test_an_old_code_is_asked_for_before_the_case_is_shown(desk: Desk, clock: time_machine.Traveller) -> None:
    _, number = waiting(desk)
    sarah = desk.signed_in(SARAH)
    clock.shift(timedelta(minutes=11))
    answer = sarah.get(f"{WAITING}/{number}")
    assert answer.location == f"/code?suite={WAITING}/{number}"
    page = sarah.send(sarah.follow(answer), to=answer.location, code=desk.code(SARAH))
    assert page.path == f"{WAITING}/{number}"


@pytest.mark.parametrize(("answer", "granted"), [("oui", True), ("non", False)])
def test_a_code_that_grew_old_meanwhile_is_asked_for_with_the_answer_that_was_given(
    desk: Desk, clock: time_machine.Traveller, answer: str, granted: bool
) -> None:
    _, number = waiting(desk)
    sarah = desk.signed_in(SARAH)
    page = sarah.get(f"{WAITING}/{number}")
    clock.shift(timedelta(minutes=11))
    target = f"{WAITING}/{number}/{answer}"
    page = sarah.post_form(page, to=target)
    assert (page.status, page.title.startswith("Erreur : Confirmer la demande")) == (422, True)
    assert [form.action for form in page.forms if WAITING in form.action] == [target]
    wrong = sarah.post_form(page, to=target, code="000000")
    assert (wrong.status, "Ce n’est pas le bon code." in wrong.words) == (422, True)
    assert standing(desk.house, number).seen_at is not None
    sarah.send(wrong, to=target, code=desk.code(SARAH))
    after = standing(desk.house, number)
    assert (after.state is CaseState.GRANTED, after.seen_at is None) == (granted, not granted)


def test_a_suspended_supervisor_confirms_nothing_any_more(desk: Desk, sarah: AtDesk) -> None:
    _, number = waiting(desk)
    page = sarah.get(f"{WAITING}/{number}")
    with desk.house.store.writing() as unit:
        suspend_staff(unit, SARAH, now())
    assert sarah.post_form(page, to=f"{WAITING}/{number}/oui").location == "/session-terminee"
    assert standing(desk.house, number).state is CaseState.DESK_REQUIRED


def test_lists_look_again_by_themselves_which_is_no_use_of_the_desk(desk: Desk, clock: time_machine.Traveller) -> None:
    sarah = desk.signed_in(SARAH)
    for path, name in ((ALARMS, "alarmes"), (WAITING, "attente")):
        page = sarah.get(path)
        assert f'id="veille-{name}" hx-get="{path}" hx-trigger="every 30s"' in page.html
        plain = scripts_left_out(page.html)
        assert "hx-" not in plain
        assert f'<a href="{path}">Actualiser</a>' in plain
    for _ in range(4):
        clock.shift(timedelta(minutes=4))
        answer = sarah.get(WAITING, HX_Source="div#veille-attente")
    assert answer.location == "/reprise"


# Every page in every state


@pytest.mark.parametrize(("name", "html"), list(drawn()), ids=[name for name, _ in drawn()])
def test_every_state_of_every_page_is_strict_light_and_titled(name: str, html: str) -> None:
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    check_page(html, url=name, status=200, headers=headers, weight_budget=DESK_PAGE, scripts="/scripts/")
    title, heading = re.search("<title>(.*?)</title>", html).group(1), re.search("<h1>(.*?)</h1>", html).group(1)
    mistaken = 'class="error"' in html
    assert (
        title.replace("\u00a0", " ")
        == f"{'Erreur : ' if mistaken else ''}{heading.replace(chr(160), ' ')} – Poste Dossier Clair"
    )
    assert not re.search(r" [:?!;»]|« |\d h \d", re.sub(r"<style>.*?</style>|<[^>]*>", "\n", html, flags=re.DOTALL))
