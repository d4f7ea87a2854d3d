"""People: who they are, how they sign in, their sessions, who represents whom."""

from . import ins
from .codes import CodeQuestion, CodeSentJustNow, make_code, next_line
from .enrollment import AlreadyKnown, Basis, enroll, issue_card, represent, set_credentials
from .kept_forms import forget_what_was_typed, keep_what_was_typed, what_was_typed
from .passwords import HashingBusy, hash_password, password_is_right
from .person import Person
from .queries import (
    Represented,
    domains_in_use,
    first_name_of,
    language_of,
    patient_by_identifier,
    patient_by_ins,
    person_of,
    records_represented_by,
)
from .rules import (
    CARD_LINES,
    IdentifierUnfit,
    PasswordUnfit,
    canonical_password,
    check_new_identifier,
    check_new_password,
    session_is_alive,
)
from .sessions import (
    OpenSession,
    Session,
    end_session,
    find_session,
    needs_touch,
    open_record,
    touch,
)
from .signing_in import (
    PasswordFacts,
    SignInExpired,
    begin_sign_in,
    change_means,
    code_question,
    identifier_typed,
    note_password,
    pass_code,
    password_facts,
    renew_expired_code,
)
from .throttling import TooManyTries

__all__ = [
    "CARD_LINES",
    "AlreadyKnown",
    "Basis",
    "CodeQuestion",
    "CodeSentJustNow",
    "HashingBusy",
    "IdentifierUnfit",
    "OpenSession",
    "PasswordFacts",
    "PasswordUnfit",
    "Person",
    "Represented",
    "Session",
    "SignInExpired",
    "TooManyTries",
    "begin_sign_in",
    "canonical_password",
    "change_means",
    "check_new_identifier",
    "check_new_password",
    "code_question",
    "domains_in_use",
    "end_session",
    "enroll",
    "find_session",
    "first_name_of",
    "forget_what_was_typed",
    "hash_password",
    "identifier_typed",
    "ins",
    "issue_card",
    "keep_what_was_typed",
    "language_of",
    "make_code",
    "needs_touch",
    "next_line",
    "note_password",
    "open_record",
    "pass_code",
    "password_facts",
    "password_is_right",
    "patient_by_identifier",
    "patient_by_ins",
    "person_of",
    "records_represented_by",
    "renew_expired_code",
    "represent",
    "session_is_alive",
    "set_credentials",
    "touch",
    "what_was_typed",
]
