"""Her turn at the advisor's screen: she reads what it is, and types her code where nobody sees it, or says no."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import (
    MandateLine,
    MandateState,
    Outcome,
    Question,
    give_consent,
    give_fresh_proof,
    mandate_of,
    refuse_at_desk,
)
from portal.ui import Answer, SeeOther, Shown, Work

from .acts import path_of_act, path_of_proof
from .views import room
from .visit import PATH, Visit
from .visit_pages import TurnMistake, TurnPage, UnfitPage

_PATH = f"{PATH}/<reference>/a-vous"
_LONGEST_CODE = 40


@room.page(_PATH, guard=DeskGuard.ADVISOR)
def show_turn(ask: DeskAsk, reference: str) -> Answer:
    """Show her what she is asked; nothing of it says whether she is known."""
    return _turn(ask, reference)


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, even=True)
def take_turn(ask: DeskAsk, reference: str) -> Answer:
    """Take her code, or her no; the screen then goes back to the advisor."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if line.remote:
        return SeeOther(f"{PATH}/{line.reference}")
    if ask.pressed("non"):
        if line.state is MandateState.DRAFT:
            refuse_at_desk(ask.unit, ask.staff, line.reference, ask.now)
        return SeeOther(f"{PATH}/{line.reference}")
    if line.question is None:
        return _before(line)
    typed = ask.typed("code")[:_LONGEST_CODE]
    if not typed:
        return _turn(ask, reference, "missing")
    take = give_consent if line.state is MandateState.DRAFT else give_fresh_proof
    outcome = take(ask.unit, line.reference, typed, ask.network, ask.now)
    return _turn(ask, reference, "wrong") if outcome == "wrong" else _after(ask, line, line.question, outcome)


def _after(ask: DeskAsk, line: MandateLine, question: Question, outcome: Outcome) -> Answer:
    """Return where an answer leads. Too many wrong codes and a right one of who can give no mandate look alike.

    Why she can't is told in her own history, and on her own screen.
    """
    match outcome:
        case "right" if question.scope is not None:
            return SeeOther(path_of_act(line.reference, question.scope))
        case "expired":
            return _before(line)
        case "locked" | "protected" | "minor" | "grown":
            return Shown("visit/unfit.html", UnfitPage(Visit.of(line, ask.now)))
        case _:
            return SeeOther(f"{PATH}/{line.reference}")


def _turn(ask: DeskAsk, reference: str, error: TurnMistake = "") -> Answer:
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    question = line.question
    if line.remote:  # she isn't here: this screen is nobody's but the advisor's
        return SeeOther(f"{PATH}/{line.reference}")
    if question is None or ask.now >= question.expires_at:
        return _before(line)
    return Shown("visit/turn.html", _page(ask, line, question, error), 422 if error else 200)


def _page(ask: DeskAsk, line: MandateLine, question: Question, error: TurnMistake) -> TurnPage:
    return TurnPage(
        visit=Visit.of(line, ask.now),
        advisor=line.advisor,
        site=line.site,
        duration=line.duration,
        act=question.scope,
        by_card=question.way == "card",
        tries_left=line.tries_left,
        error=error,
    )


def _before(line: MandateLine) -> Answer:
    """Return where her code is asked for again: the last one is too old, or there is none."""
    if line.state is MandateState.DRAFT:
        return SeeOther(f"{PATH}/{line.reference}/accord?suite=trop-tard")
    if line.state is MandateState.ACTIVE and line.question and line.question.scope:
        return SeeOther(f"{path_of_proof(line.reference, line.question.scope)}&suite=trop-tard")
    return SeeOther(f"{PATH}/{line.reference}")
