"""The database's history: numbered revisions, and the three calls that walk them."""

from .walk import HEAD, downgrade, is_current, upgrade

__all__ = ["HEAD", "downgrade", "is_current", "upgrade"]
