"""Helping in a visit: a code to activate, an access found again, a contact changed; nobody here sees a secret."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from dossier.access import history
from dossier.identity import person_of
from dossier.journal import witness_of
from dossier.lifecycle import Purpose, State, case_of, prove_activation, prove_letter
from dossier.mandates import consent_by_paper, draft_mandate, give_consent, send_consent_code
from dossier.outbox import Message
from dossier.policy import Acting, Role, Scope
from dossier.recovery import (
    CaseState,
    approve_contact_change,
    changes_waiting,
    give_code,
    patient_of_case,
    standing_online,
)
from tests.kit.desk import INES, LEILA, Desk, desk_of
from tests.kit.house import events_of, herself
from tests.kit.mandates import CONTACTS, DOMAINS, LE_PUY, NETWORK, TEXT, child_of, messages, newest_code, wanted
from tests.kit.mandates import desk_of as at_desk
from tests.kit.oversight import staff_id_of
from tests.kit.portal import House
from tests.kit.visit_acts import Visiting, begun, space_of
from tests.kit.visits import in_front, put_at

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CARD = "80250000001234567890"
SECRETS = re.compile(r"(?<![\d-])\d{6}(?![\d-])|(?<!\d)\d{8}(?!\d)|63998|47109|roux|tanneurs", re.IGNORECASE)


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def told_in_history(visiting: Visiting, event: str) -> dict[str, str]:
    with visiting.desk.house.store.writing() as unit:
        entries = history(unit, herself(visiting.her.id), NOON).entries
    return next(dict(one.facts) for one in entries if one.event == event)


def sent_to(visiting: Visiting, kind: str) -> list[Message]:
    with visiting.desk.house.store.reading() as unit:
        return messages(unit, visiting.her.id, kind)


def nothing_secret(visiting: Visiting, *pages: str) -> None:
    """Check that no page holds a code, a contact or a name that wasn't typed here."""
    for html in pages:
        shown = re.sub(r'value="[^"]*"|/scripts/[^"]*|<style>.*?</style>', "", html, flags=re.DOTALL)
        assert not SECRETS.search(shown), SECRETS.search(shown)


# Activation


def test_the_code_to_activate_goes_to_her_and_opens_her_record(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.ACTIVATION, state=State.OPENED, card_serial=CARD)
    page = visiting.open("activer")
    assert "Sa carte Vitale : les 4 derniers chiffres" in page.words
    page = visiting.press("activer")
    assert "Le code est parti par SMS." in page.words
    (sent,) = sent_to(visiting, "letter-code")
    code = sent.parameters["code"]
    assert code not in page.html
    nothing_secret(visiting, page.html)
    with desk.house.store.writing() as unit:
        letter = prove_activation(unit, code, visiting.her.person.birth_on, CARD[-4:], NETWORK, NOON)
    assert letter.outcome == "right"
    used = told_in_history(visiting, "mandates:mandate:used")
    assert (used["scope"], used["site"], used["actor"]) == ("activation", LE_PUY, "Inès Laurent")


def test_a_second_code_so_soon_is_the_first_one(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.ACTIVATION, state=State.OPENED)
    visiting.press("activer")
    assert "Un code est déjà parti il y a peu." in visiting.press("activer").words
    assert len(sent_to(visiting, "letter-code")) == 1


def test_without_a_telephone_the_code_travels_by_letter(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.ACTIVATION, state=State.OPENED, mobile="", agrees="voice")
    assert "Le code part par lettre." in visiting.press("activer").words
    assert sent_to(visiting, "letter-code")[0].channel == "letter"


def test_who_has_an_identifier_is_led_to_it(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.ACTIVATION, state=State.ACTIVATED, has_account=True)
    page = visiting.press("activer")
    assert (page.status, "Cette personne a déjà un identifiant." in page.words) == (409, True)
    assert sent_to(visiting, "letter-code") == []


# Recovery


def test_an_access_is_found_again_with_her_own_codes_on_her_own_screen(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.ACTIVATED, has_account=True)
    page = visiting.press("acces", lost="password")
    assert "Rien n’est encore prouvé" in page.words
    number = re.search(r"Numéro de la demande (\S+)", page.words).group(1).replace("-", "")
    assert "au numéro qui finit par 42" in page.words
    assert number not in " ".join(visiting.ines.trail)
    page = visiting.press("acces", to="acces/code", proof="sms")
    assert "Un code est parti" in page.words
    code = sent_to(visiting, "recovery-code")[0].parameters["code"]
    assert code not in page.html
    nothing_secret(visiting, page.html)
    with desk.house.store.writing() as unit:
        assert give_code(unit, number, code, NOON, visit="her own visit") == "right"
        assert standing_online(unit, number, NOON).state is CaseState.PROVED_ONCE
    opened = told_in_history(visiting, "recovery:case:opened")
    assert (opened["mandate"], opened["site"], opened["actor"]) == (visiting.reference, LE_PUY, "Inès Laurent")
    assert "recovery-notice" in {one.kind for one in sent_to(visiting, "recovery-notice")}


