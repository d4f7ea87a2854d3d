"""E-mails by SMTP: one message a recipient, over lines that are kept open, with the exact word for what went wrong."""

import re
import smtplib
import ssl
import threading
import time
from collections.abc import Callable
from datetime import datetime

from back_office.post.port import Accepted, Later, Outcome, Parcel, Refused, Unsure
from back_office.post.slips import short_why
from dossier.base import MailServer

from .mail import Unmailable, mail_of, return_path, tag_of

SECONDS = 10.0
"""For each step; the message itself has six times as long, because servers look through it before they answer."""
IDLE_SECONDS = 20.0
"""A line that rested longer is not trusted: servers hang up without a word."""
_LINES = 8
"""How many resting lines are kept."""
_MAIL_FOLLOWS = 354
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class _NotYet(Exception):
    """Nothing left, for a reason that is ours, the line's or the server's."""


class SmtpProvider:
    """One mail server.

    `keeps_keys` is meant for readers: an e-mail that was perhaps accepted is sent once more under the same Message-ID,
    and mailboxes show it once or twice. A doubled e-mail costs a glance, a lost one a right.
    """

    channel = "email"
    keeps_keys = True

    def __init__(
        self, server: MailServer, context: ssl.SSLContext, clock: Callable[[], datetime], *, seconds: float = SECONDS
    ) -> None:
        """Stand ready; nothing is opened yet."""
        self.name = server.name
        self._server, self._context, self._clock, self._seconds = server, context, clock, seconds
        self._resting: list[tuple[float, smtplib.SMTP]] = []
        self._lock = threading.Lock()

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one e-mail."""
        try:
            tag = tag_of(parcel.key, self.name)
            mail = mail_of(parcel, self._server.sender, tag, self._clock()).as_bytes()
        except Unmailable as unfit:
            return Refused(unfit.why)
        try:
            line = self._line()
        except (OSError, smtplib.SMTPException, _NotYet) as fault:
            return Later(_why("unreached", fault))
        outcome: Outcome = Unsure("broken")
        try:
            outcome = self._hand_over(line, parcel, mail)
        finally:
            if isinstance(outcome, Accepted | Refused):
                self._rest(line)
            else:
                line.close()
        return outcome

    def close(self) -> None:
        """Hang up politely."""
        with self._lock:
            lines, self._resting = self._resting, []
        for _, line in lines:
            _hang_up(line)

    def _hand_over(self, line: smtplib.SMTP, parcel: Parcel, mail: bytes) -> Outcome:
        try:
            refusal = self._envelope(line, parcel)
            if refusal is not None:
                return refusal
            code, told = line.docmd("DATA")
            if code != _MAIL_FOLLOWS:
                return _refused("data", code, told)
        except (OSError, smtplib.SMTPException, _NotYet) as fault:
            return Later(_why("broken", fault))
        try:  # from here on nobody knows, until the server has answered
            _give(line, 6 * self._seconds)
            line.send(re.sub(rb"(?m)^\.", b"..", mail) + b".\r\n")
            code, told = line.getreply()
            _give(line, self._seconds)
        except (OSError, smtplib.SMTPException) as fault:
            return Unsure(_why("broken", fault))
        return Accepted(parcel.key) if code // 100 == 2 else _refused("content", code, told)

    def _envelope(self, line: smtplib.SMTP, parcel: Parcel) -> Outcome | None:
        """Tell from whom and to whom; return what stands in the way. Bounces are asked to leave the text out."""
        notices = line.has_extn("dsn")
        tag = tag_of(parcel.key, self.name)
        path = return_path(self._server.returns, tag)
        code, told = line.mail(path, ["RET=HDRS", f"ENVID={tag}"] if notices else [])
        if code // 100 != 2:
            raise _NotYet(_status("sender", code, told))  # about us, whatever the code
        code, told = line.rcpt(parcel.address, ["NOTIFY=FAILURE"] if notices else [])
        return None if code // 100 == 2 else _refused("recipient", code, told)

    def _line(self) -> smtplib.SMTP:
        """Return a line that is open and greeted: one that rested, or a new one."""
        while True:
            with self._lock:
                since, line = self._resting.pop() if self._resting else (0.0, None)
            if line is None:
                return self._open()
            if time.monotonic() - since < IDLE_SECONDS and _is_alive(line):
                return line
            line.close()

    def _open(self) -> smtplib.SMTP:
        server = self._server
        host, port = server.host, server.port
        line = (
            smtplib.SMTP_SSL(host, port, timeout=self._seconds, context=self._context)
            if server.protection == "implicit"
            else smtplib.SMTP(host, port, timeout=self._seconds)
        )
        try:
            line.ehlo_or_helo_if_needed()
            if server.protection == "starttls":
                line.starttls(context=self._context)  # raises when the server doesn't offer it: never in the clear
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _rest(self, line: smtplib.SMTP) -> None:
        with self._lock:
            if len(self._resting) < _LINES:
                self._resting.append((time.monotonic(), line))
                return
        _hang_up(line)


def _refused(step: str, code: int, told: bytes) -> Outcome:
    """Return what a refusal means: 5xx for good, all the rest for now (RFC 5321, 4.2.1)."""
    why = _status(step, code, told)
    return Refused(why) if code // 100 == 5 else Later(why)


def _status(step: str, code: int, told: bytes) -> str:
    """Return the codes of an answer without its words, which may repeat the address."""
    enhanced = _ENHANCED.match(told)
    return short_why(step, code, enhanced[0].decode() if enhanced else "")


def _why(what: str, fault: Exception) -> str:
    if isinstance(fault, _NotYet):
        return str(fault)
    code = fault.smtp_code if isinstance(fault, smtplib.SMTPResponseException) else ""
    return short_why(what, type(fault).__name__, code)


def _give(line: smtplib.SMTP, seconds: float) -> None:
    """Say how long each wait on the line may last."""
    if line.sock is not None:
        line.sock.settimeout(seconds)


def _is_alive(line: smtplib.SMTP) -> bool:
    """Tell whether a line still answers, and have it forget what was begun on it."""
    try:
        return line.rset()[0] // 100 == 2
    except (OSError, smtplib.SMTPException):
        return False


def _hang_up(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()
