"""The vault's one table: a wrapped key for each patient. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

patient_key = owned_table(
    "patient_key",
    sa.Column("version", sa.SmallInteger, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)
