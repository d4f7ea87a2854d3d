"""The house: keys, journal, outbox, identity, record spaces, documents, profile."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, create_owned, drop_append_only, make_append_only

revision = "0001"
down_revision = None

_OWNED = (
    "profile_section",
    "document_part",
    "document",
    "record_space",
    "kept_form",
    "one_time_code",
    "code_card_line",
    "code_card",
    "credential",
    "representation",
    "patient",
    "outbox_message",
    "journal_head",
    "patient_key",
)
_SHARED = ("throttle", "web_session", "sign_in", "blind_index")
_OF_ONE_PERSON = sa.text("field IN ('ins', 'identifier')")


def upgrade() -> None:
    """Create every table of the first house."""
    _keys_and_journal()
    _people()
    _credentials()
    _lookups()
    _record()


def downgrade() -> None:
    """Drop them all."""
    for name in (*_OWNED, *_SHARED):
        op.drop_table(name)
    drop_append_only("journal_entry")


def _keys_and_journal() -> None:
    create_owned(
        "patient_key",
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
    )
    create_owned(
        "journal_entry",
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.String(60), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("previous", DIGEST, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        key=("sequence",),
    )
    make_append_only("journal_entry", ("patient_id", "sequence"))
    create_owned(
        "journal_head",
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("mark", DIGEST, nullable=False),
    )
    create_owned(
        "outbox_message",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT, nullable=False),
        key=("message_id",),
    )


def _people() -> None:
    create_owned(
        "patient",
        sa.Column("ins_domain", sa.SmallInteger, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
    )
    create_owned(
        "representation",
        sa.Column("represented_id", ID, nullable=False),
        sa.Column("basis", sa.String(30), nullable=False),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("since_at", INSTANT, nullable=False),
        key=("represented_id",),
    )


def _credentials() -> None:
    create_owned(
        "credential",
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
    )
    create_owned(
        "code_card",
        sa.Column("card_id", ID, nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        key=("card_id",),
    )
    create_owned(
        "code_card_line",
        sa.Column("card_id", ID, nullable=False),
        sa.Column("line", sa.SmallInteger, nullable=False),
        sa.Column("code_hash", sa.String(200), nullable=False),
        sa.Column("used_at", INSTANT),
        key=("card_id", "line"),
    )
    create_owned(
        "one_time_code",
        sa.Column("code_id", ID, nullable=False),
        sa.Column("purpose", sa.String(30), nullable=False),
        sa.Column("code_digest", DIGEST, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        key=("code_id",),
    )
    create_owned(
        "kept_form",
        sa.Column("typed_by", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        key=("typed_by",),
    )


def _lookups() -> None:
    op.create_table(
        "blind_index",
        sa.Column("field", sa.String(12), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("field", "digest", "patient_id", name="pk_blind_index"),
    )
    op.create_index("ix_blind_index_patient_id", "blind_index", ["patient_id"])
    op.create_index(
        "uq_blind_index_of_one_person",
        "blind_index",
        ["field", "digest"],
        unique=True,
        sqlite_where=_OF_ONE_PERSON,
        postgresql_where=_OF_ONE_PERSON,
    )
    op.create_table(
        "sign_in",
        sa.Column("token_digest", DIGEST, nullable=False),
        sa.Column("identifier_digest", DIGEST, nullable=False),
        sa.Column("identifier_sealed", sa.LargeBinary, nullable=False),
        sa.Column("patient_id", ID),
        sa.Column("means", sa.String(10), nullable=False),
        sa.Column("phone_end", sa.String(2), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_started_at", "sign_in", ["started_at"])
    op.create_table(
        "web_session",
        sa.Column("token_digest", DIGEST, nullable=False),
        sa.Column("patient_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("entry_sequence", sa.Integer, nullable=False),
        sa.Column("told_sealed", sa.LargeBinary),
        sa.Column("at_home", sa.Boolean, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("token_digest", name="pk_web_session"),
    )
    op.create_index("ix_web_session_patient_id", "web_session", ["patient_id"])
    op.create_index("ix_web_session_seen_at", "web_session", ["seen_at"])
    op.create_table(
        "throttle",
        sa.Column("key", DIGEST, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
    )
    op.create_index("ix_throttle_last_at", "throttle", ["last_at"])


def _record() -> None:
    create_owned(
        "record_space",
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("since_at", INSTANT, nullable=False),
    )
    create_owned(
        "document",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("document_on", sa.Date, nullable=False),
        sa.Column("category_index", sa.LargeBinary(16), nullable=False),
        sa.Column("hidden_from_patient", sa.Boolean, nullable=False),
        sa.Column("hidden_from_representatives", sa.Boolean, nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("content_digest", DIGEST, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.UniqueConstraint("patient_id", "content_digest", name="uq_document_patient_id_content_digest"),
        key=("document_id",),
    )
    by_date = ["patient_id", "document_on", "document_id"]
    by_category = ["patient_id", "category_index", "document_on", "document_id"]
    for columns in (by_date, by_category):
        op.create_index(f"ix_document_{'_'.join(columns)}", "document", columns)
    create_owned(
        "document_part",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("part", sa.SmallInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        key=("document_id", "part"),
    )
    create_owned(
        "profile_section",
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("declared_at", INSTANT, nullable=False),
        key=("section",),
    )
