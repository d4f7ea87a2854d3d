"""Five hundred marked words in the records of people whom a desk helps: none in any byte that the staff receives."""

import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine

from dossier.base import now
from dossier.documents import deposit, narrative
from dossier.identity import Person
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list
from dossier.recovery import channels, dispute, show_desk_code
from tests.kit import portal as houses
from tests.kit.calling import number_on, send_code, take_call
from tests.kit.desk import INES, LEILA, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.house import enrolled, laboratory, paper, with_credentials
from tests.kit.markers import Markers, Trace, found_in, traces_of
from tests.kit.portal import House
from tests.kit.recovery import dispute_codes
from tests.kit.visitor import Answer

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BORN = date(1960, 1, 17)
DOCUMENTS = 18
OTHER_MONTH = re.compile(r"[?&]mois=")
"""A journal can be turned back for ever; the page and its table of this month are looked at."""
LINK = re.compile(r'(?:href|hx-get|src)="(/[^"#]*)')
ROLES = {"agent": PAUL, "other agent": LEILA, "supervisor": SARAH, "advisor": INES}


@dataclass
class Day:
    """Three people made of markers, what the staff did for them, and every byte that came back."""

    house: House
    desk: Desk
    clock: time_machine.Traveller
    medical: Markers = field(default_factory=Markers)
    """Titles, authors, contents, what she declares of herself."""
    personal: Markers = field(default_factory=Markers)
    """Names, telephones, e-mails, streets, numbers of the social security."""
    answers: list[Answer] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    """What the staff typed itself: names and numbers that a caller said, new contacts."""
    seen: dict[str, set[str]] = field(default_factory=dict)
    """By role, the rules of the addresses that gave a page."""
    told: StringIO = field(default_factory=StringIO)
    """What the loggers said."""

    def __post_init__(self) -> None:
        """Begin to number the two heaps apart, so that no marker is in both."""
        for _ in range(7000):
            next(self.personal._numbers)

    def never_typed(self) -> list[str]:
        """Return what is theirs, and no member of the staff ever typed."""
        return [one for one in self.personal.planted if one.casefold() not in self.typed]

    def took(self, answer: Answer) -> Answer:
        """Keep what came back."""
        self.answers.append(answer)
        return answer

    def person(self, order: int, *, everything: bool) -> tuple[bytes, dict[str, str]]:
        """Enroll somebody whose every trait is a marker, with her documents; return what an agent types of her."""
        mark, body = self.personal, f"26001751{order:05d}"
        ins = mark.plant(f"{body}{97 - int(body) % 97:02d}")
        contacts = {"email": f"{mark.plain_word()}@{mark.plain_word()}.example"}
        if everything:
            contacts |= {"mobile": mark.phone("+3363998"), "landline": mark.phone("+3326191")}
            contacts["address"] = (f"12 RUE {mark.plain_word().upper()}", "29000 QUIMPER")
        names = {"birth_name": mark.word().upper(), "first_names": (mark.word().upper(), mark.word().upper())}
        with self.house.store.writing() as unit:
            traits = {**names, "ins": ins, "birth_on": BORN, "usual_name": mark.word().upper(), **contacts}
            patient_id = enrolled(unit, **traits)
            with_credentials(unit, patient_id, card=everything)
            items = (DeclaredItem(self.medical.word(), self.medical.word(), "2001"),)
            declare_list(unit, Acting(Role.PATIENT, patient_id, patient_id), "allergies", items, now())
            for _ in range(DOCUMENTS):
                self._document(unit, patient_id, Person(ins, 10, names["birth_name"], names["first_names"], BORN, "F"))
        typed = {"birth_name": names["birth_name"], "first_name": names["first_names"][0], "ins": ins}
        self.typed |= {value.casefold() for value in typed.values()}
        return patient_id, {**typed, "day": "17", "month": "1", "year": "1960"}

    def _document(self, unit: object, patient_id: bytes, person: Person) -> None:
        word = self.medical.word
        words = narrative.Narrative(tuple(narrative.Paragraph((narrative.Text(word()),)) for _ in range(5)))
        told = paper(
            title=f"{word()} {word()}",
            author=word(),
            organization=word(),
            narrative=words,
            content=f"<ClinicalDocument>{word()}</ClinicalDocument>".encode(),
        )
        traits = told.traits.__class__(person.birth_name, person.first_names, BORN, "F")
        deposit(unit, laboratory(patient_id), person, told.__class__(**_fields(told, traits=traits)), now())


def _fields(told: object, **changes: object) -> dict[str, object]:
    return {name: getattr(told, name) for name in told.__dataclass_fields__} | changes


@pytest.fixture
def day(planted: Path, tmp_path: Path) -> Iterator[Day]:
    """A morning at the desks on which nothing was done yet."""
    with houses.copy_of(planted, tmp_path / "var") as house, time_machine.travel(NOON, tick=False) as clock:
        yield Day(house, desk_of(house), clock)


