"""Every kind of visit, walked through the pages of the desk: whoever watches it meanwhile has seen them all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import time_machine

from back_office.demo.staff import SCHILTIGHEIM
from dossier.base import new_sign_code, now
from dossier.identity import Basis, represent
from dossier.lifecycle import Purpose, State, make_letter_code
from dossier.mandates import key_in, take_call
from dossier.policy import Scope
from tests.kit.desk import INES, AtDesk, Desk
from tests.kit.house import CODES
from tests.kit.mandates import Somebody, messages, newest_code
from tests.kit.turns_at_the_desk import Screen, turned
from tests.kit.visit_acts import Visiting, form_with_files
from tests.kit.visitor import Answer
from tests.kit.visits import PATH, ask_for, code_for, number_of, put_at, reference_in, typed

NOBODY = {
    "birth_name": "Durand", "first_name": "Claire", "day": "3", "month": "5", "year": "1954",
    "ins": number_of(2540343765499),
}  # fmt: skip
SENT_ON = date(2026, 11, 2)
WRONG = "000000"
PAUSE = timedelta(seconds=31)
"""After it another code may leave, and an application shows another one."""
OLD = timedelta(minutes=11)
"""After it a proof isn't fresh any more."""
OVER = timedelta(minutes=61)
EVERYTHING = tuple(str(scope) for scope in Scope)
_DRAFT = ("", "/accord", "/accord?suite=trop-tard", "/a-vous", "/texte", "/texte?langue=ar", "/papier-signe")
_GIVEN = ("", "/accord", "/dire-non", "/activer", "/acces", "/contact", "/papier", "/resume")
_PAPERS = ("/projet", "/acte", "/fiche")
"""Each takes a third of a second to lay out."""
_LATER = (*_GIVEN[2:], "/fermer", "/renouveler", "/preuve?acte=closure", "/preuve?acte=opt-out")

Comes = Callable[..., Somebody]
"""Bring somebody to the desk: `comes(state, **traits)`, with `has_account` for whoever has signed in before."""


@dataclass
class VisitDay:
    """An advisor's day: the visits that she held, each under the name of what became of it."""

    desk: Desk
    clock: time_machine.Traveller
    comes: Comes
    photo: bytes
    """A paper, as a telephone took it."""
    photo_name: str = "IMG"
    visits: dict[str, Visiting] = field(default_factory=dict)
    screens: list[Screen] = field(default_factory=list)
    named: list[Somebody] = field(default_factory=list)
    """Whom the advisor named beside them: a parent."""
    turn_cookie: str = ""
    """What the patient's browser held in her turn."""
    hers: list[Answer] = field(default_factory=list)
    """What the patient's own screen showed and printed, in her turn."""

    def __post_init__(self) -> None:
        """Open the desk."""
        put_at(self.desk, SCHILTIGHEIM)
        self.ines: AtDesk = self.desk.signed_in(INES)
        self.ines.weight = None  # what a page weighs is measured where each page is drawn

    def drafted(self, name: str, her: Somebody, *scopes: str, **more: str) -> Visiting:
        """Begin a visit for somebody, and look at all there is while she hasn't agreed."""
        return self.begun(name, her, ask_for(self.ines, typed(her), *scopes, **more))

    def begun(self, name: str, her: Somebody, drafted: Answer) -> Visiting:
        """Keep a visit whose first form was answered, and look at it."""
        self.visits[name] = Visiting(self.desk, self.ines, reference_in(drafted), her)
        return self.look(name, *_DRAFT)

    def agreed(self, name: str, her: Somebody, *scopes: str, way: str = "sms") -> Visiting:
        """Begin a visit and have her agree, after an empty box and a mistake; then look at every act."""
        visiting = self.drafted(name, her, *scopes)
        self.press(visiting, "accord", way="pigeon")
        self.answer(visiting, "accord", code_of=her, way=way)
        return self.look(name, *_GIVEN)

    def answer(self, visiting: Visiting, place: str, code_of: Somebody, **asked: str) -> Answer:
        """Have a code leave; she types nothing, then a wrong one, then hers. Return what came back, not followed."""
        self.press(visiting, place, **asked)
        self.press(visiting, place, **asked)
        self.ines.get(f"{visiting.path}/a-vous")
        for code in ("", WRONG):
            self.press(visiting, "a-vous", code=code)
        return self.press(visiting, "a-vous", code=code_for(self.desk.house, code_of))

    def look(self, name: str, *places: str) -> Visiting:
        """Ask for pages of a visit; nothing is followed, and how they are made is for other tests."""
        for place in places:
            self.ines.client.get(f"{self.visits[name].path}{place}", base_url=self.ines.base_url).close()
        return self.visits[name]

    def press(self, visiting: Visiting, place: str, **fields: str) -> Answer:
        """Send any fields to a place of the visit, whether or not its page offers them; follow."""
        sent: Any = self.token() | fields
        return self.ines.follow(self.ines.post(f"{visiting.path}/{place}", sent))

    def hand_in(self, visiting: Visiting, place: str, box: str, *pictures: bytes, **ticks: str) -> Answer:
        """Send photographs; follow."""
        sent = form_with_files(self.token() | ticks, *pictures, box=box, name=self.photo_name)
        return self.ines.follow(self.ines.post(f"{visiting.path}/{place}", **sent))

    def token(self) -> dict[str, str]:
        """Return the form token of the last page."""
        return next({"jeton": one.untouched["jeton"]} for one in self.ines.page.forms if "jeton" in one.untouched)


