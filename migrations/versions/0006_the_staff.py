"""The staff: accounts, security keys, desks that are open."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "staff_member",
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("identifier_digest", DIGEST, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("team", sa.String(40), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("totp_sealed", sa.LargeBinary),
        sa.Column("totp_step", sa.BigInteger),
        sa.Column("enrollment_digest", DIGEST),
        sa.Column("enrollment_until", INSTANT),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("suspended_at", INSTANT),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_member"),
        sa.UniqueConstraint("identifier_digest", name="uq_staff_member_identifier_digest"),
    )
    op.create_table(
        "staff_key",
        sa.Column("key_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("credential_id", sa.LargeBinary, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("uses", sa.BigInteger, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_staff_key"),
        sa.UniqueConstraint("credential_id", name="uq_staff_key_credential_id"),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_digest", DIGEST, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("proved_at", INSTANT, nullable=False),
        sa.Column("locked_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("token_digest", name="pk_staff_session"),
    )
    for table, column in (("staff_key", "staff_id"), ("staff_session", "staff_id"), ("staff_session", "started_at")):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Drop them; nobody of the staff can sign in any more."""
    for name in ("staff_session", "staff_key", "staff_member"):
        op.drop_table(name)
