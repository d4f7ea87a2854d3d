"""Giving a mandate: the entry, the signature, the notices. By nobody it is given on paper too, and nothing leaves."""

import secrets
from datetime import datetime
from hashlib import sha256

from dossier.identity import person_of
from dossier.journal import Event, append, short_head
from dossier.policy import Acting
from dossier.store import Unit

from . import rules
from .bodies import facts_of_distance, scopes_text
from .deeds import signature_of
from .evidence import keep_paper
from .keeping import Held, held_by_digest, keep
from .notices import tell_given
from .shapes import Mandate, MandateState, Outcome

_HEAD_BYTES = 8


def agreed(unit: Unit, found: Held, mandate: Mandate, now: datetime) -> Outcome:
    """Give the mandate, unless its patient can't give one: then the draft is void, and nobody else is told why."""
    why = found.unfit(unit, now)
    if why:
        keep(unit, found, rules.over(found.mandate, MandateState.VOID, "unfit", now))
        append(unit, found.by_giver(), Event.MANDATES_MANDATE_REFUSED, now, {"site": found.site, "why": why})
        return why
    give(unit, found, mandate, now, acting=found.by_giver(_giver_name(unit, found)))
    return "right"


def give(
    unit: Unit,
    found: Held,
    mandate: Mandate,
    now: datetime,
    *,
    acting: Acting,
    paper: bytes = b"",
    pages: int = 0,
) -> None:
    """Keep the mandate as given and sign its deed; tell her on every way; end the one that it renews.

    `paper`: what she signed, when nothing else proves it; of nobody its digest alone stays.
    """
    scan_digest = sha256(paper).digest() if paper else None
    head = secrets.token_hex(_HEAD_BYTES)  # of nobody: the deed looks the same
    if found.patient_id is not None:
        head = _told(unit, found, mandate, acting, scan_digest, pages, now)
    signature = signature_of(unit, found, mandate, scan_digest, head)
    after = keep(unit, found, mandate, scan_digest=scan_digest, head=head, signature=signature)
    if found.patient_id is not None:
        tell_given(unit, after, now)
        keep_paper(unit, after, paper)
    if found.renews is not None:
        before = held_by_digest(unit, found.renews, now)
        keep(unit, before, rules.over(before.mandate, MandateState.ENDED, "renewed", now))


def _told(
    unit: Unit, found: Held, mandate: Mandate, acting: Acting, scan_digest: bytes | None, pages: int, now: datetime
) -> str:
    """Tell her journal, and return its head in short."""
    event = Event.MANDATES_MANDATE_GIVEN if found.renews is None else Event.MANDATES_MANDATE_RENEWED
    facts = {
        "mandate": found.reference,
        "scopes": scopes_text(mandate.scopes),
        "proof": str(mandate.proof),
        "until": mandate.until_at.isoformat(),
        "advisor": found.names.advisor,
        "site": found.site,
    } | facts_of_distance(mandate)
    scan = {"scan": scan_digest.hex(), "pages": str(pages)} if scan_digest else {}
    append(unit, acting, event, now, facts | scan)
    return short_head(unit, acting.patient_id)


def _giver_name(unit: Unit, found: Held) -> str:
    if found.giver_id == found.patient_id:
        return ""
    giver = person_of(unit, found.giver, found.giver_witness)
    return f"{giver.first_names[0]} {giver.name}"
