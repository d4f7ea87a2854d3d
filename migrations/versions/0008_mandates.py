"""Mandates, acts under them, stop codes; a line of a card may be kept apart for one."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0008"
down_revision = "0007"

_INDEXES = {
    "mandate": (
        ("staff_id", "drafted_at"),
        ("patient_id",),
        ("giver_id",),
        ("site", "drafted_at"),
        ("state", "until_at"),
        ("ended_at",),
    ),
    "mandate_use": (("site", "used_at"), ("number_digest",)),
    "mandate_stop_code": (("patient_id",), ("expires_at",)),
}


def upgrade() -> None:
    """Create them."""
    op.add_column("code_card_line", sa.Column("reserved_for", DIGEST))
    _mandates()
    op.create_table(
        "mandate_use",
        sa.Column("use_id", ID, nullable=False),
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("use_id", name="pk_mandate_use"),
    )
    op.create_table(
        "mandate_stop_code",
        sa.Column("code_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.PrimaryKeyConstraint("code_digest", name="pk_mandate_stop_code"),
    )
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    """Drop them: no advisor may do anything any more, and deeds are not known."""
    for name in ("mandate_stop_code", "mandate_use", "mandate"):
        op.drop_table(name)
    op.drop_column("code_card_line", "reserved_for")


def _mandates() -> None:
    op.create_table(
        "mandate",
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("number_sealed", sa.LargeBinary, nullable=False),
        sa.Column("patient_id", ID),
        sa.Column("giver_id", ID),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("giver_sequence", sa.Integer, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("scopes", sa.String(120), nullable=False),
        sa.Column("duration", sa.String(10), nullable=False),
        sa.Column("proof", sa.String(20)),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("given_at", INSTANT),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("text_languages", sa.String(60), nullable=False),
        sa.Column("text_digest", DIGEST, nullable=False),
        sa.Column("told_sealed", sa.LargeBinary, nullable=False),
        sa.Column("seed", DIGEST, nullable=False),
        sa.Column("renews", DIGEST),
        sa.Column("scan_digest", DIGEST),
        sa.Column("head", sa.String(16), nullable=False),
        sa.Column("signature", sa.LargeBinary),
        sa.PrimaryKeyConstraint("number_digest", name="pk_mandate"),
    )
