"""The call center's desk: who holds a case, who saw a paper, call-backs, changes of contact, changed SIM cards."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT

revision = "0007"
down_revision = "0006"

_NEW = {
    "recovery_case": {"held_by": ID, "held_at": INSTANT, "seen_by": ID, "seen_at": INSTANT, "callback_at": INSTANT},
    "contact_request": {"due_at": INSTANT},
}
_INDEXES = {
    "recovery_case": (("held_by", "held_at"), ("seen_by", "seen_at"), ("seed",), ("callback_at",)),
    "contact_request": (("due_at",),),
}


def upgrade() -> None:
    """Add the columns; a case under way stays with the agent who opened it."""
    for table, columns in _NEW.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    for table, indexes in _INDEXES.items():
        for names in indexes:
            op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))
    op.create_table(
        "sim_change",
        sa.Column("mobile_digest", DIGEST, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("mobile_digest", name="pk_sim_change"),
    )
    op.create_index("ix_sim_change_changed_at", "sim_change", ["changed_at"])
    op.execute("UPDATE recovery_case SET held_by = staff_id, held_at = opened_at WHERE by_role = 'call_agent'")


def downgrade() -> None:
    """Drop them: call-backs and papers that wait are forgotten."""
    op.drop_table("sim_change")
    for table, indexes in _INDEXES.items():
        for names in indexes:
            op.drop_index(f"ix_{table}_{'_'.join(names)}", table)
        for name in _NEW[table]:
            op.drop_column(table, name)
