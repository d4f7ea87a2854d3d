"""Lifecycle's tables: the space and its window, the acts done over it, letter codes, receipts, tombstones. Private."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table, shared_table

ID = sa.LargeBinary(16)
DIGEST = sa.LargeBinary(32)

_IS_DUE = sa.column("due_at").is_not(None)

space = owned_table(
    "record_space",
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("since_at", Instant, nullable=False),
    sa.Column("occasion", sa.String(20)),
    sa.Column("zone", sa.String(30)),
    sa.Column("sent_on", sa.Date),
    sa.Column("sent_source", sa.String(10)),
    sa.Column("regime_id", sa.String(60)),
    sa.Column("accepted_by", sa.String(60)),
    sa.Column("calendar_version", sa.String(20)),
    sa.Column("displayed_on", sa.Date),
    sa.Column("accepted_on", sa.Date),
    sa.Column("accepted_until", Instant),
    sa.Column("blocked_at", Instant),
    sa.Column("erasure_asked_at", Instant),
    sa.Column("due_at", Instant),
    sa.Index(None, "state", "due_at", sqlite_where=_IS_DUE, postgresql_where=_IS_DUE),
)
"""The space and the case of its opt-out window, computed once and never again (DOMAIN B2).

`due_at` is when the clock next acts on it by itself: opens it (announced), erases it (closed, opposed).
"""

act = owned_table(
    "space_act",
    sa.Column("act_id", ID, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.String(15), nullable=False),
    sa.Column("status_at", Instant, nullable=False),
    sa.Column("status_reason", sa.String(100), nullable=False),
    sa.Index(None, "status", "made_at"),
)
"""What was done over a space, with its receipt sealed, and how far it has come on its way to the caisse."""

letter_code = shared_table(
    "letter_code",
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("purpose", sa.String(12), nullable=False),
    sa.Column("birth_digest", DIGEST, nullable=False),
    sa.Column("ins_digest", DIGEST, nullable=False),
    sa.Column("card_digest", DIGEST),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("stub_on", sa.Date),
    sa.Index(None, "patient_id"),
    sa.Index(None, "expires_at"),
)
"""Codes on letters, found by a keyed digest. What must be typed with them is digested too: checking opens nothing.

`stub_on`: the postmark's day of the last paper that came back with the code.
"""

receipt = shared_table(
    "receipt",
    sa.Column("number_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("act_id", ID, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("facts_digest", DIGEST, nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
    sa.Index(None, "patient_id"),
    outlives=True,
)
"""That a receipt was given: enough to say that a number is genuine, even after its owner's key is shredded."""

tombstone = shared_table(
    "tombstone",
    sa.Column("patient_id", ID, primary_key=True),
    sa.Column("ins_digest", DIGEST, nullable=False),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
    sa.Index(None, "ins_digest"),
    outlives=True,
)
"""Who was erased: replayed after a restore, so that no old backup brings her back, nor an old file of the caisse."""
