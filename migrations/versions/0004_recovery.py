"""Recovery: the age of contacts, cases, changes of contact, dispute codes."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, create_owned

revision = "0004"
down_revision = "0003"

_INDEXES = {
    "recovery_case": (("patient_id", "opened_at"), ("staff_id", "opened_at"), ("due_at",), ("opened_at",)),
    "contact_request": (("patient_id",), ("state", "asked_at"), ("value_digest",)),
    "dispute_code": (("patient_id",), ("expires_at",)),
}


def upgrade() -> None:
    """Create them."""
    create_owned(
        "contact",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("changed_at", INSTANT),
        sa.Column("held_until", INSTANT),
        key=("kind",),
    )
    _cases()
    _changes()
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    """Drop them; what is under way is lost, and begins anew."""
    for name in ("dispute_code", "contact_request", "recovery_case", "contact"):
        op.drop_table(name)


def _cases() -> None:
    op.create_table(
        "recovery_case",
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("number_sealed", sa.LargeBinary, nullable=False),
        sa.Column("patient_id", ID),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("lost", sa.String(12), nullable=False),
        sa.Column("state", sa.String(15), nullable=False),
        sa.Column("by_role", sa.String(30), nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("call_digest", DIGEST),
        sa.Column("seed", DIGEST, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("letter_at", INSTANT),
        sa.Column("disputed_at", INSTANT),
        sa.Column("due_at", INSTANT),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number_digest", name="pk_recovery_case"),
    )


def _changes() -> None:
    op.create_table(
        "contact_request",
        sa.Column("reference_digest", DIGEST, nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(15), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary, nullable=False),
        sa.Column("value_digest", DIGEST, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference_digest", name="pk_contact_request"),
    )
    op.create_table(
        "dispute_code",
        sa.Column("code_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("subject_digest", DIGEST, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.PrimaryKeyConstraint("code_digest", name="pk_dispute_code"),
    )
