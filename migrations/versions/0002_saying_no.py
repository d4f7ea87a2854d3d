"""Saying no and the life of a space: windows, acts, letter codes, receipts, tombstones, drafts, preferences."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, create_owned

revision = "0002"
down_revision = "0001"

_DUE = sa.text("due_at IS NOT NULL")
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Widen the space and the outbox, and create what is new. A message of the first house is taken as handed over."""
    for column in _window():
        op.add_column("record_space", column)
    op.create_index(
        "ix_record_space_state_due_at", "record_space", ["state", "due_at"], sqlite_where=_DUE, postgresql_where=_DUE
    )
    _outbox()
    op.create_index("ix_representation_represented_id", "representation", ["represented_id"])
    _acts()
    _lookups()
    create_owned(
        "preference",
        sa.Column("text_size", sa.SmallInteger, nullable=False),
        sa.Column("notice_channel", sa.String(10), nullable=False),
    )


def downgrade() -> None:
    """Take it all back; the states of the spaces stay."""
    for name in ("preference", "draft", "tombstone", "receipt", "letter_code", "space_act"):
        op.drop_table(name)
    op.drop_index("ix_representation_represented_id", "representation")
    op.drop_index("ix_outbox_message_channel_queued_at", "outbox_message")
    op.drop_index("ix_record_space_state_due_at", "record_space")
    for name in ("state", "state_at", "batch"):
        op.drop_column("outbox_message", name)
    for column in _window():
        op.drop_column("record_space", column.name)


def _window() -> tuple[sa.Column, ...]:
    return (
        sa.Column("occasion", sa.String(20)),
        sa.Column("zone", sa.String(30)),
        sa.Column("sent_on", sa.Date),
        sa.Column("sent_source", sa.String(10)),
        sa.Column("regime_id", sa.String(60)),
        sa.Column("accepted_by", sa.String(60)),
        sa.Column("calendar_version", sa.String(20)),
        sa.Column("displayed_on", sa.Date),
        sa.Column("accepted_on", sa.Date),
        sa.Column("accepted_until", INSTANT),
        sa.Column("blocked_at", INSTANT),
        sa.Column("erasure_asked_at", INSTANT),
        sa.Column("due_at", INSTANT),
    )


def _outbox() -> None:
    epoch = sa.text("'1970-01-01 00:00:00+00'")
    for column in (
        sa.Column("state", sa.String(10), nullable=False, server_default="handed"),
        sa.Column("state_at", INSTANT, nullable=False, server_default=epoch),
        sa.Column("batch", sa.String(40), nullable=False, server_default=""),
    ):
        op.add_column("outbox_message", column)
    op.create_index(
        "ix_outbox_message_channel_queued_at",
        "outbox_message",
        ["channel", "queued_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _acts() -> None:
    create_owned(
        "space_act",
        sa.Column("act_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.String(15), nullable=False),
        sa.Column("status_at", INSTANT, nullable=False),
        sa.Column("status_reason", sa.String(100), nullable=False),
        key=("act_id",),
    )
    op.create_index("ix_space_act_status_made_at", "space_act", ["status", "made_at"])


def _lookups() -> None:
    op.create_table(
        "letter_code",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("birth_digest", DIGEST, nullable=False),
        sa.Column("ins_digest", DIGEST, nullable=False),
        sa.Column("card_digest", DIGEST),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_letter_code"),
    )
    op.create_table(
        "receipt",
        sa.Column("number_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("act_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("facts_digest", DIGEST, nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("number_digest", name="pk_receipt"),
    )
    op.create_table(
        "tombstone",
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("ins_digest", DIGEST, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("patient_id", name="pk_tombstone"),
    )
    op.create_table(
        "draft",
        sa.Column("visit_digest", DIGEST, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("visit_digest", "purpose", name="pk_draft"),
    )
    for table, column in (
        ("letter_code", "patient_id"),
        ("letter_code", "expires_at"),
        ("receipt", "patient_id"),
        ("tombstone", "ins_digest"),
        ("draft", "kept_at"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
