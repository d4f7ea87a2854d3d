"""The gate of a face: every request passes here, and only here, on its way to a view.

Cookie, form token, session, guard, one unit of work, refusals: in this order; `responses` then dresses the answer.
Who calls, and what a face is like, its `Face` tells.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, Generic, cast

from flask import Flask, Response, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from dossier.base import Refused, Settings, logger, now
from dossier.store import Store, StoreSilent, Unit
from printouts import practice_sheets

from .answers import Answer, Shown
from .cookies import fresh_visit
from .csrf import form_is_ours
from .even import EvenTime
from .face import Caller, Face, S
from .pages import Status, StoreSilentPage
from .refusals import error_page
from .responses import Responder
from .rooms import PageSpec, PageUnguarded, Room, Work

_SILENT_SECONDS = 120
_FULL_SECONDS = 5
_CHUNKS_BYTES = 512 * 1024
"""Of a form with files: what isn't a file, and the pieces in which files are read."""
_WORDED = (400, 403, 404, 405, 410, 413, 422, 429, 500, 503)


class Gate(Generic[S]):
    """One face's gate: its settings, its store, and the rooms behind it."""

    def __init__(self, app: Flask, settings: Settings, store: Store, rooms: Iterable[Room], face: Face[S]) -> None:
        """Hang every page of every room behind the gate. Raises `PageUnguarded`."""
        self._settings = settings
        self._store = store
        self._face = face
        self._log = logger(face.name)
        self._responder = Responder(face, store.holder)
        self._even_time = EvenTime(settings.answer_floor_ms)
        for room in rooms:
            for spec in room.pages:
                if not isinstance(spec.guard, face.guards):
                    raise PageUnguarded(f"{spec.path} has the guard of another face")
                if face.offers(spec.guard):
                    self._hang(app, spec)
        app.register_error_handler(Exception, self._answer_error)
        _check_guards(app)

    def _hang(self, app: Flask, spec: PageSpec) -> None:
        def passage(**places: Any) -> Response:
            if request.method == "HEAD" and spec.work is not Work.READS:  # a look ahead mustn't use anything up
                return self._responder.respond(request, error_page(405), self._stranger())
            return self._pass_evenly(spec, places) if spec.even else self._pass(spec, places)

        if self._settings.practice:
            passage = practice_sheets()(passage)
        passage.guard = spec.guard  # type: ignore[attr-defined]
        passage.even = spec.even  # type: ignore[attr-defined]
        methods = [spec.method]
        app.add_url_rule(spec.path, spec.name, passage, methods=methods, provide_automatic_options=False)

    def _pass_evenly(self, spec: PageSpec, places: dict[str, Any]) -> Response:
        held = self._even_time.answer(lambda: self._pass(spec, places))
        if held is None:
            return self._responder.respond(request, error_page(503, _FULL_SECONDS), self._stranger())
        return held

    def _pass(self, spec: PageSpec, places: dict[str, Any]) -> Response:
        face = self._face
        request = request_ctx.request  # itself: Flask's stand-in for it costs half a microsecond each time it is used
        sent = face.cookie.sent(request)
        caller: Caller[S] = Caller(now(), sent or fresh_visit(), new_visit=not sent, menu=spec.menu)
        if spec.method == "POST" and (stopped := self._stopped(spec, caller, sent)):
            return stopped
        found: S | None = None
        answer: Answer | None = None
        noted = False
        try:
            with self._unit(spec) as unit:
                found = face.find(unit, sent) if sent else None
                caller = self._recognized(caller, found)
                ask = face.ask(request, self._settings, self._store, unit, caller.at, caller.visit, caller.session)
                may = face.may_see(spec.guard, caller)
                if may and spec.work is not Work.OWN:
                    answer = spec.view(ask, **places)
                    noted = unit.writes and face.note(unit, spec, caller, answer)
            if may and spec.work is Work.OWN:
                answer = spec.view(ask, **places)
        except StoreSilent as silent:
            return self._responder.respond(request, self._store_silent(silent), caller)
        except Refused as refused:
            answer = self._worded(refused)
        if answer is None:
            answer = face.turn_away(self._store, spec, request, caller, found)
        if caller.session is not None:
            self._after(spec, caller, caller.session, answer, noted=noted)
        return self._responder.respond(request, answer, caller)

    def _after(self, spec: PageSpec, caller: Caller[S], session: S, answer: Answer, *, noted: bool) -> None:
        if not noted:
            self._face.note_apart(self._store, spec, caller, answer)
        self._face.after(self._store, spec, request, session, answer, caller.at)

    def _stopped(self, spec: PageSpec, caller: Caller[S], sent: str) -> Response | None:
        """Return what a form that isn't ours is answered, or one too large for whoever sends it; else None."""
        if spec.largest and (kept_out := self._kept_out(spec, caller, sent)):
            return kept_out
        if sent and form_is_ours(self._store.holder, sent, request):
            return None
        return self._responder.respond(request, error_page(400), caller)

    def _kept_out(self, spec: PageSpec, caller: Caller[S], sent: str) -> Response | None:
        """Turn away a large form from whoever may not send one, before a byte of it is read; else let it be large."""
        form = request_ctx.request
        with self._store.reading() as unit:
            found = self._face.find(unit, sent) if sent else None
        caller = self._recognized(caller, found)
        if self._face.may_see(spec.guard, caller):
            form.max_content_length, form.max_form_memory_size = spec.largest, _CHUNKS_BYTES
            return None
        if (form.content_length or 0) <= (form.max_content_length or 0):
            return None
        return self._responder.respond(request, self._face.turn_away(self._store, spec, request, caller, found), caller)

    def _unit(self, spec: PageSpec) -> AbstractContextManager[Unit]:
        return self._store.writing() if spec.work is Work.WRITES else self._store.reading()

    def _recognized(self, caller: Caller[S], found: S | None) -> Caller[S]:
        """Return the caller with her live session. One whose session has ended gets a fresh cookie, on any page."""
        if found is None:
            return caller
        return caller.of(found) if self._face.is_alive(found, caller.at) else caller.renewed()

    def _worded(self, refused: Refused) -> Answer:
        """Return the page for a refusal; one that is a fault of ours is told to the operator as well."""
        answer = self._face.worded(refused)
        if isinstance(answer, Shown) and answer.status == 500:
            self._log.error("refused", code=refused.code, fault=refused, route=_route())
        return answer

    def _store_silent(self, silent: StoreSilent) -> Shown:
        """Say that nothing was kept, and hand over the address for paper: a right isn't lost to a full disk."""
        self._log.error("store-silent", fault=silent, route=_route())
        return Shown("store_silent.html", StoreSilentPage(self._settings.paper_address), 503, _SILENT_SECONDS)

    def _answer_error(self, error: Exception) -> Response:
        """Word any error without touching the database: what failed may well be the database."""
        if isinstance(error, StoreSilent):  # while the gate itself noted something
            return self._responder.respond(request, self._store_silent(error), self._stranger())
        status = error.code if isinstance(error, HTTPException) else 500
        if status not in _WORDED:
            status = 400 if status is not None and status < 500 else 500
        if status == 500:
            self._log.error("broken", fault=error, route=_route())
        return self._responder.respond(request, error_page(cast("Status", status)), self._stranger())

    def _stranger(self) -> Caller[S]:
        sent = self._face.cookie.sent(request)
        return Caller(now(), sent or fresh_visit(), new_visit=not sent)


def _route() -> str:
    """Return the address as it was declared: what was typed may hold anything."""
    return str(request.url_rule or "no page")


def _check_guards(app: Flask) -> None:
    """Refuse to start when a page was added around the gate."""
    for rule in app.url_map.iter_rules():
        if not hasattr(app.view_functions[rule.endpoint], "guard"):
            raise PageUnguarded(f"{rule.rule} has no guard")
