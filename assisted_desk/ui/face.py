"""The desk, as its gate sees it: members of the staff call, each from a desk of her own that locks by itself."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from flask import Request

from dossier.base import Refused, Settings
from dossier.identity import StaffSession, desk_needs_touch, find_staff_session, note_staff_act, touch_desk
from dossier.policy import Role
from dossier.store import Store, Unit
from portal.ui import Answer, Caller, Face, PageSpec, SeeOther, VisitCookie, error_page, page_policy

from . import scripts
from .acts import act_of, is_refusal, was_done
from .ask import DeskAsk
from .badge import Badge
from .desks import desk_locked
from .frame import DeskFrame
from .guards import DeskGuard
from .menu import DeskMenu, menu_of
from .refusals import page_of
from .render import PAGES

_LEEWAY_SECONDS = 5
_ROLE_OF = {
    DeskGuard.CALL_AGENT: Role.CALL_AGENT,
    DeskGuard.SUPERVISOR: Role.SUPERVISOR,
    DeskGuard.ADVISOR: Role.ADVISOR,
}
_WATCHING = "#veille"


class DeskFace(Face[StaffSession]):
    """The desks' site."""

    name = "assisted_desk"
    guards = DeskGuard
    ask = DeskAsk

    def __init__(self, settings: Settings) -> None:
        """Keep what every response needs."""
        self._idle = timedelta(minutes=settings.desk_idle_minutes)
        self._total = timedelta(minutes=settings.desk_total_minutes)
        self._demo = settings.demo
        self.practice = settings.practice
        secure = settings.desk_url.startswith("https://")
        self.cookie = VisitCookie.of("poste", secure=secure, practice=self.practice)
        self.templates = PAGES
        self.page_policy = page_policy(PAGES.style_hash, "script-src 'self'; connect-src 'self'")

    def offers(self, guard: StrEnum) -> bool:
        """Tell whether pages under this guard exist here: all of them."""
        return guard in DeskGuard

    def find(self, unit: Unit, token: str) -> StaffSession | None:
        """Return the desk that a cookie stands for, open or not."""
        return find_staff_session(unit, token)

    def is_alive(self, found: StaffSession, now: datetime) -> bool:
        """Tell whether a desk may be used again: not ended, nobody suspended, the working day not over."""
        return found.is_alive(now, self._total)

    def may_see(self, guard: StrEnum, caller: Caller[StaffSession]) -> bool:
        """Tell whether this caller passes a guard."""
        session = caller.session
        if guard is DeskGuard.PUBLIC or (guard is DeskGuard.LOCKED and session is not None):
            return True
        if session is None or session.is_locked(caller.at, self._idle):
            return False
        return guard is DeskGuard.STAFF or _ROLE_OF.get(cast("DeskGuard", guard)) is session.role

    def turn_away(
        self,
        store: Store,
        spec: PageSpec,  # noqa: ARG002 -- the portal's face keeps what a late form said
        request: Request,  # noqa: ARG002
        caller: Caller[StaffSession],
        found: StaffSession | None,
    ) -> Answer:
        """Send a stranger to sign in, an untouched desk to its lock, and the wrong role nowhere."""
        session = caller.session
        if session is None:
            return SeeOther("/connexion" if found is None else "/session-terminee")
        if not session.is_locked(caller.at, self._idle):
            return error_page(403)
        if session.locked_at is not None:
            return SeeOther("/reprise")
        with store.writing() as unit:
            return desk_locked(unit, session, caller.visit, caller.at)

    def note(self, unit: Unit, spec: PageSpec, caller: Caller[StaffSession], answer: Answer) -> bool:
        """Write a line of the staff's journal in the act's own unit, when this page is an act."""
        act = act_of(spec, answer)
        if act is None or caller.session is None:
            return False
        note_staff_act(unit, caller.session.staff_id, act, caller.at, is_done=was_done(answer))
        return True

    def note_apart(self, store: Store, spec: PageSpec, caller: Caller[StaffSession], answer: Answer) -> None:
        """Do the same in a unit of its own; of pages she may not see, the refusal is told."""
        act = act_of(spec, answer)
        if act is None or caller.session is None or not (self.may_see(spec.guard, caller) or is_refusal(answer)):
            return
        with store.writing() as unit:
            note_staff_act(unit, caller.session.staff_id, act, caller.at, is_done=was_done(answer))

    def after(
        self,
        store: Store,
        spec: PageSpec,  # noqa: ARG002 -- as above
        request: Request,
        session: StaffSession,
        answer: Answer,  # noqa: ARG002
        now: datetime,
    ) -> None:
        """Note that the desk is in use. A locked one stays locked, and a page that watches by itself is no use."""
        watching = _WATCHING in request.headers.get("HX-Source", "")
        if desk_needs_touch(session, now) and not watching and not session.is_locked(now, self._idle):
            with store.writing() as unit:
                touch_desk(unit, session, now)

    def worded(self, refused: Refused) -> Answer:
        """Return the page for a refusal."""
        return page_of(refused)

    def frame(self, request: Request, caller: Caller[StaffSession], csrf_token: str) -> DeskFrame:  # noqa: ARG002
        """Return the surroundings of a page at this desk."""
        session = caller.session
        locked = session is not None and session.is_locked(caller.at, self._idle)
        at_work = None if locked else session
        return DeskFrame(
            csrf_token=csrf_token,
            badge=Badge.of(at_work, self._total) if at_work else None,
            locked=locked,
            menu=cast("DeskMenu", caller.menu),
            pages=menu_of(at_work.role) if at_work else (),
            idle_minutes=int(self._idle.total_seconds()) // 60,
            htmx=scripts.HTMX.path if scripts.HTMX else "",
            key_script=scripts.KEY.path,
            demo=self._demo,
            practice=self.practice,
        )

    def left_open(self, session: StaffSession) -> str:
        """Return the `Refresh` of a page: a desk that nobody touches shows its lock, and what was there is gone."""
        if session.locked_at is not None:
            return ""
        return f"{int(self._idle.total_seconds()) + _LEEWAY_SECONDS}; url=/reprise"
