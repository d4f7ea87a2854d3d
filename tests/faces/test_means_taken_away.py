"""A suspension and new means take effect on every living screen with its next request: desk, mandates, her turn."""

import pytest

from dossier.base import now
from dossier.identity import reset_staff
from dossier.mandates import MandateState
from dossier.policy import Scope
from tests.kit.command import dossier
from tests.kit.desk import INES, NADIA, AtDesk, Desk, desk_of
from tests.kit.oversight import staff_id_of
from tests.kit.portal import House
from tests.kit.turns_at_the_desk import Screen, turned, visiting_to_print
from tests.kit.visits import given_to, in_front, put_at, state_of

SUSPEND, RESET = "/equipe/suspendre", "/equipe/reinitialiser"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def screen(desk: Desk) -> Screen:
    """Mme Roux reads her summary on the screen that Inès turned."""
    screen = turned(visiting_to_print(desk))
    assert screen.prove().status == 200
    return screen


def supervisor(desk: Desk) -> AtDesk:
    put_at(desk, identifier=NADIA)
    return desk.signed_in(NADIA)


def change(desk: Desk, to: str) -> None:
    nadia, member = supervisor(desk), staff_id_of(desk, INES).hex()
    page = nadia.post_form(nadia.get("/equipe"), to="/equipe", member=member, **{to.rpartition("/")[2]: ""})
    assert nadia.post_form(page, to=to).status == 303


def command(desk: Desk, what: str) -> None:
    assert dossier(desk.house.environ, "staff", what, INES).code == 0


WAYS = {
    "suspended by her supervisor": lambda desk: change(desk, SUSPEND),
    "given new means by her supervisor": lambda desk: change(desk, RESET),
    "suspended by the operator": lambda desk: command(desk, "suspend"),
    "given new means by the operator": lambda desk: command(desk, "reset"),
}


@pytest.mark.parametrize("way", WAYS)
def test_her_desk_her_mandates_and_the_turn_there_end_together(desk: Desk, screen: Screen, way: str) -> None:
    reference = screen.visiting.reference
    here = screen.browser.page.path
    assert screen.browser.get(here).status == 200
    WAYS[way](desk)
    assert screen.ines.get(screen.visiting.path).location == "/session-terminee"
    assert screen.browser.get(here).status in (302, 303, 410), "what she read is on that screen no more"
    assert state_of(desk, reference) is MandateState.ENDED


def test_new_means_bring_nothing_back_though_she_was_never_suspended(desk: Desk) -> None:
    her = in_front(desk.house)
    put_at(desk)
    references = [given_to(desk, her, scope) for scope in (Scope.OPT_OUT, Scope.RECOVERY)]
    change(desk, RESET)
    assert [state_of(desk, one) for one in references] == [MandateState.ENDED] * 2


def test_cut_short_after_the_means_were_taken_nobody_has_the_code_and_another_reset_ends_the_rest(desk: Desk) -> None:
    her = in_front(desk.house)
    put_at(desk)
    reference = given_to(desk, her, Scope.OPT_OUT)
    with desk.house.store.writing() as unit:
        reset_staff(unit, INES, now())
    assert state_of(desk, reference) is MandateState.ACTIVE
    nadia = supervisor(desk)
    assert nadia.get("/equipe/invitation").location == "/equipe", "no code is shown to anybody"
    change(desk, RESET)
    assert state_of(desk, reference) is MandateState.ENDED
