"""The deadline calculator: a sending date and a postal code, nobody's name."""

from .views import room

__all__ = ["room"]
