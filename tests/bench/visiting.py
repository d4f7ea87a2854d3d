"""Asking a WSGI application for a page, with nothing in between: no client, no socket, no thread."""

from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

_ASKED = {
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_USER_AGENT": "bench",
    "HTTP_ACCEPT": "text/html",
    "HTTP_ACCEPT_LANGUAGE": "fr",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


class Visitor:
    """One signed-in browser: her cookie, and the compression she asks for."""

    def __init__(self, application: WSGIApplication, token: str, encoding: str = "") -> None:
        self._application = application
        self._asked: dict[str, Any] = {**_ASKED, "HTTP_COOKIE": f"dossier={token}"}
        if encoding:
            self._asked["HTTP_ACCEPT_ENCODING"] = encoding
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._start: StartResponse = self._note

    def get(self, path: str, query: str = "") -> bytes:
        """The body of a page, as it would go over the line."""
        environ = {
            **self._asked,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        }
        answer = self._application(environ, self._start)
        try:
            return b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()

    def _note(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = status, headers
