"""A letter for somebody else, brought to the desk: told under her mandate, in the other record, by its code alone."""

import re
from datetime import timedelta

import pytest

from dossier.access import history
from dossier.base import in_groups, now
from dossier.lifecycle import ActKind, Purpose, State, Way, case_of, receipts_of
from dossier.lifecycle.letter_codes import make_letter_code
from dossier.policy import Scope
from portal.ui import what_happened as what
from portal.ui import who_acted as who
from tests.kit.desk import Desk, desk_of
from tests.kit.house import events_of, herself
from tests.kit.letters import letter_to, put_in_state
from tests.kit.mandates import LE_PUY
from tests.kit.portal import House
from tests.kit.visit_acts import Visiting, begun
from tests.kit.visitor import Answer
from tests.printouts.reading import words as words_of

LEO = "martin.leo"
PLACE = "dire-non/lettre-d-un-autre"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


def told(visiting: Visiting, code: str) -> Answer:
    return visiting.press(PLACE, code=code)


def entry(house: House, patient_id: bytes, event: str) -> tuple[str, str]:
    """Return how her own access history tells of the newest of these: what, and who."""
    with house.store.writing() as unit:
        entries = history(unit, herself(patient_id), now()).entries
    found = next(one for one in entries if one.event == event)
    return what(found), who(found, for_patient=True)


