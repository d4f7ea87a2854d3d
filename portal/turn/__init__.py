"""The patient's turn at a desk: she proves who she is, sees her summary or answers, and gives the screen back."""

from . import answering  # noqa: F401 -- hangs its pages in the room
from .views import room

__all__ = ["room"]
