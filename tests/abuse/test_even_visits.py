"""Known or unknown at every form of a visit: the same answer to the byte, at times that tell nothing. A statistic.

As test_even_answers: the floor is that of a house in use, and a busy machine doesn’t reach it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count

import pytest
import time_machine

from assisted_desk import create_desk
from back_office.demo_outbox import DemoOutbox
from dossier.base import now
from dossier.identity import find_staff_session, open_staff_session
from dossier.lifecycle import State
from dossier.mandates import consent_by_paper
from dossier.policy import Scope
from portal import create_portal
from portal.ui.even import EvenTime
from tests.kit.desk import INES, AtDesk, Desk, desk_of
from tests.kit.desk_watch import statements_of
from tests.kit.evenness import Heard, ask_each, clock_of_waits, told_apart
from tests.kit.mandates import stop_codes
from tests.kit.marked_visits import NOON
from tests.kit.oversight import staff_id_of
from tests.kit.portal import House
from tests.kit.turns_at_the_desk import turned, visiting_to_print
from tests.kit.visit_acts import photograph, space_of
from tests.kit.visitor import Answer, Visitor
from tests.kit.visits import PATH, advisor_at, given_to, in_front, number_of
from tests.kit.whole_visits import OLD, WRONG

pytestmark = pytest.mark.slow
TRIES = 20
FLOOR_MS = 300
"""As a house in use."""
LEAST_TOLD = 0.36
"""Where twenty against twenty equal times end up once in ten thousand runs."""
MANY, LEAST_TOLD_BY_MANY = 80, 0.18
BORN = {"day": "12", "month": "5", "year": "1942"}
_OLD_CODES = "UPDATE mandate_stop_code SET expires_at"
_INS = count(2420598900001)
Typed = tuple[Answer, dict[str, object]] | tuple[Answer, dict[str, object], str]


@dataclass(frozen=True)
class Visits:
    """One advisor's visits, for people who are enrolled when their turn comes, or never; and the way to each form."""

    desk: Desk

    def who(self, known: bool) -> dict[str, str]:
        """Enroll somebody, or nobody; return what an advisor types. They differ by their numbers alone."""
        ins = number_of(next(_INS))
        if known:
            her = in_front(self.desk.house, ins=ins)
            with self.desk.house.store.writing() as unit:
                space_of(unit, her.id, State.ANNOUNCED)
        return {**BORN, "birth_name": "Blanchard", "first_name": "Jeanne", "ins": ins}

    def drafted(self, ines: AtDesk, known: bool, *scopes: str, **more: str) -> str:
        """Draft a mandate; return its address."""
        self.without_limits()
        fields = self._token(ines) | self.who(known) | {"duration": "visit", "language": "fr"} | more
        answer = ines.post(PATH, fields | {"scope": list(scopes or ("opt-out",))})
        assert answer.status == 303, answer.words
        return answer.location.removesuffix("/accord")

    def on_paper(self, ines: AtDesk, known: bool, *scopes: str) -> str:
        """Have a mandate given by a signed paper, whoever it is for; return its address."""
        path = self.drafted(ines, known, *(scopes or ("opt-out",)))
        with self.desk.house.store.writing() as unit:
            staff = find_staff_session(unit, ines.cookie("poste"))
            assert staff is not None
            consent_by_paper(unit, staff, path.removeprefix(f"{PATH}/"), b"%PDF-1.7", 1, now())
        return path

    def start(self, ines: AtDesk, known: bool) -> Typed:
        self.without_limits()
        return ines.get(PATH), self.who(known) | {"scope": "opt-out"}

    def consent(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.drafted(ines, known)}/accord"), {}

    def refusal(self, ines: AtDesk, known: bool) -> Typed:
        path = self.drafted(ines, known)
        return ines.get(f"{path}/accord"), {}, f"{path}/refus"

    def giving_the_screen(self, ines: AtDesk, known: bool) -> Typed:
        """Each time the desk is locked after it, so another one is opened, without the steps of a sign-in."""
        with self.desk.house.store.writing() as unit:
            opened = open_staff_session(unit, staff_id_of(self.desk, INES), now())
        ines.client.set_cookie("poste", opened, domain="127.0.0.1")
        ines.get(PATH)
        path = self.drafted(ines, known)
        return ines.get(f"{path}/accord"), {}, f"{path}/accord/tour"

    def her_code(self, ines: AtDesk, known: bool) -> Typed:
        return self._turn(ines, known), {"code": WRONG}

    def her_no(self, ines: AtDesk, known: bool) -> Typed:
        return self._turn(ines, known), {"non": ""}

    def call_back(self, ines: AtDesk, known: bool) -> Typed:
        path = self.drafted(ines, known, remote="on")
        return ines.get(f"{path}/accord"), {"landline": ""}, f"{path}/appel"

    def signed_paper(self, ines: AtDesk, known: bool) -> Typed:
        page = ines.get(f"{self.drafted(ines, known)}/papier-signe")
        return page, {"seen": "", "signed": "", "scan": (BytesIO(photograph()), "papier.jpg")}

    def letter(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.on_paper(ines, known)}/dire-non"), {"lettre": ""}

    def summary_letter(self, ines: AtDesk, known: bool) -> Typed:
        path = self.on_paper(ines, known, "print-summary")
        return ines.get(f"{path}/resume"), {}, f"{path}/resume/lettre"

    def fresh_proof(self, ines: AtDesk, known: bool) -> Typed:
        with time_machine.travel(now() - OLD, tick=False):
            path = self.on_paper(ines, known)
        return ines.get(f"{path}/preuve?acte=opt-out"), {}, f"{path}/preuve"

    def renewal(self, ines: AtDesk, known: bool) -> Typed:
        page = ines.get(f"{self.on_paper(ines, known)}/renouveler")
        return page, {"scope": "opt-out", "duration": "visit"}

    def revoking(self, ines: AtDesk, known: bool) -> Typed:
        self.without_limits()
        return ines.send(ines.get("/revoquer"), to="/revoquer", **self.who(known)), {"code": WRONG}

    def looking_at_the_ways(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.drafted(ines, known)}/accord"), None

    def looking_at_her_turn(self, ines: AtDesk, known: bool) -> Typed:
        return self._turn(ines, known), None

    def looking_at_a_text(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.drafted(ines, known)}/texte"), None

    def looking_at_a_visit_on_paper(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(self.on_paper(ines, known)), None

    def looking_at_a_letter(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.on_paper(ines, known)}/dire-non"), None

    def looking_at_a_summary(self, ines: AtDesk, known: bool) -> Typed:
        return ines.get(f"{self.on_paper(ines, known, 'print-summary')}/resume"), None

    def looking_at_a_proof(self, ines: AtDesk, known: bool) -> Typed:
        return self.fresh_proof(ines, known)[0], None

    def _turn(self, ines: AtDesk, known: bool) -> Answer:
        path = self.drafted(ines, known)
        return ines.follow(ines.post(f"{path}/accord", self._token(ines) | {"way": "sms"}))

    def _token(self, ines: AtDesk) -> dict[str, str]:
        return next({"jeton": one.untouched["jeton"]} for one in ines.page.forms if "jeton" in one.untouched)

    def without_limits(self) -> None:
        """Let one advisor, or one network, try as often as a statistic needs."""
        with self.desk.house.store.writing() as unit:
            unit.connection.exec_driver_sql("UPDATE mandate SET drafted_at = datetime(drafted_at, '-3 days')")
            unit.connection.exec_driver_sql("DELETE FROM throttle")


LOOKS = (
    "looking_at_the_ways", "looking_at_her_turn", "looking_at_a_text", "looking_at_a_visit_on_paper",
    "looking_at_a_letter", "looking_at_a_summary", "looking_at_a_proof",
)  # fmt: skip
FORMS = (
    "start", "consent", "giving_the_screen", "refusal", "her_code", "her_no", "call_back", "signed_paper", "letter",
    "summary_letter", "fresh_proof", "renewal", "revoking",
)  # fmt: skip


@pytest.fixture
def desk(house: House) -> Iterator[Desk]:
    with time_machine.travel(NOON, tick=False):
        yield desk_of(house)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    return clock_of_waits(monkeypatch)


def hear(
    desk: Desk, form: str, clock: Callable[[], float], *, floor_ms: int = FLOOR_MS, tries: int = TRIES
) -> tuple[list[Heard], list[Heard]]:
    """Return what known and unknown people hear at a form behind this floor."""
    walk, ines = getattr(Visits(desk), form), advisor_at(desk)
    settings = replace(desk.house.settings, answer_floor_ms=floor_ms)
    asked = lambda _, __, known: walk(ines, known)  # noqa: E731
    return ask_each(asked, lambda: ines, create_desk(settings, desk.house.store), tries, clock)


def alike(known: list[Heard], unknown: list[Heard]) -> None:
    """Check that there is one answer, byte for byte."""
    assert len({(one.status, one.headers, one.body) for one in (*known, *unknown)}) == 1


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_hear_the_same_words_at_the_same_time(
    desk: Desk, clock: Callable[[], float], form: str
) -> None:
    known, unknown = hear(desk, form, clock)
    alike(known, unknown)
    assert known[0].status in (303, 422), known[0].body
    assert min(one.after for one in (*known, *unknown)) >= FLOOR_MS / 1000
    assert told_apart(known, unknown) < LEAST_TOLD


@pytest.mark.parametrize("page", LOOKS)
def test_pages_that_look_by_themselves_say_the_same_after_as_many_statements(
    desk: Desk, clock: Callable[[], float], page: str
) -> None:
    """They are held back by no floor: there would be no time to hide in."""
    alike(*hear(desk, page, clock, tries=3))
    ines, sent = advisor_at(desk), []
    for known in (True, False):
        path = getattr(Visits(desk), page)(ines, known)[0].path
        with statements_of(desk.house.store) as asked:
            ines.get(path)
        sent.append([statement.partition(" WHERE ")[0] for statement in asked])
    assert sent[0] == sent[1]


def test_a_stop_code_that_is_too_old_and_one_that_never_was_hear_the_same(
    house: House, desk: Desk, clock: Callable[[], float]
) -> None:
    visits = Visits(desk)
    advisor_at(desk)

    def walk(visitor: Visitor, n: int, known: bool) -> Typed:
        visits.without_limits()
        code = f"{n:012d}"
        if known:
            her = in_front(house, ins=number_of(next(_INS)))
            reference = given_to(desk, her, Scope.OPT_OUT)
            with house.store.writing() as unit:
                code = stop_codes(unit, her.id, reference)[0]
                unit.connection.exec_driver_sql(
                    "UPDATE mandate_stop_code SET expires_at = datetime(expires_at, '-9 years')"
                )
        return visitor.get("/arreter-un-mandat"), {"code": code}

    settings = replace(house.settings, answer_floor_ms=FLOOR_MS)
    even_portal = create_portal(settings, house.store, DemoOutbox(settings, house.store))
    known, unknown = ask_each(walk, house.visitor, even_portal, TRIES, clock)
    alike(known, unknown)
    assert (known[0].status, min(one.after for one in (*known, *unknown)) >= FLOOR_MS / 1000) == (422, True)
    assert told_apart(known, unknown) < LEAST_TOLD


def test_a_ticket_that_was_taken_and_one_that_never_was_say_the_same(house: House, desk: Desk) -> None:
    """Nobody is asked for by a ticket: 192 bits of chance, so only the words are compared."""
    screen = turned(visiting_to_print(desk))
    assert screen.begin().path == "/connexion/mot-de-passe"
    heard = []
    for ticket in (screen.ticket, "A" * len(screen.ticket)):
        visitor = house.visitor()
        looked = visitor.get(f"/tour/{ticket}")
        token = {"jeton": next(one.untouched["jeton"] for one in visitor.get("/connexion").forms)}
        posted = visitor.post(f"/tour/{ticket}", token)
        heard += [[(one.status, sorted(one.headers), one.words) for one in (looked, posted)]]
    assert heard[0] == heard[1]
    assert [one[0] for one in heard[0]] == [410, 410]


def test_a_form_that_leaves_when_it_is_done_would_be_noticed(
    desk: Desk, clock: Callable[[], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EvenTime, "leaves_after", lambda _, taken: taken)
    known, unknown = hear(desk, "consent", clock, tries=2)
    assert max(one.after for one in (*known, *unknown)) < FLOOR_MS / 1000


@pytest.mark.drill
@pytest.mark.parametrize("form", ["consent", "letter"])
def test_without_a_floor_the_time_would_tell_and_be_noticed(desk: Desk, clock: Callable[[], float], form: str) -> None:
    assert told_apart(*hear(desk, form, clock, floor_ms=0, tries=MANY)) > LEAST_TOLD_BY_MANY