@pytest.fixture(scope="module")
def whole(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A day at the desks: cases, codes, call-backs, changes of contact, papers, answers; then every address.

    It is over, and looked at by every test: none changes it.
    """
    folder = tmp_path_factory.mktemp("whole")
    with (
        houses.copy_of(planted, folder / "var") as house,
        time_machine.travel(NOON, tick=False) as clock,
        listened_to() as told,
    ):
        yield lived(Day(house, desk_of(house), clock, told=told))


@contextmanager
def listened_to() -> Iterator[StringIO]:
    """Write down what the loggers say, from information on."""
    told, root = StringIO(), logging.root
    handler, kept = logging.StreamHandler(told), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield told
    finally:
        root.setLevel(kept)
        root.removeHandler(handler)


def lived(day: Day, roles: Collection[str] = ROLES) -> Day:
    """Let the whole staff work; then let these roles, and whoever has no desk open, ask for every address."""
    (_, rich), (_, poor), (stopped_id, stopped) = (day.person(n, everything=n != 2) for n in (1, 2, 3))
    paul = day.desk.signed_in(PAUL)
    day.numbers += [number_on(day.took(take_call(paul, **one))) for one in (rich, stopped)]
    day.numbers.append(number_on(day.took(take_call(paul, **poor, lost="everything"))))
    at_the_telephone(day, paul)
    with day.house.store.writing() as unit:
        dispute(unit, dispute_codes(unit, stopped_id)[0], "letter", now())
    at_the_desks(day, poor, rich)
    for role in roles:
        day.seen[role] = crawled(day, day.desk.signed_in(ROLES[role]))
    left, half_in = day.desk.signed_in(PAUL), day.desk.visitor()
    left.leave_desk()
    half_in.give_password(SARAH)
    day.seen |= {"locked": crawled(day, left), "half in": crawled(day, half_in)}
    day.seen["nobody"] = crawled(day, day.desk.visitor())
    return day


def at_the_telephone(day: Day, paul: AtDesk) -> None:
    """Send codes, plan a call, ask for a sheet, have contacts changed, agree to it; and make mistakes."""
    hers, _, poors = (f"/appels/{number}" for number in day.numbers)
    for proof in ("sms", "email", "voice", "letter"):
        day.clock.shift(timedelta(seconds=31))
        day.took(send_code(paul, paul.get(hers), proof))
    token = paul.page.forms[0].untouched
    for path, fields in (
        (f"{hers}/code", {"proof": "sms"}),
        (f"{hers}/code", {"proof": "pigeon"}),
        (f"{hers}/rappel", {"day": "2026-12-01", "hour": "930"}),
        (f"{hers}/appeler", {}),
        (f"{poors}/rendez-vous", {}),
        (f"{hers}/contact", {"sorte": "mobile", "value": "12"}),
        (f"{hers}/contact", {"sorte": "mobile", "value": day.personal.phone("063998")}),
        (f"{hers}/contact", {"sorte": "mail", "value": f"{day.personal.plain_word()}@example.org"}),
    ):
        for headers in ({}, {"HX_Request": "true"}):
            day.took(paul.follow(day.took(paul.post(path, token | fields, **headers))))
    day.typed |= set(day.personal.planted[-2:])
    leila = day.desk.signed_in(LEILA)
    waiting = day.took(leila.get("/changements"))
    agreeing = [form for form in waiting.forms if form.action.startswith("/changements/")]
    assert agreeing
    day.took(leila.follow(day.took(leila.post(agreeing[0].action, agreeing[0].untouched))))
    day.numbers += [form.action.split("/")[2] for form in agreeing]


def at_the_desks(day: Day, poor: dict[str, str], rich: dict[str, str]) -> None:
    """Have an advisor see two papers, one wrongly first; and a supervisor say yes to one."""
    ines, sarah, number = day.desk.signed_in(INES), day.desk.signed_in(SARAH), day.numbers[2]
    for given, hers in ((poor, number), (rich, day.numbers[0])):
        with day.house.store.writing() as unit:
            code = show_desk_code(unit, hers, "her visit", now()).code
        for typed in ("000000" if code != "000000" else "111111", code):
            fields = {**given, "number": hers, "screen_code": typed}
            answer = ines.post_form(ines.get("/guichet"), to="/guichet", **fields)
            if typed == code:
                day.took(ines.follow(day.took(answer)))
    day.seen["to be answered"] = crawled(day, sarah)
    page = day.took(sarah.get(f"/a-confirmer/{number}"))
    day.took(sarah.follow(day.took(sarah.post_form(page, to=f"/a-confirmer/{number}/oui"))))


def crawled(day: Day, colleague: AtDesk) -> set[str]:
    """Ask for every address of the desk, and for all that its pages lead to, as a browser with and without scripts.

    Return the rules that gave a page.
    """
    rules = {rule.rule for rule in day.desk.app.url_map.iter_rules() if "GET" in rule.methods}
    names = [*day.numbers, "htmx"]
    ahead = {re.sub(r"<[^>]+>", name, rule) for rule in rules for name in names}
    gave, done = set(), set()
    while ahead:
        path = ahead.pop()
        done.add(path)
        for headers in ({}, {"HX_Request": "true", "HX_Source": "div#veille-demande"}):
            answer = day.took(colleague.get(path, **headers))
        if answer.status == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            ahead |= {link for link in LINK.findall(answer.html) if link not in done and not OTHER_MONTH.search(link)}
        if answer.status == 200:
            bare = path.partition("?")[0]
            gave |= {rule for rule in rules if re.fullmatch(re.sub(r"<[^>]+>", "[^/]+", rule), bare)}
    return gave


def headers_of(answer: Answer) -> list[str]:
    """Return the headers of an answer as lines."""
    return [f"{name}: {value}" for name, value in answer.headers.items()]


def received(day: Day) -> list[Trace]:
    """Return all that the staff received: status lines apart, every header and every byte."""
    return [
        Trace(f"{one.path} {one.status}", "\n".join((one.path, *headers_of(one), *one.cookies)).encode() + one.content)
        for one in day.answers
    ]


def test_no_marked_word_of_a_record_and_no_contact_is_in_any_byte_that_the_staff_receives(whole: Day) -> None:
    assert len(set(whole.medical.planted)) >= 500
    assert len(whole.answers) > 200
    bytes_of_the_staff = received(whole)
    assert found_in(bytes_of_the_staff, whole.medical.planted) == []
    mistaken = [one for one in bytes_of_the_staff if one.place.endswith((" 422", " 429"))]
    others = [one for one in bytes_of_the_staff if one not in mistaken]
    assert len(others) > 500
    assert found_in(others, whole.personal.planted) == []
    assert found_in(mistaken, whole.never_typed()) == [], "a form with a mistake keeps what was typed, and nothing else"
    logs = Trace("logs", whole.told.getvalue().encode())
    assert found_in([logs], [*whole.medical.planted, *whole.personal.planted]) == []


def test_nor_in_clear_in_what_the_desk_keeps_nor_in_a_message_that_the_desk_had_sent(whole: Day) -> None:
    kept = [*traces_of(whole.house.store, whole.house.settings.var_dir)]
    assert {"staff_session.token_digest", "recovery_case.body", "contact_request.body"} <= {one.place for one in kept}
    assert found_in(kept, [*whole.medical.planted, *whole.personal.planted]) == []
    with whole.house.store.reading() as unit:
        told = [repr(dict(one.parameters)) for one in waiting_messages(unit, limit=500)]
    assert len(told) > 20
    messages = Trace("messages", "\n".join(told).encode())
    assert found_in([messages], [*whole.medical.planted, *whole.personal.planted]) == []


def test_the_crawler_sees_every_page_of_every_role(whole: Day) -> None:
    """But for steps that nobody takes on this day: visits are in test_visit_markers, all in test_desk_statements."""
    rules = {rule.rule for rule in whole.desk.app.url_map.iter_rules() if "GET" in rule.methods}
    unseen = {rule for rule in rules if not any(rule in seen for seen in whole.seen.values())}
    elsewhere = re.compile("/(visite/|revoquer/|a-son-tour|(connexion/)?proconnect|premiere-fois/|equipe/invitation)")
    assert {rule for rule in unseen if not elsewhere.match(rule)} == set()
    assert "/appels/<number>" in whole.seen["agent"]
    assert not {"/appels", "/guichet"} & whole.seen["supervisor"]
    assert not {"/appels", "/alarmes"} & whole.seen["advisor"]


def test_a_whole_number_a_name_or_a_title_on_one_page_would_be_found(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "hint_of", lambda _kind, value: value)
    lived(day, roles=("agent",))
    found = found_in(received(day), day.personal.planted)
    assert {line.partition(" in ")[2].partition("/")[0] for line in found} == {""}
    assert any("63998" in line and "/appels/" in line for line in found)
    titled = [Trace("a page", f"<p>{day.medical.planted[7].upper()}</p>".encode())]
    assert len(found_in(titled, day.medical.planted)) == 1


def test_a_hint_is_two_digits_two_letters_or_a_town(whole: Day) -> None:
    hints = {
        hint
        for one in whole.answers
        for hint in re.findall(r"(?:finit par|adresse électronique) ([^<.]+)", one.content.decode())
    }
    assert len(hints) >= 3
    assert all(re.fullmatch(r"\d\d|\w…@\w…", hint) for hint in hints), hints


def test_a_name_that_is_nearly_right_tells_no_right_one(day: Day) -> None:
    _, typed = day.person(1, everything=True)
    paul, ines = day.desk.signed_in(PAUL), day.desk.signed_in(INES)
    day.took(take_call(paul, **{**typed, "first_name": "Anne"}))
    known, unknown = ({**typed, "birth_name": "Dupond", "number": "7KQM-4HTX-9DFR"}, {"ins": "269054958815780"})
    for changes in ({}, unknown):
        day.took(ines.post_form(ines.get("/guichet"), to="/guichet", screen_code="123456", **{**known, **changes}))
    assert len(day.never_typed()) > 5
    assert found_in(received(day), day.never_typed()) == []
