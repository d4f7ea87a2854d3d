"""A gateway for tests: takes SMS and calls over HTTP, keeps keys, and tells what became of them when it is asked to."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import sleep

from dossier.base import now


@dataclass(frozen=True)
class Asked:
    """One request that it understood."""

    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict:
        """What it asks for."""
        return json.loads(self.body)


@dataclass
class GatewayServer:
    """What it was told to do, and what it was asked."""

    token: str = "a-token-for-tests"
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    """Answers to the next requests, for which nothing leaves."""
    delays: list[float] = field(default_factory=list)
    """Seconds by which the next answers are late; what was asked for has left."""
    asked: list[Asked] = field(default_factory=list)
    left: list[dict] = field(default_factory=list)
    """What left: once a key."""
    references: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    def answer(self, request: Asked) -> tuple[int, bytes]:
        """Take a request: a scripted answer, else what was asked for leaves, once a key."""
        with self._lock:
            self.asked.append(request)
            if self.answers:
                return self.answers.pop(0)
            if self.token and request.headers.get("authorization") != f"Bearer {self.token}":
                return 401, b"{}"
            key = request.headers["idempotency-key"]
            if key in self.references:
                return 409, json.dumps({"id": self.references[key]}).encode()
            self.references[key] = f"gw-{len(self.references) + 1}"
            self.left.append(request.told)
        return 202, json.dumps({"id": self.references[key]}).encode()


@contextmanager
def gateway_server(told: GatewayServer, context=None) -> Iterator[GatewayServer]:
    """Run a gateway for the time of the block, over TLS when there is a context."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = told.answer(Asked({name.lower(): value for name, value in self.headers.items()}, body))
            if told.delays:
                sleep(told.delays.pop(0))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing of those who hang up."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    told.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def called_back(secret: str, at: datetime | None = None, /, **told: object) -> tuple[str, bytes]:
    """Return a callback as a gateway makes it: the header that signs it, and its body."""
    body, second = json.dumps(told).encode(), str(int((at or now()).timestamp()))
    digest = hmac.new(secret.encode(), f"{second}.".encode() + body, "sha256").hexdigest()
    return f"t={second},v1={digest}", body
