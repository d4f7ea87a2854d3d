"""The table of rounds. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, shared_table

round_ = shared_table(
    "upkeep_round",
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("began_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("failed", sa.Integer, nullable=False),
)
"""The last round of the clock, one row, and the last reading of mail that came back, another.

`ended_at` is of the last one that ended."""
