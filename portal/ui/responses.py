"""From a view's answer to the response: frame, page, cookies, headers, compression."""

from collections.abc import Iterable
from typing import Generic
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Request, Response

from dossier.base import KeyHolder

from .answers import Answer, Asset, File, OtherSite, SeeOther, Shown, SignedIn, SignedOut, TextSizeChosen
from .compression import compress
from .cookies import fresh_visit, set_device, set_text_size
from .csrf import masked_token
from .face import Caller, Face, S
from .headers import add_headers, policy_of

_FOR_A_YEAR = "public, max-age=31536000, immutable"


class _Whole(Response):
    """A page: bytes and headers stand already, so nothing is looked for again on the way out (20 us a page)."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send them as they are."""
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else [self.get_data()]


class Responder(Generic[S]):
    """Dresses the answers of one face."""

    def __init__(self, face: Face[S], holder: KeyHolder) -> None:
        """Keep what every response needs."""
        self._face = face
        self._holder = holder

    def respond(self, request: Request, answer: Answer, caller: Caller[S]) -> Response:
        """Return the response for an answer."""
        match answer:
            case Shown():
                response = self._page(request, answer, caller)
            case File():
                response = _file(answer, practice=self._face.practice)
                if answer.shown:
                    self._turn_when_left(response, caller)
            case Asset(content, media_type):
                response = Response(content, mimetype=media_type)
            case SeeOther(path) | SignedIn(path=path) | SignedOut(path) | TextSizeChosen(path=path):
                response = Response(status=303, headers={"Location": path})
            case OtherSite(address):
                response = Response(status=303, headers={"Location": address})
        self._set_cookies(response, answer, caller)
        add_headers(response, policy_of(answer, self._face.page_policy), secure=self._face.cookie.secure)
        if isinstance(answer, Asset):
            response.headers["Cache-Control"] = _FOR_A_YEAR
        compress(request, response)
        return response

    def _page(self, request: Request, shown: Shown, caller: Caller[S]) -> Response:
        face = self._face
        frame = face.frame(request, caller, masked_token(self._holder, caller.visit))
        html = face.templates.render(shown.template, shown.page, frame)
        response = _Whole(html.encode(), shown.status, content_type="text/html; charset=utf-8")
        if shown.retry_after_seconds:
            response.headers["Retry-After"] = str(shown.retry_after_seconds)
        if shown.go_on:
            response.headers["Refresh"] = f"0; url={shown.go_on}"
        elif shown.again_seconds:
            response.headers["Refresh"] = str(shown.again_seconds)
        else:
            self._turn_when_left(response, caller)
        return response

    def _turn_when_left(self, response: Response, caller: Caller[S]) -> None:
        """A screen that was left alone turns by itself; a paper shown on it too."""
        if caller.session is not None and (refresh := self._face.left_open(caller.session)):
            response.headers["Refresh"] = refresh

    def _set_cookies(self, response: Response, answer: Answer, caller: Caller[S]) -> None:
        match answer:
            case SignedIn(token, at_home, _, device):
                self._face.cookie.give(response, token, at_home=at_home)
                if device:
                    set_device(response, device, secure=self._face.cookie.secure)
            case SignedOut(_, visit):
                self._face.cookie.give(response, visit or fresh_visit())
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
            case TextSizeChosen(size, _):
                set_text_size(response, size, secure=self._face.cookie.secure)
            case _ if caller.new_visit and not isinstance(answer, Asset):
                self._face.cookie.give(response, caller.visit)


def _file(answer: File, *, practice: bool) -> Response:
    name = f"exercice-{answer.name}" if practice else answer.name
    response = Response(answer.content, mimetype=answer.media_type)
    way = "inline" if answer.shown else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name)}"
    return response


def _plain(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in name)
