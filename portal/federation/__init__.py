"""FranceConnect and FranceConnect+: entering by an identity provider, off until configured."""

from .views import make_room

__all__ = ["make_room"]
