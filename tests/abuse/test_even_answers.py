"""Known or unknown at every telling form: the same answer to the byte, at times that tell nothing. A statistic.

Each form is sent by forty known and forty unknown people in turn, from a network of their own. What they hear is
compared; and so are the times, by Mann and Whitney's test. Without the floor the same test tells them apart.
What an even page would wait is added to the clock that its time is taken with; that it does wait is tried apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

import pytest

from assisted_desk import create_desk
from back_office.demo_outbox import DemoOutbox
from dossier.base import new_sign_code, now
from dossier.identity import Person, TypedIdentity, enroll, hash_password, set_credentials
from dossier.lifecycle import Purpose, State, found_space, make_letter_code, move_space
from dossier.policy import Acting, Role
from dossier.recovery import Lost, open_online
from portal import create_portal
from tests.kit.desk import INES, PAUL, desk_of
from tests.kit.evenness import Heard, ask_each, clock_of_waits, told_apart
from tests.kit.portal import House
from tests.kit.recovery import CONTACTS
from tests.kit.visitor import Answer, Visitor

pytestmark = pytest.mark.slow
TRIES = 40
FLOOR_MS, SHORT_FLOOR_MS = 300, 100
"""As a house in use; and one that is really waited for."""
LEAST_TOLD = 0.25
"""Where forty against forty equal times end up once in ten thousand runs."""
BORN = {"day": "12", "month": "mai", "year": "1942"}
ANOTHER = BORN | {"year": "1943"}
NAMED = {"birth_name": "Blanchard", "first_name": "Jeanne"}
Typed = tuple[Answer, dict[str, str]]


def person(n: int, *, known: bool = True) -> Person:
    """Return the nth person; those that aren't known differ by their numbers alone."""
    body = f"24205{98 if known else 99}9{n:05d}"
    return Person(
        ins=f"{body}{97 - int(body) % 97:02d}",
        ins_domain=10,
        birth_name="BLANCHARD",
        first_names=("JEANNE",),
        birth_on=date(1942, 5, 12),
        sex="F",
        card_serial="80250000020000004711",
        **CONTACTS,
    )


@dataclass(frozen=True)
class People:
    """The people of one house, enrolled when their turn comes, and the way to each form."""

    house: House
    password_hash: str

    def enrolled(self, n: int, state: State) -> bytes:
        """Enroll the nth known person in this state; return her id."""
        with self.house.store.writing() as unit:
            patient_id = enroll(unit, person(n), "fr", now())
            operator = Acting(Role.OPERATOR, patient_id)
            found_space(unit, operator, now())
            for step in {State.ANNOUNCED: (), State.OPENED: (State.OPENED,)}.get(state, (State.OPENED, state)):
                move_space(unit, operator, step, now())
            if state is State.ACTIVATED:
                set_credentials(unit, patient_id, f"personne.{100 + n}", self.password_hash, now())
        return patient_id

    def password(self, visitor: Visitor, n: int, known: bool) -> Typed:
        if known:
            self.enrolled(n, State.ACTIVATED)
        page = visitor.send(visitor.get("/connexion"), identifier=f"personne.{(100 if known else 500) + n}")
        return page, {"password": "ce n’est pas lui"}

    def recovery(self, visitor: Visitor, n: int, known: bool) -> Typed:
        if known:
            self.enrolled(n, State.ACTIVATED)
        page = visitor.send(visitor.get("/acces-perdu"), lost=str(Lost.PASSWORD))
        return _to_number(visitor, page, n, known)

    def proof(self, visitor: Visitor, n: int, known: bool) -> Typed:
        page, typed = self.recovery(visitor, n, known)
        return visitor.send(page, **typed), {"proof": "sms"}

    def case_followed(self, visitor: Visitor, n: int, known: bool) -> Typed:
        number = self._case(n) if known else new_sign_code()
        return visitor.get("/acces-perdu/suivi"), {"number": number, **ANOTHER}

    def opt_out_letter(self, visitor: Visitor, n: int, known: bool) -> Typed:
        code = new_sign_code()
        if known:
            patient_id = self.enrolled(n, State.ANNOUNCED)
            with self.house.store.writing() as unit:
                code = make_letter_code(unit, patient_id, person(n), Purpose.OPT_OUT, now())
        return visitor.send(visitor.get("/opposition/code"), code=code), ANOTHER

    def activation_code(self, visitor: Visitor, n: int, known: bool) -> Typed:
        if known:
            self.enrolled(n, State.OPENED)
        return _to_number(visitor, visitor.get("/activation/sans-code"), n, known)

    def call(self, agent: Visitor, n: int, known: bool) -> Typed:
        if known:
            self.enrolled(n, State.ACTIVATED)
        self._without_limits("UPDATE recovery_case SET opened_at = datetime(opened_at, '-2 days')")
        typed = {**NAMED, **BORN, "ins": person(n, known=known).ins, "lost": "password", "call": f"A-{n:04d}"}
        return agent.get("/appels/nouveau"), typed

    def paper(self, advisor: Visitor, n: int, known: bool) -> Typed:
        number = self._case(n) if known else new_sign_code()
        self._without_limits("DELETE FROM throttle")
        typed = {**NAMED, **BORN, "ins": person(n, known=known).ins, "number": number, "screen_code": "000000"}
        return advisor.get("/guichet"), typed

    def _case(self, n: int) -> str:
        self.enrolled(n, State.ACTIVATED)
        with self.house.store.writing() as unit:
            typed = TypedIdentity("BLANCHARD", "JEANNE", date(1942, 5, 12), person(n).ins)
            return open_online(unit, typed, {10}, Lost.PASSWORD, f"198.17.{n}", now()).number

    def _without_limits(self, statement: str) -> None:
        with self.house.store.writing() as unit:
            unit.connection.exec_driver_sql(statement)


