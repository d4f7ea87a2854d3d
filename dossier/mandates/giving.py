"""Giving a mandate: the entry, the signature, the notices; and who can give none."""

from datetime import datetime

from dossier.identity import Basis, person_of, representatives_of
from dossier.journal import Event, append, short_head
from dossier.policy import Acting
from dossier.store import Unit

from . import rules
from .bodies import scopes_text
from .deeds import signature_of
from .keeping import Held, held_by_digest, keep
from .notices import tell_given
from .shapes import Mandate, MandateState, Outcome


def agreed(unit: Unit, found: Held, mandate: Mandate, now: datetime) -> Outcome:
    """Give the mandate, unless its patient can't give one: then the draft is void, and nobody else is told why."""
    why = unfit(unit, found, now)
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
    scan_digest: bytes | None = None,
    pages: int = 0,
) -> None:
    """Keep the mandate as given and sign its deed; tell her on every way; end the one that it renews."""
    event = Event.MANDATES_MANDATE_GIVEN if found.renews is None else Event.MANDATES_MANDATE_RENEWED
    facts = {
        "mandate": found.reference,
        "scopes": scopes_text(mandate.scopes),
        "proof": str(mandate.proof),
        "until": mandate.until_at.isoformat(),
        "advisor": found.names.advisor,
        "site": found.site,
    }
    scan = {"scan": scan_digest.hex(), "pages": str(pages)} if scan_digest else {}
    append(unit, acting, event, now, facts | scan)
    head = short_head(unit, acting.patient_id)
    signature = signature_of(unit, found, mandate, scan_digest, head)
    after = keep(unit, found, mandate, scan_digest=scan_digest, head=head, signature=signature)
    tell_given(unit, after, now)
    if found.renews is not None:
        before = held_by_digest(unit, found.renews, now)
        keep(unit, before, rules.over(before.mandate, MandateState.ENDED, "renewed", now))


def unfit(unit: Unit, found: Held, now: datetime) -> Outcome | None:
    """Return why no mandate can be given for her: a protected adult, or a child in her own name (DOMAIN B7, B8)."""
    assert found.giver_id is not None
    giver = person_of(unit, found.giver_id, found.giver_witness)
    measured = any(one.basis == Basis.MEASURE for one in representatives_of(unit, found.giver_id))
    if giver.measure or measured:
        return "protected"
    return "minor" if rules.is_minor(giver.birth_on, now.date()) else None


def _giver_name(unit: Unit, found: Held) -> str:
    if found.giver_id == found.patient_id:
        return ""
    giver = person_of(unit, found.giver, found.giver_witness)
    return f"{giver.first_names[0]} {giver.name}"
