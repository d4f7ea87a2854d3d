"""ProConnect: opening a desk by the provider of public servants, off until configured."""

from .views import make_room

__all__ = ["make_room"]
