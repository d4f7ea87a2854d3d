"""The gate of a face: every request passes here, and only here, on its way to a view.

Cookie, form token, session, guard, one unit of work, refusals: in this order; `responses` then dresses the answer.
"""

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Response, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from dossier.base import Refused, Settings, now
from dossier.identity import (
    Session,
    find_session,
    forget_what_was_typed,
    keep_what_was_typed,
    needs_touch,
    session_is_alive,
    touch,
)
from dossier.store import Store, StoreSilent, Unit

from .answers import Answer, SeeOther, Shown
from .ask import Ask
from .cookies import fresh_visit, visit_of
from .csrf import FIELD, form_is_ours
from .pages import Status, StoreSilentPage
from .refusals import error_page, page_of
from .responses import Caller, Responder
from .rooms import Guard, PageSpec, PageUnguarded, Room, Work

_LOG = logging.getLogger("portal")
RESUMED = "reprise"
"""The field that marks a kept form sent again: once it is through, nothing is kept any more."""
_SILENT_SECONDS = 120
_WORDED = (400, 403, 404, 405, 410, 413, 422, 429, 500, 503)


class Gate:
    """One face's gate: its settings, its store, and the rooms behind it."""

    def __init__(self, app: Flask, settings: Settings, store: Store, rooms: Iterable[Room]) -> None:
        """Hang every page of every room behind the gate. Raises `PageUnguarded`."""
        self._settings = settings
        self._store = store
        self._responder = Responder(settings, store.holder)
        for room in rooms:
            for spec in room.pages:
                if spec.guard is not Guard.DEMO or settings.demo:
                    self._hang(app, spec)
        app.register_error_handler(Exception, self._answer_error)
        _check_guards(app)

    def _hang(self, app: Flask, spec: PageSpec) -> None:
        def passage(**places: Any) -> Response:
            return self._pass(spec, places)

        passage.guard = spec.guard  # type: ignore[attr-defined]
        methods = [spec.method]
        app.add_url_rule(spec.path, spec.name, passage, methods=methods, provide_automatic_options=False)

    def _pass(self, spec: PageSpec, places: dict[str, Any]) -> Response:
        moment = now()
        request = request_ctx.request  # itself: Flask's stand-in for it costs half a microsecond each time it is used
        sent = visit_of(request, self._settings)
        caller = Caller(sent or fresh_visit(), new_visit=not sent, menu=spec.menu)
        if spec.method == "POST" and not (sent and form_is_ours(self._store.holder, sent, request)):
            return self._responder.respond(request, error_page(400), caller)
        found: Session | None = None
        answer: Answer | None = None
        try:
            with self._unit(spec) as unit:
                found = find_session(unit, sent) if sent else None
                caller = self._recognized(caller, found, moment)
                ask = Ask(request, self._settings, self._store, unit, moment, caller.visit, caller.session)
                may = _may_see(spec.guard, caller.session)
                if may and spec.work is not Work.OWN:
                    answer = spec.view(ask, **places)
            if may and spec.work is Work.OWN:
                answer = spec.view(ask, **places)
        except StoreSilent as silent:
            return self._responder.respond(request, self._store_silent(silent), caller)
        except Refused as refused:
            answer = _worded(refused)
        if answer is None:
            answer = self._turn_away(spec, found, caller, moment)
        self._after(spec, caller.session, answer, moment)
        return self._responder.respond(request, answer, caller)

    def _unit(self, spec: PageSpec) -> AbstractContextManager[Unit]:
        return self._store.writing() if spec.work is Work.WRITES else self._store.reading()

    def _recognized(self, caller: Caller, found: Session | None, moment: datetime) -> Caller:
        """Return the caller with her live session. One whose session has ended gets a fresh cookie, on any page."""
        if found is None:
            return caller
        return caller.of(found) if self._is_alive(found, moment) else caller.renewed()

    def _is_alive(self, session: Session, moment: datetime) -> bool:
        idle, total = self._limits(session)
        return session_is_alive(
            moment,
            seen_at=session.seen_at,
            started_at=session.started_at,
            ended_at=session.ended_at,
            idle=idle,
            total=total,
        )

    def _limits(self, session: Session) -> tuple[timedelta, timedelta]:
        """Return how long a session may rest and how long it may last: shorter on a shared computer."""
        told = self._settings
        if session.at_home:
            return timedelta(minutes=told.home_idle_minutes), timedelta(minutes=told.home_total_minutes)
        return timedelta(minutes=told.shared_idle_minutes), timedelta(minutes=told.shared_total_minutes)

    def _after(self, spec: PageSpec, session: Session | None, answer: Answer, moment: datetime) -> None:
        """Note that the session is in use, and that a kept form went through."""
        if session is None:
            return
        resumed = spec.method == "POST" and RESUMED in request.form and not _may_yet_succeed(answer)
        if resumed or needs_touch(session, moment):
            with self._store.writing() as unit:
                touch(unit, session, moment)
                if resumed:
                    forget_what_was_typed(unit, session)

    def _turn_away(self, spec: PageSpec, found: Session | None, caller: Caller, moment: datetime) -> Answer:
        """Send a stranger to sign in; keep what a late form said, so that nothing typed is lost."""
        if caller.session is not None:
            return SeeOther("/dossiers")
        if found is None:
            return SeeOther("/connexion")
        kept = spec.method == "POST" and "password" not in request.form  # a password is kept nowhere
        if kept:
            fields = [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
            with self._store.writing() as unit:
                keep_what_was_typed(unit, found, request.path, fields, moment)
        lasted = moment - found.started_at > self._limits(found)[1]
        told = [word for word, is_so in (("garde=1", kept), ("duree=1", lasted)) if is_so]
        return SeeOther("?".join(filter(None, ("/session-terminee", "&".join(told)))))

    def _store_silent(self, silent: StoreSilent) -> Shown:
        """Say that nothing was kept, and hand over the address for paper: a right isn't lost to a full disk."""
        _LOG.error("%s at %s", silent, request.url_rule, exc_info=silent)
        return Shown("store_silent.html", StoreSilentPage(self._settings.paper_address), 503, _SILENT_SECONDS)

    def _answer_error(self, error: Exception) -> Response:
        """Word any error without touching the database: what failed may well be the database."""
        if isinstance(error, StoreSilent):  # while the gate itself noted something
            return self._responder.respond(request, self._store_silent(error), self._stranger())
        status = error.code if isinstance(error, HTTPException) else 500
        if status not in _WORDED:
            status = 400 if status is not None and status < 500 else 500
        if status == 500:
            _LOG.error("%s at %s", type(error).__name__, request.url_rule or "no page", exc_info=error)
        return self._responder.respond(request, error_page(cast("Status", status)), self._stranger())

    def _stranger(self) -> Caller:
        sent = visit_of(request, self._settings)
        return Caller(sent or fresh_visit(), new_visit=not sent)


def _may_see(guard: Guard, session: Session | None) -> bool:
    match guard:
        case Guard.SIGNED_IN:
            return session is not None and session.acting is not None
        case Guard.SESSION:
            return session is not None
        case _:
            return True


def _may_yet_succeed(answer: Answer) -> bool:
    """Tell whether sending the same form again could help: too much at this moment, or a fault of ours."""
    return isinstance(answer, Shown) and answer.status in (429, 500, 503)


def _worded(refused: Refused) -> Answer:
    """Return the page for a refusal; one that is a fault of ours is told to the operator as well."""
    answer = page_of(refused)
    if isinstance(answer, Shown) and answer.status == 500:
        _LOG.error("%s at %s", refused, request.url_rule)
    return answer


def _check_guards(app: Flask) -> None:
    """Refuse to start when a page was added around the gate."""
    for rule in app.url_map.iter_rules():
        if not hasattr(app.view_functions[rule.endpoint], "guard"):
            raise PageUnguarded(f"{rule.rule} has no guard")
