"""Patient-owned tables: the patient first in the key, and on PostgreSQL really partitioned by her."""

import importlib
import pkgutil

import pytest
import sqlalchemy as sa

import dossier
from dossier.store import metadata
from migrations.ddl import PARTITIONS

for room in pkgutil.iter_modules(dossier.__path__):
    if room.ispkg:
        importlib.import_module(f"dossier.{room.name}")
OWNED = sorted(name for name, table in metadata.tables.items() if table.info["owned"])
SHARED = {
    "blind_index", "contact_request", "desk_turn", "dispute_code", "draft", "federated_identity", "known_device",
    "letter_batch", "letter_code", "mandate", "mandate_stop_code", "mandate_use", "outbox_heard", "outbox_provider",
    "outbox_tally", "receipt", "recovery_case", "sign_in", "sim_change", "site", "staff_act", "staff_key",
    "staff_link", "staff_member", "staff_rescue_code", "staff_session", "throttle", "tombstone", "upkeep_round",
    "web_session",
}  # fmt: skip
ACROSS_PATIENTS = {
    "ix_outbox_attempt_provider_reference",  # a provider's slip names its own reference
    "ix_outbox_message_address_mark",  # STOP names a number
    "ix_outbox_message_batch",  # how far a batch of letters has come
    "ix_outbox_message_channel_queued_at",  # batches take the letters that wait
    "ix_outbox_message_channel_state_state_at",  # figures of what ended badly
    "ix_outbox_message_channel_rank_due_at",  # workers take what waits
    "ix_outbox_message_due_at",  # a worker is gone
    "ix_outbox_message_message_id",  # a slip names a message by its key
    "ix_outbox_message_state_at",  # the paper list
    "ix_record_space_state_due_at",  # the clock takes what is due
    "ix_representation_represented_id",  # an act tells whoever represents the person
    "ix_space_act_status_made_at",  # the caisse is sent what is new
}
"""The few look-ups over everybody: for the clock and for acts, never for a page."""


def test_the_tables_that_no_patient_owns_are_few_and_known():
    assert set(metadata.tables) - set(OWNED) == SHARED
    assert len(OWNED) == 21


@pytest.mark.parametrize("name", OWNED)
def test_the_patient_comes_first_in_the_key(store, name):
    key = sa.inspect(store.engine).get_pk_constraint(name)["constrained_columns"]
    assert key[0] == "patient_id"
    assert key == [column.name for column in metadata.tables[name].primary_key]


@pytest.mark.parametrize("name", OWNED)
def test_every_index_of_an_owned_table_begins_with_the_patient(store, name):
    for index in sa.inspect(store.engine).get_indexes(name):
        first = index["column_names"][0]
        assert first == "patient_id" or index["name"] in ACROSS_PATIENTS, index["name"]


def test_owned_tables_are_hash_partitioned_by_the_patient_on_postgresql(postgres_store):
    asked = """
        SELECT c.relname, p.partstrat, array_agg(DISTINCT a.attname), count(DISTINCT i.inhrelid)
        FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (p.partattrs::int2[])
        JOIN pg_inherits i ON i.inhparent = c.oid
        GROUP BY c.relname, p.partstrat ORDER BY c.relname"""
    with postgres_store.reading() as unit:
        found = [tuple(row) for row in unit.connection.exec_driver_sql(asked)]
    assert found == [(name, "h", ["patient_id"], PARTITIONS) for name in OWNED]
    assert PARTITIONS == 16


def test_one_patients_rows_are_looked_up_in_one_partition(postgres_store):
    asked = "EXPLAIN SELECT * FROM document WHERE patient_id = '\\x00112233445566778899aabbccddeeff'"
    with postgres_store.reading() as unit:
        plan = "\n".join(unit.connection.exec_driver_sql(asked).scalars())
    assert plan.count("document_p") == plan.count("on document_p") > 0
    assert len({word for word in plan.split() if word.startswith("document_p")} - {"document_pkey"}) <= 2
    assert "Append" not in plan