def test_a_grandsons_letter_is_told_and_nothing_changes_in_her_own_record(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    code, leo = letter_to(house, LEO), house.patient_id(LEO)
    visiting = begun(desk, Scope.OPT_OUT)
    page = visiting.open("dire-non")
    assert page.link("Signaler une lettre reçue par erreur") == f"{visiting.path}/{PLACE}"
    page = told(visiting, in_groups(code).lower())
    assert page.heading == "C’est noté : la lettre n’est pas pour elle"
    assert not re.search("Léo|LÉO|Martin", page.html), "nobody is named whom the advisor didn't type"
    with house.store.reading() as unit:
        his, hers = case_of(unit, leo), case_of(unit, visiting.her.id)
        (receipt,) = receipts_of(unit, leo)
        assert receipts_of(unit, visiting.her.id) == []
    assert his is not None
    assert hers is not None
    assert (his.state, his.due_at, hers.blocked_at) == (State.ANNOUNCED, None, None)
    assert his.blocked_at is not None
    assert hers.due_at is None
    assert (receipt.kind, receipt.way, receipt.actor) == (ActKind.NOT_FOR_ME, Way.DESK, "Inès Laurent")
    assert in_groups(receipt.number) in page.words


def test_both_histories_say_it_by_whom_and_where_and_hers_speaks_of_no_no(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visiting = begun(desk, Scope.OPT_OUT)
    told(visiting, letter_to(house, LEO))
    assert entry(house, visiting.her.id, "mandates:mandate:used") == (
        "Acte fait pour vous, avec votre mandat\xa0: une lettre pour une autre personne, reçue par erreur",
        f"Inès Laurent, {LE_PUY}",
    )
    assert entry(house, house.patient_id(LEO), "lifecycle:act:done") == (
        "Choix enregistré\xa0: lettre arrivée à une autre personne",
        f"Une personne avec le code de la lettre, au guichet de Inès Laurent, {LE_PUY}",
    )


def test_the_visits_page_and_its_sheet_name_the_letter_and_no_no(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visiting = begun(desk, Scope.OPT_OUT)
    told(visiting, letter_to(house, LEO))
    assert "Ce qui a été fait Lettre reçue par erreur, signalée" in visiting.ines.get(visiting.path).words
    sheet = words_of(visiting.ines.get(f"{visiting.path}/fiche").content)
    assert "Lettre reçue par erreur, signalée" in sheet
    assert "Votre dossier à vous n’a pas changé." in sheet
    assert "Dire non" not in sheet


def test_its_receipt_is_printed_with_initials_alone(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visiting = begun(desk, Scope.OPT_OUT)
    assert visiting.open(f"{PLACE}/recepisse").heading == "Une lettre pour une autre personne"
    told(visiting, letter_to(house, LEO))
    paper = visiting.ines.get(f"{visiting.path}/{PLACE}/recepisse/papier?taille=24")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "L. M." in words_of(paper.content)
    assert "Léo" not in words_of(paper.content)


def test_a_letter_told_twice_is_one_act_with_one_receipt(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visiting, code = begun(desk, Scope.OPT_OUT), letter_to(house, LEO)
    assert told(visiting, code).words == told(visiting, code).words
    with house.store.reading() as unit:
        assert len(receipts_of(unit, house.patient_id(LEO))) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "La case est vide."),
        ("7KQM-4HTX-9D", "Il manque des signes."),
        ("2222-2222-2222", "Un des signes n’est pas le bon."),
    ],
)
def test_what_is_no_code_is_told_and_kept_in_its_box(house: House, desk: Desk, typed: str, said: str) -> None:
    visiting = begun(desk, Scope.OPT_OUT)
    page = told(visiting, typed)
    assert (page.status, said in page.words) == (422, True)
    assert page.form(f"{visiting.path}/{PLACE}").untouched["code"] == typed
    with house.store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, visiting.her.id)


@pytest.mark.parametrize("state", [State.OPENED, State.OPPOSED, State.CLOSED])
def test_a_record_that_waits_for_no_answer_and_a_code_of_nobody_change_nothing(
    house: House, desk: Desk, state: State
) -> None:
    put_in_state(house, LEO, state)
    visiting, code = begun(desk, Scope.OPT_OUT), letter_to(house, LEO)
    assert "Ce dossier n’attend plus de réponse." in told(visiting, code).words
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("DELETE FROM letter_code")
    assert "Nous ne trouvons pas ce code." in told(visiting, code).words
    with house.store.reading() as unit:
        assert "mandates:mandate:used" not in events_of(unit, visiting.her.id)


def test_her_own_letter_leads_back_to_her_own_choice(house: House, desk: Desk) -> None:
    visiting = begun(desk, Scope.OPT_OUT)
    page = told(visiting, own_letter(house, visiting))
    assert "Cette lettre est pour la personne elle-même." in page.words
    with house.store.reading() as unit:
        case = case_of(unit, visiting.her.id)
    assert case is not None
    assert case.blocked_at is None


def test_guessing_makes_this_advisor_wait_for_that_code(house: House, desk: Desk) -> None:
    code = letter_to(house, LEO)
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("DELETE FROM letter_code")
    visiting = begun(desk, Scope.OPT_OUT)
    for _ in range(10):
        page = told(visiting, code)
    page = told(visiting, code)
    assert (page.status, "Il y a eu trop de codes faux." in page.words) == (429, True)


def test_without_her_mandate_for_it_or_a_fresh_proof_there_is_no_page(house: House, desk: Desk) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    code, visiting = letter_to(house, LEO), begun(desk, Scope.PRINT_SUMMARY)
    token = visiting.ines.get("/").form("/quitter").untouched["jeton"]
    for place in (PLACE, f"{PLACE}/recepisse", f"{PLACE}/recepisse/papier"):
        assert visiting.ines.get(f"{visiting.path}/{place}").location == visiting.path
    sent = {"jeton": token, "code": code}
    assert visiting.ines.post(f"{visiting.path}/{PLACE}", sent).location == visiting.path
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE mandate SET scopes = 'opt-out'")
        aged = (now() - timedelta(minutes=11)).isoformat()
        unit.connection.exec_driver_sql(
            "UPDATE mandate SET body = json_set(body, '$.proved', json(?))", (f'[["opt-out", "{aged}"]]',)
        )
    answer = visiting.ines.post(f"{visiting.path}/{PLACE}", sent)
    assert answer.location == f"{visiting.path}/preuve?acte=opt-out"
    with house.store.reading() as unit:
        case = case_of(unit, house.patient_id(LEO))
    assert case is not None
    assert case.blocked_at is None


def own_letter(house: House, visiting: Visiting) -> str:
    """Send her a letter of her own; return its code."""
    with house.store.writing() as unit:
        return make_letter_code(unit, visiting.her.id, visiting.her.person, Purpose.OPT_OUT, now())
