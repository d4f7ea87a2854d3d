"""From a view's answer to the response: frame, page, cookies, headers, compression."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Request, Response

from dossier.base import KeyHolder, Settings
from dossier.identity import Session

from .answers import Answer, File, SeeOther, Shown, SignedIn, SignedOut, TextSizeChosen
from .compression import compress
from .cookies import fresh_visit, set_text_size, set_visit, text_size_of
from .csrf import masked_token
from .frame import Frame, Help, MenuItem
from .headers import add_headers, policy_of
from .people import as_written
from .render import render

_LEEWAY_SECONDS = 5
_LONGEST_WAY_BACK = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a response is for: the visitor's token, whether it is new to her browser, her live session."""

    visit: str
    new_visit: bool
    session: Session | None = None
    menu: MenuItem = ""

    def of(self, session: Session | None) -> "Caller":
        """Return the caller with the session that was found."""
        return Caller(self.visit, self.new_visit, session, self.menu)

    def renewed(self) -> "Caller":
        """Return the caller under a fresh token: a changed cookie keeps the Back button from showing old pages."""
        return replace(self, visit=fresh_visit(), new_visit=True, session=None)


class _Whole(Response):
    """A page: bytes and headers stand already, so nothing is looked for again on the way out (20 us a page)."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send them as they are."""
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else [self.get_data()]


class Responder:
    """Dresses the answers of one face."""

    def __init__(self, settings: Settings, holder: KeyHolder) -> None:
        """Keep what every response needs."""
        self._settings = settings
        self._holder = holder
        self._help = Help(settings.help_phone, settings.help_hours)

    def respond(self, request: Request, answer: Answer, caller: Caller) -> Response:
        """Return the response for an answer."""
        match answer:
            case Shown():
                response = self._page(request, answer, caller)
            case File():
                response = _file(answer)
            case SeeOther(path) | SignedIn(path=path) | SignedOut(path) | TextSizeChosen(path=path):
                response = Response(status=303, headers={"Location": path})
        self._set_cookies(response, answer, caller)
        add_headers(response, self._settings, policy_of(answer))
        compress(request, response)
        return response

    def _page(self, request: Request, shown: Shown, caller: Caller) -> Response:
        idle = self._idle_minutes(caller.session)
        frame = Frame(
            csrf_token=masked_token(self._holder, caller.visit),
            path=_way_back(request),
            help=self._help,
            text_size=text_size_of(request),
            signed_in=caller.session is not None,
            menu=caller.menu,
            record_name=as_written(caller.session.record_name) if caller.session else "",
            idle_minutes=idle,
            demo=self._settings.demo,
        )
        html = render(shown.template, shown.page, frame)
        response = _Whole(html.encode(), shown.status, content_type="text/html; charset=utf-8")
        if shown.retry_after_seconds:
            response.headers["Retry-After"] = str(shown.retry_after_seconds)
        if caller.session is not None:
            # A page left open must not stay on a shared screen after its session has ended.
            response.headers["Refresh"] = f"{idle * 60 + _LEEWAY_SECONDS}; url=/session-terminee"
        return response

    def _idle_minutes(self, session: Session | None) -> int:
        at_home = session is not None and session.at_home
        return self._settings.home_idle_minutes if at_home else self._settings.shared_idle_minutes

    def _set_cookies(self, response: Response, answer: Answer, caller: Caller) -> None:
        match answer:
            case SignedIn(token, at_home, _):
                set_visit(response, self._settings, token, at_home=at_home)
            case SignedOut():
                set_visit(response, self._settings, fresh_visit())
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
            case TextSizeChosen(size, _):
                set_text_size(response, self._settings, size)
            case _ if caller.new_visit:
                set_visit(response, self._settings, caller.visit)


def _way_back(request: Request) -> str:
    """Return the page's own local address, for the page of text sizes; an address nobody here wrote isn't repeated."""
    path = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return path if len(path) <= _LONGEST_WAY_BACK else "/"


def _file(answer: File) -> Response:
    response = Response(answer.content, mimetype=answer.media_type)
    way = "inline" if answer.shown else "attachment"
    response.headers["Content-Disposition"] = (
        f"{way}; filename=\"{_plain(answer.name)}\"; filename*=UTF-8''{quote(answer.name)}"
    )
    return response


def _plain(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in name)
