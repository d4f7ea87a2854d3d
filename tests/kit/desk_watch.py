"""Whatever leaves an application, as it leaves it: by which page, with which headers, after how many statements."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from dossier.store import Store


@dataclass(frozen=True)
class Left:
    """One answer, and what was asked."""

    method: str
    path: str
    """With its query."""
    rule: str
    """The page's address as the program has it; empty when no page is there."""
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    statements: tuple[str, ...]
    """What the database was sent meanwhile, by anybody."""
    by_script: bool
    """Asked by htmx, for a part of a page."""

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return next((value for name, value in self.headers if name == "Content-Type"), "").partition(";")[0]

    @property
    def location(self) -> str:
        """Where it leads, or an empty text."""
        return next((value for name, value in self.headers if name == "Location"), "")


@contextmanager
def statements_of(store: Store) -> Iterator[list[str]]:
    """Yield the list of the statements that the database is sent while the block lasts."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        sent.append(" ".join(statement.split()))

    engines = (store.engine, store._reader)
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


@contextmanager
def watched(app: Flask, store: Store) -> Iterator[list[Left]]:
    """Yield the list of all that an application answers while the block lasts, whoever asks."""
    left: list[Left] = []
    inner = app.wsgi_app
    with statements_of(store) as sent:

        def outer(environ: dict[str, object], start_response: object) -> Iterable[bytes]:
            del sent[:]
            request = Request(environ)
            response = Response.from_app(inner, environ, buffered=True)
            path = request.full_path.rstrip("?")
            headers = tuple(response.headers.items())
            rule = _rule(app, request)
            told = (request.method, path, rule, response.status_code, headers, response.get_data(), tuple(sent))
            left.append(Left(*told, by_script="HX-Request" in request.headers))
            return response(environ, start_response)

        app.wsgi_app = outer
        try:
            yield left
        finally:
            app.wsgi_app = inner


def _rule(app: Flask, request: Request) -> str:
    try:
        return app.url_map.bind("").match(request.path, request.method, return_rule=True)[0].rule
    except HTTPException:
        return ""
