"""Her agreement: the text is read to her, she chooses how she proves. The advisor learns only given, or not."""

from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import (
    WAYS,
    WEAK_LENGTHS,
    WEAK_SCOPES,
    MandateLine,
    MandateRefused,
    MandateState,
    QuestionTooSoon,
    Way,
    ask_card_line,
    consent_ways,
    give_consent_turn,
    mandate_of,
    refuse_at_desk,
    send_consent_code,
)
from portal.ui import Answer, SeeOther, Shown, Work, all_texts_of, deed_file, texts_of

from .calling_back import call_part, is_open, told_after
from .summary import screen_given
from .views import room
from .visit import PATH, Visit
from .visit_pages import AskRefusal, ConsentPage, TextPage

_ONE = f"{PATH}/<reference>"


@room.page(f"{_ONE}/accord", guard=DeskGuard.ADVISOR, menu="visit")
def ask_consent(ask: DeskAsk, reference: str) -> Answer:
    """Show what is read aloud, and by which ways she may agree; it looks by itself whether she did."""
    return consent_page(ask, reference, told_after(ask))


@room.page(f"{_ONE}/accord", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def ask_code(ask: DeskAsk, reference: str) -> Answer:
    """Send her a code if that is possible, or ask for one of her card; then it is her turn, here or by telephone."""
    way = way_asked(ask)
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if way is None:
        return consent_page(ask, reference, "no-way")
    try:
        if way == "card":
            ask_card_line(ask.unit, ask.staff, reference, ask.now)
        else:
            send_consent_code(ask.unit, ask.staff, reference, way, ask.now, channels=ask.settings.code_channels)
    except (MandateRefused, QuestionTooSoon) as refused:
        return consent_page(ask, reference, why_not_asked(refused))
    return SeeOther(f"{PATH}/{reference}/{'accord' if line.remote else 'a-vous'}")


@room.page(f"{_ONE}/accord/tour", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def give_screen(ask: DeskAsk, reference: str) -> Answer:
    """Lock this desk at once, and let her sign in at its screen: she sees this text and nothing of her record."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if line.state is not MandateState.DRAFT or line.remote:
        return SeeOther(f"{PATH}/{line.reference}")
    return screen_given(ask, give_consent_turn(ask.unit, ask.staff, line.reference, ask.now))


@room.page(f"{_ONE}/refus", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def take_refusal(ask: DeskAsk, reference: str) -> Answer:
    """Write down that she doesn't want it: the draft is void."""
    refuse_at_desk(ask.unit, ask.staff, reference, ask.now)
    return SeeOther(f"{PATH}/{reference}")


@room.page(f"{_ONE}/texte", guard=DeskGuard.ADVISOR, menu="visit")
def show_text(ask: DeskAsk, reference: str) -> Answer:
    """Show the text in one language: the one that was chosen beside the French, or `?langue=`."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    known = {text.language: text for text in all_texts_of(line)}
    text = known.get(ask.asked("langue")) or texts_of(line)[-1]
    return Shown("visit/text.html", TextPage(Visit.of(line, ask.now), text))


@room.page(f"{_ONE}/projet", guard=DeskGuard.ADVISOR, work=Work.OWN)
def print_draft(ask: DeskAsk, reference: str) -> Answer:
    """Hand out the draft, void, as a PDF. It is laid out after the transaction."""
    line = _line(ask, reference)
    if line.state is not MandateState.DRAFT:
        return SeeOther(f"{PATH}/{line.reference}")
    return deed_file(line, ask.settings, ask.asked("taille"))


@room.page(f"{_ONE}/acte", guard=DeskGuard.ADVISOR, work=Work.OWN)
def print_deed(ask: DeskAsk, reference: str) -> Answer:
    """Hand out the deed in two copies as a PDF."""
    line = _line(ask, reference)
    if line.given_at is None:
        return SeeOther(f"{PATH}/{line.reference}")
    return deed_file(line, ask.settings, ask.asked("taille"))


def consent_page(ask: DeskAsk, reference: str, told: AskRefusal = "") -> Answer:
    """Return the page that asks for her agreement; once she gave it, or can't any more, the visit's."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if line.state is not MandateState.DRAFT:
        return SeeOther(f"{PATH}/{line.reference}")
    on_paper = WEAK_SCOPES.issuperset(line.scopes) and line.duration in WEAK_LENGTHS
    page = ConsentPage(
        visit=Visit.of(line, ask.now),
        text=texts_of(line)[0],
        beside=line.text.languages[-1],
        duration=line.duration,
        ways=consent_ways(ask.unit, ask.staff, reference, ask.now, channels=ask.settings.code_channels),
        portal=her_screen(ask),
        paper=on_paper and not line.remote,
        asked=is_open(line, ask.now),
        told=told,
        call=call_part(ask, line),
    )
    return Shown("visit/consent.html", page, status_of(told))


def way_asked(ask: DeskAsk) -> Way | None:
    """Return by which way she wants to prove, as the form says it."""
    return next((way for way in WAYS if way == ask.typed("way")), None)


def why_not_asked(refused: MandateRefused | QuestionTooSoon) -> AskRefusal:
    """Return why no code left, as the page tells it."""
    why = cast("AskRefusal", refused.facts["why"])
    return why if isinstance(refused, QuestionTooSoon) or why == "call" else "way"


def status_of(told: AskRefusal) -> int:
    """Return the status of a page that tells this."""
    return 422 if told and told != "late" else 200


def her_screen(ask: DeskAsk) -> str:
    """Return where she agrees in her own session, as one types it."""
    return f"{ask.settings.portal_url.partition('://')[2].rstrip('/')}/mandats"


def _line(ask: DeskAsk, reference: str) -> MandateLine:
    with ask.store.reading() as unit:
        return mandate_of(unit, ask.staff, reference, ask.now)
