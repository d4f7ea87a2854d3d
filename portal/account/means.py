"""The means of signing in: those she has, those she may add, and where a change begins."""

from dossier.identity import LIMITS, Factor, FactorKind, act_of, ask_proof, factors_of
from portal.ui import SLUG_OF, SLUGS, Answer, Ask, Guard, SeeOther, Shown, Work, as_written, error_page

from .pages import MeansLine, MeansListPage, MeansPage
from .views import own_session, room

LIST = "/mon-compte/moyens"


@room.page(LIST, guard=Guard.SIGNED_IN, menu="account")
def list_means(ask: Ask) -> Answer:
    """Show them, and say what was just done."""
    hers = her_factors(ask)
    has = tuple(line_of(one.kind, one) for one in hers)
    kinds = [one.kind for one in hers]
    may_add = tuple(line_of(kind) for kind in SLUGS.values() if kind not in kinds and _is_offered(ask, kind))
    told = ask.request.args.get("fait", "")
    return Shown(
        "account/means_list.html",
        MeansListPage(has, may_add, "ajoute" if told == "ajoute" else "retire" if told == "retire" else ""),
    )


@room.page(f"{LIST}/<slug>", guard=Guard.SIGNED_IN, menu="account")
def show_means(ask: Ask, slug: str) -> Answer:
    """Show one means, and what can be done with it."""
    kind = SLUGS.get(slug)
    if kind is None or not _is_offered(ask, kind):
        return error_page(404)
    hers = her_factors(ask)
    mine = next((one for one in hers if one.kind is kind), None)
    runs_out = mine is not None and kind is FactorKind.CARD and mine.lines_left <= LIMITS.card_runs_out
    is_last = mine is not None and len(hers) == 1
    return Shown("account/means.html", MeansPage(line_of(kind, mine), mine is not None, is_last, runs_out))


@room.page(f"{LIST}/<slug>", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def begin_change(ask: Ask, slug: str) -> Answer:
    """Ask for a fresh code before anything changes."""
    kind = SLUGS.get(slug)
    if kind is None or not _is_offered(ask, kind):
        return error_page(404)
    act = act_of("remove" if ask.pressed("retirer") else "set", kind)
    ask_proof(ask.unit, own_session(ask), ask.visit, act, ask.settings.code_channels, ask.now)
    return SeeOther("/mon-compte/preuve")


def her_factors(ask: Ask) -> tuple[Factor, ...]:
    """Return the means she has. Raises `NotOwnRecord`."""
    session = own_session(ask)
    return factors_of(ask.unit, session.patient_id, session.witness, ask.settings.code_channels)


def line_of(kind: FactorKind, factor: Factor | None = None) -> MeansLine:
    """Return a means as pages show it."""
    if factor is None:
        return MeansLine(kind, SLUG_OF[kind])
    return MeansLine(kind, SLUG_OF[kind], as_written(factor.hint), factor.lines_left)


def _is_offered(ask: Ask, kind: FactorKind) -> bool:
    """Tell whether this house can send what these means need."""
    sent: tuple[str, ...] = ask.settings.code_channels
    return kind in (FactorKind.CARD, FactorKind.TOTP) or str(kind) in sent
