"""Every page of the desk, in every role, after a busy day: ten statements at most. The list is the program's own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import time_machine

from assisted_desk.ui.scripts import KEY
from dossier.base import now
from dossier.identity import add_staff
from dossier.lifecycle import State
from dossier.policy import Role
from dossier.recovery import lists
from tests.kit import portal
from tests.kit.busy_desk import busy
from tests.kit.desk import INES, LEILA, NADIA, PAUL, SARAH, Desk, desk_of
from tests.kit.desk_crawl import crawl, pages_of
from tests.kit.desk_watch import Left, watched
from tests.kit.franceconnect import running
from tests.kit.house import with_credentials
from tests.kit.mandates import Somebody
from tests.kit.proconnect import ProConnect, at_provider, enter, linked
from tests.kit.visit_acts import photograph, space_of
from tests.kit.visits import in_front, number_of
from tests.kit.whole_visits import PAUSE, VisitDay, all_visits

FEW = 10
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ONLY_ON = {"/connexion/proconnect/retour", "/connexion/proconnect/sorti"}
"""What never shows anything: it leads on to a page of ours."""
OPENS = "/connexion/proconnect/retour"
"""And opens a desk, or links an account: an act, whatever its method."""
_NUMBERS = count(2540343765431)


def comes(desk: Desk, state: State | None, *, sent_on=None, has_account=False, **traits) -> Somebody:
    """Enroll somebody for a visit."""
    her = in_front(desk.house, ins=number_of(next(_NUMBERS)), **traits)
    with desk.house.store.writing() as unit:
        if state is not None:
            space_of(unit, her.id, state, sent_on)
        if has_account:
            with_credentials(unit, her.id, card=False)
    return her


@pytest.fixture(scope="module")
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def provider(clock: time_machine.Traveller) -> Iterator[ProConnect]:
    with running(ProConnect()) as provider:
        yield provider


@pytest.fixture(scope="module")
def desk(provider: ProConnect, planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that also opens by ProConnect."""
    with portal.copy_of(planted, tmp_path_factory.mktemp("busy") / "var", **provider.environ) as house:
        yield desk_of(house)


@pytest.fixture(scope="module")
def left(desk: Desk, provider: ProConnect, clock: time_machine.Traveller) -> list[Left]:
    """All that the desk answered to everybody, once everybody has looked at everything."""
    stands = busy(desk)
    with watched(desk.app, desk.house.store) as left:
        day = VisitDay(desk, clock, lambda state, **more: comes(desk, state, **more), photograph())
        all_visits(day)
        visits = [day.visits[name].reference for name in ("draft", "living", "help")]
        names = [*stands.cases.values(), *visits, KEY.path.rpartition("/")[2]]
        for who in (INES, PAUL, LEILA, SARAH, NADIA):
            crawl(desk.app, desk.signed_in(who), names)
        locked = desk.signed_in(LEILA)
        locked.leave_desk()
        halfway = desk.visitor()
        halfway.give_password(LEILA)
        for somebody in (locked, halfway, desk.visitor()):
            crawl(desk.app, somebody, names[:1])
        walks_of_the_staff(desk, provider, clock)
    return left


def walks_of_the_staff(desk: Desk, provider: ProConnect, clock: time_machine.Traveller) -> None:
    """Go where one comes only by doing something: the first time, an invitation, ProConnect there and back."""
    with desk.house.store.writing() as unit:
        code = add_staff(unit, "moreau.ines", "Inès", "Moreau", Role.CALL_AGENT, "Nord", now())
    new = desk.visitor()
    page = new.send(new.get("/premiere-fois"), identifier="moreau.ines", enrollment_code=code)
    new.send(page, password="quatre mots bien à moi")
    clock.shift(PAUSE)
    nadia = desk.signed_in(NADIA)
    page = nadia.get("/equipe/inviter")
    nadia.send(page, to="/equipe/inviter", first_name="Chloé", name="Petit", identifier="petit.chloe")
    clock.shift(PAUSE)
    ines = linked(desk, provider, INES)
    at_provider(ines, ines.get("/connexion"))
    enter(ines, provider)
    ines.follow(ines.post_form(ines.get("/"), to="/quitter"))
    for place in ("sortie", "sortir", "sorti", "echec?cas=doute"):
        ines.get(f"/connexion/proconnect/{place}")


def unreached(pages: set[str], left: list[Left]) -> set[str]:
    """Return those of the pages that nobody was shown: no page came, no file, and no way to another site."""
    reached = {one.rule for one in left if one.method == "GET" and (one.status == 200 or "://" in one.location)}
    return pages - reached


def too_many(left: list[Left]) -> dict[str, int]:
    """Return the pages that asked too much of the database, each with the most that it sent."""
    asked: dict[str, int] = {}
    for one in left:
        if one.method == "GET" and one.rule != OPENS and len(one.statements) > FEW:
            asked[one.rule] = max(len(one.statements), asked.get(one.rule, 0))
    return asked


def test_the_house_is_as_busy_as_said(desk: Desk, left: list[Left]) -> None:
    with desk.house.store.reading() as unit:
        rows = {
            name: unit.connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in ("mandate", "mandate_use", "staff_act", "recovery_case", "contact_request")
        }
    assert rows["mandate"] > 50
    assert rows["mandate_use"] + rows["staff_act"] > 500
    assert rows["recovery_case"] >= 50
    assert rows["contact_request"] > 10
    assert len(left) > 800


def test_every_page_was_shown_to_somebody(desk: Desk, left: list[Left]) -> None:
    assert unreached(pages_of(desk.app), left) == ONLY_ON, "no walk reaches it: see tests/kit/whole_visits.py"


def test_no_page_sends_more_than_ten_statements_to_whomever_it_is_shown(left: list[Left]) -> None:
    assert too_many(left) == {}


def test_a_page_that_nobody_reaches_is_told_of(desk: Desk, left: list[Left]) -> None:
    assert unreached({*pages_of(desk.app), "/nouvelle/<reference>"}, left) - ONLY_ON == {"/nouvelle/<reference>"}


def test_a_list_that_reads_line_by_line_is_told_of(desk: Desk, left: list[Left], monkeypatch) -> None:
    paul = desk.signed_in(PAUL)
    monkeypatch.setattr(lists, "read_ahead", lambda unit, patient_ids: None)
    with watched(desk.app, desk.house.store) as again:
        paul.get("/appels")
    assert too_many(again)["/appels"] > 50
