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
    sa.Column("totp_drift", sa.Integer, nullable=False),
    sa.Column("enrollment_digest", DIGEST),
    sa.Column("enrollment_until", Instant),
    sa.Column("means_by", ID),
    sa.Column("means_at", Instant),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("suspended_at", Instant),
)
"""Password and TOTP secret are empty until she has enrolled. `totp_step` is the last step whose code was taken,
`totp_drift` by how many steps her app's clock is off. `means_by` handed out her last enrollment code: a supervisor, or
nobody for the operator."""

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

staff_rescue_code = shared_table(
    "staff_rescue_code",
    sa.Column("code_digest", DIGEST, primary_key=True),
    sa.Column("staff_id", ID, nullable=False),
    sa.Index(None, "staff_id"),
)
"""Codes on paper for whoever is without her telephone. One that was used is deleted."""

site = shared_table(
    "site",
    sa.Column("site_id", ID, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False, unique=True),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("siret", sa.String(14), unique=True),
    sa.Column("added_at", Instant, nullable=False),
)
"""A house where advisors stand. Members, mandates and acts carry its name, as patients and deeds read it: a name is
for ever. `siret` is the number of its legal entity, where there is one."""

staff_act = shared_table(
    "staff_act",
    sa.Column("act_id", ID, primary_key=True),
    sa.Column("done_at", Instant, nullable=False),
    sa.Column("staff_id", ID),
    sa.Column("team", sa.String(40), nullable=False),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("is_done", sa.Boolean, nullable=False),
    sa.Column("about_id", ID),
    sa.Index(None, "site", "team", "done_at"),
    sa.Index(None, "done_at"),
)
"""Who of the staff did which kind of thing, when; nothing of any patient. Append-only, but for what is seven years old.

`staff_id` is empty for the operator; `about_id` is the colleague whom an act is about; team and site as they were."""
