"""Who has been in the record: the access history, a reading view over the journal."""

from .queries import PAGE, History, history

__all__ = ["PAGE", "History", "history"]
