"""What the demonstration shows instead of sending it."""

from .pages import Sent, SentMessage, Words
from .views import make_room

__all__ = ["Sent", "SentMessage", "Words", "make_room"]
