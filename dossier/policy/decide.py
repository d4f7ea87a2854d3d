"""The one decision: may this actor do this, and on what ground. Deny by default."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused

from .acting import Acting, Role, Scope


class Action(StrEnum):
    """What can be asked, as room:subject:verb."""

    DOCUMENT_DEPOSIT = "documents:document:deposit"
    DOCUMENT_OPEN = "documents:document:open"
    HISTORY_READ = "access:history:read"
    SINCE_READ = "access:since:read"
    MANDATE_EVIDENCE_OPEN = "mandates:evidence:open"
    MANDATE_FIGURES_READ = "mandates:figures:read"
    MANDATE_READ = "mandates:mandate:read"
    MANDATE_REVOKE = "mandates:mandate:revoke"
    FACTOR_CHANGE = "identity:factor:change"
    LETTER_CODE_SEND = "lifecycle:letter_code:send"
    OPENING_STOP = "lifecycle:opening:stop"
    OPT_OUT = "lifecycle:space:opt_out"
    PROFILE_DECLARE = "profile:section:declare"
    CONTACT_CHANGE = "identity:contact:change"
    RECORD_READ = "documents:record:read"
    RECOVERY_ALARMS_READ = "recovery:alarm:read"
    RECOVERY_CASE_OPEN = "recovery:case:open"
    RECOVERY_CASE_READ = "recovery:case:read"
    RECOVERY_CASE_REOPEN = "recovery:case:reopen"
    RECOVERY_CODE_SEND = "recovery:code:send"
    RECOVERY_CONTACT_APPROVE = "recovery:contact:approve"
    RECOVERY_CONTACT_ASK = "recovery:contact:ask"
    RECOVERY_IDENTITY_CHECK = "recovery:identity:check"
    SPACE_ACTIVATE = "lifecycle:space:activate"
    SPACE_CLOSE = "lifecycle:space:close"
    SPACE_ERASE = "lifecycle:space:erase"
    SPACE_MOVE = "lifecycle:space:move"
    SPACE_REOPEN = "lifecycle:space:reopen"
    SPACE_TAKE_UP = "lifecycle:space:take_up"
    MIND_CHANGE = "lifecycle:opt_out:withdraw"
    STAFF_SUPERVISE = "identity:staff:supervise"
    SUMMARY_POST = "documents:summary:post"
    SUMMARY_PRINT = "documents:summary:print"
    TURN_GIVE = "mandates:turn:give"


class Ground(StrEnum):
    """On what ground an act is permitted; the journal keeps it."""

    OWN_RECORD = "own_record"
    """The holder has access to her own record (CSP L1111-15, L1111-19)."""
    LEGAL_REPRESENTATION = "legal_representation"
    """The representative exercises the holder's right (CSP L1111-13-1)."""
    FEEDING = "feeding"
    """A document useful to care is deposited (CSP R1111-47)."""
    LETTER_CODE = "letter_code"
    """The right to say no is exercised with the code of the letter (CSP R1111-28)."""
    RECOVERY = "recovery"
    """A person who lost her access is helped to find it again; nothing of her record is read."""
    MANDATE = "mandate"
    """She lets this advisor do this one act, and proved it herself (Code civil 1984)."""
    OPERATION = "operation"
    """The operator runs the service."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes on a ground, or no (`ground` is None)."""

    ground: Ground | None

    @property
    def permitted(self) -> bool:
        """Tell whether the act may go on."""
        return self.ground is not None


class NotPermitted(Refused):
    """The actor has no right to this act in this record."""

    code: ClassVar[str] = "not-permitted"


_TAKEN_AWAY = {Action.SUMMARY_PRINT, Action.SINCE_READ}
"""What goes to her own hands: in her turn at a desk, or in an envelope."""
_READING = {Action.RECORD_READ, Action.DOCUMENT_OPEN, Action.HISTORY_READ, Action.SUMMARY_PRINT}

_OPTING_OUT = {Action.OPT_OUT, Action.OPENING_STOP, Action.MIND_CHANGE}
_OVER_MANDATES = {Action.MANDATE_READ, Action.MANDATE_REVOKE}
_KEEPING = {Action.SPACE_CLOSE, Action.SPACE_REOPEN, Action.SPACE_TAKE_UP}
_FOR_HER = {
    Action.CONTACT_CHANGE,
    Action.SPACE_CLOSE,
    Action.SPACE_ERASE,
    Action.SPACE_MOVE,
    Action.SPACE_REOPEN,
}
"""What a desk does for somebody who stands there, or who wrote on paper."""
_OF_HERSELF = {
    Action.SINCE_READ,
    Action.CONTACT_CHANGE,
    Action.FACTOR_CHANGE,
    Action.PROFILE_DECLARE,
    Action.SPACE_ACTIVATE,
    Action.SPACE_ERASE,
}

