"""Who carries messages: mail servers, message centers, gateways. None until configured; told in docs/settings.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Protection = Literal["starttls", "implicit", "none"]
"""TLS asked for after the greeting, TLS from the first byte, or none: on a developer's machine only."""

_MAIL = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SENDER = re.compile(r"\+[1-9][0-9]{7,14}|[0-9]{3,8}|[A-Za-z][A-Za-z0-9 ]{2,10}")
_HOST = re.compile(r"[A-Za-z0-9.:-]+")
_ADDRESS = re.compile(r"https?://[^\s?#@]+")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes e-mails (SMTP)."""

    name: str
    host: str
    port: int
    protection: Protection
    user: str
    password: str = field(repr=False)
    sender: str
    """What readers see as the sender: `nobody@place`."""
    returns: str
    """Where what can't be delivered comes back, `name@place`; each message has `name+KEY.PROVIDER@place`."""


@dataclass(frozen=True, slots=True)
class MessageCenter:
    """An operator's message center (SMPP 3.4)."""

    name: str
    host: str
    port: int
    protection: Protection
    system_id: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """Somebody who is asked over HTTP to send an SMS or to call. One of `token` and `signing_key` is set."""

    name: str
    channel: Literal["sms", "voice"]
    url: str
    token: str = field(repr=False)
    """Shown with each request (bearer), or"""
    signing_key: str = field(repr=False)
    """what each request is signed with."""
    callback_key: str = field(repr=False)
    """What they sign with when they call back."""
    sender: str


