"""The profile's table. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

section = owned_table(
    "profile_section",
    sa.Column("section", sa.String(20), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("declared_at", Instant, nullable=False),
)
"""A section without a row isn't filled in. Whether it says "none" or lists something is sealed."""
