"""The call center's desk: who holds a case, who saw a paper, call-backs, the clock's share in changes of contact."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import ID, INSTANT

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
    op.execute("UPDATE recovery_case SET held_by = staff_id, held_at = opened_at WHERE by_role = 'call_agent'")


def downgrade() -> None:
    """Drop them: call-backs and papers that wait are forgotten."""
    for table, indexes in _INDEXES.items():
        for names in indexes:
            op.drop_index(f"ix_{table}_{'_'.join(names)}", table)
        for name in _NEW[table]:
            op.drop_column(table, name)