def all_visits(day: VisitDay) -> VisitDay:
    """Hold every kind of visit; return the day."""
    for walk in _WALKS:
        walk(day)
        day.clock.shift(PAUSE)
    return day


def says_no(day: VisitDay) -> None:
    """She says no to her record, and changes her mind."""
    her = day.comes(State.ANNOUNCED, sent_on=SENT_ON)
    day.begun("draft", her, ask_for(day.ines, typed(her), *EVERYTHING, language="ar"))
    day.look("draft", *_PAPERS)
    visiting = day.agreed("no", her, *EVERYTHING)
    day.look("no", *_PAPERS)
    for button in ("dire-non", "dire-non", "changer-avis", "lettre", "fermer", ""):
        day.press(visiting, "dire-non", **{button: ""} if button else {})
        day.look("no", "", "/dire-non", "/dire-non/recepisse")
    day.look("no", "/dire-non/recepisse/papier?taille=18", "/fiche?taille=24", "/acte?taille=24")
    _tells_of_a_letter(day, visiting)


def _tells_of_a_letter(day: VisitDay, visiting: Visiting) -> None:
    """A letter for somebody else came to her."""
    other, place = day.comes(State.ANNOUNCED, sent_on=SENT_ON), "dire-non/lettre-d-un-autre"
    with day.desk.house.store.writing() as unit:
        code = make_letter_code(unit, other.id, other.person, Purpose.OPT_OUT, now())
    day.look("no", f"/{place}", f"/{place}/recepisse")
    for typed_code in ("", new_sign_code(), code):
        day.press(visiting, place, code=typed_code)
    day.look("no", f"/{place}", f"/{place}/recepisse", f"/{place}/recepisse/papier", "", "/fiche")


