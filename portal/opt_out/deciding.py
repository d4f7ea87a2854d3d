"""The last question: check the answers and say no, or close what exists already; and changing one's mind."""

from dossier.base import in_groups
from dossier.lifecycle import Receipt, StateRefused, Way, opt_out, receipts_of, reopen
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work, day_of, day_to_tell, standing_of

from .answers import BEGIN_AGAIN, Kept, born_on, keep, remember
from .deciders import Decider, decider, judged, session_case
from .entry import room
from .pages import ChangePage, CheckPage, JudgmentPage, OnlyHerselfPage

_CHECK, _CHANGE = "/opposition/verifier", "/opposition/changer-avis"
_MEANT = {"dire-non": ("announced", "opposed"), "fermer": ("late", "closed")}
"""Where the case may stand when a button is pressed: as the page said, or as the same button left it a moment ago."""


@room.page(_CHECK, guard=Guard.PUBLIC, work=Work.WRITES)
def check(ask: Ask) -> Answer:
    """Show the answers and where the record stands. Writes, because proving the letter counts wrong tries."""
    found = decider(ask)
    if not isinstance(found, Decider):
        return found
    case = found.case
    page = CheckPage(
        way=found.way,
        standing=standing_of(case, ask.now),
        since=day_of(case.since_at),
        code=in_groups(found.answers.get("code", "")),
        born_on=born_on(found.answers),
        last_day=day_to_tell(case, ask.now),
        has_receipt=_newest(ask, found) is not None,
    )
    return Shown("opt_out/check.html", page)


@room.page(_CHECK, "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def decide(ask: Ask) -> Answer:
    """Say no, or close; or show the receipt again. An act is done only as its page said it."""
    found = decider(ask)
    if not isinstance(found, Decider):
        return found if ask.typed("way") == Way.LETTER else _ended(ask, found)
    pressed = ask.pressed("dire-non", "fermer", "recepisse")
    if pressed == "recepisse":
        return _told(ask, found, _newest(ask, found))
    if ask.typed("way") != found.way or standing_of(found.case, ask.now) not in _MEANT.get(pressed, ()):
        return SeeOther(_CHECK)
    try:
        return _told(ask, found, opt_out(ask.unit, found.acting, found.way, ask.now))
    except StateRefused:
        return SeeOther(_CHECK)


@room.page("/opposition/jugement", guard=Guard.PUBLIC)
def ask_judgment(ask: Ask) -> Answer:
    """Ask the representative of an adult what the judgment says (DOMAIN B8)."""
    return Shown("opt_out/judgment.html", JudgmentPage()) if session_case(ask) else BEGIN_AGAIN


@room.page("/opposition/jugement", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_judgment(ask: Ask) -> Answer:
    """Go on when the judgment covers the person; otherwise say how she herself decides."""
    found = session_case(ask)
    if found is None:
        return BEGIN_AGAIN
    match ask.typed("judgment"):
        case "person":
            keep(ask, Kept.OPT_OUT, judged=judged(found[0]))
            return SeeOther(_CHECK)
        case "property" | "unknown" as other:
            return Shown("opt_out/only_herself.html", OnlyHerselfPage(other))
        case _:
            return Shown("opt_out/judgment.html", JudgmentPage("missing"), 422)


@room.page(_CHANGE, guard=Guard.PUBLIC, work=Work.WRITES)
def ask_change(ask: Ask) -> Answer:
    """Ask whether the record is wanted after all; a closed one is opened again elsewhere."""
    found = decider(ask)
    if not isinstance(found, Decider):
        return found
    match standing_of(found.case, ask.now):
        case "opposed":
            return Shown("opt_out/change.html", ChangePage(found.way))
        case "closed" if found.way is Way.LETTER:
            return Shown("opt_out/change.html", ChangePage(found.way, closed=True))
        case "closed":
            return SeeOther("/rouvrir")
        case _:
            return SeeOther(_CHECK)


@room.page(_CHANGE, "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def change(ask: Ask) -> Answer:
    """Take the no back."""
    found = decider(ask)
    if not isinstance(found, Decider):
        return found if ask.typed("way") == Way.LETTER else _ended(ask, found)
    if ask.typed("way") != found.way or standing_of(found.case, ask.now) == "closed":
        return SeeOther(_CHANGE)
    try:
        return _told(ask, found, reopen(ask.unit, found.acting, found.way, ask.now))
    except StateRefused:
        return SeeOther(_CHECK)


def _newest(ask: Ask, found: Decider) -> Receipt | None:
    """Return the newest receipt that this decider may have."""
    return next((one for one in receipts_of(ask.unit, found.case.patient_id) if _may_have(found, one)), None)


def _may_have(found: Decider, receipt: Receipt) -> bool:
    """Tell whether it is hers to have: a letter shows what was done with letters, not what others did signed in."""
    return found.way is not Way.LETTER or receipt.way is Way.LETTER


def _told(ask: Ask, found: Decider, receipt: Receipt | None) -> SeeOther:
    """Go on to the receipt; or to where the record stands, when the receipt is somebody else's."""
    return remember(ask, receipt) if receipt and _may_have(found, receipt) else SeeOther(_CHECK)


def _ended(ask: Ask, instead: Answer) -> Answer:
    """Say that the visit has ended to a reader whose session is over; what she pressed did nothing."""
    return instead if ask.session else SeeOther("/session-terminee")
