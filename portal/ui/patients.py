"""The portal, as its gate sees it: patients call, with a record open, from a shared computer or their own."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from flask import Request

from dossier.base import Refused, Settings
from dossier.identity import (
    LIMITS,
    Session,
    find_session,
    forget_what_was_typed,
    keep_what_was_typed,
    needs_touch,
    session_is_alive,
    touch,
)
from dossier.store import Store, Unit

from .answers import Answer, SeeOther, Shown
from .ask import Ask
from .cookies import VisitCookie, text_size_of
from .csrf import FIELD
from .face import Caller, Face
from .frame import Frame, Help, MenuItem
from .headers import page_policy
from .people import as_written
from .refusals import page_of
from .render import PAGES
from .rooms import Guard, PageSpec

RESUMED = "reprise"
"""The field that marks a kept form sent again: once it is through, nothing is kept any more."""
_LATE_FORMS = 20 * 3600
"""Seconds that the cookie outlives its session at home: a form sent too late still finds whose it is."""
_LEEWAY_SECONDS = 5
_TURN, _TURN_OVER = "/tour/resume", "/tour/fini?temps=1"
_ANSWER, _NO_ANSWER = "/tour/accord", "/tour/fini?fait=rien"
_ANSWER_LATE = f"{_NO_ANSWER}&temps=1"
"""Where a turn at a desk goes on, and where one that ended by itself is told so; to read, and to answer."""
_LONGEST_WAY_BACK = 200


class PatientFace(Face[Session]):
    """The patient's site."""

    name = "portal"
    guards = Guard
    ask = Ask

    def __init__(self, settings: Settings) -> None:
        """Keep what every response needs."""
        self._settings = settings
        self.practice = settings.practice
        self._help = Help(settings.help_phone, settings.help_hours)
        at_home = settings.home_total_minutes * 60 + _LATE_FORMS
        self.cookie = VisitCookie.of("dossier", secure=settings.secure, practice=self.practice, home_seconds=at_home)
        self.templates = PAGES
        self.page_policy = page_policy(PAGES.style_hash)

    def offers(self, guard: StrEnum) -> bool:
        """Tell whether pages under this guard exist here: those of the demonstration only there."""
        return guard is not Guard.DEMO or self._settings.demo

    def find(self, unit: Unit, token: str) -> Session | None:
        """Return the session that a cookie stands for, alive or not."""
        return find_session(unit, token)

    def is_alive(self, found: Session, now: datetime) -> bool:
        """Tell whether a session may still be used."""
        idle, total = self._limits(found)
        return session_is_alive(
            now, seen_at=found.seen_at, started_at=found.started_at, ended_at=found.ended_at, idle=idle, total=total
        )

    def may_see(self, guard: StrEnum, caller: Caller[Session]) -> bool:
        """Tell whether this caller passes a guard."""
        session = caller.session
        match guard:
            case Guard.SIGNED_IN:
                return session is not None and session.acting is not None and not session.is_at_desk
            case Guard.SESSION:
                return session is not None and not session.is_at_desk
            case Guard.TURN:
                return session is not None and session.is_at_desk and not session.draft
            case Guard.ANSWER:
                return session is not None and session.draft != ""
            case _:
                return True

    def turn_away(
        self, store: Store, spec: PageSpec, request: Request, caller: Caller[Session], found: Session | None
    ) -> Answer:
        """Send a stranger to sign in; keep what a late form said, so that nothing typed is lost."""
        if caller.session is not None:
            at_desk = _ANSWER if caller.session.draft else _TURN
            return SeeOther(at_desk if caller.session.is_at_desk else "/dossiers")
        if found is None:
            return SeeOther("/connexion")
        if found.is_at_desk:
            return SeeOther(_over(found))
        kept = spec.method == "POST" and "password" not in request.form  # a password is kept nowhere
        if kept:
            fields = [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
            with store.writing() as unit:
                keep_what_was_typed(unit, found, request.path, fields, caller.at)
        lasted = caller.at - found.started_at > self._limits(found)[1]
        told = [word for word, is_so in (("garde=1", kept), ("duree=1", lasted)) if is_so]
        return SeeOther("?".join(filter(None, ("/session-terminee", "&".join(told)))))

    def after(
        self, store: Store, spec: PageSpec, request: Request, session: Session, answer: Answer, now: datetime
    ) -> None:
        """Note that the session is in use, and that a kept form went through."""
        resumed = spec.method == "POST" and RESUMED in request.form and not _may_yet_succeed(answer)
        if resumed or needs_touch(session, now):
            with store.writing() as unit:
                touch(unit, session, now)
                if resumed:
                    forget_what_was_typed(unit, session)

    def worded(self, refused: Refused) -> Answer:
        """Return the page for a refusal."""
        return page_of(refused)

    def frame(self, request: Request, caller: Caller[Session], csrf_token: str) -> Frame:
        """Return the surroundings of a page for this reader."""
        session = caller.session
        return Frame(
            csrf_token=csrf_token,
            path=_way_back(request),
            help=self._help,
            text_size=text_size_of(request),
            signed_in=session is not None and not session.is_at_desk,
            at_desk=session is not None and session.is_at_desk,
            menu=cast("MenuItem", caller.menu),
            record_name=as_written(session.record_name) if session else "",
            idle_minutes=self._idle_minutes(session),
            demo=self._settings.demo,
            practice=self.practice,
        )

    def left_open(self, session: Session) -> str:
        """Return the `Refresh` of a page: a record must not stay on a shared screen after its session has ended."""
        ended = _over(session) if session.is_at_desk else "/session-terminee"
        return f"{self._idle_minutes(session) * 60 + _LEEWAY_SECONDS}; url={ended}"

    def _idle_minutes(self, session: Session | None) -> int:
        if session is None:
            return self._settings.shared_idle_minutes
        return int(self._limits(session)[0].total_seconds()) // 60

    def _limits(self, session: Session) -> tuple[timedelta, timedelta]:
        """Return how long a session may rest and how long it may last: shorter on a shared computer, or at a desk.

        Whoever reads a text to answer needn't touch anything meanwhile.
        """
        if session.is_at_desk:
            return LIMITS.turn_total if session.draft else LIMITS.turn_idle, LIMITS.turn_total
        return self._settings.session_limits(at_home=session.at_home)


def _over(turn: Session) -> str:
    """Return where a turn that ended by itself is told so."""
    if turn.draft:
        return _NO_ANSWER if turn.ended_at else _ANSWER_LATE
    return _TURN_OVER


def _may_yet_succeed(answer: Answer) -> bool:
    """Tell whether sending the same form again could help: too much at this moment, or a fault of ours."""
    return isinstance(answer, Shown) and answer.status in (429, 500, 503)


def _way_back(request: Request) -> str:
    """Return the page's own local address, for the page of text sizes; an address nobody here wrote isn't repeated."""
    path = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return path if len(path) <= _LONGEST_WAY_BACK else "/"
