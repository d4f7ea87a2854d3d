"""A telephone call by somebody who isn't her, as a play: the stage, the lines, and what must hold when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Literal

import pyotp
import time_machine

from back_office.jobs.rounds import one_round
from dossier.base import now
from dossier.identity import (
    ContactKind,
    add_staff,
    contact_value,
    enroll_staff,
    hash_password,
    next_line,
    person_of,
)
from dossier.journal import Event as JournalEvent
from dossier.journal import append
from dossier.outbox import Message
from dossier.policy import Role
from tests.kit.desk import PASSWORDS, AtDesk, Desk, desk_of
from tests.kit.house import CODES, PASSWORD, operator, rows_of
from tests.kit.portal import House
from tests.kit.recovering import known
from tests.kit.recovery import CONTACTS, messages
from tests.kit.visitor import Answer, Visitor

HIS_PASSWORD = "cambriole minuit lanterne"
Door = Literal["pages", "telephone", "desk", "second person"]
"""How she gets an access back herself, once the call is over."""
_NAMES = {"sms": "mobile", "voice": "landline", "letter": "address", "email": "email"}
_FRESH = timedelta(minutes=9)
_ENDS = (
    "/mon-dossier",
    "/documents",
    "/acces-perdu/identifiant",
    "/acces-perdu/mot-de-passe",
    "/acces-perdu/second-code",
    "/acces-perdu/fini",
)
"""Where nobody comes who has no session, or to whom nothing was granted."""


@dataclass
class Stage:
    """A house with Aurélie in it, its desk, and the browsers of whoever plays."""

    house: House
    clock: time_machine.Traveller
    call: "Call"
    traits: dict[str, str] = field(default_factory=dict)
    """What is on file of her besides."""
    number: str = ""
    """The case that the call is about, as its addresses have it."""
    reference: str = ""
    """The change of contact that the call is about."""
    found: dict[str, str] = field(default_factory=dict)
    """What somebody wrote down to use it later."""
    identifier: str = ""

    def __post_init__(self) -> None:
        """Raise the curtain: she is enrolled, with her contacts and her card; nobody has signed in."""
        self.desk: Desk = desk_of(self.house)
        contacts = {name: CONTACTS[name] for name in ("mobile", "email")} if self.call.poor else CONTACTS
        self.patient_id, self.identifier = known(self.house, card=not self.call.poor, **contacts, **self.traits)
        self.ways = [way for way, name in _NAMES.items() if name in contacts]
        self.thief, self.her = self.house.visitor(), self.house.visitor()
        self.thief.client.environ_base["REMOTE_ADDR"] = "198.51.100.66"
        self._at: dict[str, tuple[AtDesk, datetime]] = {}
        self.before, self.contacts_before = self.photograph(), self.contacts()

    def at(self, identifier: str) -> AtDesk:
        """Return a colleague at an open desk, with a fresh code."""
        colleague, since = self._at.get(identifier, (None, now()))
        if colleague is None or now() - since > _FRESH:
            colleague = self.desk.visitor()
            page = colleague.get("/connexion")
            page = colleague.send(page, identifier=identifier, password=PASSWORDS.get(identifier, PASSWORD))
            assert colleague.send(page, code=self.desk.code(identifier)).path == "/"
            self._at[identifier] = colleague, now()
        return colleague

    def hire(self, identifier: str, role: Role, team: str) -> None:
        """Take on a colleague whom the demonstration doesn't have, unless she is there already."""
        with self.house.store.writing() as unit:
            if identifier not in self._at:
                add_staff(unit, identifier, "Nadia", "Klein", role, team, now())
                enroll_staff(unit, identifier, hash_password(unit.holder, PASSWORD), pyotp.random_base32())

    def wait(self, **time: float) -> None:
        """Let time pass; then the clock of the house makes its round."""
        self.clock.shift(timedelta(**time))
        for _ in one_round(self.house.store, self.house.settings, now(), 1, Event()):
            pass

    def sent(self, kind: str, way: str = "", what: str = "") -> list[Message]:
        """Return her messages of a kind, the newest first."""
        with self.house.store.reading() as unit:
            found = messages(unit, self.patient_id, kind)
        return [one for one in found if way in ("", one.channel) and what in ("", one.parameters.get("what"))]

    def code_by(self, way: str) -> str:
        """Return the newest recovery code that left this way."""
        return self.sent("recovery-code", way)[0].parameters["code"]

    def card_code(self) -> str:
        """Return the next code of her card."""
        with self.house.store.reading() as unit:
            return CODES[(next_line(unit, self.patient_id) or 1) - 1]

    def photograph(self) -> dict[str, object]:
        """Return what a takeover would change: password, means, and whether anybody has a session."""
        with self.house.store.reading() as unit:
            return {
                table: sorted(
                    tuple(value for name, value in row.items() if name in columns)
                    for row in rows_of(unit, table, self.patient_id)
                )
                for table, columns in {
                    "credential": ("password_hash", "set_at"),
                    "code_card": ("card_id",),
                    "factor": ("kind", "is_on", "changed_at"),
                    "web_session": ("token_digest",),
                    "known_device": ("device_digest",),
                    "federated_identity": ("digest",),
                }.items()
            }

    def contacts(self) -> dict[ContactKind, str]:
        """Return her contacts on file."""
        with self.house.store.writing() as unit:
            witness = append(unit, operator(self.patient_id), JournalEvent.RECOVERY_PERSON_SOUGHT, now())
            person = person_of(unit, self.patient_id, witness)
        return {kind: contact_value(person, kind) for kind in ContactKind}


