"""Helping to activate: the advisor has a code sent, and the person does the rest herself, on the portal."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.lifecycle import AccountExists, Purpose, SpaceUnknown, send_letter_code
from dossier.policy import Acting, Scope
from portal.ui import Answer, SeeOther, Shown, Work

from .act_pages import SENT, ActivatePage
from .acts import act_open, begin_act, end_act, path_of_act
from .views import room
from .visit import Visit

_SCOPE = Scope.ACTIVATION
_SENT = ("sms", "letter")


@room.page("/visite/<reference>/activer", guard=DeskGuard.ADVISOR, menu="visit")
def ask_activation(ask: DeskAsk, reference: str) -> Answer:
    """Say what she needs, and how she does it."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    page = ActivatePage(visit, _place(ask), next((one for one in SENT if one == ask.asked("parti")), ""))
    return Shown("acts/activate.html", page)


@room.page("/visite/<reference>/activer", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def send_code(ask: DeskAsk, reference: str) -> Answer:
    """Have her code sent to the telephone or the address on file; nobody here sees it."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    acting = begin_act(ask, reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    try:
        sent = send_letter_code(ask.unit, acting, Purpose.ACTIVATION, ask.now, sms="sms" in ask.settings.code_channels)
    except AccountExists:
        return Shown("acts/activate.html", ActivatePage(visit, _place(ask), "account"), 409)
    except SpaceUnknown:
        return Shown("acts/activate.html", ActivatePage(visit, _place(ask), "none"), 409)
    if sent in _SENT:
        end_act(ask, acting)
    return SeeOther(f"{path_of_act(reference, _SCOPE)}?parti={sent}")


def _place(ask: DeskAsk) -> str:
    return f"{ask.settings.portal_url.partition('://')[2].rstrip('/')}/activation"
