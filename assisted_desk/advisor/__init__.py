"""The advisor's pages: an identity paper seen at a desk, with the person standing there."""

from .views import room

__all__ = ["room"]
