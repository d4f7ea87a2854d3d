"""My account: the means of signing in, the open visits, the preferences."""

from . import card, changing, means, preferences, proving, visits
from .views import room

__all__ = ["card", "changing", "means", "preferences", "proving", "room", "visits"]
