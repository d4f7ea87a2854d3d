"""Tables of mandates. Found by digests, so they are look-ups. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table, shared_table

ID = sa.LargeBinary(16)
DIGEST = sa.LargeBinary(32)

mandate = shared_table(
    "mandate",
    sa.Column("number_digest", DIGEST, primary_key=True),
    sa.Column("number_sealed", sa.LargeBinary, nullable=False),
    sa.Column("patient_id", ID),
    sa.Column("giver_id", ID),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("giver_sequence", sa.Integer, nullable=False),
    sa.Column("staff_id", ID, nullable=False),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("why", sa.String(10), nullable=False),
    sa.Column("scopes", sa.String(120), nullable=False),
    sa.Column("duration", sa.String(10), nullable=False),
    sa.Column("proof", sa.String(20)),
    sa.Column("drafted_at", Instant, nullable=False),
    sa.Column("given_at", Instant),
    sa.Column("until_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("remote", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("text_version", sa.String(20), nullable=False),
    sa.Column("text_languages", sa.String(60), nullable=False),
    sa.Column("text_digest", DIGEST, nullable=False),
    sa.Column("told_sealed", sa.LargeBinary, nullable=False),
    sa.Column("seed", DIGEST, nullable=False),
    sa.Column("renews", DIGEST),
    sa.Column("scan_digest", DIGEST),
    sa.Column("head", sa.String(16), nullable=False),
    sa.Column("signature", sa.LargeBinary),
    sa.Index(None, "staff_id", "drafted_at"),
    sa.Index(None, "patient_id"),
    sa.Index(None, "giver_id"),
    sa.Index(None, "site", "drafted_at"),
    sa.Index(None, "state", "until_at"),
    sa.Index(None, "ended_at"),
    outlives=True,
)
"""One mandate, found by its number. Without a patient it is a decoy: the advisor sees the same, and nothing ever
confirms it.

`giver_id` is who agrees: the patient, or a child's representative; each sequence is the witness in that person's
journal. `told_sealed` holds the names, under the patient's key. The row outlives her: a deed can still be checked.
"""

use = shared_table(
    "mandate_use",
    sa.Column("use_id", ID, primary_key=True),
    sa.Column("number_digest", DIGEST, nullable=False),
    sa.Column("staff_id", ID, nullable=False),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("scope", sa.String(20), nullable=False),
    sa.Column("detail", sa.String(20), nullable=False),
    sa.Column("used_at", Instant, nullable=False),
    sa.Index(None, "site", "used_at"),
    sa.Index(None, "number_digest"),
)
"""One act under a mandate, for the figures of a site: who, under which scope, when; nothing of the patient."""

stop_code = shared_table(
    "mandate_stop_code",
    sa.Column("code_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("number_digest", DIGEST, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
    sa.Index(None, "patient_id"),
    sa.Index(None, "expires_at"),
)
"""What stops a mandate: one code on each notice, understood for sixty days after the mandate's end."""

paper = owned_table(
    "mandate_paper",
    sa.Column("number_digest", DIGEST, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
"""The signed paper of a mandate that stands on nothing else. The desk's own computer keeps none."""
