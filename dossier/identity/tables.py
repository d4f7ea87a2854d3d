"""Identity's tables. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table, shared_table

ID = sa.LargeBinary(16)
DIGEST = sa.LargeBinary(32)

patient = owned_table(
    "patient",
    sa.Column("ins_domain", sa.SmallInteger, nullable=False),
    sa.Column("language", sa.String(10), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("enrolled_at", Instant, nullable=False),
)

_OF_ONE_PERSON = sa.column("field").in_(["ins", "identifier"])

blind_index = shared_table(
    "blind_index",
    sa.Column("field", sa.String(12), primary_key=True),
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, primary_key=True),
    sa.Index(None, "patient_id"),
    sa.Index(
        "uq_blind_index_of_one_person",
        "field",
        "digest",
        unique=True,
        sqlite_where=_OF_ONE_PERSON,
        postgresql_where=_OF_ONE_PERSON,
    ),
)
"""From a keyed digest to a patient. A table of its own: a look-up over hash partitions would visit them all.

A telephone or an e-mail may be shared by a family; an INS or an identifier may not.
"""

federated_identity = shared_table(
    "federated_identity",
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("linked_at", Instant, nullable=False),
    sa.Index(None, "patient_id"),
)
"""From a keyed digest of a provider and its name for somebody, to a patient."""

representation = owned_table(
    "representation",
    sa.Column("represented_id", ID, primary_key=True),
    sa.Column("basis", sa.String(30), nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("since_at", Instant, nullable=False),
    sa.Index(None, "represented_id"),
)
"""Owned by the representative: one look-up tells whose records she may open."""

credential = owned_table(
    "credential",
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("set_at", Instant, nullable=False),
)

code_card = owned_table(
    "code_card",
    sa.Column("card_id", ID, primary_key=True),
    sa.Column("issued_at", Instant, nullable=False),
)

code_card_line = owned_table(
    "code_card_line",
    sa.Column("card_id", ID, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("code_hash", sa.String(200), nullable=False),
    sa.Column("used_at", Instant),
    sa.Column("reserved_for", DIGEST),
)
"""`reserved_for` names the one act that a line is kept apart for."""

one_time_code = owned_table(
    "one_time_code",
    sa.Column("code_id", ID, primary_key=True),
    sa.Column("purpose", sa.String(30), nullable=False),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("code_digest", DIGEST, nullable=False),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)

contact = owned_table(
    "contact",
    sa.Column("kind", sa.String(10), primary_key=True),
    sa.Column("changed_at", Instant),
    sa.Column("held_until", Instant),
)
"""Since when a contact is what it is, and until when no recovery code goes there. No row: it never changed here."""

factor = owned_table(
    "factor",
    sa.Column("kind", sa.String(10), primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("last_step", sa.Integer, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)
"""What a person decided about a means of signing in. Without a row, a telephone or an address on file is one.

`sealed` is the secret of an application, opened under the entry that told of it; `last_step` the last one used.
"""

known_device = shared_table(
    "known_device",
    sa.Column("device_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Index(None, "patient_id"),
    sa.Index(None, "seen_at"),
)
"""A computer on which somebody signed in and said that it is hers: she waits less there, and that is all."""

kept_form = owned_table(
    "kept_form",
    sa.Column("typed_by", ID, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", Instant, nullable=False),
)
"""A form that came too late: it belongs to the record it was for, and to the person who typed it."""

preference = owned_table(
    "preference",
    sa.Column("text_size", sa.SmallInteger, nullable=False),
    sa.Column("notice_channel", sa.String(10), nullable=False),
)

draft = shared_table(
    "draft",
    sa.Column("visit_digest", DIGEST, primary_key=True),
    sa.Column("purpose", sa.String(20), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", Instant, nullable=False),
    sa.Index(None, "kept_at"),
)
"""What somebody typed, question after question, before the house knows who she is."""

sign_in = shared_table(
    "sign_in",
    sa.Column("token_digest", DIGEST, primary_key=True),
    sa.Column("identifier_digest", DIGEST, nullable=False),
    sa.Column("identifier_sealed", sa.LargeBinary, nullable=False),
    sa.Column("patient_id", ID),
    sa.Column("means", sa.String(10), nullable=False),
    sa.Column("offered", sa.LargeBinary),
    sa.Column("code_given", sa.Boolean, nullable=False),
    sa.Column("turn", DIGEST),
    sa.Column("started_at", Instant, nullable=False),
    sa.Index(None, "started_at"),
)
"""A sign-in under way. `patient_id` stays empty until the password was right; `offered` holds, sealed, what may be
shown of the ways on file; `code_given` says that a code was right before the password; `turn`, that it leads to her
turn at a desk and nowhere else.
"""

web_session = shared_table(
    "web_session",
    sa.Column("token_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("record_id", ID, nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("told_sealed", sa.LargeBinary),
    sa.Column("at_home", sa.Boolean, nullable=False),
    sa.Column("turn", DIGEST),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Index(None, "patient_id"),
    sa.Index(None, "seen_at"),
)
"""An open session, found by its token's digest; short-lived. `entry_sequence` is its witness in the record read;
`told_sealed` the names of reader and record, when the record is another's; `turn` says that it is a turn at a desk.
"""

desk_turn = shared_table(
    "desk_turn",
    sa.Column("ticket_digest", DIGEST, primary_key=True),
    sa.Column("patient_id", ID, nullable=False),
    sa.Column("staff_id", ID, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("until_at", Instant, nullable=False),
    sa.Column("taken_at", Instant),
    sa.Column("ended_at", Instant),
    sa.Index(None, "patient_id"),
    sa.Index(None, "staff_id"),
    sa.Index(None, "made_at"),
)
"""The patient's turn at a desk, found by its ticket; over at `until_at` or before. `sealed`: which advisor, where."""

throttle = shared_table(
    "throttle",
    sa.Column("key", DIGEST, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("until_at", Instant, nullable=False),
    sa.Index(None, "last_at"),
)
"""Growing waits after failures, by keyed digest of what failed (an account from a network)."""

sim_change = shared_table(
    "sim_change",
    sa.Column("mobile_digest", DIGEST, primary_key=True),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Index(None, "changed_at"),
)
"""A number whose SIM card changed lately, as operators told."""
