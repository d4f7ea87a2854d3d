"""When the house last looked after itself, kept where a monitor sees it."""

from .rounds import Round, begin_round, bounces_read_at, end_round, last_round, note_bounces_read

__all__ = ["Round", "begin_round", "bounces_read_at", "end_round", "last_round", "note_bounces_read"]
