"""A line that goes wrong on purpose: it stands between us and a server, and does to each connection as it is told."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import sleep
from typing import Literal

Kind = Literal[
    "pass", "refuse", "cut-request", "cut-answer", "delay", "answer-500", "lose-and-500", "twice", "overtaken"
]
_PIECE = 65536
_SECONDS = 10.0
_FAULT_500 = b"HTTP/1.1 500 Fault\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@dataclass(frozen=True)
class Fault:
    """What happens to one connection.

    refuse: reset before a byte. cut-request: reset when `at` comes from us; the server never sees it. cut-answer: `at`
    passes to the server, its next answer doesn't come back. delay: each answer after `at` comes `seconds` later.
    For HTTP alone: answer-500 (the server saw nothing), lose-and-500 (it did all), twice (it is asked twice),
    overtaken (it is asked once the next connection was served).
    """

    kind: Kind = "pass"
    at: bytes = b""
    seconds: float = 0.0


@dataclass
class FaultProxy:
    """The faults of the next connections, in order; then all pass. While `is_out` says so, nothing does."""

    to: int
    faults: list[Fault] = field(default_factory=list)
    is_out: Callable[[], bool] = lambda: False
    port: int = 0
    connections: int = 0
    _served: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def serve(self, client: socket.socket) -> None:
        with self._lock:
            fault = self.faults.pop(0) if self.faults else Fault()
            if fault.kind == "overtaken":
                self._served.clear()  # before anybody sees that it came, so the next one is never missed
            self.connections += 1
        if self.is_out():
            fault = Fault("refuse")
        with client, suppress(OSError):
            client.settimeout(_SECONDS)
            if fault.kind == "refuse":
                _reset(client)
            elif fault.kind in ("answer-500", "lose-and-500", "twice", "overtaken"):
                self._by_request(client, fault)
            else:
                self._by_pieces(client, fault)
        if fault.kind != "overtaken":
            self._served.set()

    def _by_request(self, client, fault):
        request = _whole_request(client)
        if fault.kind == "answer-500":
            client.sendall(_FAULT_500)
            return
        if fault.kind == "overtaken":
            self._served.wait(_SECONDS)
        answers = [self._asked(request) for _ in range(2 if fault.kind == "twice" else 1)]
        client.sendall(_FAULT_500 if fault.kind == "lose-and-500" else answers[0])

    def _asked(self, request):
        with socket.create_connection(("127.0.0.1", self.to), _SECONDS) as server:
            server.sendall(request)
            answer = b""
            while piece := server.recv(_PIECE):
                answer += piece
                if _is_whole(answer):
                    break
        return answer

    def _by_pieces(self, client, fault):
        with socket.create_connection(("127.0.0.1", self.to), _SECONDS) as server:
            cut = Event()
            back = Thread(target=_answers, args=(server, client, fault, cut), daemon=True)
            back.start()
            _requests(client, server, fault, cut)
            with suppress(OSError):
                server.shutdown(socket.SHUT_WR)
            back.join(_SECONDS)


@contextmanager
def faulty(to: int, *faults: Fault, is_out: Callable[[], bool] = lambda: False) -> Iterator[FaultProxy]:
    """Stand in front of a port for the time of the block; yields the proxy, with its own port."""
    proxy = FaultProxy(to, list(faults), is_out)
    listening = socket.create_server(("127.0.0.1", 0))
    proxy.port = listening.getsockname()[1]
    threads: list[Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                threads.append(Thread(target=proxy.serve, args=(client,), daemon=True))
                threads[-1].start()

    thread = Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(_SECONDS)
        for one in threads:
            one.join(_SECONDS)


def _requests(client, server, fault, cut):
    seen = b""
    with suppress(OSError):
        if fault.kind == "delay" and not fault.at:
            cut.set()
        while piece := client.recv(_PIECE):
            seen = (seen + piece)[-_PIECE:]
            if fault.kind == "cut-request" and fault.at in seen:
                cut.set()
                _reset(client)
                _reset(server)
                return
            if fault.kind in ("cut-answer", "delay") and fault.at in seen:
                cut.set()
            server.sendall(piece)


def _answers(server, client, fault, cut):
    with suppress(OSError):
        while piece := server.recv(_PIECE):
            if cut.is_set() and fault.kind == "cut-answer":
                _reset(client)
                return
            if cut.is_set():
                sleep(fault.seconds)
            client.sendall(piece)
        if not cut.is_set():
            client.shutdown(socket.SHUT_WR)


def _reset(line):
    """Have a line end with RST, as from a machine that has forgotten the connection, once its owner closes it.

    It isn't closed here: another thread may wait on it, and its number would soon be that of another line.
    """
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.shutdown(socket.SHUT_RD)


def _whole_request(client):
    request = b""
    while not _is_whole(request):
        piece = client.recv(_PIECE)
        if not piece:
            break
        request += piece
    return request


def _is_whole(message):
    head, end, body = message.partition(b"\r\n\r\n")
    length = next((int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one[:15] == b"content-length:"), 0)
    return bool(end) and len(body) >= length
