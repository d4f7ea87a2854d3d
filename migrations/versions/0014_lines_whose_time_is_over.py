"""Lines of the staff's journal may go when their time is over, and no sooner."""

from alembic import op

from migrations.ddl import on_postgresql

revision = "0014"
down_revision = "0013"

_DAYS = 2557
"""Seven years, as `dossier.identity` sweeps them. The newest line is the clock: the sweep writes one first."""


def upgrade() -> None:
    """Let a line be removed once another one was written seven years later."""
    op.create_index("ix_staff_act_done_at", "staff_act", ["done_at"])
    newest = "(SELECT max(done_at) FROM staff_act)"
    if on_postgresql():
        _guard_postgresql(
            f"IF TG_OP = 'DELETE' AND OLD.done_at < {newest} - interval '{_DAYS} days' THEN RETURN OLD; END IF; "
        )
        return
    op.execute("DROP TRIGGER staff_act_no_delete")
    op.execute(
        "CREATE TRIGGER staff_act_no_delete BEFORE DELETE ON staff_act "
        f"WHEN OLD.done_at >= datetime({newest}, '-{_DAYS} days') "
        "BEGIN SELECT RAISE(ABORT, 'staff_act is append-only'); END"
    )


def downgrade() -> None:
    """Let nothing be removed, whatever its age."""
    if on_postgresql():
        _guard_postgresql("")
    else:
        op.execute("DROP TRIGGER staff_act_no_delete")
        op.execute(
            "CREATE TRIGGER staff_act_no_delete BEFORE DELETE ON staff_act "
            "BEGIN SELECT RAISE(ABORT, 'staff_act is append-only'); END"
        )
    op.drop_index("ix_staff_act_done_at", "staff_act")


def _guard_postgresql(unless: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION staff_act_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {unless}RAISE EXCEPTION 'staff_act is append-only'; END $$"
    )
