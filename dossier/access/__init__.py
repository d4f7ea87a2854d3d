"""Who has been in the record, and what happened to it: reading views over the journal."""

from .queries import PAGE, History, history
from .since import SINCE_EVENTS, CaisseAnswer, Happening, Since, SinceWay, Topic, since_last_visit

__all__ = [
    "PAGE",
    "SINCE_EVENTS",
    "CaisseAnswer",
    "Happening",
    "History",
    "Since",
    "SinceWay",
    "Topic",
    "history",
    "since_last_visit",
]
