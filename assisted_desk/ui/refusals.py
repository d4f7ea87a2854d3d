"""From a refusal's code to the page of the desk that words it."""

from dossier.base import Refused
from portal.ui import Answer, SeeOther, Status, error_page, wait_of

_STATUS: dict[str, Status] = {
    "not-permitted": 403,
    "too-many-tries": 429,
    "hashing-busy": 503,
}
_GO_TO = {
    "mandate-dead": "/visite?inconnu=1",
    "recovery-case-unknown": "/appels?inconnu=1",
    "sign-in-expired": "/connexion?debut=1",
}


def known_codes() -> frozenset[str]:
    """Return every refusal code that the desk words; the gate itself words `store-silent`."""
    return frozenset(_STATUS) | frozenset(_GO_TO) | {"store-silent"}


def page_of(refused: Refused) -> Answer:
    """Return the page for a refusal. An unknown code is a fault of ours: 500."""
    if refused.code in _GO_TO:
        return SeeOther(_GO_TO[refused.code])
    return error_page(_STATUS.get(refused.code, 500), wait_of(refused))
