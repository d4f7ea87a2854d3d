"""SMS by SMPP 3.4: one bind that sends and hears, kept up by a thread of its own."""

import logging
import queue
import re
import select
import socket
import ssl
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from smpplib import consts, exceptions, smpp
from smpplib.client import Client

from back_office.post.port import Accepted, Later, Outcome, Parcel, Refused, Unsure
from back_office.post.slips import Arrival, Slip, clean_reference
from dossier.base import MessageCenter, logger

from .short_messages import LONGEST, coded, mark_of, read_delivered, validity

_LOG = logger("dossier.post")
SECONDS = 10.0
"""For a connection, and for the answer to a message."""
ENQUIRE_SECONDS = 30.0
"""Silence after which the center is asked whether it is there; twice that, and it isn't."""
_WAITS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Between two attempts to bind."""
_IN_FLIGHT = 10
_LOOK = 0.05
_LARGEST = 64 * 1024
_REMEMBERED = 10_000
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_REFUSED = frozenset(
    {
        consts.SMPP_ESME_RINVDSTADR,
        consts.SMPP_ESME_RINVDSTTON,
        consts.SMPP_ESME_RINVDSTNPI,
        consts.SMPP_ESME_RINVMSGLEN,
        consts.SMPP_ESME_RX_P_APPN,
        consts.SMPP_ESME_RX_R_APPN,
    }
)
"""About this number or this text. Every other negative answer is about us or the hour; all say that nothing left."""
_FAULTS = (
    OSError,
    exceptions.ConnectionError,
    exceptions.PDUError,
    exceptions.UnknownCommandError,
    struct.error,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
)
"""What a broken line or a broken PDU raises in the library."""


class _Center(Client):  # type: ignore[misc]  # the library ships no types
    """The library's client over a line of ours: either IP version, TLS with the host's name checked, no log."""

    def __init__(self, center: MessageCenter, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(center.host, center.port, timeout=seconds, allow_unknown_opt_params=True, logger_name="smpp")
        self.logger = logging.Logger("smpp", logging.CRITICAL + 1)  # it would write texts and passwords
        line = socket.create_connection((center.host, center.port), timeout=seconds)
        try:
            wrapped = context.wrap_socket(line, server_hostname=center.host) if center.protection != "none" else line
        except OSError:
            line.close()
            raise
        self._socket = wrapped
        self.state = consts.SMPP_CLIENT_STATE_OPEN

    def is_readable(self) -> bool:
        """Wait a moment for something to read; tell whether there is."""
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()
        return bool(pending or select.select([self._socket], [], [], _LOOK)[0])

    def answer(self, command: str, sequence: int, status: int = consts.SMPP_ESME_ROK) -> None:
        """Answer a PDU of the center."""
        reply = smpp.make_pdu(command, client=self, sequence=sequence, status=status)
        reply.sequence = sequence
        self.send_pdu(reply)

    def _recv_exact(self, exact_size: int) -> bytes:
        if not 0 <= exact_size <= _LARGEST:
            raise exceptions.ConnectionError
        received: bytes = super()._recv_exact(exact_size)
        return received


class _Waiting:
    """One message that waits for its answer."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.answered = threading.Event()
        self.given_up = False
        self.status: int | None = None
        """None when the line broke instead."""
        self.reference = ""


