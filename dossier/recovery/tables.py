"""Recovery's tables: cases, changes of contact, dispute codes. Found by digests, so they are look-ups. Private."""

import sqlalchemy as sa

from dossier.store import Instant, shared_table

ID = sa.LargeBinary(16)
DIGEST = sa.LargeBinary(32)

case = shared_table(
    "recovery_case",
    sa.Column("number_digest", DIGEST, primary_key=True),
    sa.Column("number_sealed", sa.LargeBinary, nullable=False),
    sa.Column("patient_id", ID),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("lost", sa.String(12), nullable=False),
    sa.Column("state", sa.String(15), nullable=False),
    sa.Column("by_role", sa.String(30), nullable=False),
    sa.Column("staff_id", ID),
    sa.Column("held_by", ID),
    sa.Column("held_at", Instant),
    sa.Column("seen_by", ID),
    sa.Column("seen_at", Instant),
    sa.Column("call_digest", DIGEST),
    sa.Column("seed", DIGEST, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("letter_at", Instant),
    sa.Column("disputed_at", Instant),
    sa.Column("callback_at", Instant),
    sa.Column("due_at", Instant),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "patient_id", "opened_at"),
    sa.Index(None, "staff_id", "opened_at"),
    sa.Index(None, "held_by", "held_at"),
    sa.Index(None, "seen_by", "seen_at"),
    sa.Index(None, "seed"),
    sa.Index(None, "callback_at"),
    sa.Index(None, "due_at"),
    sa.Index(None, "opened_at"),
)
"""One recovery, found by its number. Without a patient it is a decoy: an asker who isn't known sees the same steps.

`body` is the pure case; the columns beside it are what is asked for. `staff_id` opened it, `held_by` is the call agent
who may see it, `seen_by` the advisor who saw a paper last. `due_at` is when the clock next looks at it; the first half
of `seed` is whom a decoy stands for, the same for the same identity.
"""

change = shared_table(
    "contact_request",
    sa.Column("reference_digest", DIGEST, primary_key=True),
    sa.Column("reference_sealed", sa.LargeBinary, nullable=False),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("state", sa.String(15), nullable=False),
    sa.Column("value_sealed", sa.LargeBinary, nullable=False),
    sa.Column("value_digest", DIGEST, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("due_at", Instant),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "patient_id"),
    sa.Index(None, "state", "asked_at"),
    sa.Index(None, "value_digest"),
    sa.Index(None, "due_at"),
)
"""One change of contact. The new value is sealed with the patient's key; its digest tells when two share it.

`due_at` is when the clock sends the code that confirms it. Without an entry it is a decoy's: nothing comes of it.
"""

dispute_code = shared_table(
    "dispute_code",
    sa.Column("code_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("subject", sa.String(10), nullable=False),
    sa.Column("subject_digest", DIGEST, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
    sa.Index(None, "patient_id"),
    sa.Index(None, "expires_at"),
)
"""« This was not me »: one code on each notice, good once, for one case or one change."""
