"""The two kinds of tables: owned by a patient (partitioned by her), and shared look-ups."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from .columns import metadata


def owned_table(name: str, *items: SchemaItem) -> sa.Table:
    """Declare a patient-owned table: `patient_id` comes first, and PostgreSQL partitions by its hash.

    One patient's rows so live together, and partitions can move to other servers without a change here.
    """
    return sa.Table(
        name,
        metadata,
        sa.Column("patient_id", sa.LargeBinary(16), primary_key=True),
        *items,
        postgresql_partition_by="HASH (patient_id)",
        info={"owned": True},
    )


def shared_table(name: str, *items: SchemaItem) -> sa.Table:
    """Declare a small table that no patient owns: look-ups by a keyed digest, throttling, marks."""
    return sa.Table(name, metadata, *items, info={"owned": False})
