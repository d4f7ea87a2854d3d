"""What happened since her last visit at a desk: for her screen, her paper, her letter. The desk never comes near it."""

from .gathering import since_sheet
from .pages import SinceGroup, SincePage
from .showing import SincePages

__all__ = ["SinceGroup", "SincePage", "SincePages", "since_sheet"]
