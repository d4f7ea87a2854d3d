"""Finding somebody by her exact identity: no list, no nearly."""

from collections.abc import Callable, Collection
from datetime import datetime

from dossier.identity import TypedIdentity, has_credentials, patient_by_ins, person_of, traits_are_hers
from dossier.journal import Audience, Event, append
from dossier.policy import Acting, Role
from dossier.store import Unit


def stranger(patient_id: bytes) -> Acting:
    """Return somebody who has proved nothing, acting on this person."""
    return Acting(Role.STRANGER, patient_id)


def find_exact(
    unit: Unit,
    typed: TypedIdentity,
    domains: Collection[int],
    now: datetime,
    as_whom: Callable[[bytes], Acting] = stranger,
) -> bytes | None:
    """Return the patient who has credentials and is exactly this person, or None: no list, no nearly.

    `as_whom` says who looks, for the entry in her journal (`recovery:person:sought`).
    """
    found = filter(None, (patient_by_ins(unit, typed.ins, domain) for domain in sorted(domains)))
    patient_id = next(found, None)
    if patient_id is None or not has_credentials(unit, patient_id):
        return None
    witness = append(unit, as_whom(patient_id), Event.RECOVERY_PERSON_SOUGHT, now, audience=Audience.NOT_PATIENT)
    return patient_id if traits_are_hers(person_of(unit, patient_id, witness), typed) else None
