"""The outbox's tables. Private to the room."""

import sqlalchemy as sa

from dossier.store import Instant, owned_table, shared_table

_STATE = sa.column("state", sa.String)
_IS_WAITING = _STATE == "waiting"
_IS_SENDING = _STATE == "sending"
_IS_UNREACHED = _STATE == "unreached"
_IS_IN_BATCH = sa.column("batch", sa.String) != ""
_IS_MARKED = sa.column("address_mark", sa.LargeBinary).is_not(None)
_ENDED_BADLY = _STATE.in_(("bounced", "failed", "expired", "unreached"))

message = owned_table(
    "outbox_message",
    sa.Column("message_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("language", sa.String(10), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("entry_sequence", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("not_after", Instant, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("state_at", Instant, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("provider", sa.String(40), nullable=False),
    sa.Column("unsure", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("not_by", sa.String(200), nullable=False),
    sa.Column("why", sa.String(40), nullable=False),
    sa.Column("path", sa.String(40), nullable=False),
    sa.Column("follows", sa.LargeBinary(16)),
    sa.Column("batch", sa.String(40), nullable=False),
    sa.Column("listed", sa.String(40), nullable=False),
    sa.Column("address_mark", sa.LargeBinary(32)),
    sa.Index(None, "channel", "queued_at", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
    sa.Index(None, "channel", "rank", "due_at", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
    sa.Index(None, "due_at", sqlite_where=_IS_SENDING, postgresql_where=_IS_SENDING),
    sa.Index(None, "state_at", sqlite_where=_IS_UNREACHED, postgresql_where=_IS_UNREACHED),
    sa.Index(None, "channel", "state", "state_at", sqlite_where=_ENDED_BADLY, postgresql_where=_ENDED_BADLY),
    sa.Index(None, "message_id"),
    sa.Index(None, "batch", sqlite_where=_IS_IN_BATCH, postgresql_where=_IS_IN_BATCH),
    sa.Index(None, "address_mark", sqlite_where=_IS_MARKED, postgresql_where=_IS_MARKED),
)
"""A message: what is said of its columns stands in `shapes.py` and docs/post.md.

`due_at`: when it is looked at next; in a worker's hand, when that hand has lost it. `path`: the channels tried, this
one the last. `follows`: the message that failed before it. `listed`: the paper list that it stands on. `address_mark`:
a keyed digest of the number, where STOP may be sent back from it.
"""

attempt = owned_table(
    "outbox_attempt",
    sa.Column("message_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("provider", sa.String(40), nullable=False),
    sa.Column("began_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("why", sa.String(40), nullable=False),
    sa.Column("reference", sa.String(64), nullable=False),
    sa.Index(None, "provider", "reference"),
)
"""One try by one provider, written before anything leaves. `outcome` is empty while nobody knows."""

provider = shared_table(
    "outbox_provider",
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("failed_at", Instant),
    sa.Column("answered_at", Instant),
    sa.Column("trial_at", Instant),
)
"""How each provider does: failures in a row, and when it is tried again once its breaker is open."""

tally = shared_table(
    "outbox_tally",
    sa.Column("provider", sa.String(40), primary_key=True),
    sa.Column("outcome", sa.String(10), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
"""How often each provider was tried, by outcome. Workers add to it every few seconds."""

heard = shared_table(
    "outbox_heard",
    sa.Column("mark", sa.LargeBinary(32), primary_key=True),
    sa.Column("said", sa.String(20), nullable=False),
    sa.Column("until_at", Instant, nullable=False),
    sa.Index(None, "until_at"),
)
"""Events that were told to us, each as a keyed digest, for as long as they may be told again; what we answered."""

letter_batch = shared_table(
    "letter_batch",
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("handed_at", Instant, nullable=False),
    sa.Column("leaves_on", sa.Date, nullable=False),
    sa.Column("letters", sa.Integer, nullable=False),
    sa.Column("manifest", sa.String(64), nullable=False),
    sa.Column("closed_at", Instant),
)
"""Batches of letters, each with the SHA-256 of its manifest; closed once every letter was posted or came back."""
