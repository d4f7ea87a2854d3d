"""Mandates that are given on the telephone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Every mandate of before was given at a desk."""
    op.add_column("mandate", sa.Column("remote", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop what was given at a distance: nothing would tell it from what was given at a desk."""
    op.execute("DELETE FROM mandate WHERE remote")
    op.drop_column("mandate", "remote")
