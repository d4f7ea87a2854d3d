"""Identities that a provider vouches for, each linked to one patient."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the look-up."""
    op.create_table(
        "federated_identity",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_federated_identity"),
    )
    op.create_index("ix_federated_identity_patient_id", "federated_identity", ["patient_id"])


def downgrade() -> None:
    """Drop it; everybody is found again by her traits."""
    op.drop_table("federated_identity")
