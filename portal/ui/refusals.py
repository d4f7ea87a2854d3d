"""From a refusal's code to the page that words it: the one table of this face."""

from dossier.base import Refused

from .answers import SeeOther, Shown, SignedOut
from .pages import ErrorPage, Status

_STATUS: dict[str, Status] = {
    "not-permitted": 403,
    "document-not-found": 404,
    "mandate-dead": 404,
    "too-many-tries": 429,
    "hashing-busy": 503,
    "code-sent-just-now": 429,
    "section-unfit": 422,
    "sign-code-mistyped": 422,
    "seal-broken": 500,
    "narrative-unreadable": 500,
    "printout-too-large": 500,
    "fonts-missing": 500,
}
_GO_TO = {
    "activation-step-skipped": "/activation?debut=1",
    "code-comes-first": "/connexion/code",
    "factor-proof-missing": "/mon-compte/moyens",
    "last-factor": "/mon-compte/moyens",
    "not-own-record": "/dossiers",
    "record-not-open": "/mon-dossier",
    "recovery-case-refused": "/acces-perdu/etat",
    "recovery-case-unknown": "/acces-perdu?debut=1",
    "recovery-channel-refused": "/acces-perdu/preuve?autre=1",
    "recovery-step-skipped": "/acces-perdu?debut=1",
    "sign-in-expired": "/connexion",
    "space-unknown": "/mon-dossier",
    "state-refused": "/mon-dossier",
}
"""Where the reader is told why: the record's first page says in what state it is."""
_LEAVE_FOR = {"turn-over": "/tour/fini?fait=rien"}
"""The same, and this browser forgets what it was in the middle of: a desk's, which the turn had to itself."""
_BY_THE_GATE = frozenset({"store-silent"})
"""Worded by the gate itself, which knows the address for paper."""


def known_codes() -> frozenset[str]:
    """Return every refusal code this face words; a test holds the dossier's refusals against it."""
    return frozenset(_STATUS) | frozenset(_GO_TO) | frozenset(_LEAVE_FOR) | _BY_THE_GATE


def wait_of(refused: Refused) -> int:
    """Return the seconds that a refusal asks to wait, 0 when it doesn't say."""
    seconds = refused.facts.get("retry_after_seconds", 0)
    return seconds if isinstance(seconds, int) else 0


def page_of(refused: Refused) -> Shown | SeeOther | SignedOut:
    """Return the page for a refusal. An unknown code is a fault of ours: 500."""
    if refused.code in _GO_TO:
        return SeeOther(_GO_TO[refused.code])
    if refused.code in _LEAVE_FOR:
        return SignedOut(_LEAVE_FOR[refused.code])
    return error_page(_STATUS.get(refused.code, 500), wait_of(refused))


def error_page(status: Status, wait_seconds: int = 0) -> Shown:
    """Return the plain page of an error status."""
    return Shown("error.html", ErrorPage(status, -(-wait_seconds // 60)), status, wait_seconds)
