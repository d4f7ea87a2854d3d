"""The two kinds of tables: owned by a patient (partitioned by her), and shared look-ups."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from .columns import metadata


def owned_table(name: str, *items: SchemaItem, outlives: bool = False) -> sa.Table:
    """Declare a patient-owned table: `patient_id` comes first, and PostgreSQL partitions by its hash.

    One patient's rows so live together, and partitions can move to other servers without a change here.
    `outlives` says that they stay when she is erased: the chain of her journal.
    """
    return sa.Table(
        name,
        metadata,
        sa.Column("patient_id", sa.LargeBinary(16), primary_key=True),
        *items,
        postgresql_partition_by="HASH (patient_id)",
        info={"owned": True, "outlives": outlives},
    )


def shared_table(name: str, *items: SchemaItem, outlives: bool = False) -> sa.Table:
    """Declare a small table that no patient owns: look-ups by a keyed digest, throttling, marks.

    `outlives` says that its rows stay when the patient they name is erased.
    """
    return sa.Table(name, metadata, *items, info={"owned": False, "outlives": outlives})


def tables_of_a_patient() -> list[sa.Table]:
    """Return every table whose rows go with the patient they name, when she is erased."""
    return [
        table for table in metadata.sorted_tables if "patient_id" in table.columns and not table.info.get("outlives")
    ]