def test_a_case_is_not_opened_twice_and_nothing_lost_is_asked_again(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.ACTIVATED, has_account=True)
    form = visiting.open("acces").form(f"{visiting.path}/acces")
    sent = {"jeton": form.untouched["jeton"], "lost": "phone"}
    first, second = (visiting.ines.follow(visiting.ines.post(form.action, sent)) for _ in range(2))
    assert first.words == second.words
    with desk.house.store.reading() as unit:
        assert events_of(unit, visiting.her.id).count("recovery:case:opened") == 1


@pytest.mark.parametrize(
    ("lost", "proof", "told"),
    [
        ("phone", "sms", "Ce moyen est perdu."),
        ("password", "pigeon", "Il manque un moyen."),
    ],
)
def test_a_way_that_cannot_serve_is_said(
    desk: Desk, clock: time_machine.Traveller, lost: str, proof: str, told: str
) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.ACTIVATED, has_account=True)
    page = visiting.press("acces", lost=lost)
    token = page.form(f"{visiting.path}/acces/code").untouched["jeton"]
    answer = visiting.ines.post(f"{visiting.path}/acces/code", {"jeton": token, "proof": proof})
    assert (answer.status, told in answer.words) == (422, True)


def test_who_never_had_an_access_activates_first(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.OPENED)
    page = visiting.press("acces", lost="password")
    assert (page.status, "Cette personne n’a jamais eu d’accès." in page.words) == (422, True)
    assert visiting.press("acces").status == 422, "what is lost must be chosen"


def test_what_was_chosen_waits_while_she_proves_again(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.ACTIVATED, has_account=True)
    form = visiting.open("acces").form(f"{visiting.path}/acces")
    clock.shift(timedelta(minutes=11))
    answer = visiting.ines.post(form.action, {"jeton": form.untouched["jeton"], "lost": "card"})
    assert answer.location == f"{visiting.path}/preuve?acte=recovery"
    visiting.prove_again_here(Scope.RECOVERY)
    assert visiting.open("acces").form(f"{visiting.path}/acces").untouched["lost"] == "card"


def test_the_advisor_who_opened_the_case_is_not_the_one_who_sees_her_paper(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    visiting = begun(desk, Scope.RECOVERY, state=State.ACTIVATED, has_account=True)
    page = visiting.press("acces", lost="everything")
    number = re.search(r"Numéro de la demande (\S+)", page.words).group(1).replace("-", "")
    with desk.house.store.reading() as unit:
        assert patient_of_case(unit, number) == visiting.her.id
    assert visiting.ines.get(f"/guichet/{number}").status == 404


# A change of contact


def test_a_change_of_contact_waits_for_another_team_and_a_week(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.CONTACT_CHANGE, state=State.ACTIVATED, has_account=True)
    page = visiting.ines.get(f"{visiting.path}/contact?sorte=mobile")
    page = visiting.ines.post_form(page, to=f"{visiting.path}/contact", value="06 39 98 01 99")
    assert page.heading == "Le changement est demandé"
    assert "un numéro qui finit par 99" in page.words
    asked = told_in_history(visiting, "recovery:contact:asked")
    assert (asked["mandate"], asked["site"], asked["contact"]) == (visiting.reference, LE_PUY, "mobile")
    with desk.house.store.writing() as unit:
        leila = Acting(Role.CALL_AGENT, visiting.her.id, staff_id_of(desk, LEILA), "Leïla Benmoussa")
        (waiting,) = changes_waiting(unit, leila, NOON)
        approve_contact_change(unit, leila, waiting.reference, "Sud", NOON)
        assert person_of(unit, visiting.her.id, witness_of(visiting.her.id, 1)).mobile == CONTACTS["mobile"]
    nothing_secret(visiting, page.html)


def test_a_change_is_asked_for_somebody_who_never_signed_in(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.CONTACT_CHANGE, state=State.OPENED)
    page = visiting.ines.get(f"{visiting.path}/contact?sorte=mail")
    visiting.ines.post_form(page, to=f"{visiting.path}/contact", value="jeanne@example.net")
    with desk.house.store.reading() as unit:
        assert "recovery:contact:asked" in events_of(unit, visiting.her.id)


@pytest.mark.parametrize(
    ("sort", "fields", "told"),
    [
        ("mobile", {"value": ""}, "Le nouveau contact manque."),
        ("mobile", {"value": "06 12"}, "Ce contact ne peut pas exister."),
        ("mail", {"value": "jeanne"}, "Ce contact ne peut pas exister."),
        ("adresse", {"street": "3 RUE NEUVE", "town": ""}, "Le nouveau contact manque."),
    ],
)
def test_a_contact_that_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Desk, clock: time_machine.Traveller, sort: str, fields: dict[str, str], told: str
) -> None:
    visiting = begun(desk, Scope.CONTACT_CHANGE, state=State.ACTIVATED, has_account=True)
    page = visiting.ines.get(f"{visiting.path}/contact?sorte={sort}")
    page = visiting.ines.post_form(page, to=f"{visiting.path}/contact", **fields)
    assert (page.status, told in page.words) == (422, True)
    assert fields.items() <= page.form(f"{visiting.path}/contact").untouched.items()


