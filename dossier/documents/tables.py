"""The documents' tables. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table

document = owned_table(
    "document",
    sa.Column("document_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("document_on", sa.Date, nullable=False),
    sa.Column("category_index", sa.LargeBinary(16), nullable=False),
    sa.Column("hidden_from_patient", sa.Boolean, nullable=False),
    sa.Column("hidden_from_representatives", sa.Boolean, nullable=False),
    sa.Column("masked", sa.Boolean, nullable=False),
    sa.Column("content_digest", sa.LargeBinary(32), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.UniqueConstraint("patient_id", "content_digest"),
    sa.Index(None, "patient_id", "document_on", "document_id"),
    sa.Index(None, "patient_id", "category_index", "document_on", "document_id"),
)
"""One row a document. Title, kind and author are sealed; the category is a digest under the patient's own key."""

document_part = owned_table(
    "document_part",
    sa.Column("document_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("part", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
"""Part 0 holds the bytes as received, part 1 the readable text, parts 2 and on the attachments."""
