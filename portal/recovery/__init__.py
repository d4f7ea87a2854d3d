"""Getting one's access back alone: who one is, two proofs, a wait when needed, new means; and « this was not me »."""

from . import at_the_desk, contacts, disputing, finishing, proving, standing
from .views import room

__all__ = ["at_the_desk", "contacts", "disputing", "finishing", "proving", "room", "standing"]
