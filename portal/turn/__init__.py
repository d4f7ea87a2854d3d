"""The patient's turn at a desk: she proves who she is, sees her summary, takes it, and gives the screen back."""

from .views import room

__all__ = ["room"]
