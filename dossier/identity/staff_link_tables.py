"""The table of members of the staff whom a provider vouches for. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, shared_table

from .tables import DIGEST, ID

staff_link = shared_table(
    "staff_link",
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Column("staff_id", ID, nullable=False, unique=True),
    sa.Column("siret", sa.String(14), nullable=False),
    sa.Column("linked_at", Instant, nullable=False),
)
"""One account at a provider, as a digest, for one member of the staff. `siret`: the establishment it speaks for."""
