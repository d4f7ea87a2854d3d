"""What an act under a mandate was, where its scope alone would mislead."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Every act of before was what its scope says."""
    op.add_column("mandate_use", sa.Column("detail", sa.String(20), nullable=False, server_default=""))


def downgrade() -> None:
    """Leave the scope alone to tell."""
    op.drop_column("mandate_use", "detail")
