"""What machines ask of the house: monitors how it does, providers what became of a message. No page, no cookie."""

from .app import create_operations
from .watching import watch

__all__ = ["create_operations", "watch"]
