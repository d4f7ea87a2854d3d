"""Settings: environment variables, read once into one frozen dataclass. Each is told in docs/settings.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from .channels import Channels, read_channels
from .practice import PracticeEnvironment
from .providers import IdentityProvider, read_providers, read_staff_provider

REAL_DOMAINS = frozenset({8, 9})
"""Last arc of the INS identity domains of living people (1.2.250.1.213.1.4.8 and .9)."""
TEST_DOMAINS = frozenset({10, 11})
"""Last arc of the test and demonstration identity domains (.10 and .11)."""

_TOKEN = re.compile(r"[A-Za-z0-9._~-]{32,200}")
_MOST_SIGNS = {"PORTAL_URL": 32, "HELP_PHONE": 20, "HELP_HOURS": 50}
"""What a line of a letter holds: of the portal's address with the longest of the pages that are typed, 50 signs."""
_ADDRESS_LINES, _ADDRESS_SIGNS = 6, 38
"""What the window of an envelope shows (NF Z 10-011)."""
_INVENTED_ADDRESS = "Dossier Clair|Libre réponse 00000|00000 VILLE INVENTÉE CEDEX"


class Stage(StrEnum):
    """Where the program runs. Unknown or absent means production, the strictest."""

    DEMO = "demo"
    DEVELOPMENT = "development"
    PRACTICE = "practice"
    PRODUCTION = "production"


