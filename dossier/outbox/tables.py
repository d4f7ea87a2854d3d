"""The outbox table. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

_IS_WAITING = sa.column("state") == "waiting"

message = owned_table(
    "outbox_message",
    sa.Column("message_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("language", sa.String(10), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("not_after", Instant, nullable=False),
    sa.Column("not_before", Instant),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("state_at", Instant, nullable=False),
    sa.Column("batch", sa.String(40), nullable=False),
    sa.Index(None, "channel", "queued_at", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
)
"""A message waits, then is handed over (in a named batch, for letters), and may come back: bounced."""
