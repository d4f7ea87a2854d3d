"""From ProConnect's claims to an account of the staff, and to how its owner was recognized there."""

import re
from datetime import datetime

from dossier.identity import StaffAccount
from federation import FederationFailed, Heard

_SIRET = re.compile(r"\d{14}", re.ASCII)


def account_in(heard: Heard) -> StaffAccount:
    """Return the account that was vouched for. Raises `FederationFailed` without an establishment."""
    siret = heard.user_claims.get("siret")
    if not isinstance(siret, str) or not _SIRET.fullmatch(siret):
        raise FederationFailed("unsure", "the user info: siret")
    return StaffAccount(heard.way_out.provider, heard.subject, siret)


def was_asked_anew(heard: Heard, asked_at: datetime) -> bool:
    """Tell whether she said who she is after we asked: a session that somebody left open there proves nothing here.

    Raises `FederationFailed` when `auth_time` isn't a time.
    """
    at = heard.id_claims.get("auth_time", 0)
    if not isinstance(at, int):
        raise FederationFailed("unsure", "the identity token: auth_time")
    return at >= int(asked_at.timestamp())


def has_second_factor(heard: Heard) -> bool:
    """Tell whether she gave two factors there (RFC 8176). Raises `FederationFailed` when `amr` is no list."""
    methods = heard.id_claims.get("amr", [])
    if not isinstance(methods, list):
        raise FederationFailed("unsure", "the identity token: amr")
    return "mfa" in methods