ON_THE_PORTAL = (
    "password",
    "recovery",
    "proof",
    "case_followed",
    "opt_out_letter",
    "activation_code",
)
AT_THE_DESK = {"call": PAUL, "paper": INES}


def hear(
    house: House, form: str, floor_ms: int, clock: Callable[[], float] = perf_counter, tries: int = TRIES
) -> tuple[list[Heard], list[Heard]]:
    """Return what known and unknown people hear at a form behind this floor."""
    with house.store.reading() as unit:
        people = People(house, hash_password(unit.holder, "tilleul sous la fenêtre"))
    walk, settings = getattr(people, form), replace(house.settings, answer_floor_ms=floor_ms)
    if form in AT_THE_DESK:
        colleague = desk_of(house).signed_in(AT_THE_DESK[form])
        return ask_each(walk, lambda: colleague, create_desk(settings, house.store), tries, clock)
    even_portal = create_portal(settings, house.store, DemoOutbox(settings, house.store))
    return ask_each(walk, house.visitor, even_portal, tries, clock)


@pytest.mark.parametrize("form", [*ON_THE_PORTAL, *AT_THE_DESK])
def test_known_and_unknown_hear_the_same_words_at_the_same_time(
    house: House, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, unknown = hear(house, form, FLOOR_MS, clock_of_waits(monkeypatch))
    answers = {(one.status, one.headers, one.body) for one in (*known, *unknown)}
    assert len(answers) == 1
    assert min(one.after for one in (*known, *unknown)) >= FLOOR_MS / 1000
    assert told_apart(known, unknown) < LEAST_TOLD


@pytest.mark.parametrize("form", [*ON_THE_PORTAL, *AT_THE_DESK])
def test_their_answers_are_really_held_until_their_time(house: House, form: str) -> None:
    known, unknown = hear(house, form, SHORT_FLOOR_MS, tries=1)
    assert min(one.after for one in (*known, *unknown)) >= SHORT_FLOOR_MS / 1000


@pytest.mark.drill
@pytest.mark.parametrize("form", ["recovery", "activation_code", "call"])
def test_without_a_floor_the_time_would_tell_and_be_noticed(house: House, form: str) -> None:
    assert told_apart(*hear(house, form, floor_ms=0)) > LEAST_TOLD


def _to_number(visitor: Visitor, page: Answer, n: int, known: bool) -> Typed:
    """Answer the questions before the social security number."""
    page = visitor.send(visitor.send(page, **NAMED), **BORN)
    return page, {"number": person(n, known=known).ins}