class SmppProvider:
    """One message center. It keeps no keys, so a message that was perhaps taken is never handed over again.

    Receipts and texts of others are given to `take`; the center is told that we have them once `take` came back, and
    tells them again when it failed.
    """

    channel = "sms"
    keeps_keys = False

    def __init__(
        self,
        center: MessageCenter,
        context: ssl.SSLContext,
        clock: Callable[[], datetime],
        take: Callable[[Arrival], None],
        *,
        seconds: float = SECONDS,
        enquire_seconds: float = ENQUIRE_SECONDS,
    ) -> None:
        """Stand ready; nothing is opened before `start` or the first message."""
        self.name = center.name
        self._center, self._context, self._clock, self._take = center, context, clock, take
        self._seconds, self._enquire = seconds, enquire_seconds
        self._wire = threading.RLock()
        """Held by whoever reads or writes: OpenSSL lets no two threads at one line."""
        self._line: _Center | None = None
        self._bound, self._stopped = threading.Event(), threading.Event()
        self._places = threading.BoundedSemaphore(_IN_FLIGHT)
        self._waiting: dict[int, _Waiting] = {}
        self._late: OrderedDict[str, str] = OrderedDict()
        """References that came after we had given up waiting, and the keys of their messages."""
        self._arrived: queue.SimpleQueue[tuple[_Center, Any] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Bind, and stay bound until `close`: receipts come by themselves."""
        with self._wire:
            if not self._threads and not self._stopped.is_set():
                runs = (self._stay, self._keep_what_comes)
                self._threads = [threading.Thread(target=run, daemon=True, name=self.name) for run in runs]
                for thread in self._threads:
                    thread.start()

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one SMS."""
        if not _NUMBER.fullmatch(parcel.address):
            return Refused("address")
        self.start()
        with self._places:
            if not self._bound.wait(self._seconds):
                return Later("unbound")
            waiting = _Waiting(parcel.key)
            try:
                if not self._submit(waiting, parcel):
                    return Later("unbound")
            except _FAULTS:
                return Unsure("broken")
            waiting.answered.wait(self._seconds)
            with self._wire:
                return self._outcome(waiting)

    def close(self) -> None:
        """Unbind and hang up. What the center told and we hadn't kept, it will tell again."""
        self._stopped.set()
        with self._wire:
            if self._line is not None:
                with suppress(*_FAULTS):
                    self._line.send_pdu(smpp.make_pdu("unbind", client=self._line))
            self._drop()
        self._arrived.put(None)
        for thread in self._threads:
            thread.join(self._seconds)

    def _submit(self, waiting: _Waiting, parcel: Parcel) -> bool:
        """Write the message on the line; tell whether there was one."""
        content, coding = coded(parcel.text)
        is_short = len(content) <= (LONGEST if coding == consts.SMPP_ENCODING_DEFAULT else consts.UCS2_LENGTH)
        with self._wire:
            if self._line is None:
                return False
            pdu = smpp.make_pdu(
                "submit_sm",
                client=self._line,
                **_sender(self._center.sender),
                dest_addr_ton=consts.SMPP_TON_INTL,
                dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=parcel.address.removeprefix("+"),
                validity_period=validity(parcel.not_after, self._clock()),
                registered_delivery=1,
                data_coding=coding,
                user_message_reference=mark_of(parcel.key),
                **({"short_message": content} if is_short else {"message_payload": content}),
            )
            self._waiting[pdu.sequence] = waiting
            self._line.send_pdu(pdu)
        return True

    def _outcome(self, waiting: _Waiting) -> Outcome:
        if not waiting.answered.is_set():
            waiting.given_up = True
            return Unsure("no-answer")
        if waiting.status is None:
            return Unsure("broken")
        if waiting.status == consts.SMPP_ESME_ROK:
            return Accepted(waiting.reference or waiting.key)
        why = f"smpp-{waiting.status:x}"
        return Refused(why) if waiting.status in _REFUSED else Later(why)

    def _stay(self) -> None:
        """Bind, listen, and begin again when the line breaks."""
        attempts = 0
        while not self._stopped.is_set():
            try:
                self._bind()
                attempts = 0
                self._listen()
            except _FAULTS as fault:
                _LOG.warning("no-line", provider=self.name, fault=fault)
            with self._wire:
                self._drop()
            self._stopped.wait(_WAITS[min(attempts, len(_WAITS) - 1)])
            attempts += 1

    def _bind(self) -> None:
        line = _Center(self._center, self._context, self._seconds)
        try:
            line.bind_transceiver(system_id=self._center.system_id, password=self._center.password)
        except BaseException:
            line.disconnect()
            raise
        with self._wire:
            self._line = line
            self._bound.set()

    def _listen(self) -> None:
        """Read until the line breaks, the center leaves, or nothing is heard for too long."""
        heard, asked = time.monotonic(), False
        while not self._stopped.is_set() and (line := self._line) is not None:
            if line.is_readable():
                with self._wire:
                    if self._line is line:
                        self._read(line, line.read_pdu())
                heard, asked = time.monotonic(), False
                continue
            quiet = time.monotonic() - heard
            if quiet > 2 * self._enquire:
                raise exceptions.ConnectionError
            if quiet > self._enquire and not asked:
                with self._wire:
                    line.send_pdu(smpp.make_pdu("enquire_link", client=line))
                asked = True

    def _read(self, line: _Center, pdu: Any) -> None:
        match pdu.command:
            case "submit_sm_resp" | "generic_nack":
                self._settle(pdu)
            case "deliver_sm":
                self._arrived.put((line, pdu))
            case "enquire_link":
                line.answer("enquire_link_resp", pdu.sequence)
            case "unbind":
                line.answer("unbind_resp", pdu.sequence)
                raise exceptions.ConnectionError

    def _settle(self, pdu: Any) -> None:
        waiting = self._waiting.pop(pdu.sequence, None)
        if waiting is None:
            return
        waiting.status = pdu.status
        waiting.reference = clean_reference((getattr(pdu, "message_id", None) or b"").decode("latin-1"))
        waiting.answered.set()
        if waiting.given_up and waiting.reference:
            self._late[waiting.reference] = waiting.key
            if len(self._late) > _REMEMBERED:
                self._late.popitem(last=False)

    def _keep_what_comes(self) -> None:
        """Give to `take` what the center tells, and tell the center how that went."""
        while (arrived := self._arrived.get()) is not None and not self._stopped.is_set():
            line, pdu = arrived
            status = consts.SMPP_ESME_ROK
            try:
                told = read_delivered(self.name, pdu)
                if isinstance(told, Slip) and told.reference in self._late:
                    told = replace(told, key=self._late[told.reference])
                if told is not None:
                    self._take(told)
            except Exception as fault:
                _LOG.warning("not-kept", provider=self.name, fault=fault)
                status = consts.SMPP_ESME_RX_T_APPN
            with self._wire, suppress(*_FAULTS):
                if self._line is line:
                    line.answer("deliver_sm_resp", pdu.sequence, status)

    def _drop(self) -> None:
        """Give the line up: of what was under way, nobody knows."""
        self._bound.clear()
        line, self._line = self._line, None
        under_way, self._waiting = list(self._waiting.values()), {}
        for waiting in under_way:
            waiting.answered.set()
        if line is not None:
            line.state = consts.SMPP_CLIENT_STATE_OPEN  # or the library warns of a bound line
            line.disconnect()


def _sender(sender: str) -> dict[str, Any]:
    """Return the sender as SMPP has it: a whole number, a short one, or a name (to which nobody can answer)."""
    if sender.startswith("+"):
        ton, npi = consts.SMPP_TON_INTL, consts.SMPP_NPI_ISDN
    elif sender.isdigit():
        ton, npi = consts.SMPP_TON_NWSPEC, consts.SMPP_NPI_ISDN
    else:
        ton, npi = consts.SMPP_TON_ALNUM, consts.SMPP_NPI_UNK
    return {"source_addr_ton": ton, "source_addr_npi": npi, "source_addr": sender.removeprefix("+")}
