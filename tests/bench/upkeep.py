"""What a sign-in costs, and how fast the journal is checked."""

from functools import partial
from time import thread_time

from sqlalchemy import func, select

from dossier.identity import hash_password, password_is_right
from dossier.journal import chains, verify_chain
from dossier.journal.tables import entry

from .figures import Figure
from .house import House
from .rounds import spent_by


def password(house: House) -> list[Figure]:
    """One password check, right or wrong: both cost the same."""
    holder = house.store.holder
    kept = hash_password(holder, "le chat dort sur le poêle")
    spent = spent_by({"check": partial(password_is_right, holder, kept, "le chat dort")}, rounds=15, calls=1)
    return [
        Figure("password check (argon2id, 19 MiB)", spent["check"].least / 1000, "ms CPU", spent["check"].median / 1000)
    ]


def journal(house: House) -> list[Figure]:
    """Entries a second, over every chain of a house that has been filled. Raises when one is broken."""
    with house.store.reading() as unit:
        entries = unit.scalar(select(func.count()).select_from(entry))
        began = thread_time()
        faults = [fault for patient_id in chains(unit) for fault in verify_chain(unit, patient_id)]
        took = thread_time() - began
    if faults:
        raise AssertionError(f"a chain is broken: {faults[0]}")
    return [Figure(f"journal verify, over {entries:,} entries", entries / took, "entries/s CPU")]
