"""What revisions share: patient-owned tables with their partitions, and append-only triggers, on both databases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

PARTITIONS = 16
"""Enough to spread a country's records over several servers, few enough to keep planning cheap."""

ID = sa.LargeBinary(16)
DIGEST = sa.LargeBinary(32)
INSTANT = sa.DateTime(timezone=True)


def on_postgresql() -> bool:
    """Tell whether this walk is over PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def create_owned(name: str, *items: SchemaItem, key: tuple[str, ...] = ()) -> None:
    """Create a patient-owned table, keyed by `patient_id` then `key`; on PostgreSQL with its hash partitions."""
    op.create_table(
        name,
        sa.Column("patient_id", ID, nullable=False),
        *items,
        sa.PrimaryKeyConstraint("patient_id", *key, name=f"pk_{name}"),
        postgresql_partition_by="HASH (patient_id)",
    )
    if on_postgresql():
        for part in range(PARTITIONS):
            op.execute(
                f"CREATE TABLE {name}_p{part:02d} PARTITION OF {name} "
                f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
            )


def make_append_only(name: str, key: tuple[str, ...], *, is_owned: bool = True) -> None:
    """Let rows be added to a table keyed by `key`, never changed or removed, whatever the program does.

    `is_owned`: a patient-owned table, whose partitions are guarded too.
    """
    if not on_postgresql():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        # INSERT OR REPLACE removes a row without asking the trigger of DELETE.
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} "  # noqa: S608 -- names, no value
            f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()"
    )
    parts = range(PARTITIONS if is_owned else 0)
    for table in (name, *(f"{name}_p{part:02d}" for part in parts)):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()"
        )


def drop_append_only(name: str) -> None:
    """Drop an append-only table with what guards it."""
    op.drop_table(name)
    if on_postgresql():
        op.execute(f"DROP FUNCTION {name}_append_only()")
