"""Where it begins: what saying no means, the ways to do it, and where this site can't help."""

from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, Work, standing_of

from .answers import Kept, forget
from .deciders import session_case
from .pages import DeathPage, EntryPage, PaperPage

room = Room("opt_out")


@room.page("/opposition", guard=Guard.PUBLIC)
def begin(ask: Ask) -> Answer:
    """Say what saying no means, and offer each way to do it."""
    found = session_case(ask)
    standing = standing_of(found[1], ask.now) if found else None
    return Shown("opt_out/entry.html", EntryPage(standing, restarted=ask.request.args.get("recommencer") == "1"))


@room.page("/opposition", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def begin_signed_in(ask: Ask) -> Answer:
    """Go straight to the last question for the record that is open; a letter typed before is put aside."""
    forget(ask, Kept.OPT_OUT)
    return SeeOther("/opposition/verifier")


@room.page("/opposition/deces", guard=Guard.PUBLIC)
def death(ask: Ask) -> Answer:
    """Say whom to write to when the person has died."""
    return Shown("opt_out/death.html", DeathPage())


@room.page("/opposition/papier", guard=Guard.PUBLIC)
def paper(ask: Ask) -> Answer:
    """Say how to do it by telephone, at a desk or by post."""
    return Shown("opt_out/paper.html", PaperPage(ask.settings.paper_address))