Act = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says, and what is done meanwhile on the pages."""

    who: str
    words: str
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One call, from its first word to how it ends."""

    title: str
    caller: str
    """Who calls, and what he knows or holds."""
    lines: tuple[Line, ...]
    reads: frozenset[str] = frozenset()
    """Her ways that the thief has in his hands: sms, voice, letter, email, card, password."""
    told: tuple[str, ...] = ("opened",)
    """What she hears of, on every contact she has."""
    alarm: str = ""
    """What the supervisor reads, when the call leaves an alarm."""
    signals: bool = False
    """The operators tell of changed SIM cards."""
    renamed: bool = False
    """The thief got her a new identifier; her password and her card stay hers."""
    moved: frozenset[ContactKind] = frozenset()
    """Contacts that are another's when the call is over."""
    poor: bool = False
    """She has an e-mail address and a telephone at home, and no card: only a desk helps when all is lost."""
    burnt: bool = False
    """The thief was in for an hour, and is out: her old password died with his."""
    door: Door = "pages"


def nothing_was_taken(stage: Stage) -> None:
    """Hold that nobody but her has anything: password, means, sessions, contacts, and every door is shut to him."""
    assert stage.photograph() == stage.before, "the password, a means or a session changed"
    nothing_is_open_to_him(stage)
    changed = {kind for kind, value in stage.contacts().items() if value != stage.contacts_before[kind]}
    assert changed == stage.call.moved
    she = stage.house.visitor()
    page = sign_in(stage, she, PASSWORD)
    assert page.path == "/connexion/code", f"her password doesn't open any more: {page.words}"
    code = stage.sent("sign-in-code")[0].parameters["code"] if stage.call.poor else stage.card_code()
    assert she.send(page, code=code).path == "/mon-dossier", "nor does her second factor"
    she.leave()


def he_is_out_again(stage: Stage) -> None:
    """Hold that what the thief made opens nothing any more, nor what she had: only a desk helps."""
    nothing_is_open_to_him(stage)
    page = sign_in(stage, stage.thief, HIS_PASSWORD)
    assert page.path == "/connexion/mot-de-passe", "his password opens still"
    assert sessions_of(stage) == [], "a session of his is open still"
    assert sign_in(stage, stage.house.visitor(), PASSWORD).path == "/connexion/mot-de-passe"


def nothing_is_open_to_him(stage: Stage) -> None:
    """Hold that no page behind a sign-in or a grant comes to the thief's browser."""
    for path in _ENDS[:-1] if stage.call.burnt else _ENDS:  # what he ended says so to him for some hours
        answer = stage.thief.follow(stage.thief.get(path))
        assert answer.path.partition("?")[0] not in _ENDS, f"the thief stands at {answer.path}"


def sessions_of(stage: Stage) -> list[object]:
    """Return her open sessions, whoever holds them."""
    with stage.house.store.reading() as unit:
        return [row for row in rows_of(unit, "web_session", stage.patient_id) if row["ended_at"] is None]


def she_was_told(stage: Stage, what: str) -> None:
    """Hold that a notice left by every contact she had, each with a code of its own that stops it."""
    told = stage.sent("recovery-notice", what=what)
    assert {one.channel for one in told} == set(stage.ways), f"{what}: {[one.channel for one in told]}"
    assert len({one.parameters["dispute"] for one in told}) == len(told)


def sign_in(stage: Stage, browser: Visitor, password: str) -> Answer:
    """Have somebody give her identifier and a password; return where that leads."""
    page = browser.send(browser.get("/connexion"), identifier=stage.identifier)
    return browser.send(page, password=password)


def browser_of(stage: Stage, who: str) -> Visitor:
    """Return the browser of the thief or hers."""
    return stage.thief if who == "thief" else stage.her
