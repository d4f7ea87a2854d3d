"""The post: how far each message has come, every try, how each provider does."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, create_owned

revision = "0016"
down_revision = "0015"

_CODES = "('sign-in-code', 'consent-code', 'recovery-code', 'contact-code', 'call-back', 'mandate-call')"
_ENDED_BADLY = "state IN ('bounced', 'failed', 'expired', 'unreached')"
_INDEXES = (
    ("ix_outbox_message_channel_rank_due_at", ["channel", "rank", "due_at"], "state = 'waiting'"),
    ("ix_outbox_message_due_at", ["due_at"], "state = 'sending'"),
    ("ix_outbox_message_state_at", ["state_at"], "state = 'unreached'"),
    ("ix_outbox_message_channel_state_state_at", ["channel", "state", "state_at"], _ENDED_BADLY),
    ("ix_outbox_message_message_id", ["message_id"], None),
    ("ix_outbox_message_batch", ["batch"], "batch != ''"),
    ("ix_outbox_message_address_mark", ["address_mark"], "address_mark IS NOT NULL"),
)
_EPOCH = sa.text("'1970-01-01 00:00:00+00'")


def _columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("rank", sa.SmallInteger, nullable=False, server_default="1"),
        sa.Column("due_at", INSTANT, nullable=False, server_default=_EPOCH),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rounds", sa.Integer, nullable=False, server_default="0"),
        sa.Column("provider", sa.String(40), nullable=False, server_default=""),
        sa.Column("unsure", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()),
        sa.Column("not_by", sa.String(200), nullable=False, server_default=""),
        sa.Column("why", sa.String(40), nullable=False, server_default=""),
        sa.Column("path", sa.String(40), nullable=False, server_default=""),
        sa.Column("follows", ID),
        sa.Column("listed", sa.String(40), nullable=False, server_default=""),
        sa.Column("address_mark", DIGEST),
    )


def upgrade() -> None:
    """Widen the outbox and create what is new. What waits was never tried, and is due since it was queued."""
    for column in _columns():
        op.add_column("outbox_message", column)
    op.execute("UPDATE outbox_message SET due_at = not_before, path = channel")
    op.execute(f"UPDATE outbox_message SET rank = 0 WHERE kind IN {_CODES}")  # noqa: S608 -- names of ours
    for name, columns, only in _INDEXES:
        where = None if only is None else sa.text(only)
        op.create_index(name, "outbox_message", columns, sqlite_where=where, postgresql_where=where)
    _attempts()
    op.create_table(
        "outbox_provider",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", INSTANT),
        sa.Column("answered_at", INSTANT),
        sa.Column("trial_at", INSTANT),
        sa.PrimaryKeyConstraint("name", name="pk_outbox_provider"),
    )
    _letters()
    op.create_table(
        "outbox_tally",
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("provider", "outcome", name="pk_outbox_tally"),
    )
    op.create_table(
        "upkeep_round",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_upkeep_round"),
    )
    op.create_table(
        "outbox_heard",
        sa.Column("mark", DIGEST, nullable=False),
        sa.Column("said", sa.String(20), nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_outbox_heard"),
    )
    op.create_index("ix_outbox_heard_until_at", "outbox_heard", ["until_at"])


def downgrade() -> None:
    """Take it back. What a worker had in hand waits again; what arrived or failed was handed over."""
    op.execute("UPDATE outbox_message SET state = 'waiting' WHERE state = 'sending'")
    op.execute("UPDATE outbox_message SET state = 'handed' WHERE state IN ('delivered', 'failed', 'unreached')")
    op.execute("UPDATE outbox_message SET state = 'dropped' WHERE state = 'expired'")
    op.drop_table("outbox_heard")
    op.drop_table("upkeep_round")
    op.drop_table("outbox_tally")
    op.drop_column("letter_code", "stub_on")
    op.drop_table("letter_batch")
    op.drop_table("outbox_provider")
    op.drop_index("ix_outbox_attempt_provider_reference", "outbox_attempt")
    op.drop_table("outbox_attempt")
    for name, _, _ in _INDEXES:
        op.drop_index(name, "outbox_message")
    for column in _columns():
        op.drop_column("outbox_message", column.name)


def _attempts() -> None:
    create_owned(
        "outbox_attempt",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        key=("message_id", "number"),
    )
    op.create_index("ix_outbox_attempt_provider_reference", "outbox_attempt", ["provider", "reference"])


def _letters() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("handed_at", INSTANT, nullable=False),
        sa.Column("leaves_on", sa.Date, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.PrimaryKeyConstraint("name", name="pk_letter_batch"),
    )
    op.add_column("letter_code", sa.Column("stub_on", sa.Date))
