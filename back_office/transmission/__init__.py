"""Files to and from the caisse: the acts that it must know of, and its answers (docs/transmission.md)."""

from .answers import Answers
from .export import Export

__all__ = ["Answers", "Export"]
