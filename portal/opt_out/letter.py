"""With the letter: its code, the birth date, and the social security number where the code was tried too often."""

from dossier.base import in_groups
from dossier.lifecycle import Letter
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, TypedDate, Work, day_of, read_birth, read_code, read_number

from .answers import BEGIN_AGAIN, Kept, answers, born_on, keep
from .deciders import prove
from .entry import room
from .pages import BirthPage, CodePage, NumberPage


@room.page("/opposition/code", guard=Guard.PUBLIC)
def ask_code(ask: Ask) -> Answer:
    """Ask for the letter's code."""
    code = answers(ask, Kept.OPT_OUT).get("code", "")
    return Shown("opt_out/code.html", CodePage("opt-out", in_groups(code)))


@room.page("/opposition/code", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_code(ask: Ask) -> Answer:
    """Note the code; only its form is checked, so that nothing is learnt from it alone."""
    typed = ask.written("code")
    read = read_code(typed)
    if read.mistake:
        return Shown("opt_out/code.html", CodePage("opt-out", typed, read.mistake, read.off_by), 422)
    keep(ask, Kept.OPT_OUT, code=read.code)
    return SeeOther("/opposition/naissance")


@room.page("/opposition/naissance", guard=Guard.PUBLIC)
def ask_birth(ask: Ask) -> Answer:
    """Ask when the person the letter is about was born."""
    told = answers(ask, Kept.OPT_OUT)
    if "code" not in told:
        return BEGIN_AGAIN
    page = BirthPage("opt-out", TypedDate.of(born_on(told)), in_groups(told["code"]))
    return Shown("opt_out/birth.html", page)


@room.page("/opposition/naissance", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_birth(ask: Ask) -> Answer:
    """Prove code and date together. The words are the same for an unknown code and for a wrong date."""
    told = answers(ask, Kept.OPT_OUT)
    if "code" not in told:
        return BEGIN_AGAIN
    code, typed = in_groups(told["code"]), TypedDate.read(ask)
    read = read_birth(typed, day_of(ask.now))
    if isinstance(read, str):
        return Shown("opt_out/birth.html", BirthPage("opt-out", typed, code, read), 422)
    keep(ask, Kept.OPT_OUT, born_on=read.isoformat())
    letter = prove(ask, answers(ask, Kept.OPT_OUT))
    if not isinstance(letter, Letter):
        return letter
    if letter.outcome == "wrong":
        return Shown("opt_out/birth.html", BirthPage("opt-out", typed, code, "mismatch"), 422)
    return SeeOther("/opposition/numero" if letter.outcome == "identity" else "/opposition/verifier")


@room.page("/opposition/numero", guard=Guard.PUBLIC)
def ask_number(ask: Ask) -> Answer:
    """Ask for the social security number: this code was tried too often, and its holder still gets through."""
    return Shown("opt_out/number.html", NumberPage("opt-out")) if _complete(ask) else BEGIN_AGAIN


@room.page("/opposition/numero", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_number(ask: Ask) -> Answer:
    """Prove code, date and number together."""
    if not _complete(ask):
        return BEGIN_AGAIN
    typed = ask.written("number")
    number, mistake = read_number(typed)
    if mistake:
        return Shown("opt_out/number.html", NumberPage("opt-out", typed, mistake), 422)
    keep(ask, Kept.OPT_OUT, ins=number)
    letter = prove(ask, answers(ask, Kept.OPT_OUT))
    if not isinstance(letter, Letter):
        return letter
    if letter.acting is None:
        return Shown("opt_out/number.html", NumberPage("opt-out", typed, "mismatch"), 422)
    return SeeOther("/opposition/verifier")


def _complete(ask: Ask) -> bool:
    return answers(ask, Kept.OPT_OUT).keys() >= {"code", "born_on"}
