"""The first page of a record, its other states, and the choice between records."""

from .views import room

__all__ = ["room"]
