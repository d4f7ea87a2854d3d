"""The table of record spaces. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

space = owned_table(
    "record_space",
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("since_at", Instant, nullable=False),
)
