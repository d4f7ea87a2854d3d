"""Means of signing in: what people decided about them, known computers, codes by channel, the code before the password."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, create_owned

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create what is new. A code of the houses before came by SMS; sign-ins under way begin again."""
    create_owned(
        "factor",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        key=("kind",),
    )
    op.create_table(
        "known_device",
        sa.Column("device_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("device_digest", name="pk_known_device"),
    )
    for column in ("patient_id", "seen_at"):
        op.create_index(f"ix_known_device_{column}", "known_device", [column])
    op.add_column("one_time_code", sa.Column("channel", sa.String(10), nullable=False, server_default="sms"))
    op.execute("DELETE FROM sign_in")
    op.drop_column("sign_in", "phone_end")
    op.add_column("sign_in", sa.Column("offered", sa.LargeBinary))
    op.add_column("sign_in", sa.Column("code_given", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it all back: every telephone and address on file is a means again, and no application is."""
    op.execute("DELETE FROM sign_in")
    op.drop_column("sign_in", "code_given")
    op.drop_column("sign_in", "offered")
    op.add_column("sign_in", sa.Column("phone_end", sa.String(2), nullable=False, server_default=""))
    op.drop_column("one_time_code", "channel")
    op.drop_table("known_device")
    op.drop_table("factor")