def test_a_second_change_of_the_same_contact_waits(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.CONTACT_CHANGE, state=State.ACTIVATED, has_account=True)
    page = visiting.ines.get(f"{visiting.path}/contact?sorte=fixe")
    visiting.ines.post_form(page, to=f"{visiting.path}/contact", value="0471090199")
    page = visiting.ines.post_form(page, to=f"{visiting.path}/contact", value="0471090198")
    assert (page.status, "déjà en cours" in page.words) == (422, True)


def test_an_address_typed_before_a_new_proof_is_there_after_it(desk: Desk, clock: time_machine.Traveller) -> None:
    visiting = begun(desk, Scope.CONTACT_CHANGE, state=State.ACTIVATED, has_account=True)
    page = visiting.ines.get(f"{visiting.path}/contact?sorte=adresse")
    clock.shift(timedelta(minutes=11))
    typed = {"street": "3 RUE NEUVE", "more": "BATIMENT C", "town": "69001 LYON"}
    answer = visiting.ines.post_form(page, to=f"{visiting.path}/contact", **typed)
    assert answer.location == f"{visiting.path}/preuve?acte=contact-change"
    visiting.prove_again_here(Scope.CONTACT_CHANGE)
    page = visiting.open("contact")
    assert typed.items() <= page.form(f"{visiting.path}/contact").untouched.items()
    assert visiting.ines.send(page, to=f"{visiting.path}/contact").heading == "Le changement est demandé"


# A child, and a signed paper


def test_a_parent_has_a_no_said_for_a_child(desk: Desk, clock: time_machine.Traveller) -> None:
    parent = in_front(desk.house)
    put_at(desk)
    with desk.house.store.writing() as unit:
        leo = child_of(unit, parent)
        space_of(unit, leo.id, State.ANNOUNCED, date(2026, 11, 2))
        ines = at_desk(unit, INES, NOON)
        asked = draft_mandate(unit, ines, leo.typed, DOMAINS, wanted(), TEXT, NOON, given_by=parent.typed)
        send_consent_code(unit, ines, asked.reference, "sms", NOON)
        assert give_consent(unit, asked.reference, newest_code(unit, parent.id), NETWORK, NOON) == "right"
    visiting = Visiting(desk, desk.signed_in(INES), asked.reference, leo)
    assert visiting.press("dire-non", "dire-non").heading == "C’est noté : la personne a dit non"
    with desk.house.store.reading() as unit:
        assert case_of(unit, leo.id).state is State.OPPOSED
        assert case_of(unit, parent.id) is None
        assert "lifecycle:act:told" in events_of(unit, parent.id)


def test_a_signed_paper_alone_sends_a_letter_and_says_no_for_nobody(desk: Desk, clock: time_machine.Traveller) -> None:
    her = in_front(desk.house)
    put_at(desk)
    with desk.house.store.writing() as unit:
        space_of(unit, her.id, State.ANNOUNCED, date(2026, 11, 2))
        ines = at_desk(unit, INES, NOON)
        asked = draft_mandate(unit, ines, her.typed, DOMAINS, wanted(Scope.OPT_OUT), TEXT, NOON)
        consent_by_paper(unit, ines, asked.reference, b"s" * 32, 1, NOON)
    visiting = Visiting(desk, desk.signed_in(INES), asked.reference, her)
    page = visiting.open("dire-non")
    assert "L’accord est sur papier. Il permet seulement d’envoyer une lettre." in page.words
    offered = page.form(f"{visiting.path}/dire-non").offered
    assert set(offered) == {"jeton", "lettre"}
    token = page.form(f"{visiting.path}/dire-non").untouched["jeton"]
    for button in ("dire-non", "pas-pour-moi", "changer-avis", "fermer"):
        answer = visiting.ines.post(f"{visiting.path}/dire-non", {"jeton": token, button: ""})
        assert answer.location == f"{visiting.path}/dire-non"
    assert sent_to(visiting, "letter-code") == []
    page = visiting.press("dire-non", "lettre")
    assert "La lettre est demandée. Elle part, si c’est possible." in page.words
    (letter,) = sent_to(visiting, "letter-code")
    assert (letter.channel, letter.parameters["purpose"]) == ("letter", str(Purpose.OPT_OUT))
    with desk.house.store.writing() as unit:
        assert case_of(unit, her.id).state is State.ANNOUNCED
        proved = prove_letter(unit, letter.parameters["code"], her.person.birth_on, NETWORK, NOON)
    assert proved.outcome == "right"
