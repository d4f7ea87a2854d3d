"""One's own rescue codes: ten on paper, for the day on which the telephone isn't there."""

from assisted_desk.ui import DeskAsk, DeskGuard, fresh_code_first
from dossier.identity import draft, drop_draft, keep_draft, new_rescue_codes, rescue_codes_left
from portal.ui import Answer, SeeOther, Shown, Work, rescue_codes_file

from .pages import RescuePage
from .views import room

_PATH = "/codes-de-secours"
_DRAFT = "staff-rescue"


@room.page(_PATH, guard=DeskGuard.STAFF, menu="keys")
def show_rescue_codes(ask: DeskAsk) -> Answer:
    """Tell how many are left; new ones are shown until they are put away."""
    if first := fresh_code_first(ask, _PATH):
        return first
    page = RescuePage(rescue_codes_left(ask.unit, ask.staff.staff_id), _grouped(_kept(ask)))
    return Shown("keys/rescue.html", page)


@room.page(_PATH, "POST", guard=DeskGuard.STAFF, work=Work.WRITES, menu="keys")
def make_rescue_codes(ask: DeskAsk) -> Answer:
    """Make ten; those of before are good for nothing from now on."""
    if first := fresh_code_first(ask, _PATH):
        return first
    codes = new_rescue_codes(ask.unit, ask.staff, ask.now)
    keep_draft(ask.unit, ask.visit, _DRAFT, {"codes": " ".join(codes)}, ask.now)
    return SeeOther(_PATH)


@room.page(f"{_PATH}/feuille", "POST", guard=DeskGuard.STAFF, work=Work.OWN, menu="keys")
def print_rescue_codes(ask: DeskAsk) -> Answer:
    """Hand out the sheet; it is laid out after the transaction."""
    if first := fresh_code_first(ask, _PATH):
        return first
    with ask.store.reading() as unit:
        codes = tuple(draft(unit, ask.visit, _DRAFT, ask.now).get("codes", "").split())
    if not codes:
        return SeeOther(_PATH)
    return rescue_codes_file(f"{ask.staff.first_name} {ask.staff.name}", codes, ask.now)


@room.page(f"{_PATH}/rangee", "POST", guard=DeskGuard.STAFF, work=Work.WRITES, menu="keys")
def put_rescue_codes_away(ask: DeskAsk) -> Answer:
    """Forget them here: the paper is in her hands."""
    drop_draft(ask.unit, ask.visit, _DRAFT)
    return SeeOther("/cles")


def _kept(ask: DeskAsk) -> tuple[str, ...]:
    return tuple(draft(ask.unit, ask.visit, _DRAFT, ask.now).get("codes", "").split())


def _grouped(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{code[:5]} {code[5:]}" for code in codes)
