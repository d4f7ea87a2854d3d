"""The post: puts messages into words."""

from .wording import WORDED_KINDS, composer

__all__ = ["WORDED_KINDS", "composer"]
