"""E-mails that came back: their people are written to by post (CSP R1111-28)."""

from collections import Counter
from datetime import datetime

from dossier.identity import patients_by_email
from dossier.lifecycle import notice_came_back
from dossier.store import Store


class Bounces:
    """Takes addresses one by one, each person in a transaction of her own, and counts what became of them."""

    def __init__(self, store: Store) -> None:
        """Count from zero: `written`, `unreachable`, `moved`, `nothing` (told before, or no notice went there)."""
        self._store = store
        self.counts: Counter[str] = Counter()

    def take(self, email: str, now: datetime) -> None:
        """Take note that notices to this address came back, for everybody who has it; unknown to the house or not."""
        with self._store.reading() as unit:
            people = patients_by_email(unit, email)
        for patient_id in people:
            with self._store.writing() as unit:
                outcome = notice_came_back(unit, patient_id, email, now)
            self.counts[outcome] += 1
        self.counts["nothing"] += not people
