"""Tables of the staff. Private to the room. No patient is in them: names and secrets are sealed by the key holder."""

import sqlalchemy as sa

from dossier.store import Instant, shared_table

from .tables import DIGEST, ID

staff_member = shared_table(
    "staff_member",
    sa.Column("staff_id", ID, primary_key=True),
    sa.Column("identifier_digest", DIGEST, nullable=False, unique=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("team", sa.String(40), nullable=False),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("password_hash", sa.String(200)),
    sa.Column("totp_sealed", sa.LargeBinary),
    sa.Column("totp_step", sa.BigInteger),
    sa.Column("enrollment_digest", DIGEST),
    sa.Column("enrollment_until", Instant),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("suspended_at", Instant),
)
"""Password and TOTP secret are empty until she has enrolled. `totp_step` is the last step whose code was taken."""

staff_key = shared_table(
    "staff_key",
    sa.Column("key_id", ID, primary_key=True),
    sa.Column("staff_id", ID, nullable=False),
    sa.Column("credential_id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("uses", sa.BigInteger, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Index(None, "staff_id"),
)
"""Security keys (WebAuthn). `uses` is the key's own counter: one that goes back betrays a copy."""

staff_session = shared_table(
    "staff_session",
    sa.Column("token_digest", DIGEST, primary_key=True),
    sa.Column("staff_id", ID, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("proved_at", Instant, nullable=False),
    sa.Column("locked_at", Instant),
    sa.Column("ended_at", Instant),
    sa.Index(None, "staff_id"),
    sa.Index(None, "started_at"),
)
"""A desk that is open. `proved_at` is when a code or a key was last given; `locked_at` when the desk was left."""