class StartRefused(Exception):
    """The settings don't allow a start; `lines` says why, one clear line for each reason."""

    def __init__(self, lines: list[str]) -> None:
        """Keep the lines to show to the operator."""
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Operations:
    """Where monitors and providers speak to the house, and what a monitor shows that isn't on this machine."""

    host: str
    port: int
    """0: nowhere."""
    token: str = field(repr=False)
    """Empty: monitors are answered on this machine alone."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to another."""

    stage: Stage
    database_url: str
    key_holder: str
    var_dir: Path
    portal_url: str
    desk_url: str
    """The desk's own public address: another host than the portal's, so that no cookie is ever sent to both."""
    ins_domains: frozenset[int]
    help_phone: str
    help_hours: str
    shared_idle_minutes: int
    shared_total_minutes: int
    home_idle_minutes: int
    home_total_minutes: int
    desk_idle_minutes: int
    desk_total_minutes: int
    """A working day: then the desk closes by itself."""
    trusted_proxies: int
    opt_out_regime: str
    """Id of the regime whose day people are told; acceptance is always the latest of those that hold."""
    paper_address: tuple[str, ...]
    """Lines of the address that paper forms are sent to."""
    tombstones: Path
    """The file, outside the database, that names who was erased; replayed after a restore."""
    call_center_always_open: bool
    """Whether the call center's desk works outside its hours: in a demonstration or a test, never for real."""
    answer_floor_ms: int
    """No even page is answered sooner: pages whose time must not tell who is known. 0 holds none back."""
    identity_providers: tuple[IdentityProvider, ...]
    """FranceConnect and FranceConnect+, when they are configured."""
    staff_provider: IdentityProvider | None
    """ProConnect, when it is configured."""
    channels: Channels
    """Who carries e-mails, SMS and calls, when somebody is configured."""
    operations: Operations
    log_level: str
    """The least that is logged: info, warning or error."""

    @property
    def production(self) -> bool:
        """Tell whether people are real."""
        return self.stage is Stage.PRODUCTION

    @property
    def demo(self) -> bool:
        """Tell whether everybody is invented and nothing leaves: in a demonstration, and in practice."""
        return self.stage in (Stage.DEMO, Stage.PRACTICE)

    @property
    def practice(self) -> bool:
        """Tell whether advisors learn here: every page, sheet and message then says so."""
        return self.stage is Stage.PRACTICE

    @property
    def code_channels(self) -> tuple[Literal["sms", "voice", "letter"], ...]:
        """Return by which ways this house can send codes: all in a demonstration, where nothing leaves."""
        return ("sms", "voice", "letter") if self.demo else (*self.channels.served, "letter")

    @property
    def invented_numbers(self) -> bool:
        """Tell whether telephone numbers kept for fiction are taken: nobody ever answers there."""
        return self.stage is not Stage.PRODUCTION

    def session_limits(self, *, at_home: bool) -> tuple[timedelta, timedelta]:
        """Return how long a session may rest and how long it may last: shorter on a shared computer."""
        idle, total = (
            (self.home_idle_minutes, self.home_total_minutes)
            if at_home
            else (self.shared_idle_minutes, self.shared_total_minutes)
        )
        return timedelta(minutes=idle), timedelta(minutes=total)

    @property
    def secure(self) -> bool:
        """Tell whether the portal is served over TLS, which decides the cookie's name and flags."""
        return self.portal_url.startswith("https://")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings from `environ`. Raises `StartRefused` with a line for each thing that's wrong."""
        stage = _stage(environ)
        real = stage is Stage.PRODUCTION
        var_dir = Path(environ.get("VAR_DIR", "var")).absolute()
        lines: list[str] = []
        if stage is Stage.PRACTICE:
            environ, var_dir = PracticeEnvironment(environ, lines), var_dir / "practice"
        settings = cls(
            stage=stage,
            database_url=environ.get("DATABASE_URL") or ("" if real else f"sqlite:///{var_dir / 'dossier.db'}"),
            key_holder=environ.get("KEY_HOLDER") or ("" if real else f"file:{var_dir / 'keys' / 'holder.json'}"),
            var_dir=var_dir,
            portal_url=environ.get("PORTAL_URL") or ("" if real else "http://127.0.0.1:8000"),
            desk_url=environ.get("DESK_URL") or ("" if real else "http://127.0.0.1:8001"),
            ins_domains=_domains(environ, stage, lines),
            help_phone=environ.get("HELP_PHONE", "3422"),
            help_hours=environ.get("HELP_HOURS", "du lundi au vendredi, de 8 h 30 à 17 h 30"),
            shared_idle_minutes=_number(environ, "SHARED_IDLE_MINUTES", 10, lines),
            shared_total_minutes=_number(environ, "SHARED_TOTAL_MINUTES", 30, lines),
            home_idle_minutes=_number(environ, "HOME_IDLE_MINUTES", 15, lines),
            home_total_minutes=_number(environ, "HOME_TOTAL_MINUTES", 720, lines),
            desk_idle_minutes=_number(environ, "DESK_IDLE_MINUTES", 15, lines),
            desk_total_minutes=_number(environ, "DESK_TOTAL_MINUTES", 600, lines),
            trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0, lines, least=0),
            opt_out_regime=environ.get("OPT_OUT_REGIME", "one-month-from-sending"),
            paper_address=_lines(environ.get("PAPER_ADDRESS", "" if real else _INVENTED_ADDRESS)),
            tombstones=Path(environ.get("TOMBSTONES") or var_dir / "tombstones.jsonl").absolute(),
            call_center_always_open=_always_open(environ, stage, lines),
            answer_floor_ms=_number(environ, "ANSWER_FLOOR_MS", 300, lines, least=0),
            identity_providers=read_providers(environ, lines, tls=real),
            staff_provider=read_staff_provider(environ, lines, tls=real),
            channels=read_channels(environ, lines, demo=stage in (Stage.DEMO, Stage.PRACTICE), tls=real),
            operations=_operations(environ, stage, lines),
            log_level=_log_level(environ, stage, lines),
        )
        lines += _too_long(settings)
        if real:
            lines += _missing_in_production(settings)
        if lines:
            raise StartRefused(lines)
        return settings


def _stage(environ: Mapping[str, str]) -> Stage:
    if environ.get("PRACTICE") == "1":
        return Stage.PRACTICE
    if environ.get("DEMO") == "1":
        return Stage.DEMO
    return Stage.DEVELOPMENT if environ.get("STAGE") == "development" else Stage.PRODUCTION


