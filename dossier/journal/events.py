"""Every event the journal knows, as room:subject:past_verb. Each is told in docs/events.md."""

from enum import StrEnum


class Event(StrEnum):
    """What happened. Names are for ever: old entries carry them."""

    ACCESS_HISTORY_READ = "access:history:read"
    ACCESS_OTHER_RECORD_OPENED = "access:other_record:opened"
    ACCESS_RECORD_OPENED = "access:record:opened"
    DOCUMENTS_DOCUMENT_DEPOSITED = "documents:document:deposited"
    DOCUMENTS_DOCUMENT_OPENED = "documents:document:opened"
    DOCUMENTS_PART_DOWNLOADED = "documents:part:downloaded"
    DOCUMENTS_SUMMARY_PRINTED = "documents:summary:printed"
    IDENTITY_CARD_ISSUED = "identity:card:issued"
    IDENTITY_CODE_SENT = "identity:code:sent"
    IDENTITY_CREDENTIALS_SET = "identity:credentials:set"
    IDENTITY_PASSWORD_ACCEPTED = "identity:password:accepted"  # noqa: S105  an event, not a password
    IDENTITY_PATIENT_ENROLLED = "identity:patient:enrolled"
    IDENTITY_PERSON_PROVED = "identity:person:proved"
    IDENTITY_REPRESENTATIVE_ADDED = "identity:representative:added"
    IDENTITY_SESSION_CLOSED = "identity:session:closed"
    IDENTITY_SESSION_OPENED = "identity:session:opened"
    IDENTITY_SIGN_IN_REFUSED = "identity:sign_in:refused"
    LIFECYCLE_ACT_DONE = "lifecycle:act:done"
    LIFECYCLE_ACT_TOLD = "lifecycle:act:told"
    LIFECYCLE_ACT_TRANSMITTED = "lifecycle:act:transmitted"
    LIFECYCLE_CODE_MADE = "lifecycle:code:made"
    LIFECYCLE_RECORD_ERASED = "lifecycle:record:erased"
    LIFECYCLE_SPACE_MOVED = "lifecycle:space:moved"
    LIFECYCLE_WINDOW_SET = "lifecycle:window:set"
    OUTBOX_MESSAGE_QUEUED = "outbox:message:queued"
    PROFILE_SECTION_DECLARED = "profile:section:declared"


class Audience(StrEnum):
    """Who may be shown an entry in the access history (DOMAIN: documents not announced leave no trace)."""

    ALL = "all"
    NOT_REPRESENTATIVES = "not_representatives"
    NOT_PATIENT = "not_patient"
    """Neither the patient nor those who represent her."""
