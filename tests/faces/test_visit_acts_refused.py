"""An act that the house refuses was not done: no sheet, no page, no figure and no history says that it was."""

import pytest
import sqlalchemy as sa

from dossier.lifecycle import State
from dossier.mandates.tables import use
from dossier.policy import Scope
from tests.kit.desk import INES, Desk, desk_of
from tests.kit.house import events_of
from tests.kit.portal import House
from tests.kit.visit_acts import Visiting, begun, form_with_files, photograph
from tests.kit.visits import given_to
from tests.printouts.reading import words as words_of


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


def uses(visiting: Visiting) -> int:
    with visiting.desk.house.store.reading() as unit:
        noted = events_of(unit, visiting.her.id).count("mandates:mandate:used")
        counted = unit.scalar(sa.select(sa.func.count()).select_from(use))
        assert noted == counted
        return noted


def send(visiting: Visiting, place: str, **fields: str) -> int:
    """Post to an act, whether its page offers the form or not."""
    token = visiting.open(place.split("/", maxsplit=1)[0]).form("/laisser-le-poste").untouched["jeton"]
    return visiting.ines.post(f"{visiting.path}/{place}", {"jeton": token} | fields).status


@pytest.mark.parametrize(
    ("scope", "state", "account", "place", "fields", "status"),
    [
        (Scope.CLOSURE, State.ANNOUNCED, False, "fermer", {}, 409),
        (Scope.CLOSURE, None, False, "fermer", {}, 409),
        (Scope.ACTIVATION, State.ACTIVATED, True, "activer", {}, 409),
        (Scope.ACTIVATION, None, False, "activer", {}, 409),
        (Scope.OPT_OUT, State.ACTIVATED, True, "dire-non", {"dire-non": ""}, 409),
        (Scope.OPT_OUT, None, False, "dire-non", {"dire-non": ""}, 409),
        (Scope.RECOVERY, State.ANNOUNCED, False, "acces", {"lost": "password"}, 422),
        (Scope.CONTACT_CHANGE, State.ACTIVATED, True, "contact", {"sorte": "mobile", "value": "12"}, 422),
        (Scope.PRINT_SUMMARY, State.CLOSED, True, "resume/lettre", {}, 409),
        (Scope.PRINT_SUMMARY, None, False, "resume/lettre", {}, 409),
    ],
)
def test_every_refusal_of_every_act_leaves_no_use(
    desk: Desk, scope: Scope, state: State | None, account: bool, place: str, fields: dict[str, str], status: int
) -> None:
    visiting = begun(desk, scope, state=state, has_account=account)
    assert send(visiting, place, **fields) == status
    assert uses(visiting) == 0
    sheet = words_of(visiting.ines.get(f"{visiting.path}/fiche").content)
    assert "Rien n’a été fait dans le dossier." in sheet
    assert "Rien encore." in visiting.ines.get(visiting.path).words


def test_a_paper_for_a_record_that_isnt_open_leaves_no_use(desk: Desk) -> None:
    visiting = begun(desk, Scope.PAPER_IN, state=State.CLOSED)
    form = visiting.open("papier").form(f"{visiting.path}/papier")
    answer = visiting.ines.post(form.action, **form_with_files(form.untouched, photograph()))
    assert answer.status == 409
    assert uses(visiting) == 0


def test_a_button_pressed_twice_is_one_act_and_one_use(desk: Desk) -> None:
    visiting = begun(desk, Scope.OPT_OUT)
    visiting.press("dire-non", "dire-non")
    assert send(visiting, "dire-non", **{"dire-non": ""}) == 303
    assert uses(visiting) == 1


def test_a_receipt_is_the_mandates_own_whatever_the_advisors_name(desk: Desk) -> None:
    """Two mandates of one person, of advisors of one name: what was done under one isn't handed out under the other."""
    visiting = begun(desk, Scope.OPT_OUT)
    visiting.press("dire-non", "dire-non")
    assert visiting.open("dire-non/recepisse").heading == "C’est noté : la personne a dit non"
    number = given_to(desk, visiting.her, Scope.OPT_OUT)
    other = Visiting(desk, desk.signed_in(INES), number, visiting.her)
    assert other.open("dire-non/recepisse").path == f"{other.path}/dire-non"
    again = Visiting(desk, other.ines, visiting.reference, visiting.her)
    assert again.open("dire-non/recepisse").heading == "C’est noté : la personne a dit non"
