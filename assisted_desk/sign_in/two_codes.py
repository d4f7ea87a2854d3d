"""An app whose clock is off: two codes in a row open the desk, and set it right for the next times."""

from assisted_desk.ui import CODE_FIELD, DeskAsk, DeskGuard, desk_opened
from dossier.identity import StaffProof, pass_staff_proof, sign_in_is_under_way
from portal.ui import Answer, Shown, Work

from .pages import TwoCodesPage
from .views import room

_PATH = "/connexion/deux-codes"
_NEXT_FIELD = "next_code"
_LONGEST = 40


@room.page(_PATH, guard=DeskGuard.PUBLIC)
def ask_two_codes(ask: DeskAsk) -> Answer:
    """Ask for two codes, one after the other."""
    sign_in_is_under_way(ask.unit, ask.visit, ask.now)
    return Shown("sign_in/two_codes.html", TwoCodesPage())


@room.page(_PATH, "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def take_two_codes(ask: DeskAsk) -> Answer:
    """Open the desk when they followed each other."""
    first, following = ask.typed(CODE_FIELD)[:_LONGEST], ask.typed(_NEXT_FIELD)[:_LONGEST]
    if not first or not following:
        sign_in_is_under_way(ask.unit, ask.visit, ask.now)
        return Shown("sign_in/two_codes.html", TwoCodesPage("missing"), 422)
    token = pass_staff_proof(ask.unit, StaffProof(ask.visit, ask.network, first, following), ask.now)
    if token is None:
        return Shown("sign_in/two_codes.html", TwoCodesPage("wrong"), 422)
    return desk_opened(ask.unit, ask, token)
