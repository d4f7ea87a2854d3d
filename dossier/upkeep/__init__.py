"""When the house last looked after itself, kept where a monitor sees it."""

from .rounds import Round, begin_round, end_round, last_round

__all__ = ["Round", "begin_round", "end_round", "last_round"]