@dataclass(frozen=True, slots=True)
class BounceMailbox:
    """Where e-mails come back: a Maildir, which a POP3 mailbox may be emptied into."""

    maildir: Path
    pop_host: str = ""
    pop_port: int = 995
    pop_user: str = ""
    pop_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Channels:
    """Everybody who carries messages, in the order in which they are asked."""

    mail: tuple[MailServer, ...] = ()
    message_centers: tuple[MessageCenter, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    callers: tuple[Gateway, ...] = ()
    bounces: BounceMailbox | None = None
    authorities: Path | None = None
    """Certificates to trust instead of the system's (PEM)."""

    @property
    def served(self) -> tuple[Literal["sms", "voice"], ...]:
        """Return which telephones can be reached."""
        sms, voice = bool(self.message_centers or self.gateways), bool(self.callers)
        return (*(("sms",) if sms else ()), *(("voice",) if voice else ()))


@dataclass(frozen=True, slots=True)
class _Kind:
    """Settings with one prefix: those that a provider can't do without, and those with a default."""

    prefix: str
    required: tuple[str, ...]
    optional: Mapping[str, str]

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(f"{self.prefix}_{name}" for name in (*self.required, *self.optional))

    @property
    def name(self) -> str:
        """The provider's name in attempts and figures."""
        return self.prefix.lower().replace("_", "-")


def _pair(prefix: str, required: tuple[str, ...], optional: Mapping[str, str]) -> tuple[_Kind, _Kind]:
    return _Kind(prefix, required, optional), _Kind(f"{prefix}_SECOND", required, optional)


_LOGIN = {"PORT": "587", "TLS": "starttls", "USER": "", "PASSWORD": ""}
_SECRETS = {"TOKEN": "", "SIGNING_KEY": ""}
_SMTP = _pair("SMTP", ("HOST", "FROM", "RETURNS"), _LOGIN)
_SMPP = _pair("SMPP", ("HOST", "SYSTEM_ID", "PASSWORD", "SENDER"), {"PORT": "3550", "TLS": "implicit"})
_SMS_HTTP = _pair("SMS_HTTP", ("URL", "CALLBACK_KEY", "SENDER"), _SECRETS)
_VOICE = _pair("VOICE", ("URL", "CALLBACK_KEY", "SENDER"), _SECRETS)
_POP = _Kind("BOUNCES_POP", ("HOST", "USER", "PASSWORD"), {"PORT": "995"})
_ALONE = ("BOUNCES_MAILDIR", "POST_CA_FILE")
CHANNEL_SETTINGS = (*(name for kind in (*_SMTP, *_SMPP, *_SMS_HTTP, *_VOICE, _POP) for name in kind.settings), *_ALONE)
"""Every environment variable read here."""
_LONGEST_MAILBOX = 16
"""What is left of 64 (RFC 5321, 4.5.3.1.1) when a message's key and its provider's name stand behind it."""
_SHORTEST_SECRET = 16
_SMPP_LONGEST = {"SYSTEM_ID": 15, "PASSWORD": 8}
"""SMPP 3.4, 4.1.5: longer ones would be cut, and the bind refused with no clear word."""


def read_channels(environ: Mapping[str, str], lines: list[str], *, demo: bool, tls: bool) -> Channels:
    """Return who carries messages; add a line for each that is configured by half, or wrongly.

    `demo`: everybody is invented, so nobody may be configured. `tls`: a line without TLS is refused.
    """
    told = {name: environ[name] for name in CHANNEL_SETTINGS if environ.get(name)}
    if demo:
        lines += [f"{name} is refused in a demonstration: nothing leaves it." for name in told]
        return Channels()
    checks = _Checks(told, lines, tls)
    file = told.get("POST_CA_FILE")
    if file and not Path(file).is_file():
        lines.append("POST_CA_FILE must name a file of certificates (PEM).")
    return Channels(
        mail=tuple(server for kind in _SMTP if (server := _mail_server(checks, kind))),
        message_centers=tuple(center for kind in _SMPP if (center := _message_center(checks, kind))),
        gateways=tuple(one for kind in _SMS_HTTP if (one := _gateway(checks, kind, "sms"))),
        callers=tuple(one for kind in _VOICE if (one := _gateway(checks, kind, "voice"))),
        bounces=_mailbox(checks, told.get("BOUNCES_MAILDIR", "")),
        authorities=Path(file).absolute() if file else None,
    )


class _Checks:
    """What was told, and what is wrong with it. No value is ever repeated in a line: it may be a secret."""

    def __init__(self, told: Mapping[str, str], lines: list[str], tls: bool) -> None:
        self._told, self._lines, self.tls = told, lines, tls

    def read(self, kind: _Kind) -> dict[str, str]:
        """Return the settings of one provider by their short names; nothing when none is set, or one is missing."""
        if not any(name in self._told for name in kind.settings):
            return {}
        missing = [f"{kind.prefix}_{name}" for name in kind.required if f"{kind.prefix}_{name}" not in self._told]
        if missing:
            self._lines.append(f"{', '.join(missing)} missing: a provider is configured whole or not at all.")
            return {}
        names = {**dict.fromkeys(kind.required, ""), **kind.optional}
        return {name: self._told.get(f"{kind.prefix}_{name}", default) for name, default in names.items()}

    def hold(self, kind: _Kind, name: str, fits: object, must: str) -> None:
        """Add a line when a setting doesn't fit."""
        if not fits:
            self._lines.append(f"{kind.prefix}_{name} must be {must}.")

    def host_and_port(self, kind: _Kind, told: dict[str, str]) -> int:
        """Check the server's name, and return its port."""
        self.hold(kind, "HOST", _HOST.fullmatch(told["HOST"]), "the name of a server")
        port = told["PORT"]
        fits = port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536
        self.hold(kind, "PORT", fits, "the number of a port")
        return int(port) if fits else 0

    def protection(self, kind: _Kind, told: dict[str, str], *known: Protection) -> Protection:
        """Return how the line is protected; an open one is for developers alone."""
        allowed = known if self.tls else (*known, "none")
        found = next((one for one in allowed if one == told["TLS"]), None)
        self.hold(kind, "TLS", found, " or ".join(allowed))
        return found or allowed[0]


def _mail_server(checks: _Checks, kind: _Kind) -> MailServer | None:
    told = checks.read(kind)
    if not told:
        return None
    checks.hold(kind, "FROM", _MAIL.fullmatch(told["FROM"]), "an e-mail address")
    returns = told["RETURNS"]
    fits = _MAIL.fullmatch(returns) and returns.index("@") <= _LONGEST_MAILBOX
    checks.hold(kind, "RETURNS", fits, f"an e-mail address without +, {_LONGEST_MAILBOX} signs at most before its @")
    checks.hold(kind, "PASSWORD", bool(told["USER"]) == bool(told["PASSWORD"]), f"set together with {kind.prefix}_USER")
    return MailServer(
        name=kind.name,
        host=told["HOST"],
        port=checks.host_and_port(kind, told),
        protection=checks.protection(kind, told, "starttls", "implicit"),
        user=told["USER"],
        password=told["PASSWORD"],
        sender=told["FROM"],
        returns=told["RETURNS"],
    )


def _message_center(checks: _Checks, kind: _Kind) -> MessageCenter | None:
    told = checks.read(kind)
    if not told:
        return None
    for name, longest in _SMPP_LONGEST.items():
        fits = told[name].isascii() and len(told[name]) <= longest
        checks.hold(kind, name, fits, f"plain letters and digits, {longest} at most")
    _check_sender(checks, kind, told)
    return MessageCenter(
        name=kind.name,
        host=told["HOST"],
        port=checks.host_and_port(kind, told),
        protection=checks.protection(kind, told, "implicit"),
        system_id=told["SYSTEM_ID"],
        password=told["PASSWORD"],
        sender=told["SENDER"],
    )


def _gateway(checks: _Checks, kind: _Kind, channel: Literal["sms", "voice"]) -> Gateway | None:
    told = checks.read(kind)
    if not told:
        return None
    is_address = _ADDRESS.fullmatch(told["URL"]) and (told["URL"].startswith("https://") or not checks.tls)
    checks.hold(kind, "URL", is_address, "the gateway's https:// address, without ?, # or @")
    one_of_two = bool(told["TOKEN"]) != bool(told["SIGNING_KEY"])
    checks.hold(kind, "TOKEN", one_of_two, f"set, or {kind.prefix}_SIGNING_KEY, but not both")
    for name in ("SIGNING_KEY", "CALLBACK_KEY"):
        fits = not told[name] or len(told[name]) >= _SHORTEST_SECRET
        checks.hold(kind, name, fits, f"{_SHORTEST_SECRET} signs or more")
    checks.hold(kind, "TOKEN", told["TOKEN"].isascii() and told["TOKEN"].isprintable(), "plain signs")
    _check_sender(checks, kind, told)
    return Gateway(
        name=kind.name,
        channel=channel,
        url=told["URL"],
        token=told["TOKEN"],
        signing_key=told["SIGNING_KEY"],
        callback_key=told["CALLBACK_KEY"],
        sender=told["SENDER"],
    )


def _check_sender(checks: _Checks, kind: _Kind, told: dict[str, str]) -> None:
    must = "a number with its country (+33…), a short number, or a name of eleven letters at most"
    checks.hold(kind, "SENDER", _SENDER.fullmatch(told["SENDER"]), must)


def _mailbox(checks: _Checks, folder: str) -> BounceMailbox | None:
    pop = checks.read(_POP)
    maildir = Path(folder).absolute()
    if not pop:
        return BounceMailbox(maildir) if folder else None
    checks.hold(_POP, "HOST", folder, "set together with BOUNCES_MAILDIR, the folder that it is emptied into")
    return BounceMailbox(maildir, pop["HOST"], checks.host_and_port(_POP, pop), pop["USER"], pop["PASSWORD"])
