"""She stops a mandate: on its page when she is signed in, or with the code of a notice, as anybody who holds it."""

from dossier.identity import canonical_code
from dossier.mandates import STOP_DIGITS, revoke, revoke_by_code
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work, error_page

from .pages import StopMistake, StopPage, StoppedPage
from .views import ONE, PATH, own, room

_STOP = "/arreter-un-mandat"
_LONGEST = 60


@room.page(f"{ONE}/arret", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def stop(ask: Ask, reference: str) -> Answer:
    """End a mandate at once: nothing more is done under it."""
    line = own(ask, ask.unit, reference)
    if line is None:
        return error_page(404)
    revoke(ask.unit, ask.acting, line.reference, ask.now)
    return SeeOther(f"{PATH}/{reference}?fait=arret")


@room.page(_STOP, guard=Guard.PUBLIC)
def ask_stop_code(ask: Ask) -> Answer:  # noqa: ARG001 -- the page is the same for everybody
    """Ask for the code that each notice of a mandate carries."""
    return Shown("mandates/stop.html", StopPage())


@room.page(_STOP, "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_stop_code(ask: Ask) -> Answer:
    """End the mandate that the notice told of, unless it ended already; wrong codes slow down their network."""
    typed = ask.written("code")[:_LONGEST]
    digits = canonical_code(typed.upper().replace("STOP", " "))
    if len(digits) != STOP_DIGITS:
        return _again(typed, "incomplete" if digits else "missing")
    stopped = revoke_by_code(ask.unit, digits, "page", ask.network, ask.now)
    if stopped == "unknown":
        return _again(typed, "unknown")
    return SeeOther(f"{_STOP}/fait{'?deja=1' if stopped == 'over' else ''}")


@room.page(f"{_STOP}/fait", guard=Guard.PUBLIC)
def show_stopped(ask: Ask) -> Answer:
    """Say that it has ended, now or before."""
    return Shown("mandates/stopped.html", StoppedPage(ask.request.args.get("deja") == "1"))


def _again(typed: str, mistake: StopMistake) -> Answer:
    return Shown("mandates/stop.html", StopPage(typed, mistake), 422)
