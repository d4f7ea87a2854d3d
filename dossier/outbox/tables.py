"""The outbox table. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

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
)
