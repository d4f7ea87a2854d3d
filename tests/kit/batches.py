"""Batches of letters that left, without a page printed, and files as a print shop or a mail room write them."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from dossier.identity import patient_by_ins
from dossier.lifecycle import Announcement, Occasion, Sending, SendingSource, Zone, announce_to, regime_named
from dossier.outbox import KINDS, LetterBatch, hand_over, keep_batch, letters_waiting
from dossier.store import Store
from tests.kit.house import person, raw

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
THAT_DAY = MONDAY.date()
SEAL = hashlib.sha256(b"a manifest").hexdigest()
NAME = "260302-AAAA2"


def told_of_a_record(store: Store, sent_on: date | None = THAT_DAY, **traits: object) -> bytes:
    """Announce a record to Mme Roux, whose notice waits to be printed; return her id."""
    roux = person(**{"address": ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")} | traits)
    sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
    with store.gathering() as unit:
        announce_to(unit, Announcement(roux, "fr", sending, regime_named("one-month-from-sending")), MONDAY)
    with store.reading() as unit:
        patient = patient_by_ins(unit, roux.ins, roux.ins_domain)
    assert patient is not None
    return patient


def left(store: Store, people: Sequence[bytes], name: str = NAME, leaves_on: date = THAT_DAY) -> None:
    """Hand over the one letter that waits for each of these people, numbered in their order; nothing else waits."""
    with store.writing() as unit:
        waiting = {one.patient_id: one for one in letters_waiting(unit, KINDS, 1_000, MONDAY)}
        hand_over(unit, [waiting[one] for one in people], name, MONDAY)
        keep_batch(unit, LetterBatch(name, MONDAY, leaves_on, len(people), SEAL))


def forget_the_post(store: Store) -> None:
    """Let everything that other tests left in the outbox go."""
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "letter_batch"):
            raw(unit, f"DELETE FROM {table}")


def written(path: Path, *lines: str) -> Path:
    """Write a file of these lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
