"""The deed of a mandate: what the service signs, and whether a paper's number is genuine."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from dossier.policy import Scope
from dossier.store import Unit
from dossier.vault import canonical

from . import rules
from .bodies import mandate_from, scopes_text
from .keeping import NOBODY, Held, number_digest
from .shapes import AgreedText, Mandate, MandateState, ProofKind
from .tables import mandate as table


@dataclass(frozen=True, slots=True)
class DeedCheck:
    """What anybody with a deed's number may know: nothing of the patient, nor of the advisor."""

    genuine: bool
    """Whether the service's signature holds over everything the deed says."""
    state: MandateState
    scopes: tuple[Scope, ...]
    given_at: datetime
    until_at: datetime
    """The end that was agreed to."""
    ended_at: datetime | None
    """When it really ended."""
    site: str
    proof: ProofKind
    """How she agreed; on paper alone it is weaker."""
    text: AgreedText
    remote: bool
    """Whether it was given on the telephone."""


def check_deed(unit: Unit, number: str, now: datetime) -> DeedCheck | None:
    """Return what stands under a deed's number; None when no mandate was ever given under it (drafts are none).

    It answers after the patient's record is erased, and says the same.
    """
    row = unit.first(sa.select(table).where(table.c.number_digest == number_digest(unit, number)))
    if row is None or row.given_at is None:
        return None
    mandate = rules.settle(mandate_from(row), now)
    text = AgreedText(row.text_version, tuple(row.text_languages.split()), row.text_digest)
    parts = (row.patient_id, row.giver_id, row.staff_id, row.scan_digest)
    told = _told(row.number_digest, parts, row.site, row.head, mandate, text)
    return DeedCheck(
        genuine=unit.holder.signed(told, row.signature),
        state=mandate.state,
        scopes=mandate.scopes,
        given_at=row.given_at,
        until_at=mandate.until_at,
        ended_at=mandate.ended_at,
        site=row.site,
        proof=ProofKind(row.proof),
        text=text,
        remote=mandate.remote,
    )


def signature_of(unit: Unit, found: Held, mandate: Mandate, scan_digest: bytes | None, head: str) -> bytes:
    """Return the service's signature over a mandate that is given now (Ed25519); private to the room."""
    parts = (found.patient_id, found.giver_id, found.staff_id, scan_digest)
    return unit.holder.sign(_told(found.digest, parts, found.site, head, mandate, found.text))


def _told(
    digest: bytes, parts: tuple[bytes | None, ...], site: str, head: str, mandate: Mandate, text: AgreedText
) -> bytes:
    """Return everything a deed says, as bytes: both sides, scopes, days, proof, and the text she heard."""
    days = (mandate.drafted_at, mandate.given_at, mandate.until_at)
    return canonical(
        b"mandate/1",
        digest,
        *(part or NOBODY for part in parts),
        site.encode(),
        head.encode(),
        scopes_text(mandate.scopes).encode(),
        mandate.duration.encode(),
        *(at.astimezone(UTC).isoformat(timespec="microseconds").encode() for at in days if at is not None),
        (mandate.proof or "").encode(),
        text.version.encode(),
        " ".join(text.languages).encode(),
        text.digest,
        *((b"remote",) if mandate.remote else ()),  # deeds of before, and of desks, are signed as they were
    )
