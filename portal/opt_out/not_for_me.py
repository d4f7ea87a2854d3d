"""A letter that reached the wrong person: an act of its own, that stops the automatic opening (DOMAIN B7)."""

from dossier.base import in_groups
from dossier.identity import TooManyTries
from dossier.lifecycle import Letter, State, StateRefused, Way, find_letter, not_for_me
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work, read_code

from .answers import BEGIN_AGAIN, Kept, answers, keep, remember, too_many_tries
from .entry import room
from .pages import CodePage, ExpiredPage, NotForMePage

_CONFIRM = "/opposition/pas-pour-moi/confirmer"


@room.page("/opposition/pas-pour-moi", guard=Guard.PUBLIC)
def ask_code_of_letter(ask: Ask) -> Answer:
    """Ask for the code of the letter that came by mistake."""
    code = answers(ask, Kept.NOT_FOR_ME).get("code", "")
    return Shown("opt_out/code.html", CodePage("not-for-me", in_groups(code)))


@room.page("/opposition/pas-pour-moi", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_code_of_letter(ask: Ask) -> Answer:
    """Find the letter by its code alone: whoever it isn't for doesn't know the birth date."""
    typed = ask.written("code")
    read = read_code(typed)
    if read.mistake:
        return Shown("opt_out/code.html", CodePage("not-for-me", typed, read.mistake, read.off_by), 422)
    letter = _find(ask, read.code)
    if not isinstance(letter, Letter):
        return letter
    if letter.case is None:
        return Shown("opt_out/code.html", CodePage("not-for-me", typed, "unknown"), 422)
    keep(ask, Kept.NOT_FOR_ME, code=read.code)
    return SeeOther(_CONFIRM)


@room.page(_CONFIRM, guard=Guard.PUBLIC, work=Work.WRITES)
def ask_confirmation(ask: Ask) -> Answer:
    """Ask whether the letter is really for somebody else."""
    found = _found_again(ask)
    if not isinstance(found, Letter) or found.case is None:
        return BEGIN_AGAIN if isinstance(found, Letter) else found
    code = in_groups(answers(ask, Kept.NOT_FOR_ME)["code"])
    settled = found.case.state is not State.ANNOUNCED
    return Shown("opt_out/not_for_me.html", NotForMePage(code, settled))


@room.page(_CONFIRM, "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def confirm(ask: Ask) -> Answer:
    """Stop the automatic opening."""
    found = _found_again(ask)
    if not isinstance(found, Letter) or found.acting is None:
        return BEGIN_AGAIN if isinstance(found, Letter) else found
    try:
        return remember(ask, not_for_me(ask.unit, found.acting, Way.LETTER, ask.now))
    except StateRefused:
        return SeeOther(_CONFIRM)


def _found_again(ask: Ask) -> Letter | Answer:
    code = answers(ask, Kept.NOT_FOR_ME).get("code")
    return _find(ask, code) if code else BEGIN_AGAIN


def _find(ask: Ask, code: str) -> Letter | Answer:
    try:
        letter = find_letter(ask.unit, code, ask.network, ask.now)
    except TooManyTries as refused:
        return too_many_tries(refused)
    return Shown("opt_out/expired.html", ExpiredPage(), 410) if letter.outcome == "expired" else letter