def _domains(environ: Mapping[str, str], stage: Stage, lines: list[str]) -> frozenset[int]:
    """Return the INS domains this stage takes; real data in a test house, or the reverse, is refused."""
    allowed = REAL_DOMAINS if stage is Stage.PRODUCTION else TEST_DOMAINS
    default = {Stage.DEVELOPMENT: "10,11", Stage.PRODUCTION: "8,9"}.get(stage, "10")
    asked = environ.get("INS_DOMAINS", default)
    try:
        domains = frozenset(int(part) for part in asked.split(","))
    except ValueError:
        lines.append("INS_DOMAINS must be numbers separated by commas, for example 8,9.")
        return allowed
    refused = sorted(domains - allowed)
    lines.extend(f"INS_DOMAINS: identity domain .{domain} is refused at a {stage} start." for domain in refused)
    return domains


def _always_open(environ: Mapping[str, str], stage: Stage, lines: list[str]) -> bool:
    told = environ.get("CALL_CENTER_ALWAYS_OPEN", "1" if stage in (Stage.DEMO, Stage.PRACTICE) else "0")
    if told not in ("0", "1"):
        lines.append("CALL_CENTER_ALWAYS_OPEN must be 0 or 1.")
    elif told == "1" and stage is Stage.PRODUCTION:
        lines.append("CALL_CENTER_ALWAYS_OPEN is refused at a production start: callers come in opening hours.")
    return told == "1"


def _operations(environ: Mapping[str, str], stage: Stage, lines: list[str]) -> Operations:
    told = Operations(
        host=environ.get("OPERATIONS_HOST", "127.0.0.1"),
        port=_number(environ, "OPERATIONS_PORT", 0 if stage is Stage.PRACTICE else 8002, lines, least=0),
        token=environ.get("OPERATIONS_TOKEN", ""),
    )
    if told.token and not _TOKEN.fullmatch(told.token):
        lines.append("OPERATIONS_TOKEN must have 32 signs or more, letters, digits and - . _ ~ alone.")
    return told


def _log_level(environ: Mapping[str, str], stage: Stage, lines: list[str]) -> str:
    told = environ.get("LOG_LEVEL", "info" if stage is Stage.PRODUCTION else "warning")
    if told not in ("info", "warning", "error"):
        lines.append("LOG_LEVEL must be info, warning or error.")
    return told


def _lines(address: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in address.split("|") if line.strip())


def _number(environ: Mapping[str, str], name: str, default: int, lines: list[str], *, least: int = 1) -> int:
    text = environ.get(name, str(default))
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least:
        return int(text)
    lines.append(f"{name} must be a whole number, {least} or more.")
    return default


def _too_long(settings: Settings) -> list[str]:
    """Return a line for each text that would fit no letter, and leave no room in an SMS."""
    told = {
        "PORTAL_URL": settings.portal_url.partition("://")[2].rstrip("/"),
        "HELP_PHONE": settings.help_phone,
        "HELP_HOURS": settings.help_hours,
    }
    lines = [
        f"{name} is too long for letters: {most} signs at most{', after https://' if name == 'PORTAL_URL' else ''}."
        for name, most in _MOST_SIGNS.items()
        if len(told[name]) > most
    ]
    paper = settings.paper_address
    if len(paper) > _ADDRESS_LINES or any(len(line) > _ADDRESS_SIGNS for line in paper):
        lines.append(f"PAPER_ADDRESS must have {_ADDRESS_LINES} lines of {_ADDRESS_SIGNS} signs at most.")
    return lines


def _missing_in_production(settings: Settings) -> list[str]:
    lines = []
    if not settings.database_url.startswith("postgresql"):
        lines.append("DATABASE_URL must name a PostgreSQL database (postgresql+psycopg://…) in production.")
    if not settings.key_holder:
        lines.append("KEY_HOLDER is missing: say where the root keys are kept (file:PATH).")
    if not settings.secure:
        lines.append("PORTAL_URL must be the portal's https:// address in production.")
    if not settings.desk_url.startswith("https://"):
        lines.append("DESK_URL must be the desk's https:// address in production.")
    elif urlsplit(settings.desk_url).hostname == urlsplit(settings.portal_url).hostname:
        lines.append("DESK_URL must have a host name of its own, other than the portal's.")
    if not settings.paper_address:
        lines.append("PAPER_ADDRESS is missing: say where paper forms are sent, lines parted by |.")
    if settings.channels.mail and settings.channels.bounces is None:
        lines.append("BOUNCES_MAILDIR is missing: e-mails leave, so say where those are read that come back.")
    return lines
