"""A letter for somebody else, brought along by whoever gave the mandate: told, so that nothing opens by itself.

No mandate is over that other record: the code of the letter is what opens it, for this one act (DOMAIN B7). Hers lets
the advisor type it for her, and keeps in her own history that it was done.
"""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import from_text, in_groups, to_text
from dossier.identity import TooManyTries, draft, keep_draft
from dossier.lifecycle import Letter, Receipt, State, Way, find_letter, not_for_me, receipt_of
from dossier.mandates import UseDetail, patient_under
from dossier.policy import Acting, Scope
from dossier.store import Unit
from portal.ui import Answer, SeeOther, Shown, Work, read_code, receipt_file, wait_of

from .act_pages import LetterMistake, OthersLetterPage, OthersLetterToldPage
from .acts import act_open, begin_act, end_act, path_of_act
from .views import room
from .visit import Visit

_SCOPE = Scope.OPT_OUT
_PATH = "/visite/<reference>/dire-non/lettre-d-un-autre"
_TOLD = f"{_PATH}/recepisse"


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="visit")
def ask_others_letter(ask: DeskAsk, reference: str) -> Answer:
    """Ask for the code of that letter; say what telling does, and whose choice it stays."""
    visit = _open(ask, reference)
    return Shown("acts/others_letter.html", OthersLetterPage(visit)) if isinstance(visit, Visit) else visit


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def take_others_letter(ask: DeskAsk, reference: str) -> Answer:
    """Stop the opening that the letter announced. It is no « no », and nothing changes in the patient's own record."""
    visit = _open(ask, reference)
    if not isinstance(visit, Visit):
        return visit
    page = OthersLetterPage(visit, ask.written("code"))
    read = read_code(page.typed)
    if read.mistake:
        return _again(replace(page, error=read.mistake, off_by=read.off_by))
    try:  # wrong codes make this advisor wait, and nobody else
        letter = find_letter(ask.unit, read.code, ask.staff.staff_id.hex(), ask.now)
    except TooManyTries as refused:
        wait = wait_of(refused)
        return _again(replace(page, error="wait", wait_minutes=-(-wait // 60)), 429, wait)
    if mistake := _mistake(ask, visit, letter):
        return _again(replace(page, error=mistake))
    return _tell(ask, visit, letter)


@room.page(_TOLD, guard=DeskGuard.ADVISOR, menu="visit")
def show_told(ask: DeskAsk, reference: str) -> Answer:
    """Say that it is told, and under which number."""
    visit = _open(ask, reference)
    if not isinstance(visit, Visit):
        return visit
    receipt = _receipt(ask.unit, ask, visit)
    if receipt is None:
        return SeeOther(_here(visit))
    return Shown("acts/others_letter_told.html", OthersLetterToldPage(visit, in_groups(receipt.number)))


@room.page(f"{_TOLD}/papier", guard=DeskGuard.ADVISOR, work=Work.OWN)
def print_told(ask: DeskAsk, reference: str) -> Answer:
    """Hand out its receipt as a PDF: of whom the letter is for, it has initials alone."""
    with ask.store.reading() as unit:
        visit = _open(replace(ask, unit=unit), reference)
        if not isinstance(visit, Visit):
            return visit
        receipt = _receipt(unit, ask, visit)
    return receipt_file(receipt, ask.settings, ask.asked("taille")) if receipt else SeeOther(_here(visit))


def _open(ask: DeskAsk, reference: str) -> Visit | Answer:
    """Return the visit; on a signed paper alone the way back: she tells of that letter herself, with its code."""
    visit = act_open(ask, reference, _SCOPE)
    return SeeOther(path_of_act(reference, _SCOPE)) if isinstance(visit, Visit) and visit.is_weak else visit


def _tell(ask: DeskAsk, visit: Visit, letter: Letter) -> Answer:
    acting = begin_act(ask, visit.reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    assert letter.acting is not None
    holder = replace(letter.acting, actor_id=acting.actor_id, actor_name=acting.actor_name, site=acting.site)
    receipt = not_for_me(ask.unit, holder, Way.DESK, ask.now)
    end_act(ask, acting, UseDetail.OTHERS_LETTER)
    kept = {"patient": to_text(receipt.patient_id), "act": to_text(receipt.act_id)}
    keep_draft(ask.unit, ask.visit, _purpose(visit), kept, ask.now)
    return SeeOther(f"{_here(visit)}/recepisse")


def _mistake(ask: DeskAsk, visit: Visit, letter: Letter) -> LetterMistake:
    if letter.outcome == "expired":
        return "expired"
    if letter.acting is None or letter.case is None:
        return "unknown"
    if letter.acting.patient_id == patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now):
        return "hers"
    return None if letter.case.state is State.ANNOUNCED else "settled"


def _receipt(unit: Unit, ask: DeskAsk, visit: Visit) -> Receipt | None:
    kept = draft(unit, ask.visit, _purpose(visit), ask.now)
    patient_id, act_id = from_text(kept.get("patient", "")), from_text(kept.get("act", ""))
    return receipt_of(unit, patient_id, act_id) if patient_id and act_id else None


def _again(page: OthersLetterPage, status: int = 422, wait: int = 0) -> Answer:
    return Shown("acts/others_letter.html", page, status, wait)


def _here(visit: Visit) -> str:
    return f"{visit.path}/dire-non/lettre-d-un-autre"


def _purpose(visit: Visit) -> str:
    return f"letter:{visit.reference}"