def helps(day: VisitDay) -> None:
    """She lost her access, a number changed, she brought a paper, wants her summary, closes her record."""
    her = day.comes(State.ACTIVATED, has_account=True)
    visiting = day.agreed("help", her, *EVERYTHING, way="voice")
    for place, fields in (
        ("acces", {}), ("acces", {"lost": "password"}), ("acces/code", {}), ("acces/code", {"proof": "sms"}),
        ("contact", {"sorte": "mobile", "value": "12"}), ("contact", {"sorte": "mobile", "value": "0639980199"}),
        ("activer", {}), ("resume/lettre", {}), ("resume/lettre", {}),
    ):  # fmt: skip
        day.press(visiting, place, **fields)
    day.look("help", "/acces", "/contact?sorte=mobile", "/contact?sorte=adresse", "/resume?fait=lettre")
    for pictures in ((), (b"%PDF-1.7",), (day.photo,), (day.photo,)):
        day.hand_in(visiting, "papier", "pages", *pictures)
    _has_her_turn(day, visiting)
    _closes(day, visiting)
    renewed = day.ines.post(f"{visiting.path}/renouveler", day.token() | {"scope": ["opt-out"], "duration": "day"})
    renewed = day.begun("renewed", her, renewed)
    day.press(renewed, "refus")
    day.press(visiting, "fin")
    day.look("help", "", "/fiche", "/acte", "/renouveler")


def _has_her_turn(day: VisitDay, visiting: Visiting) -> None:
    """The screen is hers: she reads, prints, seals; the desk is asked for everything meanwhile; it comes back."""
    day.clock.shift(PAUSE)
    screen = turned(visiting)
    day.screens.append(screen)
    day.hers.append(screen.prove())
    day.turn_cookie = screen.browser.cookie()
    day.look("help", "", "/resume", "/fiche")
    browser = screen.browser
    day.hers.append(browser.post_form(browser.get("/tour/imprimer"), size="14"))
    sealing = browser.post_form(browser.get("/tour/imprimer"), size="14", ferme="")
    day.hers += [sealing, browser.post_form(sealing, to="/tour/imprimer/fichier")]
    browser.send(browser.get("/tour/resume"), to="/quitter")
    day.clock.shift(PAUSE)
    day.ines.send(day.ines.get("/reprise"), to="/reprise", code=day.ines.code_of(INES))


def _closes(day: VisitDay, visiting: Visiting) -> None:
    """Her proof is old meanwhile: she proves anew for this act alone."""
    day.clock.shift(OLD)
    day.look("help", *_LATER)
    day.press(visiting, "preuve", acte="closure")
    day.answer(visiting, "preuve", code_of=visiting.her, acte="closure", way="sms")
    day.look("help", "/fermer")
    for _ in range(2):
        day.press(visiting, "fermer")
    day.look("help", "/fermer", "/fermer/recepisse", "/fermer/recepisse/papier", "/preuve?acte=closure", "")


def on_paper(day: VisitDay) -> None:
    """She has neither telephone nor card, and signs a paper: a letter is all that leaves."""
    visiting = day.drafted("paper", day.comes(State.ANNOUNCED, sent_on=SENT_ON), "opt-out", "print-summary")
    ticks = {"seen": "on", "signed": "on"}
    for pictures, ticked in (((), {}), ((), ticks), ((b"GIF89a",), ticks), ((day.photo,), ticks)):
        day.hand_in(visiting, "papier-signe", "scan", *pictures, **ticked)
    day.look("paper", *_GIVEN, *_PAPERS)
    for place, fields in (
        ("dire-non", {"lettre": ""}), ("dire-non", {"dire-non": ""}), ("resume/lettre", {}), ("resume/tour", {}),
    ):  # fmt: skip
        day.press(visiting, place, **fields)
    day.look("paper", "", "/dire-non", "/resume", "/fiche")


def activates(day: VisitDay) -> None:
    """She wants to use her record for the first time."""
    visiting = day.agreed("activation", day.comes(State.OPENED), "activation", way="sms")
    for _ in range(2):
        day.press(visiting, "activer")
    day.look("activation", "/activer", "", "/fiche")


def for_nobody(day: VisitDay) -> None:
    """Nobody has this identity: everything looks the same."""
    for answers in ({"code": WRONG}, {"non": ""}):
        visiting = day.begun("nobody", day.comes(None), ask_for(day.ines, NOBODY, "opt-out"))
        for way in ("sms", "voice", "card"):
            day.press(visiting, "accord", way=way)
        day.look("nobody", "/a-vous")
        for _ in range(5):
            day.press(visiting, "a-vous", **answers)
        day.look("nobody", *_DRAFT, *_GIVEN, *_PAPERS)


