"""Members of the staff whom a provider vouches for, each by one link."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the look-up."""
    op.create_table(
        "staff_link",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("siret", sa.String(14), nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_link"),
        sa.UniqueConstraint("staff_id", name="uq_staff_link_staff_id"),
    )


def downgrade() -> None:
    """Drop it; everybody signs in with her password again."""
    op.drop_table("staff_link")
