"""Mandates, on the patient's own screen: who may act for her, what she agrees to, how she stops it."""

from . import agreeing, checking, stopping
from .views import room

__all__ = ["agreeing", "checking", "room", "stopping"]
