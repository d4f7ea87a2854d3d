"""Who decides: the holder of a proved letter, or the reader whose session is open; and where her case stands."""

from dataclasses import dataclass

from dossier.base import to_text
from dossier.identity import TooManyTries, records_represented_by
from dossier.lifecycle import Case, Letter, Way, case_of, prove_letter
from dossier.policy import Acting
from portal.ui import Answer, Ask, SeeOther, Shown

from .answers import BEGIN_AGAIN, Kept, answers, born_on, too_many_tries
from .pages import ExpiredPage


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide, her case, and what she answered on her way here."""

    acting: Acting
    case: Case
    way: Way
    answers: dict[str, str]


def decider(ask: Ask) -> Decider | Answer:
    """Return who decides; or the page to go to first. A letter's code is proved anew each time."""
    told = answers(ask, Kept.OPT_OUT)
    return _by_letter(ask, told) if "code" in told else _by_session(ask, told)


def prove(ask: Ask, told: dict[str, str]) -> Letter | Answer:
    """Prove a code and a birth date, and the INS where it was asked for; or say what to do instead."""
    day = born_on(told)
    if "code" not in told or day is None:
        return SeeOther("/opposition/naissance") if "code" in told else BEGIN_AGAIN
    try:
        letter = prove_letter(ask.unit, told["code"], day, ask.network, ask.now, told.get("ins", ""))
    except TooManyTries as refused:
        return too_many_tries(refused)
    return Shown("opt_out/expired.html", ExpiredPage(), 410) if letter.outcome == "expired" else letter


def session_case(ask: Ask) -> tuple[Acting, Case] | None:
    """Return who acts in the record that this session has open, and its case; None for a stranger.

    Also for the patient in her turn at a desk: that session is for her summary, and shows nothing else of her record.
    """
    acting = ask.session.acting if ask.session and not ask.session.is_at_desk else None
    case = case_of(ask.unit, acting.patient_id) if acting else None
    return (acting, case) if acting and case else None


def judged(acting: Acting) -> str:
    """Return the mark that the judgment was asked about for this record, and no other."""
    return to_text(acting.patient_id)


def _by_letter(ask: Ask, told: dict[str, str]) -> Decider | Answer:
    letter = prove(ask, told)
    if not isinstance(letter, Letter):
        return letter
    if letter.acting and letter.case:
        return Decider(letter.acting, letter.case, Way.LETTER, told)
    return SeeOther("/opposition/numero" if letter.outcome == "identity" else "/opposition/naissance")


def _by_session(ask: Ask, told: dict[str, str]) -> Decider | Answer:
    found = session_case(ask)
    if found is None:
        return BEGIN_AGAIN
    acting, case = found
    if _needs_judgment(ask, acting) and told.get("judged") != judged(acting):
        return SeeOther("/opposition/jugement")
    return Decider(acting, case, Way.SIGNED_IN, told)


def _needs_judgment(ask: Ask, acting: Acting) -> bool:
    """Tell whether an adult under a measure is represented: her representative may only if the judgment says so."""
    return any(
        one.patient_id == acting.patient_id and one.basis == "measure_with_representation"
        for one in records_represented_by(ask.unit, ask.signed.patient_id)
    )
