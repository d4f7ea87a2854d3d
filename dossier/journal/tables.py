"""The journal's tables: entries, and the head of each chain. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

entry = owned_table(
    "journal_entry",
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("event", sa.String(60), nullable=False),
    sa.Column("role", sa.String(30), nullable=False),
    sa.Column("audience", sa.String(20), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary(32), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    outlives=True,
)

head = owned_table(
    "journal_head",
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("mark", sa.LargeBinary(32), nullable=False),
    outlives=True,
)
"""The last entry of each chain, marked by the key holder: a chain cut short no longer agrees with it."""
