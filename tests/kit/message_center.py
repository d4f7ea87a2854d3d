"""A message center for tests (SMPP 3.4): takes SMS, answers as it is told, and tells what became of them."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any

from smpplib import consts, smpp
from smpplib.client import SimpleSequenceGenerator

_SECONDS = 10.0
THROTTLED = consts.SMPP_ESME_RTHROTTLED
_STATES = {"DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8}


@dataclass
class MessageCenter:
    """What it was told to do, and what it received."""

    system_id: str = "dossier"
    password: str = "secret"
    statuses: list[int] = field(default_factory=list)
    """Answers to the next messages, instead of yes; None: it takes the message and never answers."""
    by_number: dict[str, int] = field(default_factory=dict)
    keeps_silent: bool = False
    """Answers nothing but binds: neither messages nor enquiries."""
    left: list[Any] = field(default_factory=list)
    """The messages it took (submit_sm), in order."""
    binds: list[Any] = field(default_factory=list)
    enquiries: int = 0
    acknowledged: list[int] = field(default_factory=list)
    """The statuses with which its own PDUs were answered."""
    port: int = 0
    _untold: list[dict] = field(default_factory=list)
    """What it has to tell: kept until somebody answers that it has it."""
    _told: dict[int, dict] = field(default_factory=dict)
    _bound: socket.socket | None = None
    _sequence: int = 1000
    _changed: Condition = field(default_factory=Condition)

    def reference(self, index: int = -1) -> str:
        """Return the id under which it took a message."""
        return f"mc-{range(len(self.left))[index]}"

    def tell_fate(
        self, index: int, state: str, *, in_text: bool = False, error: str = "000", echo: bool = True
    ) -> None:
        """Send the receipt of a message: in its own fields, or as text alone, as older centers do."""
        pdu, reference = self.left[index], self.reference(index)
        text = f"id:{reference} sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:{state} err:{error}"
        fields: dict[str, Any] = {"esm_class": 4, "short_message": f"{text} text:stat:NONE".encode()}
        if not in_text:
            fields |= {"receipted_message_id": reference, "message_state": _STATES[state]}
            if echo:
                fields["user_message_reference"] = pdu.user_message_reference
        self._tell({"source_addr": pdu.destination_addr.decode(), "source_addr_ton": 1, **fields})

    def tell_text(self, number: str, content: bytes, coding: int = 0, **more: Any) -> None:
        """Pass on what somebody sent to us."""
        self._tell(
            {"source_addr": number, "source_addr_ton": 1, "short_message": content, "data_coding": coding} | more
        )

    def wait_for(self, what) -> None:
        """Wait until something is so; fails after ten seconds."""
        with self._changed:
            assert self._changed.wait_for(what, _SECONDS), "the message center waited in vain"

    def hang_up(self) -> None:
        """Break the line without a word."""
        with self._changed:
            if self._bound is not None:
                with suppress(OSError):
                    self._bound.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """Say that it goes (unbind)."""
        self._send(smpp.make_pdu("unbind", sequence=1))

    def enquire(self) -> None:
        """Ask whether we are there."""
        self._send(smpp.make_pdu("enquire_link", sequence=2))

    def _tell(self, fields: dict) -> None:
        with self._changed:
            self._untold.append(fields)
            self._tell_all()

    def _tell_all(self) -> None:
        waiting, self._untold = self._untold, []
        for fields in waiting:
            if self._bound is None:
                self._untold.append(fields)
                continue
            self._sequence += 1
            pdu = smpp.make_pdu("deliver_sm", sequence=self._sequence, destination_addr="36000", **fields)
            pdu.sequence = self._sequence
            self._told[self._sequence] = fields
            self._send(pdu)

    def _send(self, pdu) -> None:
        with self._changed, suppress(OSError):
            if self._bound is not None:
                self._bound.sendall(pdu.generate())

    def serve(self, line: socket.socket) -> None:
        """Serve one connection to its end."""
        with line, suppress(OSError, EOFError):
            while True:
                pdu = smpp.parse_pdu(_read(line), client=SimpleSequenceGenerator(), allow_unknown_opt_params=True)
                with self._changed:
                    self._hear(line, pdu)
                    self._changed.notify_all()
        with self._changed:
            if self._bound is line:
                self._bound = None
                self._untold = [*self._told.values(), *self._untold]
                self._told.clear()
            self._changed.notify_all()

    def _hear(self, line, pdu) -> None:
        match pdu.command:
            case "bind_transceiver":
                self._bind(line, pdu)
            case "submit_sm":
                self._take(line, pdu)
            case "enquire_link":
                self.enquiries += 1
                if not self.keeps_silent:
                    _answer(line, "enquire_link_resp", pdu, 0)
            case "deliver_sm_resp":
                self.acknowledged.append(pdu.status)
                fields = self._told.pop(pdu.sequence, None)
                if pdu.status and fields:
                    self._untold.append(fields)
            case "unbind":
                _answer(line, "unbind_resp", pdu, 0)
                raise EOFError

    def _bind(self, line, pdu) -> None:
        self.binds.append(pdu)
        is_right = (pdu.system_id, pdu.password) == (self.system_id.encode(), self.password.encode())
        status = 0 if is_right else consts.SMPP_ESME_RINVPASWD
        _answer(line, "bind_transceiver_resp", pdu, status, system_id="mc")
        if is_right:
            self._bound = line
            self._tell_all()

    def _take(self, line, pdu) -> None:
        number = pdu.destination_addr.decode()
        status = self.by_number.get(number, self.statuses.pop(0) if self.statuses else 0)
        if status == 0:
            self.left.append(pdu)
        if not self.keeps_silent:
            more = {"message_id": self.reference()} if status == 0 else {}
            _answer(line, "submit_sm_resp", pdu, status, **more)

    def answer_late(self, index: int) -> None:
        """Answer a message that it had kept silent about."""
        with self._changed:
            assert self._bound is not None
            _answer(self._bound, "submit_sm_resp", self.left[index], 0, message_id=self.reference(index))


@contextmanager
def message_center(told: MessageCenter, context=None) -> Iterator[MessageCenter]:
    """Run a message center for the time of the block, over TLS when there is a context."""
    listening = socket.create_server(("127.0.0.1", 0))
    told.port = listening.getsockname()[1]
    threads: list[Thread] = []
    lines: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError):
                line.settimeout(_SECONDS)
                if context is not None:
                    line = context.wrap_socket(line, server_side=True)
                lines.append(line)
                threads.append(Thread(target=told.serve, args=(line,), daemon=True))
                threads[-1].start()

    thread = Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for one in (thread, *threads):
            one.join(_SECONDS)


def _answer(line, command, pdu, status, **more):
    reply = smpp.make_pdu(command, status=status, sequence=pdu.sequence, **more)
    reply.sequence = pdu.sequence
    line.sendall(reply.generate())


def _read(line) -> bytes:
    head = _exactly(line, 4)
    return head + _exactly(line, struct.unpack(">L", head)[0] - 4)


def _exactly(line, size) -> bytes:
    content = b""
    while len(content) < size:
        piece = line.recv(size - len(content))
        if not piece:
            raise EOFError
        content += piece
    return content
