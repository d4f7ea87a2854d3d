"""The life of a record space: announced, opposed, opened, activated, closed."""

from .actions import found_space, move_space
from .queries import readable, state_of
from .rules import State, StateRefused, can_be_fed, can_be_read

__all__ = [
    "State",
    "StateRefused",
    "can_be_fed",
    "can_be_read",
    "found_space",
    "move_space",
    "readable",
    "state_of",
]
