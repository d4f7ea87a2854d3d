"""The way out: leave and erase; the page after idle time; what had been typed, waiting to be sent again."""

from typing import Literal

from dossier.identity import drop_drafts, end_session, forget_what_was_typed, hand_way_out, what_was_typed
from portal.ui import RESUMED, Answer, Ask, Guard, SeeOther, Shown, SignedOut, Work, fresh_visit

from .pages import GoodbyePage, ResumePage, SessionEndedPage
from .views import room


@room.page("/quitter", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def leave(ask: Ask) -> Answer:
    """End the session and have the browser forget it all; who came by an identity provider leaves that one too.

    A turn at a desk ends the same way, and leads back to the desk; a provider was left there on the way in.
    """
    if ask.session is not None:
        end_session(ask.unit, ask.session, ask.now)
    after = fresh_visit()
    passed_by_provider = hand_way_out(ask.unit, ask.visit, after, ask.now)
    drop_drafts(ask.unit, ask.visit)
    if ask.session is not None and ask.session.is_at_desk:
        return SignedOut("/tour/fini?fait=rien" if ask.session.draft else "/tour/fini", after)
    return SignedOut("/connexion/franceconnect/sortie" if passed_by_provider else "/au-revoir", after)


@room.page("/au-revoir", guard=Guard.PUBLIC)
def goodbye(ask: Ask) -> Answer:
    """Say that everything is erased."""
    return Shown("sign_in/goodbye.html", GoodbyePage())


@room.page("/session-terminee", guard=Guard.PUBLIC)
def session_ended(ask: Ask) -> Answer:
    """Say kindly that the record has closed by itself, and that nothing typed is lost."""
    if ask.session is not None:
        return SeeOther("/mon-dossier")
    told = ask.request.args
    reason: Literal["idle", "too-long"] = "too-long" if told.get("duree") == "1" else "idle"
    return Shown("sign_in/session_ended.html", SessionEndedPage(reason, kept=told.get("garde") == "1"))


@room.page("/reprendre", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def give_up(ask: Ask) -> Answer:
    """Forget what was typed, as the reader wishes."""
    forget_what_was_typed(ask.unit, ask.signed)
    return SeeOther("/mon-dossier")


@room.page("/reprendre", guard=Guard.SIGNED_IN)
def resume(ask: Ask) -> Answer:
    """Offer to send again what was typed when the session had ended."""
    kept = what_was_typed(ask.unit, ask.signed, ask.now)
    if kept is None:
        return SeeOther("/mon-dossier")
    target, fields = kept
    return Shown("sign_in/resume.html", ResumePage(target, (*fields, (RESUMED, "1"))))
