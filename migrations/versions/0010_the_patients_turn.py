"""The patient's turn at a desk: its ticket, and what sign-ins and sessions lead there."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0010"
down_revision = "0009"

_WITH_TURNS = ("sign_in", "web_session")
_INDEXES = ("patient_id", "staff_id", "made_at")


def upgrade() -> None:
    """Create them; what is under way leads where it led."""
    op.create_table(
        "desk_turn",
        sa.Column("ticket_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("ticket_digest", name="pk_desk_turn"),
    )
    for name in _INDEXES:
        op.create_index(f"ix_desk_turn_{name}", "desk_turn", [name])
    for table in _WITH_TURNS:
        op.add_column(table, sa.Column("turn", DIGEST))


def downgrade() -> None:
    """Drop them, with the sign-ins and sessions that would else open a whole record at a desk."""
    for table in _WITH_TURNS:
        op.execute(f"DELETE FROM {table} WHERE turn IS NOT NULL")  # noqa: S608 -- names of ours
        op.drop_column(table, "turn")
    for name in _INDEXES:
        op.drop_index(f"ix_desk_turn_{name}", "desk_turn")
    op.drop_table("desk_turn")
