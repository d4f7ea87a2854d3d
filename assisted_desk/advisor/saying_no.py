"""Saying no for somebody who lets her advisor: the deadline first, then each case of the law; and how it is undone.

On a signed paper alone nothing of her case is told, and a letter is all that leaves, if that is possible.
"""

from functools import partial

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.lifecycle import (
    Purpose,
    Receipt,
    StateRefused,
    Way,
    case_of,
    change_mind,
    not_for_me,
    opt_out,
    send_letter_code,
)
from dossier.mandates import patient_under
from dossier.policy import Acting, Scope
from portal.ui import Answer, SeeOther, Shown, Standing, Work, day_of, day_to_tell, standing_of

from .act_pages import NoOnPaperPage, SayNoPage
from .acts import act_open, begin_act, end_act, path_of_act, try_on_paper
from .handing_over import newest_receipt, path_of_receipt
from .views import room
from .visit import Visit

_SCOPE = Scope.OPT_OUT
_MEANT: dict[str, tuple[Standing, ...]] = {
    "dire-non": ("announced", "opposed"),
    "fermer": ("late", "closed"),
    "pas-pour-moi": ("announced",),
    "changer-avis": ("opposed",),
}
"""Where the case may stand when a button is pressed: as the page said, or as the same button left it a moment ago."""


@room.page("/visite/<reference>/dire-non", guard=DeskGuard.ADVISOR, menu="visit")
def ask_no(ask: DeskAsk, reference: str) -> Answer:
    """Say until when a no is taken, and offer what may be done now."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    if visit.is_weak:
        return Shown("acts/no_on_paper.html", NoOnPaperPage(visit, ask.asked("fait") == "lettre"))
    return _page(ask, visit)


@room.page("/visite/<reference>/dire-non", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def take_no(ask: DeskAsk, reference: str) -> Answer:
    """Do what the page offered, as the page said it; else show the page again."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    if visit.is_weak:
        return _ask_letter(ask, reference)
    pressed = ask.pressed(*_MEANT)
    if _standing(ask, visit) not in _MEANT.get(pressed, ()):
        return _page(ask, visit, changed=True)
    acting = begin_act(ask, reference, _SCOPE)
    return _done(ask, visit, acting, pressed) if isinstance(acting, Acting) else acting


def _ask_letter(ask: DeskAsk, reference: str) -> Answer:
    path = path_of_act(reference, _SCOPE)
    if not ask.pressed("lettre"):
        return SeeOther(path)
    return try_on_paper(ask, reference, _SCOPE, partial(_send_letter, ask)) or SeeOther(f"{path}?fait=lettre")


def _send_letter(ask: DeskAsk, acting: Acting) -> None:
    send_letter_code(ask.unit, acting, Purpose.OPT_OUT, ask.now, sms=False)


def _done(ask: DeskAsk, visit: Visit, acting: Acting, pressed: str) -> Answer:
    try:
        receipt = _act(ask, acting, pressed)
    except StateRefused:
        return _page(ask, visit, changed=True)
    if receipt.made_at >= ask.now:  # pressed twice, it was done once
        end_act(ask, acting)
    return SeeOther(path_of_receipt(visit.reference, _SCOPE))


def _act(ask: DeskAsk, acting: Acting, pressed: str) -> Receipt:
    match pressed:
        case "changer-avis":
            return change_mind(ask.unit, acting, Way.DESK, ask.now)
        case "pas-pour-moi":
            return not_for_me(ask.unit, acting, Way.DESK, ask.now)
        case _:
            return opt_out(ask.unit, acting, Way.DESK, ask.now)


def _standing(ask: DeskAsk, visit: Visit) -> Standing | None:
    case = case_of(ask.unit, patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now))
    return standing_of(case, ask.now) if case else None


def _page(ask: DeskAsk, visit: Visit, *, changed: bool = False) -> Answer:
    case = case_of(ask.unit, patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now))
    if case is None:
        return Shown("acts/say_no.html", SayNoPage(visit, None, changed=changed), 409 if changed else 200)
    page = SayNoPage(
        visit,
        standing_of(case, ask.now),
        since=day_of(case.since_at),
        sent_on=case.sent_on,
        last_day=day_to_tell(case, ask.now),
        accepted_on=case.accepted_on,
        is_blocked=case.blocked_at is not None,
        may_close=Scope.CLOSURE in visit.scopes,
        has_receipt=newest_receipt(ask, visit, _SCOPE) is not None,
        changed=changed,
    )
    return Shown("acts/say_no.html", page, 409 if changed else 200)
