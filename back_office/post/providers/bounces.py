"""E-mails that came back: found by the key in the address they came back to, read, told; the rest is put aside."""

import mailbox
import poplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from typing import TypeAlias

from back_office.post.slips import Fate, Slip
from dossier.base import BounceMailbox, logger
from dossier.store import StoreSilent

poplib._MAXLINE = 64 * 1024  # type: ignore[attr-defined]  # noqa: SLF001 -- or one long line would block the mailbox
_LOG = logger("dossier.post")
ASIDE = "aside"
"""The folder, inside the Maildir, of what nobody understood: somebody has to look."""
_LARGEST = 1024 * 1024
_SECONDS = 30.0
_PATHS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_TAG = r"([0-9a-f]{32})\.([a-z-]{1,40})"
_VERP = re.compile(rf"\+{_TAG}@")
_MESSAGE_ID = re.compile(rf"<{_TAG}@")
_ENVELOPE = re.compile(_TAG)
_STATUS = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"\b([45])\d\d[ -]")
_Told: TypeAlias = tuple[Fate | None, str]
_NO_NEWS: _Told = None, ""
_ROBOTS = re.compile(r"(?i)mailer-daemon|postmaster")


class MailboxUnread(Exception):
    """The mailbox can't be read; the text names the fault, and nothing of what lies there."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a reading of the mailbox did."""

    told: int = 0
    no_news: int = 0
    """Understood, and nothing is decided: a server is still trying."""
    aside: int = 0


def empty_mailbox(bounces: BounceMailbox, context: ssl.SSLContext, take: Callable[[Slip], object]) -> Round:
    """Read all that came back. A message goes once `take` has kept what it says: killed in between, it is told again.

    What was not understood, or nobody could take, is moved to the folder `aside`, never deleted: anybody may write
    here, so no mail stops the next one. Two readers at once do no harm. Raises `MailboxUnread`, and `StoreSilent` from
    `take`.
    """
    try:
        box = mailbox.Maildir(bounces.maildir, create=True)
        if bounces.pop_host:
            _fetch(bounces, context, box)
        return _emptied(box, take)
    except (OSError, poplib.error_proto) as fault:
        raise MailboxUnread(type(fault).__name__) from None


def _emptied(box: mailbox.Maildir, take: Callable[[Slip], object]) -> Round:
    told = no_news = aside = 0
    for name in sorted(box.keys()):
        try:
            content = box.get_bytes(name)
        except (KeyError, OSError):  # another reader took it
            continue
        slips = read_bounce(content) if len(content) <= _LARGEST else None
        if slips is None or not _is_taken(slips, take):
            aside += 1
            _folder(box).add(content)
        else:
            told, no_news = told + len(slips), no_news + (not slips)
        box.discard(name)
    return Round(told, no_news, aside)


def _is_taken(slips: tuple[Slip, ...], take: Callable[[Slip], object]) -> bool:
    """Tell whether it is kept. A house that keeps nothing at all stops the reading; one broken record doesn't."""
    try:
        for slip in slips:
            take(slip)
    except (StoreSilent, OSError):
        raise
    except Exception as fault:
        _LOG.error("bounce-aside", fault=fault)
        return False
    return True


def read_bounce(content: bytes) -> tuple[Slip, ...] | None:
    """Return what a message that came back tells: nothing yet, one slip, or None when it isn't understood. Pure."""
    try:
        return _read(BytesParser(EmailMessage, policy=default).parsebytes(content))
    except Exception:  # a stranger wrote it: headers, charsets and depths that no rule foresees
        return None


def _read(mail: EmailMessage) -> tuple[Slip, ...] | None:
    tag = _tag_of(mail)
    if tag is None:
        return None
    found = _read_report(mail) if mail.get_content_type() == "multipart/report" else _read_plain(mail)
    if found is None:
        return None
    outcome, why = found
    return (Slip(tag[2], outcome, why, key=tag[1]),) if outcome else ()


def _fetch(bounces: BounceMailbox, context: ssl.SSLContext, box: mailbox.Maildir) -> None:
    """Empty the POP3 mailbox into the folder: each message is on the disk before it is taken off the server."""
    with closing(poplib.POP3_SSL(bounces.pop_host, bounces.pop_port, timeout=_SECONDS, context=context)) as line:
        line.user(bounces.pop_user)
        line.pass_(bounces.pop_password)
        for number in range(1, line.stat()[0] + 1):
            box.add(b"\r\n".join(line.retr(number)[1]) + b"\r\n")
            line.dele(number)
        line.quit()


def _folder(box: mailbox.Maildir) -> mailbox.Maildir:
    return box.get_folder(ASIDE) if ASIDE in box.list_folders() else box.add_folder(ASIDE)


def _tag_of(mail: EmailMessage) -> re.Match[str] | None:
    """Return whose message came back: told by the address, else by the report, else by the headers copied in it."""
    for path in (str(told) for name in _PATHS for told in mail.get_all(name, [])):
        if found := _VERP.search(path):
            return found
    for part in mail.walk():
        if found := _ENVELOPE.fullmatch(str(part.get("Original-Envelope-Id", "")).strip()):
            return found
    return next((found for text in _copies(mail) if (found := _MESSAGE_ID.search(text))), None)


def _copies(mail: EmailMessage) -> Iterator[str]:
    """Return the Message-IDs of the copies that a report holds of our own message."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            yield part.get_content()
        elif part is not mail and part.get("Message-ID"):
            yield str(part["Message-ID"])


def _read_report(mail: EmailMessage) -> _Told | None:
    """Read a delivery status notification (RFC 3464): one message of ours has one recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload():
                if isinstance(group, Message) and group.get("Action"):
                    return _of_action(str(group["Action"]).strip().lower(), str(group.get("Status", "")))
    return None


def _of_action(action: str, status: str) -> _Told | None:
    found = _STATUS.search(status)
    match action:
        case "delivered":
            return "delivered", ""
        case "failed" if found:
            return _fate(found[1]), found[0]
        case "delayed" | "relayed" | "expanded":
            return _NO_NEWS
    return None


def _read_plain(mail: EmailMessage) -> _Told | None:
    """Read a notice in words alone, when a mail server wrote it: the first code in it decides."""
    by_robot = str(mail.get("Return-Path", "")).strip() == "<>" or _ROBOTS.search(str(mail.get("From", "")))
    answer = str(mail.get("Auto-Submitted", "")).lower().startswith("auto-replied")
    body = mail.get_body(("plain",))
    if not by_robot or answer or body is None:
        return None
    text = body.get_content()
    found = _STATUS.search(text) or _REPLY.search(text)
    return (_fate(found[1]), found[0].strip(" -")) if found else None


def _fate(first: str) -> Fate:
    """Return what a code's first digit says: 5, this address takes no mail; 4, it was tried long enough."""
    return "bounced" if first == "5" else "failed"
