"""Her turn to answer: the text of one mandate on a desk's screen, yes or no, and the screen goes back at once."""

from dossier.identity import drop_drafts, end_session
from dossier.mandates import MandateState, consent_by_session, mandate_in_turn, refuse_in_turn
from i18n import LOCALES
from portal.ui import BINDING, Answer, Ask, Guard, Shown, SignedOut, Work, all_texts_of

from .pages import Answered, AnswerPage
from .views import room

_PATH = "/tour/accord"


@room.page(_PATH, guard=Guard.ANSWER)
def show_text(ask: Ask) -> Answer:
    """Show what she is asked to agree to, in French or as `?langue=` says; nothing of her record."""
    line = mandate_in_turn(ask.unit, ask.signed, ask.now)
    if line.state is not MandateState.DRAFT:
        return Shown("turn/answer.html", AnswerPage(None))
    known = {text.language: text for text in all_texts_of(line)}
    text = known.get(ask.request.args.get("langue", "")) or known[BINDING]
    others = tuple(one for one in LOCALES if one.code in known and one.code != text.language)
    return Shown("turn/answer.html", AnswerPage(text, others))


@room.page(_PATH, "POST", guard=Guard.ANSWER, work=Work.WRITES)
def answer(ask: Ask) -> Answer:
    """Take her yes or her no; her turn is over with it. Why a mandate isn't possible, no desk's screen tells."""
    answered = _answered(ask)
    end_session(ask.unit, ask.signed, ask.now)
    drop_drafts(ask.unit, ask.visit)
    return SignedOut(f"/tour/fini?fait={answered}")


def _answered(ask: Ask) -> Answered:
    if ask.pressed("non"):
        refuse_in_turn(ask.unit, ask.signed, ask.now)
        return "refus"
    match consent_by_session(ask.unit, ask.signed, ask.visit, ask.signed.draft, ask.now):
        case "right":
            return "accord"
        case "expired":
            return "rien"
        case _:
            return "impossible"