def for_a_child(day: VisitDay) -> None:
    """A parent has a no said for a child."""
    parent = day.comes(None)
    day.named.append(parent)
    contacts = {"mobile": "", "landline": "", "email": ""}
    child = day.comes(State.ANNOUNCED, sent_on=SENT_ON, card=False, birth_on=date(2015, 4, 2), **contacts)
    with day.desk.house.store.writing() as unit:
        represent(unit, parent.id, child.id, Basis.PARENT, now())
    fields = typed(child) | typed(parent, "parent_")
    drafted = ask_for(day.ines, fields, "opt-out", path=f"{PATH}?enfant=1")
    visiting = day.begun("child", child, drafted)
    day.answer(visiting, "accord", code_of=parent, way="sms")
    day.press(visiting, "dire-non", **{"dire-non": ""})
    day.look("child", *_GIVEN, *_PAPERS, "/dire-non/recepisse", "/dire-non/recepisse/papier")


def cannot(day: VisitDay) -> None:
    """A judge protects her: only her own right code tells her so."""
    her = day.comes(State.ANNOUNCED, measure="tutelle")
    visiting = day.drafted("protected", her, "opt-out")
    day.answer(visiting, "accord", code_of=her, way="sms")
    day.look("protected", *_DRAFT, *_GIVEN)


def takes_back(day: VisitDay) -> None:
    """She stops it at the desk, with her card."""
    her = day.comes(State.ANNOUNCED)
    day.agreed("stopped", her, "opt-out")
    ines = day.ines
    page = ines.get("/revoquer")
    ines.post_form(page, to="/revoquer", **typed(her) | {"birth_name": ""})
    page = ines.send(page, to="/revoquer", **typed(her))
    for code in ("", WRONG, CODES[0]):
        page = ines.send(page, to="/revoquer/a-vous", code=code) if page.path != "/revoquer/fait" else page
    assert page.path == "/revoquer/fait", page.words
    day.look("stopped", *_GIVEN)


def by_telephone(day: VisitDay) -> None:
    """She isn't there: she is called back, and types her code on her keypad."""
    her = day.comes(State.ANNOUNCED, sent_on=SENT_ON)
    visiting = day.drafted("far", her, "opt-out", remote="on")
    for place, fields in (("accord", {"way": "sms"}), ("appel", {}), ("appel", {"landline": ""})):
        day.press(visiting, place, **fields)
    with day.desk.house.store.writing() as unit:
        mark = messages(unit, her.id, "mandate-call")[0].parameters["call"]
        assert take_call(unit, mark, now())
    day.look("far", *_DRAFT)
    day.press(visiting, "accord", way="sms")
    with day.desk.house.store.writing() as unit:
        assert key_in(unit, mark, newest_code(unit, her.id), now()) == "right"
    day.look("far", *_GIVEN, *_PAPERS)
    day.press(visiting, "dire-non", **{"dire-non": ""})
    day.clock.shift(OLD)
    day.look("far", "/preuve?acte=opt-out", "/fiche")


def runs_out(day: VisitDay) -> None:
    """Nothing more was done, and the hour is over. Another visit waits for an answer when the day ends."""
    day.agreed("over", day.comes(State.ANNOUNCED), "opt-out")
    day.clock.shift(OVER)
    day.ines.sign_in(INES)
    day.look("over", *_GIVEN, "/renouveler")
    waiting = day.drafted("draft", day.comes(State.ANNOUNCED), "opt-out")
    day.press(waiting, "accord", way="card")
    day.agreed("living", day.comes(State.ACTIVATED, has_account=True), *EVERYTHING)
    for path in (PATH, f"{PATH}?enfant=1", f"{PATH}?inconnu=1", "/visites"):
        day.ines.get(path)


_WALKS = (
    says_no, helps, on_paper, activates, for_nobody, for_a_child, cannot, takes_back, by_telephone, runs_out,
)  # fmt: skip
