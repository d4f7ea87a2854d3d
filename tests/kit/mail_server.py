"""Mail servers for tests: a real one that refuses and bounces as it is told, and one that follows a script."""

import mailbox
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as WIRE
from pathlib import Path
from threading import Thread

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


@dataclass
class MailServer:
    """What it was told to do, and what it received. Addresses that nothing is said of are accepted."""

    refusals: dict[str, str] = field(default_factory=dict)
    """Recipient: the answer she always gets (`550 5.1.1 unknown`)."""
    grey: set[str] = field(default_factory=set)
    """Recipients who are refused once, with 451, and taken the next time."""
    senders: str = ""
    """The answer to every sender, when it isn't yes."""
    contents: list[str] = field(default_factory=list)
    """Answers to the next messages, instead of yes."""
    bouncing: dict[str, str] = field(default_factory=dict)
    """Recipient: the status with which what was accepted for her comes back."""
    returned_to: Path | None = None
    """The Maildir where it does."""
    login: tuple[str, str] = ("", "")
    received: list[Envelope] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    lines: set[object] = field(default_factory=set)
    """Connections that were greeted."""
    port: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.lines.add(session.peer)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.senders:
            return self.senders
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.tried[address] += 1
        if address in self.refusals:
            return self.refusals[address]
        if address in self.grey and self.tried[address] == 1:
            return "451 4.7.1 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.contents:
            answer = self.contents.pop(0)
            if not answer.startswith("250"):
                return answer
        self.received.append(envelope)
        for address in envelope.rcpt_tos:
            if address in self.bouncing:
                self._bounce(envelope, address, self.bouncing[address])
        return "250 2.0.0 queued"

    def mails(self) -> list[EmailMessage]:
        """Return what was received, as a reader's program takes it apart."""
        return [BytesParser(EmailMessage, policy=WIRE).parsebytes(one.content) for one in self.received]

    def _bounce(self, envelope, address, status):
        mailbox.Maildir(self.returned_to).add(report(envelope.mail_from, address, status, envelope.content))

    def _check(self, server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login.decode(), data.password.decode()) == self.login, handled=False)


@contextmanager
def mail_server(told: MailServer, *, context=None, implicit: bool = False) -> Iterator[MailServer]:
    """Run a server for the time of the block; `context` is its TLS, asked for by STARTTLS unless it is implicit."""
    told.port = _free_port()
    more = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": context is not None}
    if told.login[0]:
        more |= {"authenticator": told._check, "auth_required": not implicit, "auth_require_tls": not implicit}
    controller = Controller(told, hostname="127.0.0.1", port=told.port, ident="ESMTP", **more)
    controller.start()
    try:
        yield told
    finally:
        controller.stop(no_assert=True)


def report(to: str, about: str, status: str, content: bytes, *, action: str = "failed") -> bytes:
    """Return a delivery status notification (RFC 3464) with the headers of what came back."""
    headers = content.partition(b"\r\n\r\n")[0].decode()
    return f"""Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@relay.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {about}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{about}> unknown

--b
Content-Type: text/rfc822-headers

{headers}

--b--
""".encode()


@contextmanager
def scripted_server(answers: dict[str, str], heard: list[str]) -> Iterator[int]:
    """Run a server that answers each verb from a script, once, and notes the lines it hears; yields its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)
    thread = Thread(target=_follow, args=(listening, answers, heard), daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(5)


def _follow(listening, answers, heard):
    try:
        line, _ = listening.accept()
    except OSError:
        return
    line.settimeout(5)
    with line, line.makefile("rwb") as both:
        both.write(b"220 ready\r\n")
        both.flush()
        in_content = False
        for raw in both:
            text = raw.decode().rstrip("\r\n")
            heard.append(text)
            if in_content and text != ".":
                continue
            verb = "." if in_content else text.split(" ")[0].upper()
            in_content = verb == "DATA"
            both.write(f"{answers.get(verb, '250 OK')}\r\n".encode())
            both.flush()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port
