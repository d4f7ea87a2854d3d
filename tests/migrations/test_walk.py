"""Each revision goes up and down, with people inside; the newest is exactly what the rooms declare."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import dossier
from dossier.documents import list_documents
from dossier.identity import find_session
from dossier.journal import verify_chain
from dossier.store import Store, metadata
from migrations import HEAD, ddl, downgrade, is_current, upgrade
from migrations.walk import _config
from tests.kit.house import deposited, enrolled, new_holder, signed_in, with_credentials

for room in iter_modules(dossier.__path__):
    if room.ispkg:
        import_module(f"dossier.{room.name}")

REVISIONS = [step.revision for step in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions()))]
PARTITION = re.compile(r"_p\d\d$")


def not_a_partition(thing, name, kind, reflected, compared):
    return not (kind == "table" and reflected and PARTITION.search(name))


def leftovers(engine):
    """Everything the house made that is still in the database: tables, columns, functions, triggers, types, indexes."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            asked = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            found = [tuple(row) for row in connection.exec_driver_sql(asked)]
        else:
            kept = "JOIN pg_namespace n ON n.oid = x.{0}namespace WHERE n.nspname = 'public'"
            found = []
            for kind, table in (("rel", "pg_class"), ("pro", "pg_proc")):
                asked = f"SELECT '{kind}', x.{kind}name FROM {table} x {kept.format(kind)}"
                found += [tuple(row) for row in connection.exec_driver_sql(asked)]
            found += [
                ("trigger", name) for name in connection.exec_driver_sql("SELECT tgname FROM pg_trigger").scalars()
            ]
    asked = sa.inspect(engine)
    tables = asked.get_multi_columns().items()
    columns = ((name, column["name"]) for (_, name), columns in tables for column in columns)
    found += [("column", f"{table}.{column}") for table, column in columns]
    return sorted(name for _, name in found if "alembic_version" not in name)


def planted(engine):
    """Put a whole person in: credentials, card, session, a document. Return the store, her id and her token."""
    store = Store(engine, new_holder())
    with store.writing() as unit:
        patient = enrolled(unit, mobile="+33639980103")
        with_credentials(unit, patient)
        deposited(unit, patient)
        token = signed_in(unit, patient)
    return store, patient, token


def test_a_database_is_current_only_at_the_newest_revision(engine):
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    downgrade(engine, "base")
    assert not is_current(engine)
    assert REVISIONS[-1] == HEAD


def test_each_revision_goes_up_down_and_up_again(engine):
    before = leftovers(engine)
    for revision in REVISIONS:
        upgrade(engine, revision)
        there = leftovers(engine)
        downgrade(engine, "-1")
        assert leftovers(engine) == before, revision
        upgrade(engine, revision)
        assert leftovers(engine) == there != before, revision
        before = there


def test_the_newest_revision_is_what_the_rooms_declare(engine):
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": not_a_partition, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_column_nobody_migrated_would_be_seen(engine):
    upgrade(engine)
    planned = sa.MetaData()
    for table in metadata.tables.values():
        table.to_metadata(planned)
    planned.tables["record_space"].append_column(sa.Column("reason", sa.String(20)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": not_a_partition})
        changes = compare_metadata(context, planned)
    assert [(change[0], change[2], change[3].name) for change in changes] == [("add_column", "record_space", "reason")]


def test_going_down_with_people_inside_leaves_nothing(engine):
    upgrade(engine)
    planted(engine)
    assert leftovers(engine)
    downgrade(engine, "base")
    assert leftovers(engine) == []


def test_a_house_built_again_after_going_down_works(engine):
    for _ in range(2):
        upgrade(engine)
        store, patient, token = planted(engine)
        with store.reading() as unit:
            session = find_session(unit, token)
            assert len(list_documents(unit, session.acting, session.witness).documents) == 1
            assert verify_chain(unit, patient) == []
        downgrade(engine, "base")


def test_walking_up_twice_changes_nothing(engine):
    upgrade(engine)
    store, patient, _ = planted(engine)
    upgrade(engine)
    with store.reading() as unit:
        assert verify_chain(unit, patient) == []


def test_an_upgrade_that_fails_leaves_nothing_behind(engine, monkeypatch):
    """The fault comes with the first partitions, after the first table was made."""

    def broken():
        raise MemoryError

    monkeypatch.setattr(ddl, "on_postgresql", broken)
    with pytest.raises(MemoryError):
        upgrade(engine)
    monkeypatch.undo()
    assert leftovers(engine) == []
    upgrade(engine)
    assert is_current(engine)
