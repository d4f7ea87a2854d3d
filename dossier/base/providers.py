"""Identity providers that people may sign in with. None until configured; each is told in docs/settings.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Signature = Literal["ES256", "RS256"]
LOW, SUBSTANTIAL = 1, 2
"""Levels of eIDAS (regulation 910/2014, art. 8)."""

_ADDRESS = re.compile(r"https?://[^\s?#]+")


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One provider (OpenID Connect), and what this house is to it. The secret stays out of every representation."""

    name: str
    """As addresses and the journal carry it."""
    level: int
    """The eIDAS level asked for, and required of every answer."""
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    signature: Signature
    """The one algorithm that its answers are signed with."""
    pkce: bool
    """Whether it knows PKCE: one that doesn't refuses the parameter."""
    key_file: Path | None = None
    """Our private key (PEM), when its answers about people are encrypted to us."""


@dataclass(frozen=True, slots=True)
class _Kind:
    prefix: str
    name: str
    level: int
    encrypted: bool

    @property
    def required(self) -> tuple[str, ...]:
        """Return the settings without which there is no such provider."""
        names = ("URL", "CLIENT_ID", "CLIENT_SECRET", *(("KEY_FILE",) if self.encrypted else ()))
        return tuple(f"{self.prefix}_{name}" for name in names)

    @property
    def optional(self) -> tuple[str, ...]:
        """Return the settings that have a default."""
        return f"{self.prefix}_SIGNATURE", f"{self.prefix}_PKCE"


_KINDS = (
    _Kind("FRANCECONNECT", "franceconnect", LOW, encrypted=False),
    _Kind("FRANCECONNECT_PLUS", "franceconnect-plus", SUBSTANTIAL, encrypted=True),
)
_STAFF_KIND = _Kind("PROCONNECT", "proconnect", LOW, encrypted=False)
PROVIDER_SETTINGS = tuple(name for kind in (*_KINDS, _STAFF_KIND) for name in (*kind.required, *kind.optional))
"""Every environment variable read here."""


def read_providers(environ: Mapping[str, str], lines: list[str], *, tls: bool) -> tuple[IdentityProvider, ...]:
    """Return the providers of patients that are configured; add a line for each that is so by half, or wrongly.

    `tls`: an address without TLS is refused, as in production.
    """
    found = (_read(environ, kind, lines, tls=tls) for kind in _KINDS)
    return tuple(told for told in found if told is not None)


def read_staff_provider(environ: Mapping[str, str], lines: list[str], *, tls: bool) -> IdentityProvider | None:
    """Return the provider of the staff, or None until it is configured; add a line when it is so wrongly."""
    return _read(environ, _STAFF_KIND, lines, tls=tls)


def _read(environ: Mapping[str, str], kind: _Kind, lines: list[str], *, tls: bool) -> IdentityProvider | None:
    if not any(environ.get(name) for name in kind.required):
        return None
    faults = [*_missing(environ, kind), *_wrong(environ, kind, tls=tls)]
    lines += faults[:1]
    return None if faults else _provider(environ, kind)


def _missing(environ: Mapping[str, str], kind: _Kind) -> list[str]:
    missing = [name for name in kind.required if not environ.get(name)]
    return [f"{', '.join(missing)} missing: a provider is configured whole or not at all."] if missing else []


def _wrong(environ: Mapping[str, str], kind: _Kind, *, tls: bool) -> list[str]:
    lines = []
    address = environ.get(f"{kind.prefix}_URL", "")
    if not _ADDRESS.fullmatch(address) or (tls and not address.startswith("https://")):
        lines.append(f"{kind.prefix}_URL must be the provider's https:// address, without ? or #.")
    if environ.get(f"{kind.prefix}_SIGNATURE", "ES256") not in ("ES256", "RS256"):
        lines.append(f"{kind.prefix}_SIGNATURE must be ES256 or RS256.")
    if environ.get(f"{kind.prefix}_PKCE", "0") not in ("0", "1"):
        lines.append(f"{kind.prefix}_PKCE must be 0 or 1.")
    return lines


def _provider(environ: Mapping[str, str], kind: _Kind) -> IdentityProvider:
    return IdentityProvider(
        name=kind.name,
        level=kind.level,
        issuer=environ[f"{kind.prefix}_URL"],
        client_id=environ[f"{kind.prefix}_CLIENT_ID"],
        client_secret=environ[f"{kind.prefix}_CLIENT_SECRET"],
        signature="RS256" if environ.get(f"{kind.prefix}_SIGNATURE") == "RS256" else "ES256",
        pkce=environ.get(f"{kind.prefix}_PKCE") == "1",
        key_file=Path(environ[f"{kind.prefix}_KEY_FILE"]).absolute() if kind.encrypted else None,
    )