_RECOVERING = {Action.RECOVERY_CASE_OPEN, Action.RECOVERY_CASE_READ, Action.RECOVERY_CODE_SEND}
_AT_THE_TELEPHONE = _RECOVERING | {
    Action.RECOVERY_CONTACT_APPROVE,
    Action.RECOVERY_CONTACT_ASK,
}
_SUPERVISING = {
    Action.RECOVERY_ALARMS_READ,
    Action.RECOVERY_CASE_READ,
    Action.RECOVERY_CASE_REOPEN,
    Action.RECOVERY_CONTACT_APPROVE,
}
_ANSWERING = {Action.MANDATE_FIGURES_READ, Action.STAFF_SUPERVISE}
"""For her site, or her team: what was done there, and who works there."""
_AT_THE_DESK = {Action.RECOVERY_CASE_READ, Action.RECOVERY_IDENTITY_CHECK}
"""Whoever saw the paper is never the second person."""
_HERSELF = {Role.PATIENT, Role.PATIENT_AT_DESK}
_STAFF = {Role.CALL_AGENT, Role.SUPERVISOR, Role.ADVISOR}

_UNDER: dict[Scope, frozenset[Action]] = {
    Scope.OPT_OUT: frozenset(_OPTING_OUT | {Action.LETTER_CODE_SEND}),
    Scope.ACTIVATION: frozenset({Action.LETTER_CODE_SEND}),
    Scope.RECOVERY: frozenset(_RECOVERING),
    Scope.PRINT_SUMMARY: frozenset({Action.SUMMARY_POST, Action.TURN_GIVE}),
    Scope.PAPER_IN: frozenset({Action.DOCUMENT_DEPOSIT}),
    Scope.CONTACT_CHANGE: frozenset({Action.RECOVERY_CONTACT_ASK}),
    Scope.CLOSURE: frozenset({Action.SPACE_CLOSE}),
}
"""What an advisor may do under each scope. No reading, and nothing that a patient does for herself alone."""
_BY_HER_OWN_PROOF = frozenset({Action.OPT_OUT, Action.OPENING_STOP, Action.MIND_CHANGE, Action.TURN_GIVE})
"""What a signed paper alone doesn't open: she ends it herself, with the code of a letter; or a letter brings it."""

_IN_HER_PRESENCE = frozenset({Action.TURN_GIVE, Action.DOCUMENT_DEPOSIT})
"""What wants her at the desk: her turn at its screen, her paper."""

_RIGHTS: dict[Role, tuple[Ground, frozenset[Action]]] = {
    Role.PATIENT: (Ground.OWN_RECORD, frozenset(_READING | _OPTING_OUT | _KEEPING | _OF_HERSELF | _OVER_MANDATES)),
    Role.LEGAL_REPRESENTATIVE: (
        Ground.LEGAL_REPRESENTATION,
        frozenset(_READING | _OPTING_OUT | _KEEPING | _OVER_MANDATES),
    ),
    Role.SOURCE: (Ground.FEEDING, frozenset({Action.DOCUMENT_DEPOSIT})),
    Role.OPERATOR: (
        Ground.OPERATION,
        frozenset(_OPTING_OUT | _FOR_HER | {Action.MANDATE_EVIDENCE_OPEN}),
    ),
    Role.LETTER_HOLDER: (Ground.LETTER_CODE, frozenset(_OPTING_OUT)),
    Role.CALL_AGENT: (Ground.RECOVERY, frozenset(_AT_THE_TELEPHONE)),
    Role.SUPERVISOR: (Ground.RECOVERY, frozenset(_SUPERVISING | _ANSWERING)),
    Role.ADVISOR: (Ground.RECOVERY, frozenset(_AT_THE_DESK)),
    Role.PATIENT_AT_DESK: (Ground.OWN_RECORD, frozenset(_TAKEN_AWAY)),
    Role.POST: (Ground.MANDATE, frozenset(_TAKEN_AWAY)),
    Role.STRANGER: (Ground.RECOVERY, frozenset(_RECOVERING)),
}


def decide(acting: Acting, action: Action) -> Decision:
    """Decide whether `acting` may do `action`: what isn't written in the table is refused."""
    if acting.mandate or acting.scope is not None:
        return Decision(Ground.MANDATE if _is_under(acting, action) else None)
    ground, actions = _RIGHTS[acting.role]
    if action not in actions:
        return Decision(None)
    if acting.role in _HERSELF and acting.actor_id != acting.patient_id:
        return Decision(None)
    if acting.role is Role.LEGAL_REPRESENTATIVE and acting.actor_id in (None, acting.patient_id):
        return Decision(None)
    if acting.role in _STAFF and acting.actor_id in (None, acting.patient_id):
        return Decision(None)
    return Decision(ground)


def _is_under(acting: Acting, action: Action) -> bool:
    """Tell whether a mandate covers this: an advisor, somebody else's record, one scope, an act of that scope."""
    if acting.role is not Role.ADVISOR or acting.actor_id in (None, acting.patient_id):
        return False
    if acting.is_weak and action in _BY_HER_OWN_PROOF:
        return False
    if acting.is_remote and action in _IN_HER_PRESENCE:
        return False
    return acting.mandate != "" and acting.scope is not None and action in _UNDER[acting.scope]


def require(acting: Acting, action: Action) -> Ground:
    """Return the ground of a permitted act. Raises `NotPermitted`."""
    decision = decide(acting, action)
    if decision.ground is None:
        raise NotPermitted(action=action, role=acting.role)
    return decision.ground
