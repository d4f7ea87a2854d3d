"""The post: puts messages into words."""

from .wording import WORDED_KINDS, compose

__all__ = ["WORDED_KINDS", "compose"]
