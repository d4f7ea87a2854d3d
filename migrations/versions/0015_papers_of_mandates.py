"""The signed papers of mandates, sealed; a letter may have to wait for another message."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, INSTANT, create_owned

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create them."""
    create_owned(
        "mandate_paper",
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        key=("number_digest",),
    )
    begins = sa.Column("not_before", INSTANT, nullable=False, server_default=sa.text("'1970-01-01 00:00:00+00'"))
    op.add_column("outbox_message", begins)
    op.execute("UPDATE outbox_message SET not_before = queued_at")


def downgrade() -> None:
    """Drop them: what was signed can't be shown any more, and every letter leaves with the next batch."""
    op.drop_column("outbox_message", "not_before")
    op.drop_table("mandate_paper")
