"""Who may do what: pure facts and one decision. No database, no clock."""

from .acting import Acting, Role, Scope
from .decide import Action, Decision, Ground, NotPermitted, decide, require

__all__ = ["Acting", "Action", "Decision", "Ground", "NotPermitted", "Role", "Scope", "decide", "require"]
