"""Messages to send: kind, language, parameters and address, sealed. No wording here."""

from .actions import queue
from .queries import Message, waiting_messages

__all__ = ["Message", "queue", "waiting_messages"]
