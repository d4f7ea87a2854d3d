"""Two faulty providers in a process apart from the workers; they remember what truly left, and how often."""

import json
import secrets
import socket
import socketserver
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

from back_office.post.port import Accepted, Later, Outcome, Parcel, Refused, Unsure

DOWN, DROPPED_BEFORE, DROPPED_AFTER = 6, 9, 12
"""Of a hundred: nothing left; the line breaks before it left; the line breaks after it left."""


class Faulty(socketserver.ThreadingTCPServer):
    """Listens on loopback for every provider at once. `deaf` is who keeps no keys."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, deaf: frozenset[str] = frozenset()) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.deaf = deaf
        self.lock = threading.Lock()
        self.left: dict[str, Counter[str]] = defaultdict(Counter)
        """By key: how often it truly left, by which provider."""
        self.asked = 0
        self.slips: list[tuple[str, str]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answer(self, provider: str, key: str, channel: str) -> str | None:
        """Return what the provider says, or None when the line breaks."""
        chance = secrets.randbelow(100)
        with self.lock:
            self.asked += 1
            if channel == "email" and refused(key):
                return "refused"
            if self.left[key][provider] and provider not in self.deaf:
                return "accepted"
            if chance < DOWN:
                return "later"
            if chance < DROPPED_BEFORE:
                return None
            self.left[key][provider] += 1
            self.slips.append((provider, key))
            return None if chance < DROPPED_AFTER else "accepted"


class _Line(socketserver.StreamRequestHandler):
    server: Faulty

    def handle(self) -> None:
        with suppress(OSError):  # the worker was killed
            for line in self.rfile:
                told = json.loads(line)
                answer = self.server.answer(told["provider"], told["key"], told["channel"])
                if answer is None:
                    return
                self.wfile.write(f"{answer}\n".encode())


def refused(key: str) -> bool:
    """Tell whether this e-mail's address is unknown everywhere: one of four, always the same."""
    return sha256(key.encode()).digest()[0] < 64


@contextmanager
def faulty_providers(deaf: frozenset[str] = frozenset()) -> Iterator[Faulty]:
    """Serve meanwhile."""
    with Faulty(deaf) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class FaultyProvider:
    """The worker's side of one of them."""

    def __init__(self, name: str, channel: str, port: int, *, keeps_keys: bool) -> None:
        self.name, self.channel, self.keeps_keys, self._port = name, channel, keeps_keys, port
        self._line: socket.socket | None = None

    def send(self, parcel: Parcel) -> Outcome:
        """Ask over one line, opened anew when it broke."""
        try:
            if self._line is None:
                self._line = socket.create_connection(("127.0.0.1", self._port), timeout=10)
            told = {"provider": self.name, "key": parcel.key, "channel": parcel.channel}
            self._line.sendall(json.dumps(told).encode() + b"\n")
            answer = self._line.recv(64).decode().strip()
        except OSError:
            answer = ""
        if not answer:
            self.close()
            return Unsure("reset")
        if answer == "accepted":
            return Accepted(f"{self.name}-{parcel.key}")
        return Refused("no-such-user") if answer == "refused" else Later("down")

    def close(self) -> None:
        """Let go of the line."""
        if self._line is not None:
            self._line.close()
            self._line = None
