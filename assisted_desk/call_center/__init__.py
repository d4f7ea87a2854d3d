"""The call center: an access is found again by telephone, and nobody can be talked into giving it away."""

from . import cases, changes, contacts, new_call, reaching, stopping
from .views import room

__all__ = ["cases", "changes", "contacts", "new_call", "reaching", "room", "stopping"]
