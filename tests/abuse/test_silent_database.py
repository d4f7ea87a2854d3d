"""The disk is full, or the database only reads: no receipt is given, and the person gets the address for paper."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from dossier.base import now
from dossier.journal import Event, append
from dossier.lifecycle import State, receipts_of, state_of
from dossier.policy import Acting, Role
from dossier.store import StoreSilent
from tests.kit.letters import letter_to
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

AMINA = "diallo.amina"


@contextmanager
def database_that(house: House, *pragmas: str) -> Iterator[None]:
    """Give every connection these pragmas for the time of the block, as a full disk or a standby would."""

    def limit(connection: object, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    house.store.engine.dispose()
    event.listen(house.store.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(house.store.engine, "connect", limit)
        house.store.engine.dispose()


def at_the_check(house: House) -> tuple[Visitor, Answer]:
    """Return Mme Diallo with her letter, one button away from saying no."""
    visitor = house.visitor()
    code = letter_to(house, AMINA, sent_on=(now() - timedelta(days=2)).date())
    page = visitor.send(visitor.get("/opposition/code"), code=code)
    page = visitor.send(page, day="5", month="5", year="1995")
    assert page.path == "/opposition/verifier"
    return visitor, page


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_nothing_is_acknowledged_and_the_paper_way_is_shown(house: House, trouble: str) -> None:
    visitor, page = at_the_check(house)
    fields = page.form("/opposition/verifier").filled_in({"dire-non": ""})
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("CREATE TABLE ballast (sand BLOB)")
    with house.store.reading() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limits = {"full": (f"max_page_count = {pages}",), "read-only": ("query_only = ON",)}[trouble]
    with database_that(house, *limits):
        if trouble == "full":
            fill_the_last_pages(house)
        answer = visitor.post("/opposition/verifier", fields)
        assert answer.status == 503
        assert "Ce que vous venez de demander n’est pas fait." in answer.words
        assert all(line in answer.words for line in house.settings.paper_address)
        assert "récépissé" not in answer.words.lower()
        assert int(answer.headers["Retry-After"]) > 0
    with house.store.reading() as unit:
        assert state_of(unit, house.patient_id(AMINA)) is State.ANNOUNCED
        assert receipts_of(unit, house.patient_id(AMINA)) == []
    again = visitor.follow(visitor.post("/opposition/verifier", fields))
    assert (again.path, again.status) == ("/opposition/recepisse", 200)


def fill_the_last_pages(house: House) -> None:
    """Use up the room that is left inside the file, and in the last page of the journal."""
    size = 4096
    while size:
        try:
            with house.store.engine.execution_options(writes=True).begin() as connection:
                connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(?))", (size,))
        except DatabaseError:
            size //= 4
    roux = house.patient_id("roux.jeanne")
    with suppress(StoreSilent):
        while True:
            with house.store.writing() as unit:
                append(unit, Acting(Role.PATIENT, roux, roux), Event.ACCESS_HISTORY_READ, now())
