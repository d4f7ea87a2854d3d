"""An e-mail as it leaves: headers that a relay can sign (DKIM), the text first, then the same as plain HTML. Pure."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html.parser import HTMLParser

from back_office.post.port import Parcel

SENDER_NAME = "Dossier Clair"
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_TAGS = frozenset({"html", "head", "meta", "title", "body", "h1", "h2", "p", "br", "strong", "ul", "ol", "li"})
_ATTRIBUTES = frozenset({"lang", "dir", "charset"})


class Unmailable(Exception):
    """No e-mail can be made of this parcel; `why` is a short code."""

    def __init__(self, why: str) -> None:
        """Keep the code."""
        super().__init__(why)
        self.why = why


def tag_of(key: str, provider: str) -> str:
    """Return how a message is named to mail servers: its key, and who carried it. No more is known of it outside."""
    return f"{key}.{provider}"


def return_path(returns: str, tag: str) -> str:
    """Return where a message comes back when it can't be delivered: the mailbox, and its tag (VERP)."""
    name, _, place = returns.partition("@")
    return f"{name}+{tag}@{place}"


def mail_of(parcel: Parcel, sender: str, tag: str, at: datetime) -> EmailMessage:
    """Return the e-mail of a parcel. Raises `Unmailable`.

    The same tag makes the same Message-ID, so that a mailbox which gets it twice can tell. Auto-Submitted keeps
    holiday answers away (RFC 3834).
    """
    if not _ADDRESS.fullmatch(parcel.address):
        raise Unmailable("address")
    _check_html(parcel.html)
    name, _, place = sender.partition("@")
    mail = EmailMessage(SMTP)
    try:
        mail["From"] = Address(SENDER_NAME, name, place)
        mail["To"] = parcel.address
        mail["Subject"] = parcel.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{tag}@{place}>"
        mail["Auto-Submitted"] = "auto-generated"
    except ValueError:  # a line end in a header
        raise Unmailable("header") from None
    mail.set_content(parcel.text, cte="quoted-printable")
    if parcel.html:
        mail.add_alternative(parcel.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = parcel.language  # last: whatever sets a content takes such headers away
    return mail


class _Plain(HTMLParser):
    """Finds what has no place in our e-mails: links, pictures, styles, scripts, anything that is fetched."""

    is_plain = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_plain &= tag in _TAGS and all(name in _ATTRIBUTES for name, _ in attrs)


def _check_html(html: str) -> None:
    reader = _Plain()
    reader.feed(html)
    reader.close()
    if not reader.is_plain:
        raise Unmailable("html")
